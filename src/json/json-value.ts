/**
 * JSON as data, read strictly: objects inherit nothing (`__proto__` is just a key), numbers keep their text. Values of
 * this type come from `readJson`, `jsonFromPlain` or the constructors below, so they are finite and free of cycles.
 */
export type JsonValue = null | boolean | string | JsonNumber | readonly JsonValue[] | JsonObject;

export interface JsonObject {
  readonly [key: string]: JsonValue;
}

/**
 * A number as it was written. A class, so that no data can pass for one (`instanceof` is decided by identity, and a JSON
 * object `{"lexeme": "1"}` is not an instance).
 */
export abstract class JsonNumber {
  abstract readonly lexeme: string;
}

class WrittenNumber extends JsonNumber {
  readonly lexeme: string;

  constructor(lexeme: string) {
    super();
    if (!isNumberLexeme(lexeme)) throw new Error(`not a JSON number: ${JSON.stringify(lexeme)}`);
    this.lexeme = lexeme;
  }
}

/** A number of the host. Most are compared and never written, so the text is made when it is asked for. */
class HostNumber extends JsonNumber {
  readonly plain: number;
  // What it was made of, whatever is done to the object.
  readonly #number: number;
  #lexeme: string | undefined;

  constructor(plain: number) {
    super();
    this.plain = plain;
    this.#number = plain;
  }

  get lexeme(): string {
    this.#lexeme ??= String(this.#number);
    return this.#lexeme;
  }

  static numberOf(number: JsonNumber): number | undefined {
    return #number in number ? number.#number : undefined;
  }
}

/** A finite number of the host by its shortest decimal; another one is our bug and throws. */
export function jsonNumberFrom(plain: number): JsonNumber {
  if (!Number.isFinite(plain)) throw new Error(`not a JSON number: ${plain}`);
  return new HostNumber(plain + 0);
}

/** The host's number that this one is the shortest decimal of; undefined where it was read from a text. */
export const plainNumberOf: (number: JsonNumber) => number | undefined = HostNumber.numberOf;

/** A number from its text, which must be one by RFC 8259 (`isNumberLexeme`); anything else is our bug and throws. */
export const jsonNumber = (lexeme: string): JsonNumber => new WrittenNumber(lexeme);

/** Is this text a number by RFC 8259: `-1`, `0.5`, `1e9`, but not `+1`, `.5`, `01`, `NaN`? */
export const isNumberLexeme = (text: string): boolean =>
  /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$/.test(text);

export const isJsonObject = (value: JsonValue | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !isJsonArray(value) && !(value instanceof JsonNumber);

export const isJsonArray = (value: JsonValue | undefined): value is readonly JsonValue[] => Array.isArray(value);

/**
 * An object to fill whose prototype is empty and has none itself, so `__proto__` is just a key. Objects without any prototype
 * are kept as tables by the machine: large, and slow to fill, to freeze and to read.
 */
export const createMembers = (): Record<string, JsonValue> => new Members();

class Members {
  readonly [key: string]: JsonValue;
}
Object.setPrototypeOf(Members.prototype, null);
Reflect.deleteProperty(Members.prototype, "constructor");
Object.freeze(Members.prototype);

/** Has an object with this prototype its own members only? Null, `Object.prototype`, or that of `createMembers`. */
export const isPlainPrototype = (prototype: unknown): boolean =>
  prototype === null ||
  prototype === Object.prototype ||
  prototype === Members.prototype ||
  isEmptyPrototype(prototype);

/** That of `createMembers` in another copy of this module. */
const isEmptyPrototype = (prototype: unknown): boolean =>
  typeof prototype === "object" &&
  prototype !== null &&
  Object.getPrototypeOf(prototype) === null &&
  Reflect.ownKeys(prototype).length === 0;

/** An object without prototype from its members; of two members with one name the later wins. */
export function jsonObject(members: Iterable<readonly [string, JsonValue]>): JsonObject {
  const object: Record<string, JsonValue> = Object.create(null);
  for (const [key, value] of members) object[key] = value;
  return object;
}

/** A member of an object by its own key; undefined where there is none. Never looks at a prototype. */
export const memberOf = (object: JsonObject, key: string): JsonValue | undefined =>
  Object.hasOwn(object, key) ? object[key] : undefined;
