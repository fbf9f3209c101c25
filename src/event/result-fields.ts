import type { JsonValue } from "../json/json-value.ts";
import { readJson } from "../json/read-json.ts";
import type { Type } from "../value/type.ts";
import { absent, type Field, present, textField, unrecorded } from "../value/value.ts";
import type { Tool } from "./catalogue.ts";
import type { SchemaViolation, SourceTextPart } from "./event.ts";
import type { Gaps } from "./gaps.ts";
import { textLeaves, textsField } from "./text-leaves.ts";
import { typeValue } from "./type-value.ts";

export interface ResultFields {
  readonly result: Field;
  readonly text: Field;
  readonly parts: readonly SourceTextPart[];
  readonly partsComplete: boolean;
  readonly violations: readonly SchemaViolation[];
}

export interface ResultSource {
  readonly content: JsonValue | undefined;
  /** False: parts of the content were not recorded. */
  readonly complete: boolean;
  readonly gaps: Gaps | undefined;
  /** Undefined: the catalogue does not know the tool; its result has no schema and a text of it no fields. */
  readonly tool: Tool | undefined;
}

/**
 * The fields of a result. A text has fields only where its tool says how to read it (`result is json | yaml`); where that
 * fails they are unrecorded (`unreadable`), and the text is there all the same.
 */
export function resultFields(source: ResultSource, readYaml: (text: string) => JsonValue | undefined): ResultFields {
  const { content, gaps, tool } = source;
  const complete = source.complete && gaps === undefined;
  const type: Type = tool?.result ?? { kind: "json" };
  // A tool that returns nothing says so with null as well as with no content.
  if (content === undefined || content === null) return missingResult(source, type);
  if (typeof content !== "string") return structuredResult(content, type, source, complete);

  const whole: SourceTextPart = { path: [], text: content };
  const text = complete ? textField(content) : present({ kind: "list", items: [textField(content)], open: true });
  const parsed = tool?.resultFormat === undefined ? undefined : parseText(content, tool.resultFormat, readYaml);
  if (parsed !== undefined) {
    const structured = structuredResult(parsed, type, source, complete);
    return { ...structured, text, parts: [whole, ...structured.parts] };
  }
  const isText = tool?.resultFormat === undefined && textual.has(type.kind);
  const typed = isText ? typeValue(content, type, { root: "result", gaps, complete: source.complete }) : undefined;
  return {
    result: typed?.field ?? unrecorded("unreadable"),
    text,
    parts: [whole],
    // The text is all there, but which field a piece of it belongs to cannot be said.
    partsComplete: complete && tool?.resultFormat === undefined,
    violations: typed?.violations ?? [],
  };
}

function structuredResult(content: JsonValue, type: Type, source: ResultSource, complete: boolean): ResultFields {
  const { field, violations } = typeValue(content, type, {
    root: "result",
    gaps: source.gaps,
    complete: source.complete,
  });
  const leaves = textLeaves(content, type);
  return {
    result: field,
    text: textsField(leaves, !complete),
    parts: leaves.map(({ path, text }) => ({ path, text })),
    partsComplete: complete,
    violations,
  };
}

function missingResult({ gaps, complete }: ResultSource, type: Type): ResultFields {
  const nothing = { parts: [], violations: [] };
  if (gaps === undefined && complete) return { ...nothing, result: absent, text: absent, partsComplete: true };
  const cause = gaps?.cause ?? "not_recorded";
  const partly = gaps !== undefined && gaps.cause === undefined && type.kind === "record";
  return {
    ...nothing,
    result: partly ? typeValue({}, type, { root: "result", gaps, complete: false }).field : unrecorded(cause),
    text: unrecorded(cause),
    partsComplete: false,
  };
}

/** Types that a text result has without being split into fields. */
const textual: ReadonlySet<Type["kind"]> = new Set<Type["kind"]>([
  "json",
  "string",
  "texts",
  "email",
  "domain",
  "path",
  "cidr",
  "iban",
  "phone",
  "url",
  "command",
  "timestamp",
  "duration",
  "principal",
]);

function parseText(
  text: string,
  format: "json" | "yaml",
  readYaml: (text: string) => JsonValue | undefined,
): JsonValue | undefined {
  if (format === "yaml") return readYaml(text);
  const read = readJson(text);
  return read.ok ? read.value : undefined;
}
