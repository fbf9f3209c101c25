/**
 * A document as both languages give it, with offsets into the file. Aliases are shared subtrees: sizes were bounded as if
 * they were written out, so walking a tree is bounded too.
 */
export type Tree = Place &
  (
    | { readonly kind: "map"; readonly entries: ReadonlyMap<string, TreeEntry> }
    | { readonly kind: "list"; readonly items: readonly Tree[] }
    | { readonly kind: "text" | "number" | "bool" | "null"; readonly text: string; readonly oddity?: Oddity }
  );

interface Place {
  readonly start: number;
  readonly end: number;
  /** Where the alias stands through which this value is used here; `start` is at the anchor. */
  readonly aliasAt?: number;
}

export interface TreeEntry {
  readonly keyStart: number;
  readonly keyEnd: number;
  readonly value: Tree;
}

/** A plain scalar that YAML 1.1 and 1.2 read differently; `kind` keeps the reading of 1.2. */
export type Oddity = "boolean" | "sexagesimal" | "octal";

/** Why a document is refused; offsets into the file. */
export interface TreeFault {
  readonly kind: "syntax" | "duplicate-key" | "template" | "tab" | "character" | "large" | "deep" | "alias";
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export const maxDepth = 100;
/** Nodes of one document with its aliases written out. */
export const maxNodes = 1_000_000;
/** Characters of one file. */
export const maxLength = 10 * 1024 * 1024;
