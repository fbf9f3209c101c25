import type { IRecognitionException } from "chevrotain";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { nearMiss } from "../diagnostics/near-miss.ts";
import {
  strayBrace,
  unclosedBracket,
  unknownClause,
  unknownDeclaration,
  unopenedBlock,
} from "../diagnostics/syntax-blocks.ts";
import { unexpectedEnd, unexpectedToken } from "../diagnostics/syntax-clauses.ts";
import { clauseHint, declarationHint, distinctClauses } from "./clause-hints.ts";
import { clauseWordsOf, type Enclosure } from "./enclosing-blocks.ts";
import { expectationText } from "./expectation-text.ts";
import { explainForeignClause } from "./explain-foreign-clause.ts";
import { explainMissingComma, mayMissComma } from "./explain-missing-comma.ts";
import { explainArithmetic, explainChain, explainMinus } from "./explain-operator.ts";
import { explainSlip } from "./explain-slip.ts";
import { locateMistake, type Mistake, spanOfToken } from "./mistake.ts";
import type { GateToken } from "./read-tokens.ts";
import { tokens as types } from "./tokens.ts";
import { declarationWords } from "./words.ts";

/** What the author most likely did, for the one place where the parser stopped. */
export function explainMistake(
  file: string,
  tokens: readonly GateToken[],
  exception: IRecognitionException,
): Diagnostic {
  const mistake = locateMistake(file, tokens, exception);
  for (const explain of explanations) {
    const diagnostic = explain(mistake);
    if (diagnostic !== undefined) return diagnostic;
  }
  return explainEnd(mistake) ?? explainUnexpected(mistake);
}

/** The first that has something to say wins: the more special ones stand first. */
const explanations: readonly ((mistake: Mistake) => Diagnostic | undefined)[] = [
  explainDeclarationWord,
  explainForeignClause,
  explainMinus,
  explainArithmetic,
  explainChain,
  explainStrayBrace,
  explainSlip,
  explainOtherClause,
  explainUnopenedBlock,
  explainMissingComma,
  explainUnclosedBracket,
  explainClauseWord,
];

function explainDeclarationWord({ file, found, index }: Mistake): Diagnostic | undefined {
  if (index !== 0 || found === undefined) return undefined;
  const words = declarationWords;
  const near = nearMiss(found.image, words);
  const hint = declarationHint(found.image);
  return unknownDeclaration.at(spanOfToken(file, found), { found: found.image, near, words, hint });
}

function explainStrayBrace({ file, found, leftOver }: Mistake): Diagnostic | undefined {
  if (found?.tokenType !== types.rightBrace || !leftOver) return undefined;
  return strayBrace.at(spanOfToken(file, found), {});
}

function explainUnopenedBlock(mistake: Mistake): Diagnostic | undefined {
  const { file, tokens, found, expected, rule } = mistake;
  if (found === undefined || !expected.includes(types.leftBrace.name) || !blockRules.has(rule)) return undefined;
  if (mayMissComma(mistake) && tokens[mistake.index + 1]?.tokenType === types.leftBrace) return undefined;
  const [word, name] = tokens;
  const declaration = [word, name]
    .flatMap((token) => (token === undefined || token === found ? [] : [token.image]))
    .join(" ");
  return unopenedBlock.at(spanOfToken(file, found), { declaration, found: found.image });
}

const blockRules: ReadonlySet<string> = new Set([
  "context",
  "tool",
  "agent",
  "grant",
  "gate",
  "connector",
  "bands",
  "drift",
  "killSwitch",
  "breakGlass",
  "control",
  "test",
  "testStep",
]);

function explainUnclosedBracket({ file, tokens, index, found, expected }: Mistake): Diagnostic | undefined {
  const isRound = expected.includes(types.rightParenthesis.name);
  const isSquare = expected.includes(types.rightBracket.name);
  if (!isRound && !isSquare) return undefined;
  const ends =
    found === undefined ||
    found.opensLine ||
    found.tokenType === types.rightBrace ||
    found.tokenType === types.leftBrace;
  const opening = ends ? openBracket(tokens, index) : undefined;
  if (opening === undefined) return undefined;
  const closing = opening.tokenType === types.leftBracket ? "]" : ")";
  const place = found === undefined ? "the end" : `\`${found.image}\``;
  const related =
    found === undefined ? [] : [{ span: spanOfToken(file, found), label: `\`${closing}\` is missing before this` }];
  return unclosedBracket.at(spanOfToken(file, opening), { opening: opening.image, closing, found: place }, { related });
}

function openBracket(tokens: readonly GateToken[], index: number): GateToken | undefined {
  const open: GateToken[] = [];
  for (const token of tokens.slice(0, index)) {
    if (token.tokenType === types.leftBracket || token.tokenType === types.leftParenthesis) open.push(token);
    if (token.tokenType === types.rightBracket || token.tokenType === types.rightParenthesis) open.pop();
  }
  return open.at(-1);
}

/** A clause of another block, on the line of the one before it. */
function explainOtherClause({ file, tokens, found, enclosure, expected }: Mistake): Diagnostic | undefined {
  const words = clauseWordsOf(enclosure);
  if (found === undefined || words.length === 0 || !expected.includes(types.rightBrace.name)) return undefined;
  if (words.includes(found.image) || !distinctClauses.has(found.image)) return undefined;
  const hint = clauseHint(found.image, enclosure);
  if (hint === undefined) return undefined;
  const block = blockName(enclosure, tokens);
  return unknownClause.at(spanOfToken(file, found), { found: found.image, block, near: undefined, words, hint });
}

function explainClauseWord({
  file,
  tokens,
  found,
  before,
  enclosure,
  expected,
  rule,
}: Mistake): Diagnostic | undefined {
  const words = clauseWordsOf(enclosure);
  if (found === undefined || words.length === 0 || !/^[A-Za-z_]/.test(found.image)) return undefined;
  const awaitsClause = clauseRules.has(rule) || expected.includes(types.rightBrace.name);
  if (!awaitsClause) return undefined;
  const near = nearMiss(found.image, words);
  const opensClause =
    found.opensLine || before?.tokenType === types.leftBrace || before?.tokenType === types.rightBrace;
  if (near === undefined && !opensClause) return undefined;
  const block = blockName(enclosure, tokens);
  const hint = clauseHint(found.image, enclosure);
  return unknownClause.at(spanOfToken(file, found), { found: found.image, block, near, words, hint });
}

const clauseRules: ReadonlySet<string> = new Set([
  "toolClause",
  "agentClause",
  "grantClause",
  "gateClause",
  "gateOutcome",
  "connectorClause",
  "bandRow",
  "driftClause",
  "killSwitchClause",
  "breakGlassClause",
  "controlClause",
  "testStep",
  "givenSetting",
]);

function blockName(enclosure: Enclosure, tokens: readonly GateToken[]): string {
  if (enclosure === "given") return "`given`";
  if (enclosure === "sub-clause") return "a sub-clause";
  const name = tokens[1]?.image ?? "";
  return enclosure === "bands" ? "bands" : /^\w/.test(name) ? `${enclosure} \`${name}\`` : `this ${enclosure}`;
}

function explainEnd({ file, found, before, expected, rule }: Mistake): Diagnostic | undefined {
  if (found !== undefined || before === undefined) return undefined;
  return unexpectedEnd.at(spanOfToken(file, before), {
    ...expectationText(rule, expected),
    expected: expectationText(rule, expected).expected,
  });
}

function explainUnexpected({ file, tokens, found, expected, rule, leftOver, enclosure }: Mistake): Diagnostic {
  const token = found ?? tokens.at(-1);
  const span = token === undefined ? { file, start: 0, end: 0 } : spanOfToken(file, token);
  const text = leftOver
    ? { expected: "the end of this declaration" }
    : expected.includes(types.rightBrace.name) && clauseWordsOf(enclosure).length > 0
      ? { expected: "the rest of this clause, the next one or `}`" }
      : expectationText(rule, expected);
  return unexpectedToken.at(span, { found: token?.image ?? "", ...text });
}
