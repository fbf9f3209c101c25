import { isPlainPrototype } from "./json-value.ts";
import { quote } from "./quote.ts";

/**
 * RFC 8785 (JSON Canonicalization Scheme): keys sorted by UTF-16 code units, numbers as ECMAScript writes them, no blanks.
 * Takes strings, booleans, null, finite numbers, arrays and plain objects. Exact decimals must be turned into strings by
 * the caller; a `JsonNumber`, `undefined`, a cycle or any other object is our bug and throws. A lone surrogate, which the
 * RFC leaves without a form, is written as its escape: two different texts never share a canonical form.
 */
export function canonicalJson(value: unknown): string {
  switch (typeof value) {
    case "string":
      return quote(value);
    case "boolean":
      return value ? "true" : "false";
    case "number":
      if (Number.isFinite(value)) return JSON.stringify(value);
      throw new Error("canonical JSON has no form for a number that is not finite");
    case "object":
      if (value === null) return "null";
      return Array.isArray(value) ? `[${value.map(canonicalJson).join(",")}]` : canonicalObject(value);
    default:
      throw new Error(`canonical JSON has no form for a value of type ${typeof value}`);
  }
}

function canonicalObject(object: object): string {
  if (!isPlainPrototype(Object.getPrototypeOf(object))) {
    throw new Error("canonical JSON takes plain objects only; write decimals as strings first");
  }
  return canonicalMembers(object as Readonly<Record<string, unknown>>, canonicalJson);
}

/** An object whose members' values `canonicalValue` writes. */
export function canonicalMembers<T>(object: Readonly<Record<string, T>>, canonicalValue: (value: T) => string): string {
  let members = "";
  // The default order of `sort` is by UTF-16 code units, which is what the RFC asks for (section 3.2.3).
  for (const key of Object.keys(object).sort()) {
    // The keys are the object's own.
    members += `${members === "" ? "" : ","}${quote(key)}:${canonicalValue(object[key] as T)}`;
  }
  return `{${members}}`;
}
