import type { IParserConfig, IRecognitionException } from "chevrotain";
import type { Declaration, PolicyHeader } from "../ast/parsed.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { SourceText } from "../source/span.ts";
import { dropClause } from "./drop-clause.ts";
import { reportDuplicateClauses } from "./duplicate-clauses.ts";
import { expectationProvider } from "./expectations.ts";
import { explainMistake } from "./explain-mistake.ts";
import { DeclarationGrammar } from "./grammar/declaration-grammar.ts";
import { mistakeIndex } from "./mistake.ts";
import { reportDeepNesting } from "./nesting.ts";
import { PreparedGrammar } from "./prepared/prepared-grammar.ts";
import { preparedTable } from "./prepared/prepared-table.ts";
import type { GateToken } from "./read-tokens.ts";
import { repairSlips } from "./repair-slips.ts";
import { opensDeclaration } from "./split-declarations.ts";

export interface ParsedDeclaration {
  readonly declaration: Declaration | { readonly kind: "header"; readonly header: PolicyHeader } | undefined;
  /** Found token by token: they hold whatever the braces around them say. */
  readonly slips: readonly Diagnostic[];
  readonly mistakes: readonly Diagnostic[];
  /** Where the next declaration follows one without a block on the same line, its offset. */
  readonly nextOffset: number | undefined;
}

/** Reads one declaration; a clause with a mistake is left out, so that the others are still read. */
export function parseDeclaration(source: SourceText, taken: readonly GateToken[]): ParsedDeclaration {
  const deep = reportDeepNesting(source.file, taken);
  if (deep !== undefined) return { declaration: undefined, slips: [], mistakes: [deep], nextOffset: undefined };
  const repaired = repairSlips(source.file, taken);
  // Comments of another language between declarations: nothing is left to parse.
  if (repaired.tokens.length === 0)
    return { declaration: undefined, slips: repaired.mistakes, mistakes: [], nextOffset: undefined };
  const parsed = parseTokens(source, repaired.tokens);
  const { declaration, mistakes, nextOffset } = parsed;
  const isOfThis = ({ spans: [span] }: Diagnostic): boolean =>
    nextOffset === undefined || span === undefined || span.start < nextOffset;
  return { declaration, slips: repaired.mistakes.filter(isOfThis), mistakes, nextOffset };
}

let parser: DeclarationGrammar | undefined;
let prepared: PreparedGrammar | undefined;

/** Builds the grammar. The validations are for tests: they cost start-up time and their answer never changes. */
export function buildGrammar(config: IParserConfig): DeclarationGrammar {
  return new DeclarationGrammar({ errorMessageProvider: expectationProvider, ...config });
}

function parseTokens(source: SourceText, all: readonly GateToken[]): Omit<ParsedDeclaration, "slips"> {
  if (preparedTable !== undefined) prepared ??= new PreparedGrammar(preparedTable);
  const read = prepared?.read(source, all);
  if (read !== undefined) return accept(read.declaration, read.reported, undefined);
  parser ??= buildGrammar({ skipValidations: true });
  const mistakes: Diagnostic[] = [];
  let tokens = all;
  let nextOffset: number | undefined;
  for (let attempts = attemptsFor(all.length); ; attempts -= 1) {
    parser.source = source;
    parser.opening = tokens[0]?.image ?? "";
    parser.reported = [];
    parser.input = [...tokens];
    const declaration = parser.declaration();
    const [exception] = parser.errors;
    if (exception === undefined) return accept(declaration, [...mistakes, ...parser.reported], nextOffset);
    const index = mistakeIndex(tokens, exception);
    if (isNextDeclaration(exception, tokens, index)) {
      nextOffset = tokens[index]?.startOffset;
      tokens = tokens.slice(0, index);
      continue;
    }
    mistakes.push(explainMistake(source.file, tokens, exception));
    const remaining = attempts > 0 ? dropClause(tokens, index) : undefined;
    if (remaining === undefined) return { declaration: undefined, mistakes, nextOffset };
    tokens = remaining;
  }
}

function accept(
  declaration: ParsedDeclaration["declaration"],
  mistakes: readonly Diagnostic[],
  nextOffset: number | undefined,
): Omit<ParsedDeclaration, "slips"> {
  const duplicates =
    declaration === undefined || declaration.kind === "header" ? [] : reportDuplicateClauses(declaration);
  return { declaration, mistakes: [...mistakes, ...duplicates], nextOffset };
}

/** Each attempt reads the declaration anew, so a long one gets fewer. */
const attemptsFor = (length: number): number => Math.min(20, Math.floor(200_000 / (length + 1)));

const isNextDeclaration = (exception: IRecognitionException, tokens: readonly GateToken[], index: number): boolean =>
  exception.name === "NotAllInputParsedException" && opensDeclaration(tokens[index]);
