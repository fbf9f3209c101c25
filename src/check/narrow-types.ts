import type { FieldType, Type } from "../value/type.ts";
import { narrowLimits, withLimits } from "./schema-limits.ts";

/**
 * The type of a value of which two schemas hold at once, as under `allOf`: what both allow, as far as types can say it. Of two
 * that have nothing in common the left one; no value satisfies such a schema anyway.
 */
export function narrowTypes(left: Type, right: Type): Type {
  if (left.kind === "json") return right;
  if (right.kind === "json") return left;
  if (left.kind === "record" && right.kind === "record") return narrowRecords(left, right);
  if (left.kind === "list" && right.kind === "list") {
    return { kind: "list", element: narrowTypes(left.element, right.element) };
  }
  if (left.kind === "string" && right.kind === "string") {
    const [some, others] = [left.values, right.values];
    if (some === undefined || others === undefined) return some === undefined ? right : left;
    const allowed = new Set(others);
    return { kind: "string", values: some.filter((value) => allowed.has(value)) };
  }
  if (left.kind === "decimal" && right.kind === "int") return right;
  // A text of a form is a text too. Where the texts themselves are listed, that says more.
  if (left.kind === "string" && left.values === undefined && textForms.includes(right.kind)) return right;
  if (right.kind === "string" && right.values !== undefined && textForms.includes(left.kind)) return right;
  return left;
}

const textForms: readonly Type["kind"][] = ["url", "email", "domain", "path", "cidr", "iban", "phone", "timestamp"];

type RecordType = Extract<Type, { readonly kind: "record" }>;

/** The fields of both. */
function narrowRecords(left: RecordType, right: RecordType): Type {
  const fields: Record<string, FieldType> = Object.create(null);
  for (const [name, field] of Object.entries(right.fields)) fields[name] = field;
  for (const [name, field] of Object.entries(left.fields)) {
    const other = fields[name];
    fields[name] =
      other === undefined
        ? field
        : {
            type: narrowTypes(field.type, other.type),
            required: field.required || other.required,
            ...withLimits(narrowLimits(field.limits, other.limits)),
          };
  }
  return { kind: "record", fields, additional: left.additional || right.additional };
}
