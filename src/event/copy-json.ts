import type { JsonPath } from "../json/json-path.ts";
import {
  createMembers,
  isPlainPrototype,
  JsonNumber,
  type JsonValue,
  jsonNumberFrom,
  plainNumberOf,
} from "../json/json-value.ts";
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
  const copying: Copying = { path: [], ancestors: [], nodes: 0, characters: 0, refusal: "" };
  try {
    const copied = copy(value, copying);
    return copied === undefined ? refused(copying, copying.refusal) : { ok: true, value: copied };
  } catch {
    // Only a proxy gets here: its traps are code of the host.
    return refused(copying, "found an object that cannot be read");
  }
}

/** One value as it is copied. */
interface Copying {
  /** Filled from the inside out, once something is refused. */
  readonly path: (string | number)[];
  readonly ancestors: object[];
  nodes: number;
  characters: number;
  refusal: string;
}

const refused = ({ path }: Copying, message: string): CopyJsonResult => ({ ok: false, path: path.reverse(), message });

// INVARIANT: undefined means refused; whoever gets it adds its step to the path.
function refuse(copying: Copying, message: string): undefined {
  copying.refusal = message;
  return undefined;
}

function copy(given: unknown, copying: Copying): JsonValue | undefined {
  copying.nodes += 1;
  if (copying.nodes > maxNodes) return refuse(copying, `the event has more than ${maxNodes} values`);
  switch (typeof given) {
    case "string":
      return copyText(given, copying);
    case "boolean":
      return given;
    case "number":
      return Number.isFinite(given)
        ? frozen(jsonNumberFrom(given))
        : refuse(copying, `found ${given}; expected a number`);
    case "object":
      return given === null ? null : copyObject(given, copying);
    case "undefined":
      return refuse(copying, "found undefined; expected a value");
    default:
      return refuse(copying, `found a ${typeof given}; JSON has no such value`);
  }
}

function copyText(text: string, copying: Copying): string | undefined {
  copying.characters += text.length;
  if (copying.characters > maxCharacters)
    return refuse(copying, `the texts of the event exceed ${maxCharacters} characters`);
  return mayHoldSurrogate(text) && loneSurrogate.test(text)
    ? refuse(copying, "found half of a surrogate pair; it is no character")
    : text;
}

function copyObject(object: object, copying: Copying): JsonValue | undefined {
  if (object instanceof JsonNumber) return copyNumber(object, copying);
  const { ancestors } = copying;
  if (ancestors.includes(object)) return refuse(copying, "the value contains itself");
  if (ancestors.length >= maxDepth) return refuse(copying, `lists and objects nest deeper than ${maxDepth} levels`);
  ancestors.push(object);
  const copied = Array.isArray(object) ? copyList(object, copying) : copyMembers(object, copying);
  ancestors.pop();
  return copied;
}

function copyNumber(number: JsonNumber, copying: Copying): JsonNumber | undefined {
  const plain = plainNumberOf(number);
  if (plain !== undefined) return frozen(jsonNumberFrom(plain));
  const lexeme: unknown = Object.getOwnPropertyDescriptor(number, "lexeme")?.value;
  // The same bounds on digits and exponent as for a number in a text.
  const read = typeof lexeme === "string" ? readJson(lexeme) : undefined;
  return read?.ok === true && read.value instanceof JsonNumber
    ? frozen(read.value)
    : refuse(copying, "found a number out of bounds");
}

function copyList(list: readonly unknown[], copying: Copying): JsonValue | undefined {
  const length: unknown = Object.getOwnPropertyDescriptor(list, "length")?.value;
  if (typeof length !== "number" || length > maxNodes)
    return refuse(copying, `the event has more than ${maxNodes} values`);
  // Not all names: those of a list are made of its every index, which is slow. A hidden member is not copied, as any of its own.
  if (Object.keys(list).length !== length || hasSymbols(list))
    return refuse(copying, "found a list with holes or with members of its own");
  const items: JsonValue[] = [];
  for (let index = 0; index < length; index += 1) {
    const item = copyStep(list, index, copying);
    if (item === undefined || item === leftOut) return undefined;
    items.push(item);
  }
  return Object.freeze(items);
}

function copyMembers(object: object, copying: Copying): JsonValue | undefined {
  if (!isPlain(object)) return refuse(copying, "found an instance of a class; expected plain data");
  if (hasSymbols(object)) return refuse(copying, "found a member named by a symbol; expected a text");
  const members = createMembers();
  const keys = Object.getOwnPropertyNames(object);
  for (let index = 0; index < keys.length; index += 1) {
    const key = keys[index] ?? "";
    if (copyText(key, copying) === undefined) return refusedAt(key, copying);
    const member = copyStep(object, key, copying);
    if (member === leftOut) continue;
    if (member === undefined) return undefined;
    members[key] = member;
  }
  return Object.freeze(members);
}

// Names and symbols one after the other are found much faster than all keys at once.
const hasSymbols = (object: object): boolean => Object.getOwnPropertySymbols(object).length > 0;

function copyStep(holder: object, step: string | number, copying: Copying): JsonValue | typeof leftOut | undefined {
  try {
    const copied = copyOwn(holder, step, copying);
    return copied === undefined ? refusedAt(step, copying) : copied;
  } catch (fault) {
    copying.path.push(step);
    throw fault;
  }
}

function copyOwn(holder: object, step: string | number, copying: Copying): JsonValue | typeof leftOut | undefined {
  const descriptor = Object.getOwnPropertyDescriptor(holder, step);
  if (descriptor === undefined || !("value" in descriptor))
    return refuse(copying, "found a getter or setter; expected a value");
  if (typeof step === "string" && descriptor.value === undefined) return leftOut;
  if (descriptor.enumerable !== true) return refuse(copying, "found a hidden member; expected plain data");
  return copy(descriptor.value, copying);
}

function refusedAt(step: string | number, copying: Copying): undefined {
  copying.path.push(step);
  return undefined;
}

/** Its type is no other when it is frozen, which the library's own types cannot say of a class. */
function frozen(number: JsonNumber): JsonNumber {
  Object.freeze(number);
  return number;
}

/** A member that is undefined is none. */
const leftOut = Symbol("left out");

/** Quick, and enough to clear most texts. A short one is looked through faster than a pattern is asked. */
function mayHoldSurrogate(text: string): boolean {
  if (text.length > 64) return surrogate.test(text);
  for (let index = 0; index < text.length; index += 1) if ((text.charCodeAt(index) & 0xf800) === 0xd800) return true;
  return false;
}

const surrogate = /[\ud800-\udfff]/;
const loneSurrogate = /\p{Surrogate}/u;

/** No prototype, `Object.prototype`, also that of another realm (a worker's or a test runner's context), or an empty one. */
function isPlain(object: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(object);
  return (
    isPlainPrototype(prototype) ||
    (typeof prototype === "object" &&
      prototype !== null &&
      Object.getPrototypeOf(prototype) === null &&
      Object.hasOwn(prototype, "isPrototypeOf"))
  );
}
