import type { CodePointRange } from "./code-points.ts";
import type { PatternNode } from "./pattern-tree.ts";

export interface PatternError {
  readonly message: string;
  /** UTF-16 code units from the start of the pattern. */
  readonly offset: number;
}

/** A pattern being read. */
export interface Reader {
  readonly source: string;
  at: number;
  nesting: number;
  /** Was there an anchor at an end? */
  anchored: boolean;
  /** The first mistake; from then on every step returns at once. */
  error: PatternError | undefined;
}

const nothing: PatternNode = { kind: "sequence", items: [] };

/** Keeps the first mistake only: later ones follow from it. */
export function refuse(reader: Reader, message: string, offset = reader.at): PatternNode {
  reader.error ??= { message, offset };
  return nothing;
}

export function takeCodePoint(reader: Reader): string {
  const character = String.fromCodePoint(reader.source.codePointAt(reader.at) ?? 0);
  reader.at += character.length;
  return character;
}

export const singleCharacter = (character: string): readonly CodePointRange[] => {
  const code = character.codePointAt(0) ?? 0;
  return [[code, code]];
};
