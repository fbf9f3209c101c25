import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { nearMiss } from "../diagnostics/near-miss.ts";
import { missingComma } from "../diagnostics/syntax-clauses.ts";
import { clauseWordsOf, type Enclosure } from "./enclosing-blocks.ts";
import { valueAwaiting } from "./ends-value.ts";
import { type Mistake, spanOfToken } from "./mistake.ts";
import type { GateToken } from "./read-tokens.ts";
import { tokens as types } from "./tokens.ts";

/** Two things that may stand in a list, side by side. */
export function explainMissingComma(mistake: Mistake): Diagnostic | undefined {
  const { file, found, before } = mistake;
  if (found === undefined || before === undefined || !mayMissComma(mistake)) return undefined;
  const place = { file, start: before.endOffset + 1, end: before.endOffset + 1 };
  const fixes = [{ title: "add a comma", safe: false, edits: [{ ...place, text: "," }] }];
  return missingComma.at(spanOfToken(file, found), { before: before.image, after: found.image }, { fixes });
}

/** Whether both sides could be items of one list. */
export function mayMissComma(mistake: Mistake): boolean {
  const { found, before, enclosure, block, expected, leftOver } = mistake;
  if (found === undefined || before === undefined || !isItem(found) || !endsItem(before)) return false;
  // Where the parser wanted one certain thing the list before it is not going on.
  if (!leftOver && !expected.some((name) => afterLists.has(name))) return false;
  if (found.opensLine && opensKnownClause(found, block)) return false;
  // After `from` of a context's field stands one word, or two.
  if (enclosure === "context") return false;
  if (enclosure === "list") return expected.includes(types.rightBracket.name);
  if (enclosure === "data") return expected.includes(types.rightBrace.name);
  return (
    !opensKnownClause(found, enclosure) && listOpeners.has(clauseOpener(mistake)) && !nearKnownClause(mistake, found)
  );
}

const itemTypes = new Set([
  types.path,
  types.pattern,
  types.hyphenated,
  types.text,
  types.number,
  types.percent,
  types.duration,
]);

const isItem = (token: GateToken): boolean =>
  itemTypes.has(token.tokenType) || token.tokenType === types.leftBrace || /^\w+$/.test(token.image);

const endsItem = (token: GateToken): boolean =>
  itemTypes.has(token.tokenType) ||
  token.tokenType === types.rightBrace ||
  token.tokenType === types.rightBracket ||
  (/^\w+$/.test(token.image) && !valueAwaiting.has(token.image) && !listOpeners.has(token.image));

const opensKnownClause = (token: GateToken, enclosure: Enclosure): boolean =>
  clauseWordsOf(enclosure).includes(token.image);

/** `two` is near `to`, but what ends its line and follows a name is one more item. */
const nearKnownClause = ({ tokens, index, enclosure }: Mistake, token: GateToken): boolean =>
  /^\w+$/.test(token.image) &&
  (token.opensLine || (!endsItems(tokens[index + 1]) && nearMiss(token.image, clauseWordsOf(enclosure)) !== undefined));

const endsItems = (next: GateToken | undefined): boolean =>
  next === undefined || next.opensLine || next.tokenType === types.comma || next.tokenType === types.rightBrace;

/** Clauses, or heads, that are nothing but a list. */
const listOpeners: ReadonlySet<string> = new Set(["tools", "to", "role", "effect", "message", "on", "from"]);

/** What may follow a list, and so was wanted where a comma is missing. */
const afterLists: ReadonlySet<string> = new Set([
  types.comma.name,
  types.leftBrace.name,
  types.rightBrace.name,
  types.rightBracket.name,
  '"from"',
  '"to"',
]);

/** The word that opens what `index` stands in, as far as a list goes back. */
function clauseOpener({ tokens, index }: Mistake): string {
  for (let earlier = index - 1; earlier >= 0; earlier -= 1) {
    const token = tokens[earlier];
    if (token === undefined) break;
    if (token.tokenType === types.comma || itemTypes.has(token.tokenType)) continue;
    if (listOpeners.has(token.image)) return token.image;
    if (!/^\w+$/.test(token.image)) break;
  }
  return "";
}
