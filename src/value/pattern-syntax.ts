import { complement } from "./code-points.ts";
import { parseClass, parseEscape } from "./pattern-class.ts";
import { type PatternError, type Reader, refuse, singleCharacter, takeCodePoint } from "./pattern-reader.ts";
import type { PatternNode } from "./pattern-tree.ts";

export type ParsedPattern = { readonly ok: true; readonly node: PatternNode } | ({ readonly ok: false } & PatternError);

const maxLength = 4_096;
const maxNesting = 50;
const maxRepeat = 1_000;

/**
 * Parses the subset of RE2 that policies may use: literals, `.`, classes, groups, `|`, `* + ?` and `{n,m}`, and the
 * escapes `\d \w \s` (ASCII, as in RE2), `\t \n \r \f \xHH \x{H…}`. `^` and `$` may stand at the ends, where they say
 * nothing. What needs memory or backtracking (back-references, look-around) and what changes meaning elsewhere (flags,
 * word boundaries) is refused with a message.
 */
export function parsePattern(source: string): ParsedPattern {
  if (source.length > maxLength) {
    return { ok: false, message: `the pattern has more than ${maxLength} characters`, offset: maxLength };
  }
  const reader: Reader = {
    source,
    at: source.startsWith("^") ? 1 : 0,
    nesting: 0,
    anchored: source.startsWith("^"),
    error: undefined,
  };
  const node = parseChoice(reader);
  if (reader.error === undefined && reader.at < source.length) {
    refuse(reader, "found `)` without its `(`; write `\\)` for the character");
  }
  if (reader.error === undefined && reader.anchored && node.kind === "choice") {
    reader.at = source.startsWith("^") ? 0 : source.length - 1;
    refuse(
      reader,
      "an anchor beside `|` belongs to one alternative only; a pattern always tests the whole text, so leave it out",
    );
  }
  return reader.error === undefined ? { ok: true, node } : { ok: false, ...reader.error };
}

function parseChoice(reader: Reader): PatternNode {
  const options = [parseSequence(reader)];
  while (reader.error === undefined && reader.source[reader.at] === "|") {
    reader.at += 1;
    options.push(parseSequence(reader));
  }
  const [only] = options;
  return options.length === 1 && only !== undefined ? only : { kind: "choice", options };
}

function parseSequence(reader: Reader): PatternNode {
  const items: PatternNode[] = [];
  while (reader.error === undefined && reader.at < reader.source.length) {
    const next = reader.source[reader.at];
    if (next === "|" || next === ")") break;
    if (next === "$" && reader.at === reader.source.length - 1 && reader.nesting === 0) {
      reader.at += 1;
      reader.anchored = true;
      break;
    }
    items.push(parseRepeat(reader, parseAtom(reader)));
  }
  const [only] = items;
  return items.length === 1 && only !== undefined ? only : { kind: "sequence", items };
}

function parseRepeat(reader: Reader, item: PatternNode): PatternNode {
  if (reader.error !== undefined) return item;
  const start = reader.at;
  const bounds = parseBounds(reader);
  if (bounds === undefined) return item;
  // A lazy quantifier prefers another way to the same answer; for yes or no it says nothing.
  if (reader.source[reader.at] === "?") reader.at += 1;
  if (/^[*+?{]/.test(reader.source.slice(reader.at, reader.at + 1))) {
    return refuse(reader, "found two quantifiers in a row; put the first into a group", start);
  }
  return { kind: "repeat", item, ...bounds };
}

function parseBounds(reader: Reader): { readonly min: number; readonly max: number | undefined } | undefined {
  const simple = simpleQuantifiers.get(reader.source[reader.at] ?? "");
  if (simple !== undefined) {
    reader.at += 1;
    return simple;
  }
  if (reader.source[reader.at] !== "{") return undefined;
  const match = /^\{([0-9]{1,4})(?:(,)([0-9]{1,4})?)?\}/.exec(reader.source.slice(reader.at, reader.at + 12));
  if (match === null) {
    refuse(reader, "found `{` without `{n}`, `{n,}` or `{n,m}`; write `\\{` for the character");
    return undefined;
  }
  const min = Number(match[1]);
  const max = match[2] === undefined ? min : match[3] === undefined ? undefined : Number(match[3]);
  if (min > maxRepeat || (max ?? 0) > maxRepeat) refuse(reader, `found a count above ${maxRepeat}`);
  else if (max !== undefined && max < min) refuse(reader, "found a range whose end is below its start");
  reader.at += match[0].length;
  return { min, max };
}

const simpleQuantifiers: ReadonlyMap<string, { readonly min: number; readonly max: number | undefined }> = new Map([
  ["*", { min: 0, max: undefined }],
  ["+", { min: 1, max: undefined }],
  ["?", { min: 0, max: 1 }],
]);

function parseAtom(reader: Reader): PatternNode {
  const character = takeCodePoint(reader);
  switch (character) {
    case "(":
      return parseGroup(reader);
    case "[":
      return { kind: "class", ranges: parseClass(reader) };
    case "\\":
      return { kind: "class", ranges: parseEscape(reader) };
    case ".":
      return { kind: "class", ranges: complement([[0x0a, 0x0a]]) };
    case "*":
    case "+":
    case "?":
    case "{":
      return refuse(
        reader,
        `found \`${character}\` with nothing to repeat; write \`\\${character}\` for the character`,
        reader.at - 1,
      );
    case "]":
    case "}":
      return refuse(
        reader,
        `found \`${character}\` without its beginning; write \`\\${character}\` for the character`,
        reader.at - 1,
      );
    case "^":
    case "$":
      return refuse(
        reader,
        `\`${character}\` may stand at the ${character === "^" ? "start" : "end"} of the pattern only, because a pattern always tests the whole text`,
        reader.at - 1,
      );
    default:
      return { kind: "class", ranges: singleCharacter(character) };
  }
}

function parseGroup(reader: Reader): PatternNode {
  const open = reader.at - 1;
  if (reader.source[reader.at] === "?") {
    const head = /^\?(?::|P?<[A-Za-z_][A-Za-z0-9_]{0,40}>)/.exec(reader.source.slice(reader.at, reader.at + 50));
    if (head === null) {
      const isLook = /^\?<?[=!]/.test(reader.source.slice(reader.at, reader.at + 3));
      const found = isLook ? "look-around" : "flags or another special group";
      return refuse(reader, `found ${found}, which this pattern language does not have`, open);
    }
    reader.at += head[0].length;
  }
  reader.nesting += 1;
  if (reader.nesting > maxNesting) return refuse(reader, `groups nest deeper than ${maxNesting} levels`, open);
  const node = parseChoice(reader);
  reader.nesting -= 1;
  if (reader.error !== undefined) return node;
  if (reader.source[reader.at] !== ")") return refuse(reader, "found `(` without its `)`", open);
  reader.at += 1;
  return node;
}
