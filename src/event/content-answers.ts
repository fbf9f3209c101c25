import { isJsonArray, isJsonObject, type JsonValue, memberOf } from "../json/json-value.ts";
import { readJson } from "../json/read-json.ts";
import type { Type } from "../value/type.ts";
import type { Catalogue } from "./catalogue.ts";
import type { RawEvent, SchemaAnswers } from "./event.ts";
import type { PhaseFields } from "./phase-fields.ts";
import { scalarField } from "./type-scalar.ts";

/**
 * What each schema of the policy (`require schema`) says of a prompt, a message, an output or a result. A text is read as JSON,
 * strictly; one that is none satisfies no schema. Undefined where the policy has no schema or the event no content.
 */
export function contentAnswers(raw: RawEvent, phase: PhaseFields, { schemas }: Catalogue): SchemaAnswers | undefined {
  if (schemas === undefined || !contentKinds.includes(raw.kind)) return undefined;
  const content = contentOf(raw, phase);
  const answers = Object.entries(schemas).map(([digest, type]) => [
    digest,
    content.known ? content.value !== undefined && satisfies(content.value, type) : ("unknown" as const),
  ]);
  return Object.fromEntries(answers);
}

const contentKinds: readonly string[] = ["prompt", "message", "output", "result"];

type Content = { readonly known: true; readonly value: JsonValue | undefined } | { readonly known: false };

function contentOf(raw: RawEvent, phase: PhaseFields): Content {
  if (raw.kind === "result") {
    if (phase.content.state === "unrecorded" || phase.text.state === "unrecorded") return { known: false };
    const content = raw.content ?? null;
    return { known: true, value: typeof content === "string" ? parsed(content) : content };
  }
  if (phase.text.state === "unrecorded") return { known: false };
  const text = "text" in raw ? raw.text : undefined;
  return { known: true, value: text === undefined ? undefined : parsed(text) };
}

function parsed(text: string): JsonValue | undefined {
  const read = readJson(text);
  return read.ok ? read.value : undefined;
}

/** As JSON Schema says it: what is there and null is there, and a number in a text is a text. */
function satisfies(value: JsonValue, type: Type): boolean {
  switch (type.kind) {
    case "json":
      return true;
    case "list":
      return isJsonArray(value) && value.every((item) => satisfies(item, type.element));
    case "record":
      return (
        isJsonObject(value) &&
        Object.entries(type.fields).every(([name, { type: declared, required }]) => {
          const member = memberOf(value, name);
          return member === undefined ? !required : satisfies(member, declared);
        }) &&
        (type.additional || Object.keys(value).every((name) => Object.hasOwn(type.fields, name)))
      );
    case "money":
      return false;
    default:
      // What is no value, such as a number of too many digits, satisfies nothing.
      return scalarField(value, type)?.state === "value";
  }
}
