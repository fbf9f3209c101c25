import type { Type } from "../value/type.ts";

export const effects = ["reads", "writes", "deletes", "pays", "sends", "shares", "executes"] as const;
export type Effect = (typeof effects)[number];

/** A tool as `admit` and the engines know it: schema and refinements joined. Part of the IR. */
export interface Tool {
  readonly name: string;
  /** A `record` type. */
  readonly args: Type;
  readonly result: Type;
  /** How a text result is read; undefined: a text result has no fields. */
  readonly resultFormat?: "json" | "yaml";
  readonly effects: readonly Effect[];
  /** Labels its results bring. */
  readonly returns: readonly string[];
  /** Field paths of the result whose trust is stated, e.g. `email`; `""` is the whole result. */
  readonly trusted: readonly string[];
  readonly untrusted: readonly string[];
  readonly undo?: string;
  readonly irreversible?: boolean;
  /** SHA-256 of the canonical schema, part of the action hash. */
  readonly schemaDigest: string;
}

/** What events are typed by. */
export interface Catalogue {
  readonly tools: Readonly<Record<string, Tool>>;
  /** The declared context fields, by dotted path below `context`. */
  readonly context: Readonly<Record<string, { readonly type: Type; readonly from: "token" | "host" | "model" }>>;
  /** What `require schema` demands of contents, by the SHA-256 of the schema; absent where nothing does. */
  readonly schemas?: Readonly<Record<string, Type>>;
}
