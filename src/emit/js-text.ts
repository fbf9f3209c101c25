/**
 * A JSON value as JavaScript. Whatever a policy or a catalogue holds is written by this and by nothing else: printable ASCII
 * only, without `<` and backticks, so that a text can end neither its literal, nor its line, nor a `<script>` that the
 * module was pasted into. Objects must not come from outside: JavaScript reads a key `__proto__` otherwise than JSON does.
 */
export const jsText = (value: JsonLike): string => JSON.stringify(value).replace(/[^ -~]|[<`]/g, escapeUnit);

export type JsonLike =
  | string
  | number
  | boolean
  | readonly JsonLike[]
  | { readonly [key: string]: JsonLike | undefined };

const escapeUnit = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;

/** A number as an operand, whatever stands before it. */
export function jsNumber(value: number): string {
  if (!Number.isFinite(value)) throw new Error("not a number that code can hold");
  return value < 0 || Object.is(value, -0) ? `(${Object.is(value, -0) ? "-0" : value})` : String(value);
}
