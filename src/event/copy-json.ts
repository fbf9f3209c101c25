import type { JsonPath } from "../json/json-path.ts";
import { JsonNumber, type JsonValue, jsonNumberFrom } from "../json/json-value.ts";
import { readJson } from "../json/read-json.ts";

/** A fault in a value, and where it stands. */
export interface CopyFault {
  readonly path: JsonPath;
  readonly message: string;
}

export type CopyJsonResult = { readonly ok: true; readonly value: JsonValue } | ({ readonly ok: false } & CopyFault);

/** The bounds `readJson` has, for values that never were text. */
const maxDepth = 64;
const maxNodes = 1_000_000;
const maxCharacters = 16 * 1024 * 1024;

/**
 * Copies a value of the host (plain JavaScript, or JSON as `readJson` gives it) into JSON of our own, frozen, so that nothing
 * the host does later changes what was decided on. Numbers mean their shortest decimal; members that are `undefined` are left
 * out. Refused: what JSON cannot say (NaN, infinities, bigint, functions, dates and other class instances, symbols, holes),
 * what could answer differently the next time (getters), cycles, lone surrogates, nesting beyond 64 levels.
 * Getters and `toJSON` are never invoked. Never throws.
 */
export function copyJson(value: unknown): CopyJsonResult {
  // Filled from the inside out, once something is refused.
  const path: (string | number)[] = [];
  const ancestors: object[] = [];
  let nodes = 0;
  let characters = 0;
  let refusal = "";
  try {
    const copied = copy(value);
    return copied === undefined ? { ok: false, path: path.reverse(), message: refusal } : { ok: true, value: copied };
  } catch {
    // Only a proxy gets here: its traps are code of the host.
    return { ok: false, path: path.reverse(), message: "found an object that cannot be read" };
  }

  // INVARIANT: undefined means refused; whoever gets it adds its step to the path.
  function refuse(message: string): undefined {
    refusal = message;
    return undefined;
  }

  function copy(given: unknown): JsonValue | undefined {
    nodes += 1;
    if (nodes > maxNodes) return refuse(`the event has more than ${maxNodes} values`);
    switch (typeof given) {
      case "string":
        return copyText(given);
      case "boolean":
        return given;
      case "number":
        return Number.isFinite(given) ? frozen(jsonNumberFrom(given)) : refuse(`found ${given}; expected a number`);
      case "object":
        return given === null ? null : copyObject(given);
      case "undefined":
        return refuse("found undefined; expected a value");
      default:
        return refuse(`found a ${typeof given}; JSON has no such value`);
    }
  }

  function copyText(text: string): string | undefined {
    characters += text.length;
    if (characters > maxCharacters) return refuse(`the texts of the event exceed ${maxCharacters} characters`);
    return surrogate.test(text) && loneSurrogate.test(text)
      ? refuse("found half of a surrogate pair; it is no character")
      : text;
  }

  function copyObject(object: object): JsonValue | undefined {
    if (object instanceof JsonNumber) return copyNumber(object);
    if (ancestors.includes(object)) return refuse("the value contains itself");
    if (ancestors.length >= maxDepth) return refuse(`lists and objects nest deeper than ${maxDepth} levels`);
    ancestors.push(object);
    const copied = Array.isArray(object) ? copyList(object) : copyMembers(object);
    ancestors.pop();
    return copied;
  }

  function copyNumber(number: JsonNumber): JsonNumber | undefined {
    const lexeme: unknown = Object.getOwnPropertyDescriptor(number, "lexeme")?.value;
    // The same bounds on digits and exponent as for a number in a text.
    const read = typeof lexeme === "string" ? readJson(lexeme) : undefined;
    return read?.ok === true && read.value instanceof JsonNumber
      ? frozen(read.value)
      : refuse("found a number out of bounds");
  }

  function copyList(list: readonly unknown[]): JsonValue | undefined {
    const length: unknown = Object.getOwnPropertyDescriptor(list, "length")?.value;
    if (typeof length !== "number" || length > maxNodes) return refuse(`the event has more than ${maxNodes} values`);
    if (Reflect.ownKeys(list).length !== length + 1)
      return refuse("found a list with holes or with members of its own");
    const items: JsonValue[] = [];
    for (let index = 0; index < length; index += 1) {
      const item = copyStep(list, String(index), index);
      if (item === undefined || item === leftOut) return undefined;
      items.push(item);
    }
    return Object.freeze(items);
  }

  function copyMembers(object: object): JsonValue | undefined {
    if (!isPlain(object)) return refuse("found an instance of a class; expected plain data");
    const members: Record<string, JsonValue> = Object.create(null);
    for (const key of Reflect.ownKeys(object)) {
      if (typeof key === "symbol") return refuse("found a member named by a symbol; expected a text");
      if (copyText(key) === undefined) return refusedAt(key);
      const member = copyStep(object, key, key);
      if (member === leftOut) continue;
      if (member === undefined) return undefined;
      members[key] = member;
    }
    return Object.freeze(members);
  }

  function copyStep(holder: object, key: string, step: string | number): JsonValue | typeof leftOut | undefined {
    try {
      const copied = copyOwn(holder, key, typeof step === "string");
      return copied === undefined ? refusedAt(step) : copied;
    } catch (fault) {
      path.push(step);
      throw fault;
    }
  }

  function copyOwn(holder: object, key: string, mayBeUndefined: boolean): JsonValue | typeof leftOut | undefined {
    const descriptor = Object.getOwnPropertyDescriptor(holder, key);
    if (descriptor === undefined || !("value" in descriptor))
      return refuse("found a getter or setter; expected a value");
    if (mayBeUndefined && descriptor.value === undefined) return leftOut;
    if (descriptor.enumerable !== true) return refuse("found a hidden member; expected plain data");
    return copy(descriptor.value);
  }

  function refusedAt(step: string | number): undefined {
    path.push(step);
    return undefined;
  }
}

/** Its type is no other when it is frozen, which the library's own types cannot say of a class. */
function frozen(number: JsonNumber): JsonNumber {
  Object.freeze(number);
  return number;
}

/** A member that is undefined is none. */
const leftOut = Symbol("left out");

/** Quick, and enough to clear most texts. */
const surrogate = /[\ud800-\udfff]/;
const loneSurrogate = /\p{Surrogate}/u;

/** No prototype, or `Object.prototype`, also that of another realm (a worker's or a test runner's context). */
function isPlain(object: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(object);
  if (prototype === null || prototype === Object.prototype) return true;
  return (
    typeof prototype === "object" &&
    Object.getPrototypeOf(prototype) === null &&
    Object.hasOwn(prototype, "isPrototypeOf")
  );
}
