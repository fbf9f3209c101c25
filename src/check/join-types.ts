import type { FieldType, Type } from "../value/type.ts";

/** The type of a field that two tools both have; undefined where no comparison could mean the same on both. */
export function joinTypes(left: Type, right: Type): Type | undefined {
  if (left.kind === "list" && right.kind === "list") {
    const element = joinTypes(left.element, right.element);
    return element === undefined ? undefined : { kind: "list", element };
  }
  if (left.kind === "record" && right.kind === "record") return joinRecords(left, right);
  if (left.kind === "string" && right.kind === "string") return joinStrings(left.values, right.values);
  if (left.kind === "money" && right.kind === "money") {
    if (left.currency.kind === "argument") return left;
    if (right.currency.kind === "argument") return right;
    return left.currency.code === right.currency.code ? left : undefined;
  }
  if (left.kind === right.kind) return left;
  if (isNumber(left) && isNumber(right)) return { kind: "decimal" };
  if ((left.kind === "texts" && isPlainText(right)) || (right.kind === "texts" && isPlainText(left))) {
    return { kind: "texts" };
  }
  if (isPlainText(left) && isPlainText(right)) return { kind: "string" };
  return undefined;
}

function joinRecords(
  left: Extract<Type, { readonly kind: "record" }>,
  right: Extract<Type, { readonly kind: "record" }>,
): Type | undefined {
  const fields: Record<string, FieldType> = Object.create(null);
  for (const name of new Set([...Object.keys(left.fields), ...Object.keys(right.fields)])) {
    const [a, b] = [fieldOf(left, name), fieldOf(right, name)];
    const type = a === undefined ? b?.type : b === undefined ? a.type : joinTypes(a.type, b.type);
    if (type === undefined) return undefined;
    fields[name] = { type, required: a?.required === true && b?.required === true };
  }
  return { kind: "record", fields, additional: left.additional || right.additional };
}

function joinStrings(left: readonly string[] | undefined, right: readonly string[] | undefined): Type {
  if (left === undefined || right === undefined) return { kind: "string" };
  return { kind: "string", values: [...new Set([...left, ...right])].sort() };
}

const isNumber = (type: Type): boolean => type.kind === "int" || type.kind === "decimal";

/** Texts whose canonical form is a text too. A URL is not: its comparison is by canonical address. */
export const isPlainText = (type: Type): boolean =>
  type.kind === "string" ||
  type.kind === "email" ||
  type.kind === "domain" ||
  type.kind === "path" ||
  type.kind === "cidr" ||
  type.kind === "iban" ||
  type.kind === "phone";

/** What a quoted text can be compared with. */
export const isTextual = (type: Type): boolean =>
  isPlainText(type) || type.kind === "url" || type.kind === "command" || type.kind === "texts";

/** A field by its own name, never one of a prototype. */
export const fieldOf = (record: Extract<Type, { readonly kind: "record" }>, name: string): FieldType | undefined =>
  Object.hasOwn(record.fields, name) ? record.fields[name] : undefined;
