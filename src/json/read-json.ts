import { describe, fault, isWordCode, type JsonErrorCode, type JsonFault, quote } from "./json-fault.ts";
import { formatJsonPath } from "./json-path.ts";
import { type JsonPositions, lazyPositions, type PositionNode, positionsOf } from "./json-positions.ts";
import { readNumber, readString, skipBlank } from "./json-tokens.ts";
import { type JsonValue, jsonNumber } from "./json-value.ts";

export interface ReadJsonOptions {
  /** How deep arrays and objects may nest; default 64. */
  readonly maxDepth?: number;
  /** UTF-16 code units of text; default 16 Mi. */
  readonly maxLength?: number;
  /** Build positions while reading; otherwise they are built by a second reading when first asked for. */
  readonly positions?: boolean;
  /** Allow comments and trailing commas, as editors do in their settings (JSONC). */
  readonly comments?: boolean;
}

export interface JsonError {
  readonly code: JsonErrorCode;
  /** What was found and what was expected. */
  readonly message: string;
  /** UTF-16 code units from the start of the text. */
  readonly offset: number;
  /** The value being read, as `items[0].name`, a long one shortened; empty for the document itself. */
  readonly path: string;
}

export type ReadJsonResult =
  | { readonly ok: true; readonly value: JsonValue; readonly positions: JsonPositions }
  | { readonly ok: false; readonly error: JsonError };

const defaultMaxDepth = 64;
const defaultMaxLength = 16 * 1024 * 1024;

/**
 * Reads one JSON document strictly (RFC 8259): duplicate keys, lone surrogates and numbers out of bounds are refused,
 * because parsers disagree on them and a disagreement is a way around a policy. Numbers keep their text. A leading byte
 * order mark is skipped. Never throws; time and memory are linear in the text; nothing recurses.
 */
export function readJson(text: string, options: ReadJsonOptions = {}): ReadJsonResult {
  const read = readDocument(text, options, options.positions === true);
  if (!read.ok) return read;
  const positions =
    read.root === undefined
      ? lazyPositions(() => {
          const again = readDocument(text, options, true);
          return again.ok ? again.root : undefined;
        })
      : positionsOf(read.root);
  return { ok: true, value: read.value, positions };
}

type ReadDocument =
  | { readonly ok: true; readonly value: JsonValue; readonly root: PositionNode | undefined }
  | { readonly ok: false; readonly error: JsonError };

/** An array or object being filled. `node` is there only when positions are wanted. */
type Frame =
  | { readonly kind: "array"; readonly items: JsonValue[]; readonly node: PositionNode | undefined }
  | {
      readonly kind: "object";
      readonly members: Record<string, JsonValue>;
      key: string | undefined;
      keyStart: number;
      keyEnd: number;
      readonly node: PositionNode | undefined;
    };

function readDocument(text: string, options: ReadJsonOptions, track: boolean): ReadDocument {
  const maxDepth = options.maxDepth ?? defaultMaxDepth;
  const maxLength = options.maxLength ?? defaultMaxLength;
  const comments = options.comments ?? false;
  const frames: Frame[] = [];
  const refuse = (found: JsonFault): ReadDocument => ({ ok: false, error: { ...found, path: pathOf(frames) } });

  if (text.length > maxLength) {
    return refuse(
      fault("size", maxLength, `the document has ${text.length} characters; at most ${maxLength} are read`),
    );
  }
  let at = text.charCodeAt(0) === 0xfeff ? 1 : 0;

  for (;;) {
    // One value, or the opening of one.
    const start = skipBlank(text, at, comments);
    if (typeof start !== "number") return refuse(start);
    at = start;
    let value: JsonValue;
    let node: PositionNode | undefined;
    const code = text.charCodeAt(at);
    if (code === 0x7b || code === 0x5b) {
      if (frames.length >= maxDepth) {
        return refuse(fault("depth", at, `arrays and objects nest deeper than ${maxDepth} levels`));
      }
      node = track ? { start: at, end: at, keyStart: -1, keyEnd: -1, children: new Map() } : undefined;
      const frame: Frame =
        code === 0x5b
          ? { kind: "array", items: [], node }
          : { kind: "object", members: Object.create(null), key: undefined, keyStart: 0, keyEnd: 0, node };
      const inside = skipBlank(text, at + 1, comments);
      if (typeof inside !== "number") return refuse(inside);
      at = inside;
      if (text.charCodeAt(at) !== (code === 0x5b ? 0x5d : 0x7d)) {
        frames.push(frame);
        if (frame.kind === "object") {
          const next = readKey(text, at, frame, comments);
          if (typeof next !== "number") return refuse(next);
          at = next;
        }
        continue;
      }
      at += 1;
      value = frame.kind === "array" ? frame.items : frame.members;
    } else {
      const scalar = readScalar(text, at);
      if ("code" in scalar) return refuse(scalar);
      node = track ? { start: at, end: scalar.end, keyStart: -1, keyEnd: -1, children: undefined } : undefined;
      at = scalar.end;
      value = scalar.value;
    }

    // The value is complete: attach it, and close every container that ends here.
    for (;;) {
      if (node !== undefined) node.end = at;
      const frame = frames.at(-1);
      const after = skipBlank(text, at, comments);
      if (typeof after !== "number") return refuse(after);
      at = after;
      if (frame === undefined) {
        if (at < text.length) {
          return refuse(fault("syntax", at, `found ${describe(text, at)} after the document; expected its end`));
        }
        return { ok: true, value, root: node };
      }
      attach(frame, value, node);
      const closing = frame.kind === "array" ? 0x5d : 0x7d;
      if (text.charCodeAt(at) === 0x2c) {
        const next = skipBlank(text, at + 1, comments);
        if (typeof next !== "number") return refuse(next);
        if (text.charCodeAt(next) === closing) {
          if (!comments)
            return refuse(fault("syntax", at, `found a trailing comma; expected another ${elementOf(frame)}`));
          at = next;
        } else {
          at = next;
          if (frame.kind === "object") {
            const colon = readKey(text, at, frame, comments);
            if (typeof colon !== "number") return refuse(colon);
            at = colon;
          }
          break;
        }
      } else if (text.charCodeAt(at) !== closing) {
        const expected = frame.kind === "array" ? "`,` or `]`" : "`,` or `}`";
        return refuse(fault("syntax", at, `found ${describe(text, at)}; expected ${expected}`));
      }
      at += 1;
      frames.pop();
      value = frame.kind === "array" ? frame.items : frame.members;
      node = frame.node;
    }
  }
}

function attach(frame: Frame, value: JsonValue, node: PositionNode | undefined): void {
  if (frame.kind === "array") {
    if (node !== undefined) frame.node?.children?.set(frame.items.length, node);
    frame.items.push(value);
    return;
  }
  if (frame.key === undefined) return;
  frame.members[frame.key] = value;
  if (node === undefined) return;
  node.keyStart = frame.keyStart;
  node.keyEnd = frame.keyEnd;
  frame.node?.children?.set(frame.key, node);
}

/** Reads `"key":` into the frame and returns the offset behind the colon. */
function readKey(
  text: string,
  at: number,
  frame: Extract<Frame, { kind: "object" }>,
  comments: boolean,
): number | JsonFault {
  if (text.charCodeAt(at) !== 0x22) {
    return fault("syntax", at, `found ${describe(text, at)}; expected a key in double quotes`);
  }
  const key = readString(text, at);
  if ("code" in key) return key;
  if (Object.hasOwn(frame.members, key.value)) {
    return fault("duplicate-key", at, `the key ${quote(key.value)} stands twice in one object`);
  }
  frame.key = key.value;
  frame.keyStart = at;
  frame.keyEnd = key.end;
  const colon = skipBlank(text, key.end, comments);
  if (typeof colon !== "number") return colon;
  if (text.charCodeAt(colon) !== 0x3a) {
    return fault("syntax", colon, `found ${describe(text, colon)}; expected \`:\` after the key`);
  }
  return colon + 1;
}

function readScalar(text: string, at: number): { readonly value: JsonValue; readonly end: number } | JsonFault {
  const code = text.charCodeAt(at);
  if (code === 0x22) return readString(text, at);
  if (code === 0x2d || (code >= 0x30 && code <= 0x39)) {
    const number = readNumber(text, at);
    return "code" in number ? number : { value: jsonNumber(number.lexeme), end: number.end };
  }
  for (const [word, value] of words) {
    if (text.startsWith(word, at) && !isWordCode(text.charCodeAt(at + word.length)))
      return { value, end: at + word.length };
  }
  return fault("syntax", at, `found ${describe(text, at)}; expected a value`);
}

const words: readonly (readonly [string, boolean | null])[] = [
  ["true", true],
  ["false", false],
  ["null", null],
];

const elementOf = (frame: Frame): string => (frame.kind === "array" ? "element" : "member");

/** The place being read; a container whose first key has not been read yet stands for itself. */
function pathOf(frames: readonly Frame[]): string {
  const path: (string | number)[] = [];
  for (const frame of frames) {
    if (frame.kind === "array") path.push(frame.items.length);
    else if (frame.key !== undefined) path.push(frame.key);
  }
  return path.length <= longestPath
    ? formatJsonPath(path)
    : `${formatJsonPath(path.slice(0, longestPath - 1))}…${formatJsonPath(path.slice(-1))}`;
}

/** Steps; the middle of a longer path helps nobody. */
const longestPath = 8;
