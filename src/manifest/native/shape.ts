/** What an `AgentDeployment` may say, as data: the reader checks by it and the JSON Schema is made from it. */
export type Shape =
  | { readonly kind: "text"; readonly format?: TextFormat }
  | { readonly kind: "enum"; readonly values: readonly string[] }
  | { readonly kind: "bool" }
  | { readonly kind: "duration"; readonly zero: boolean }
  | { readonly kind: "date" }
  | { readonly kind: "count" }
  | { readonly kind: "number" }
  /** A file (`runbooks/stop.md`) or a resource (`Kind/name`, `Kind/namespace/name`) that should be in the scan set. */
  | { readonly kind: "reference" }
  /** An exact host, or `{ host: "*.example.com", reason: … }`. */
  | { readonly kind: "host" }
  | { readonly kind: "list"; readonly element: Shape; readonly least: number }
  | ObjectShape;

export interface ObjectShape {
  readonly kind: "object";
  readonly members: Readonly<Record<string, Member>>;
  readonly required: readonly string[];
  readonly needs: readonly Need[];
}

export interface Member {
  readonly shape: Shape;
  readonly about: string;
  /** The name of the fact, where it is not the key in snake case. */
  readonly as?: string;
}

/** When `key` has (or, for a list, contains) `value`, `demands` must be given. */
export interface Need {
  readonly key: string;
  readonly value: string;
  readonly contains: boolean;
  readonly demands: string;
}

/** `plain` refuses wildcards. */
export type TextFormat = "plain" | "uri" | "sha256" | "tls-version" | "item" | "name";

export const textPatterns: Readonly<Record<TextFormat, { readonly pattern: string; readonly words: string }>> = {
  plain: { pattern: "^[^*]*$", words: "a text without `*`" },
  uri: { pattern: "^[A-Za-z][A-Za-z0-9+.-]*:[^\\s]+$", words: "a URI" },
  sha256: { pattern: "^[0-9a-f]{64}$", words: "64 hexadecimal digits" },
  "tls-version": { pattern: "^1\\.[23]$", words: '"1.2" or "1.3" as text' },
  name: { pattern: "^[A-Za-z_][A-Za-z0-9_]*$", words: "a name of letters, digits and `_`, such as token_policy" },
  item: { pattern: "^[A-Z][A-Z0-9]*(?:-[A-Z0-9]+)+$", words: "the id of an item, such as ZT-ID-3" },
};

export const hostPattern =
  "^(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)(?:\\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?){0,20}$";
export const wildcardHostPattern = `^\\*\\.${hostPattern.slice(1)}`;

export const text = (format?: TextFormat): Shape => ({ kind: "text", ...(format === undefined ? {} : { format }) });
export const oneOf = (...values: readonly string[]): Shape => ({ kind: "enum", values });
export const bool: Shape = { kind: "bool" };
export const duration: Shape = { kind: "duration", zero: false };
/** Zero means "not at all", as for a cache. */
export const durationOrZero: Shape = { kind: "duration", zero: true };
export const date: Shape = { kind: "date" };
export const count: Shape = { kind: "count" };
export const number: Shape = { kind: "number" };
export const reference: Shape = { kind: "reference" };
export const host: Shape = { kind: "host" };
export const listOf = (element: Shape, least = 0): Shape => ({ kind: "list", element, least });

export const member = (shape: Shape, about: string, as?: string): Member => ({
  shape,
  about,
  ...(as === undefined ? {} : { as }),
});

export const object = (
  members: Readonly<Record<string, Member>>,
  rules: { readonly required?: readonly string[]; readonly needs?: readonly Need[] } = {},
): ObjectShape => ({ kind: "object", members, required: rules.required ?? [], needs: rules.needs ?? [] });
