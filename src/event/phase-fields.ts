import type { JsonObject, JsonValue } from "../json/json-value.ts";
import type { Type } from "../value/type.ts";
import { absent, type Field, present, textField, unrecorded } from "../value/value.ts";
import type { Tool } from "./catalogue.ts";
import type { RawEvent, SchemaViolation, SourceTextPart } from "./event.ts";
import type { Gaps } from "./gaps.ts";
import { genericField } from "./generic-value.ts";
import { resultFields } from "./result-fields.ts";
import { textLeaves, textsField } from "./text-leaves.ts";
import { typeValue } from "./type-value.ts";

/** What an event holds beside its envelope, by its kind. */
export interface PhaseFields {
  readonly args: Field;
  readonly result: Field;
  readonly text: Field;
  /** What the action hash covers: the arguments, or the result as it stands, whatever its tool says of its type. */
  readonly content: Field;
  readonly parts: readonly SourceTextPart[];
  readonly partsComplete: boolean;
  readonly violations: readonly SchemaViolation[];
  readonly undeclared: readonly string[];
}

const nothing: PhaseFields = {
  args: absent,
  result: absent,
  text: absent,
  content: absent,
  parts: [],
  partsComplete: true,
  violations: [],
  undeclared: [],
};

export function phaseFields(
  raw: RawEvent,
  tool: Tool | undefined,
  gaps: Gaps,
  readYaml: (text: string) => JsonValue | undefined,
): PhaseFields {
  const fields = fieldsByKind(raw, tool, gaps, readYaml);
  const textGap = gaps.below.get("text");
  return textGap === undefined
    ? fields
    : { ...fields, text: unrecorded(textGap.cause ?? "not_recorded"), partsComplete: false };
}

function fieldsByKind(
  raw: RawEvent,
  tool: Tool | undefined,
  gaps: Gaps,
  readYaml: (text: string) => JsonValue | undefined,
): PhaseFields {
  switch (raw.kind) {
    case "call":
      // A call without arguments has none, as in MCP.
      return callFields(raw.args ?? {}, tool?.args ?? { kind: "json" }, gaps.below.get("args"));
    case "result": {
      const source = { content: raw.content, complete: raw.complete !== false, gaps: gaps.below.get("result"), tool };
      const isWhole = source.complete && source.gaps === undefined;
      const content = isWhole ? genericField(raw.content ?? null, undefined, true) : unrecorded("not_recorded");
      return { ...nothing, ...resultFields(source, readYaml), content };
    }
    case "prompt":
    case "message":
      return textFields(raw.text, raw.complete !== false, true);
    case "error":
      return { ...textFields(raw.message, true, true), text: absent };
    case "output":
      return textFields(raw.text, raw.complete !== false, false);
    default:
      return nothing;
  }
}

function callFields(args: JsonObject, type: Type, gaps: Gaps | undefined): PhaseFields {
  const typed = typeValue(args, type, { root: "args", gaps, complete: true });
  const leaves = textLeaves(args, type).filter(({ kind }) => kind !== "number");
  return {
    ...nothing,
    args: typed.field,
    text: gaps?.cause === undefined ? textsField(leaves, gaps !== undefined) : unrecorded(gaps.cause),
    content: typed.field,
    violations: typed.violations,
    undeclared: typed.undeclared,
  };
}

/** `isSource`: the agent reads this text, so values in it may come from here. Of what is not complete the rest may hold anything. */
function textFields(text: string | undefined, complete: boolean, isSource: boolean): PhaseFields {
  const partsComplete = complete || !isSource;
  if (text === undefined) return complete ? nothing : { ...nothing, text: unrecorded("not_recorded"), partsComplete };
  const whole = complete ? textField(text) : present({ kind: "list", items: [textField(text)], open: true });
  return { ...nothing, text: whole, parts: isSource ? [{ path: [], text }] : [], partsComplete };
}
