import type { JsonValue } from "../json/json-value.ts";
import type { FieldType, Type } from "../value/type.ts";
import { absent, type Field, present, textField, unrecorded } from "../value/value.ts";
import type { Gaps } from "./gaps.ts";
import { type TypedValue, typeValue } from "./type-value.ts";

/** A text of the envelope as it stands: tenant, agent, purpose, recipient. */
export function envelopeText(value: string | undefined, gaps: Gaps | undefined): Field {
  if (gaps !== undefined) return unrecorded(gaps.cause ?? "not_recorded");
  return value === undefined ? absent : textField(value);
}

/** A member of the envelope with a type. Nothing is absent; where parts of it are not recorded, the rest is absent. */
export function typedMember(
  root: string,
  value: JsonValue | undefined,
  type: Type,
  gaps: Gaps | undefined,
): TypedValue {
  const untyped = (field: Field): TypedValue => ({ field, violations: [], undeclared: [] });
  if (gaps?.cause !== undefined) return untyped(unrecorded(gaps.cause));
  if (value !== undefined) return typeValue(value, type, { root, gaps, complete: true });
  if (gaps === undefined) return untyped(absent);
  return type.kind === "record"
    ? typeValue({}, type, { root, gaps, complete: true })
    : untyped(unrecorded("not_recorded"));
}

const optional = (type: Type): FieldType => ({ type, required: false });
const text: Type = { kind: "string" };

export const confidenceType: Type = { kind: "percent" };
export const costType: Type = { kind: "decimal" };
export const peerType: Type = {
  kind: "record",
  fields: { mutual: optional({ kind: "bool" }), agent: optional({ kind: "principal" }) },
  additional: true,
};
export const egressType: Type = {
  kind: "record",
  fields: { url: optional({ kind: "url" }), method: optional(text), type: optional(text) },
  additional: true,
};

/** `egress` with methods in upper case, as clients send them, and media types in lower case without parameters. */
export function canonicalEgress(egress: Field): Field {
  if (egress.state !== "value" || egress.value.kind !== "record") return egress;
  const fields = new Map(egress.value.fields);
  const canonise = (name: string, canonical: (text: string) => string): void => {
    const field = fields.get(name);
    if (field?.state === "value" && field.value.kind === "text") {
      fields.set(name, textField(canonical(field.value.text)));
    }
  };
  // ASCII letters only: `ſ` is no spelling of `S`.
  canonise("method", (method) => method.replace(/[a-z]/g, (letter) => letter.toUpperCase()));
  canonise("type", (type) => (type.split(";")[0] ?? "").trim().replace(/[A-Z]/g, (letter) => letter.toLowerCase()));
  return present({ ...egress.value, fields });
}
