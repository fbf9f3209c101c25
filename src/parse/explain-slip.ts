import type { Diagnostic, Fix } from "../diagnostics/diagnostic.ts";
import { unexpectedToken } from "../diagnostics/syntax-clauses.ts";
import { unquotedText } from "../diagnostics/syntax-literals.ts";
import { clauseWordsOf } from "./enclosing-blocks.ts";
import { endsValue } from "./ends-value.ts";
import { type Mistake, spanOfToken } from "./mistake.ts";
import type { GateToken } from "./read-tokens.ts";
import { tokens as types } from "./tokens.ts";
import { operatorWords } from "./words.ts";

/** Slips at places where one thing only can stand, so that what was meant can be said. */
export function explainSlip(mistake: Mistake): Diagnostic | undefined {
  if (mistake.found === undefined) return undefined;
  const found = mistake.found;
  for (const explain of explanations) {
    const slip = explain(mistake, found);
    if (slip !== undefined) return slip;
  }
  return undefined;
}

type Explain = (mistake: Mistake, found: GateToken) => Diagnostic | undefined;

const explanations: readonly Explain[] = [
  capitalWord,
  repeatedWord,
  missingUnit,
  quotedMoment,
  countInWords,
  unquotedReason,
  missingWord,
  equalityWithIs,
  unquotedEnum,
  unknownFunction,
  foreignWord,
  missingRequire,
];

const isWord = (token: GateToken | undefined): boolean => token !== undefined && /^\w+$/.test(token.image);

const only = ({ expected }: Mistake, name: string): boolean => expected.length === 1 && expected[0] === name;

const one = (mistake: Mistake, found: GateToken, expected: string, hint: string, fixes: readonly Fix[] = []) =>
  unexpectedToken.at(spanOfToken(mistake.file, found), { found: found.image, expected, hint }, { fixes });

/** Replaces the text from `from` to `to`. What does not compile decides nothing yet, so a fix with one meaning is safe. */
const replacement = (file: string, from: GateToken, to: GateToken, text: string): Fix => ({
  title: `write \`${text}\``,
  safe: true,
  edits: [{ file, start: from.startOffset, end: to.endOffset + 1, text }],
});

/** `AND`, `When`: the words of the language are in small letters. `NOT x` stops behind the word. */
function capitalWord(mistake: Mistake, found: GateToken): Diagnostic | undefined {
  const { file, before, enclosure } = mistake;
  const words: readonly string[] = [...operatorWords, ...clauseWordsOf(enclosure)];
  for (const token of before === undefined ? [found] : [found, before]) {
    const written = token.image.toLowerCase();
    if (written === token.image || !words.includes(written)) continue;
    const fixes = [replacement(file, token, token, written)];
    return one(mistake, token, `\`${written}\` in small letters`, `write \`${written}\``, fixes);
  }
  return undefined;
}

/** `to agent ops, agent two`, `on tool read_file`, `message to agent two "…"`: the word stands once, or not at all. */
function repeatedWord({ file, tokens, index, before }: Mistake, found: GateToken): Diagnostic | undefined {
  for (const [word, name] of [
    [before, found],
    [tokens[index - 2], before],
  ] as const) {
    if (word === undefined || name === undefined || !kindWords.has(word.image) || !isNameLike(name)) continue;
    const leading = tokens[tokens.indexOf(word) - 1];
    const opener = tokens[tokens.indexOf(word) - 2];
    const isMessage = leading?.image === "to" && opener?.image === "message";
    const isListed = leading?.tokenType === types.comma && name === found;
    const isTarget = name === found && (targetOpeners.has(leading?.image ?? "") || isToolOn(leading, word));
    if (!isMessage && !isListed && !isTarget) continue;
    const text = word.image === "result" ? `result of ${name.image}` : name.image;
    const lead = isMessage ? "message to" : leading?.image;
    const hint = isListed
      ? `\`${word.image}\` stands once, before the first name: write \`, ${text}\``
      : `write \`${lead} ${text}\``;
    return unexpectedToken.at(
      { ...spanOfToken(file, word), end: name.endOffset + 1 },
      { found: `${word.image} ${name.image}`, expected: "the name alone", hint },
      { fixes: [replacement(file, word, name, text)] },
    );
  }
  return undefined;
}

const kindWords: ReadonlySet<string> = new Set(["agent", "role", "tool", "result"]);

const targetOpeners: ReadonlySet<string> = new Set(["message", "tools", "from"]);

const isToolOn = (leading: GateToken | undefined, word: GateToken): boolean =>
  leading?.image === "on" && (word.image === "tool" || word.image === "result");

const isNameLike = (token: GateToken): boolean =>
  isWord(token) ||
  token.tokenType === types.text ||
  token.tokenType === types.path ||
  token.tokenType === types.hyphenated ||
  token.tokenType === types.pattern;

/** `valid 15`, `max 8 hours` */
function missingUnit(mistake: Mistake, found: GateToken): Diagnostic | undefined {
  if (!only(mistake, types.duration.name) || !/^\d+$/.test(found.image)) return undefined;
  const next = mistake.tokens[mistake.index + 1];
  const unit =
    next === undefined ? undefined : /^(s|m|h|d)(?:ec(?:ond)?s?|in(?:ute)?s?|(?:ou)?rs?|ays?)?$/i.exec(next.image)?.[1];
  const digits = found.image;
  if (next === undefined || unit === undefined || next.opensLine)
    return one(
      mistake,
      found,
      "a duration",
      `a duration has a unit: \`${digits}s\`, \`${digits}m\`, \`${digits}h\` or \`${digits}d\``,
    );
  const written = `${digits}${unit.toLowerCase()}`;
  return one(mistake, found, "a duration", `write \`${written}\``, [replacement(mistake.file, found, next, written)]);
}

/** `until "2027-01-01"` */
function quotedMoment(mistake: Mistake, found: GateToken): Diagnostic | undefined {
  if (mistake.rule !== "moment" || !/^"\d{4}-\d\d-\d\d[^"]*"$/.test(found.image)) return undefined;
  const written = found.image.slice(1, -1);
  const hint = `write it without quotes: \`${written}\``;
  return one(mistake, found, "a date or a moment", hint, [replacement(mistake.file, found, found, written)]);
}

const numbers = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

/** `count two` */
function countInWords(mistake: Mistake, found: GateToken): Diagnostic | undefined {
  if (!only(mistake, types.number.name)) return undefined;
  const number = numbers.indexOf(found.image);
  if (number < 0) return undefined;
  return one(mistake, found, "a whole number", `write \`${number}\``, [
    replacement(mistake.file, found, found, `${number}`),
  ]);
}

/** `because This is why`, `for purpose support` */
function unquotedReason({ file, tokens, index, before, expected }: Mistake, found: GateToken): Diagnostic | undefined {
  if (!(expected.length === 1 && expected[0] === types.text.name) || !isNameLike(found)) return undefined;
  let end = index;
  if (before?.image === "because") {
    while (isSentencePart(tokens[end + 1])) end += 1;
  }
  const last = tokens[end] ?? found;
  const words = tokens.slice(index, end + 1).map(({ image }) => image);
  const text = words.join(" ");
  const fixes = before?.image === "because" ? [] : [replacement(file, found, last, `"${text}"`)];
  const span = { file, start: found.startOffset, end: last.endOffset + 1 };
  return unquotedText.at(span, { found: text, written: `"${text}"` }, { fixes });
}

const isSentencePart = (token: GateToken | undefined): boolean =>
  token !== undefined && !token.opensLine && isWord(token);

/** The one word that is missing before, or in place of, what was found. */
function missingWord(mistake: Mistake, found: GateToken): Diagnostic | undefined {
  const { before, tokens, index, expected, file } = mistake;
  if (expected.length !== 1 || before === undefined) return undefined;
  const say = (word: string, hint: string, inserts = false): Diagnostic =>
    one(
      mistake,
      found,
      `\`${word}\``,
      hint,
      inserts ? [replacement(file, found, found, `${word} ${found.image}`)] : [],
    );
  const isName = isNameLike(found) && !found.opensLine;
  const place = `${tokens[index - 2]?.image ?? ""} ${before.image}`;
  switch (expected[0]) {
    case '"agent"':
      return before.image === "to" && isName ? say("agent", `write \`to agent ${found.image}\``, true) : undefined;
    case '"purpose"':
      return before.image === "for" && found.tokenType === types.text
        ? say("purpose", `write \`for purpose ${found.image}\``, true)
        : undefined;
    case '"role"':
      if (place === "behalf of")
        return say("role", "a grant is bound to the role of the user who asked: `on behalf of role NAME`");
      if (before.image !== "by" || !isName) return undefined;
      if (found.image === "user")
        return say(
          "role",
          "approvals are given by roles: `approval by role NAME`; the user confirms: `require confirmation by user`",
        );
      return say("role", `write \`by role ${found.image}\``, !kindWords.has(found.image));
    case '"on"':
      return found.tokenType === types.leftBrace && (tokens[0]?.image === "gate" || tokens[0]?.image === "bands")
        ? say("on", `say what it acts on: \`${tokens[0].image} ${before.image} on TOOL { … }\``)
        : undefined;
    case '"by"':
      if (before.image === "confirmation") return say("by", "write `require confirmation by user`");
      if (before.image === "verification")
        return say("by", "write `require verification by rule NAME`, or `by agent NAME`");
      return before.image === "approval" ? say("by", "write `require approval by role NAME`") : undefined;
    default:
      return undefined;
  }
}

/** `args.action is "read"`, `is not true` */
function equalityWithIs(mistake: Mistake, found: GateToken): Diagnostic | undefined {
  const { tokens, index, before, file } = mistake;
  if (!only(mistake, '"empty"') || before === undefined) return undefined;
  const negated = before.image === "not";
  const is = negated ? tokens[index - 2] : before;
  if (is?.image !== "is") return undefined;
  const isList = found.tokenType === types.leftBracket;
  const operator = isList ? (negated ? "not in" : "in") : negated ? "!=" : "==";
  const isValue = literalTypes.has(found.tokenType) || isList || found.image === "true" || found.image === "false";
  const value = isList ? "[" : isValue ? found.image : `"${found.image}"`;
  const fixes = isValue ? [replacement(file, is, before, operator)] : [];
  return one(mistake, found, "`empty`", `write \`${operator} ${value}${isList ? " … ]" : ""}\``, fixes);
}

const literalTypes = new Set([types.text, types.number, types.percent, types.duration, types.date, types.timestamp]);

/** `args.x is read | write`, `args.x is ["read", "write"]` */
function unquotedEnum(mistake: Mistake, found: GateToken): Diagnostic | undefined {
  const { before, tokens, index } = mistake;
  if (mistake.block !== "tool" && mistake.block !== "context") return undefined;
  if (found.tokenType === types.bar && before !== undefined && isWord(before)) {
    const next = tokens[index + 1]?.image ?? "";
    return one(mistake, found, "a type", `the values of a field are quoted: \`"${before.image}" | "${next}"\``);
  }
  if (found.tokenType === types.leftBracket && before?.image === "is")
    return one(mistake, found, "a type", 'the values of a field stand between bars: `"open" | "closed"`');
  return undefined;
}

const measures: ReadonlySet<string> = new Set(["size", "length", "len", "count", "strlen"]);

/** `size(args.x)` */
function unknownFunction(mistake: Mistake, found: GateToken): Diagnostic | undefined {
  const { before, block } = mistake;
  if (found.tokenType !== types.leftParenthesis || before === undefined || !isWord(before)) return undefined;
  if (!conditionBlocks.has(block)) return undefined;
  if (measures.has(before.image))
    return one(
      mistake,
      found,
      "an operator",
      'there is no length in conditions; a text is bounded by a pattern: `matches ".{0,200}"`',
    );
  return one(mistake, found, "an operator", "conditions have no functions but `origin(…)`");
}

/** How other languages say what has a word of its own here. */
const foreignWords: ReadonlyMap<string, string> = new Map([
  ...["like", "ilike", "LIKE"].map((word) => [word, 'contains "…"`, `starts with "…"` or `matches "…"'] as const),
  ["between", "X >= LOW and X < HIGH"],
  ...["startswith", "startsWith", "starts_with"].map((word) => [word, 'starts with "…"'] as const),
  ...["endswith", "endsWith", "ends_with"].map((word) => [word, 'ends with "…"'] as const),
  ...["includes", "include"].map((word) => [word, "contains …"] as const),
  ...["equals", "eq"].map((word) => [word, "== …"] as const),
  ...["match", "regex", "test"].map((word) => [word, 'matches "…"'] as const),
  ["exists", "has FIELD"],
]);

/** `args.x like "…"`, `args.x.startsWith("…")`, `args has x`, `tools * except wipe` */
function foreignWord(mistake: Mistake, found: GateToken): Diagnostic | undefined {
  const { before, block } = mistake;
  if (block === "grant" && exceptions.has(found.image))
    return one(
      mistake,
      found,
      "a tool or pattern",
      "a grant names what it covers: write the patterns that leave it out",
    );
  if (!conditionBlocks.has(block) || before === undefined || !endsValue(before)) return undefined;
  if (found.tokenType === types.leftParenthesis && before.tokenType === types.path) {
    const method = before.image.slice(before.image.lastIndexOf(".") + 1);
    const written = foreignWords.get(method);
    return written === undefined ? undefined : one(mistake, found, "an operator", `write \`${written}\``);
  }
  if (found.image === "has" && isNameLike(before))
    return one(mistake, found, "an operator", `\`has\` stands before the whole field: \`has ${before.image}.NAME\``);
  const written = foreignWords.get(found.image);
  return written === undefined ? undefined : one(mistake, found, "an operator", `write \`${written}\``);
}

const exceptions: ReadonlySet<string> = new Set(["except", "but", "without", "excluding"]);

const conditionBlocks: ReadonlySet<string> = new Set(["gate", "grant", "control", "none", "sub-clause"]);

const requirements: ReadonlySet<string> = new Set(["approval", "confirmation", "verification"]);

/** `when … approval by role finance` */
function missingRequire(mistake: Mistake, found: GateToken): Diagnostic | undefined {
  if (mistake.enclosure !== "gate" || !requirements.has(found.image)) return undefined;
  if (!mistake.expected.includes(types.rightBrace.name)) return undefined;
  const hint = `write \`require ${found.image} by …\``;
  return one(mistake, found, "`log`, `deny` or `require …`", hint, [
    replacement(mistake.file, found, found, `require ${found.image}`),
  ]);
}
