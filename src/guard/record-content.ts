import type { Event } from "../event/event.ts";
import { formatJsonPath } from "../json/json-path.ts";
import { isJsonArray, isJsonObject, JsonNumber, type JsonValue } from "../json/json-value.ts";
import type { Type } from "../value/type.ts";
import { hmacSha256 } from "./hmac-sha256.ts";

/** One value of an event as a record shows it: what it is and how long, and the value itself in a full record alone. */
export interface RecordedValue {
  /** `args.to[0]`; in a redacted record a name that no schema declares is `*`, for it may be anybody's text. */
  readonly path: string;
  readonly type: "text" | "number" | "bool" | "null" | "list" | "object" | "name";
  /** Characters of a text, a number or a name; members of an empty list or object. */
  readonly length: number;
  /** The first 16 hexadecimal digits of the HMAC-SHA-256 of the text, where the host gave a key. */
  readonly digest?: string;
  readonly value?: string;
}

export interface RecordedContent {
  readonly values: readonly RecordedValue[];
  /** How many values are not shown. */
  readonly left_off: number;
}

export interface ContentOptions {
  readonly full: boolean;
  readonly key: Uint8Array | undefined;
}

/** Of a redacted record. A full one holds all. */
const mostValues = 256;

const digestLength = 16;

/** The arguments, the result or the text of an event, leaf by leaf in the order of sorted names. */
export function recordContent(event: Event, types: Types, options: ContentOptions): RecordedContent {
  const values: RecordedValue[] = [];
  let count = 0;
  const [document, root, type] = documentOf(event, types);
  if (document !== undefined) visit(document, type, [root]);
  return { values, left_off: count - values.length };

  function add(
    path: readonly (string | number)[],
    kind: RecordedValue["type"],
    text: string | undefined,
    length: number,
  ) {
    count += 1;
    if (values.length >= mostValues && !options.full) return;
    values.push({
      path: formatJsonPath(path).replaceAll('["*"]', ".*"),
      type: kind,
      length,
      ...(text !== undefined && options.key !== undefined
        ? { digest: hmacSha256(options.key, text).slice(0, digestLength) }
        : {}),
      ...(text !== undefined && options.full ? { value: text } : {}),
    });
  }

  function visit(value: JsonValue, as: Type, path: readonly (string | number)[]): void {
    if (typeof value === "string") add(path, "text", value, value.length);
    else if (value instanceof JsonNumber) add(path, "number", value.lexeme, value.lexeme.length);
    else if (typeof value === "boolean") add(path, "bool", options.full ? String(value) : undefined, 0);
    else if (value === null) add(path, "null", undefined, 0);
    else if (isJsonArray(value)) {
      if (value.length === 0) add(path, "list", undefined, 0);
      for (const [index, item] of value.entries())
        visit(item, as.kind === "list" ? as.element : { kind: "json" }, [...path, index]);
    } else if (isJsonObject(value)) visitMembers(value, as, path);
  }

  function visitMembers(
    value: { readonly [key: string]: JsonValue },
    as: Type,
    path: readonly (string | number)[],
  ): void {
    const keys = Object.keys(value).sort();
    if (keys.length === 0) add(path, "object", undefined, 0);
    for (const key of keys) {
      const declared = as.kind === "record" && Object.hasOwn(as.fields, key) ? as.fields[key]?.type : undefined;
      const shown = [...path, declared !== undefined || options.full ? key : "*"];
      if (declared === undefined && !options.full) add(shown, "name", key, key.length);
      visit(value[key] ?? null, declared ?? { kind: "json" }, shown);
    }
  }
}

/** What the arguments and the result of the event's tool are declared as. */
export interface Types {
  readonly args: Type;
  readonly result: Type;
}

function documentOf({ raw }: Event, { args, result }: Types): readonly [JsonValue | undefined, string, Type] {
  switch (raw.kind) {
    case "call":
      return [raw.args, "args", args];
    case "result":
      return [raw.content, "result", result];
    case "prompt":
    case "message":
    case "output":
      return [raw.text, "text", { kind: "string" }];
    case "error":
      return [raw.message, "text", { kind: "string" }];
    default:
      return [undefined, "", { kind: "json" }];
  }
}
