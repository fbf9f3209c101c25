import type { TokenType } from "chevrotain";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { trailingComma, unexpectedToken } from "../diagnostics/syntax-clauses.ts";
import { unterminatedText } from "../diagnostics/syntax-literals.ts";
import { foreignOperator, straySemicolon, wrongComment } from "../diagnostics/syntax-slips.ts";
import type { Span } from "../source/span.ts";
import { clauseWordsOf, type Enclosure, enclosingBlocks } from "./enclosing-blocks.ts";
import { mostMistakes } from "./limits.ts";
import { type GateToken, retype } from "./read-tokens.ts";
import { dropped, type Place, type Repair, type RepairedTokens, repaired, spanOf } from "./repair.ts";
import {
  repairNonAscii,
  repairNumeric,
  repairQuotes,
  repairRegex,
  repairUrl,
  reportEscapes,
  reportUnknown,
} from "./repair-literals.ts";
import { repairRun } from "./repair-run.ts";
import { keywords, rawTokens, tokens as types } from "./tokens.ts";

/**
 * Slips whose intention is clear (`&&`, `'text'`, `=`, `;`, a trailing comma) are reported and repaired, so that the
 * parser reads on and each is one message.
 */
export function repairSlips(file: string, declaration: readonly GateToken[]): RepairedTokens {
  if (!declaration.some(maySlip)) return { tokens: declaration, mistakes: [] };
  const enclosures = enclosingBlocks(declaration);
  const mistakes: Diagnostic[] = [];
  const tokens: GateToken[] = [];
  for (let index = 0; index < declaration.length; index += 1) {
    const token = declaration[index];
    if (token === undefined || mistakes.length > mostMistakes) break;
    const run = repairRun(file, declaration, index, enclosures[index] ?? "none");
    if (run !== undefined) {
      mistakes.push(...run.mistakes);
      tokens.push(...run.tokens);
      index += run.length - 1;
      continue;
    }
    const place: Place = {
      file,
      token,
      before: tokens.at(-1),
      next: declaration[index + 1],
      enclosure: enclosures[index] ?? "none",
      isValueSign: enclosures[index] === "drift" || opensValue(declaration, index),
    };
    const repair = repairs.get(token.tokenType)?.(place) ?? repairMissingValue(place);
    if (repair === undefined) tokens.push(token);
    else {
      mistakes.push(...repair.mistakes);
      tokens.push(...repair.tokens);
    }
  }
  return { tokens, mistakes };
}

/** False for most tokens of a right text, at little cost: what is around them need not be known. */
function maySlip(token: GateToken, index: number, declaration: readonly GateToken[]): boolean {
  const before = declaration[index - 1];
  const next = declaration[index + 1];
  switch (token.tokenType) {
    case types.text:
      if (token.image.includes("\\")) return true;
      break;
    case types.comma:
      if (next?.opensLine === true) return true;
      break;
    case types.number:
      // `1,000`
      if (next?.tokenType === types.comma && next.startOffset === token.endOffset + 1) return true;
      break;
    default:
      if (slips.has(token.tokenTypeIdx)) return true;
  }
  return token.opensLine && before !== undefined && awaitsValue.has(before.tokenType);
}

/** The `=` of `let NAME = …`, and of the default in `param NAME is TYPE = …`. */
function opensValue(declaration: readonly GateToken[], index: number): boolean {
  const word = declaration[0]?.tokenType;
  if (word === keywords.let) return index === 2;
  return word === keywords.param && declaration.findIndex(({ tokenType }) => tokenType === types.is) === index;
}

const repairs: ReadonlyMap<TokenType, Repair> = new Map<TokenType, Repair>([
  [types.text, reportEscapes],
  [types.comma, repairTrailingComma],
  [types.is, (place) => (place.isValueSign ? undefined : (repairDataSign(place) ?? repairOperator(place, "==")))],
  [rawTokens.foreignOperator, (place) => repairDataSign(place) ?? repairOperator(place, meantOperator(place))],
  [rawTokens.bareUrl, repairUrl],
  [rawTokens.bang, (place) => repairOperator(place, "not")],
  [rawTokens.numericRun, repairNumeric],
  [rawTokens.nonAscii, repairNonAscii],
  [rawTokens.unknown, reportUnknown],
  [
    rawTokens.openText,
    ({ file, token }) => repaired(token, types.text, unterminatedText.at(spanOf(file, token), {}), `${token.image}"`),
  ],
  [rawTokens.singleQuoted, repairQuotes],
  [rawTokens.curlyQuoted, repairQuotes],
  [rawTokens.regex, repairRegex],
  [rawTokens.blockComment, ({ file, token }) => dropped(wrongComment.at(opening(file, token, 2), { found: "/*" }))],
  [
    rawTokens.hashComment,
    ({ file, token }) => {
      const span = opening(file, token, 1);
      const fixes = [{ title: "write `//`", safe: true, edits: [{ ...span, text: "//" }] }];
      return dropped(wrongComment.at(span, { found: "#" }, { fixes }));
    },
  ],
  [
    rawTokens.semicolon,
    ({ file, token }) => {
      const span = spanOf(file, token);
      return dropped(
        straySemicolon.at(span, {}, { fixes: [{ title: "remove `;`", safe: true, edits: [{ ...span, text: "" }] }] }),
      );
    },
  ],
]);

/** By the number of the token's type: whether one may be a slip wherever it stands. In a `use` a path may lack its quotes. */
const slips: ReadonlySet<number> = new Set(
  [...repairs.keys(), keywords.use].map(({ tokenTypeIdx = 0 }) => tokenTypeIdx),
);

const opening = (file: string, token: GateToken, length: number): Span => ({
  file,
  start: token.startOffset,
  end: token.startOffset + length,
});

/** Outside brackets a comma before a line that opens a clause ends nothing. */
function repairTrailingComma({ file, token, next, enclosure }: Place): RepairedTokens | undefined {
  if (next === undefined || !opensClause(next, enclosure)) return undefined;
  const span = spanOf(file, token);
  const fixes = [{ title: "remove the comma", safe: true, edits: [{ ...span, text: "" }] }];
  return dropped(trailingComma.at(span, { next: next.image }, { fixes }));
}

const opensClause = (token: GateToken, enclosure: Enclosure): boolean =>
  token.opensLine && token.image !== "not" && clauseWordsOf(enclosure).includes(token.image);

/** `when args.amount >` at the end of a line would take the next clause's word for a field. */
function repairMissingValue({ file, token, before, enclosure }: Place): RepairedTokens | undefined {
  if (before === undefined || !awaitsValue.has(before.tokenType) || !opensClause(token, enclosure)) return undefined;
  const missing: GateToken = {
    ...retype(before, types.word, "missing"),
    startOffset: before.endOffset + 1,
    opensLine: false,
  };
  return {
    tokens: [missing, token],
    mistakes: [
      unexpectedToken.at(spanOf(file, token), { found: token.image, expected: `a value after \`${before.image}\`` }),
    ],
  };
}

const awaitsValue: ReadonlySet<TokenType> = new Set([
  types.equal,
  types.unequal,
  types.atMost,
  types.atLeast,
  types.below,
  types.above,
  types.plus,
  types.minus,
  types.colon,
  keywords.and,
  keywords.or,
  keywords.not,
  keywords.has,
  keywords.in,
  keywords.contains,
  keywords.with,
  keywords.matches,
  keywords.when,
  keywords.unless,
]);

/** `{ action = "read" }` in test data. */
function repairDataSign({ file, token, before, next, enclosure }: Place): RepairedTokens | undefined {
  if (enclosure !== "data" || before === undefined || !dataSigns.has(token.image)) return undefined;
  const span = spanOf(file, token);
  const touches = before.endOffset + 1 === token.startOffset;
  const from = touches ? token.startOffset : before.endOffset + 1;
  const fixes = [
    { title: "write `:`", safe: true, edits: [{ file, start: from, end: token.endOffset + 1, text: ":" }] },
  ];
  const hint = `write \`${before.image}: ${next?.image ?? "…"}\``;
  const mistake = unexpectedToken.at(span, { found: token.image, expected: "`:`", hint }, { fixes });
  return repaired(token, types.colon, mistake, ":");
}

const dataSigns: ReadonlySet<string> = new Set(["=", ":=", "=>"]);

const meantOperators: ReadonlyMap<string, string> = new Map([
  ["&&", "and"],
  ["&", "and"],
  ["||", "or"],
  ["===", "=="],
  [":=", "="],
  ["!==", "!="],
  ["<>", "!="],
  ["≠", "!="],
  ["=<", "<="],
  ["≤", "<="],
  ["≥", ">="],
]);

function meantOperator({ token, enclosure }: Place): string {
  if (token.image === "=>") return enclosure === "bands" || enclosure === "drift" ? "->" : ">=";
  return meantOperators.get(token.image) ?? "==";
}

const operatorTypes: ReadonlyMap<string, TokenType> = new Map([
  ["and", keywords.and],
  ["or", keywords.or],
  ["not", keywords.not],
  ["==", types.equal],
  ["!=", types.unequal],
  ["<=", types.atMost],
  [">=", types.atLeast],
  ["->", types.arrow],
  ["=", types.is],
]);

function repairOperator({ file, token, before }: Place, written: string): RepairedTokens | undefined {
  const type = operatorTypes.get(written);
  if (type === undefined) return undefined;
  const span = spanOf(file, token);
  const isWord = /^[a-z]/.test(written);
  const touchesBefore = before !== undefined && before.endOffset + 1 === token.startOffset;
  const text = isWord
    ? `${touchesBefore && !/[([{]$/.test(before.image) ? " " : ""}${written}${token.image === "!" ? " " : ""}`
    : written;
  // What does not compile decides nothing yet, and each of these has one meaning.
  const fixes = [{ title: `write \`${written}\``, safe: true, edits: [{ ...span, text }] }];
  return repaired(token, type, foreignOperator.at(span, { found: token.image, written }, { fixes }), written);
}
