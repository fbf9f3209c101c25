import { decimalFromNumber } from "../value/decimal.ts";
import type { Basis, Cause, FactSource, Field, Value } from "../value/value.ts";

/** The sources of a fact and how they came to be believed. */
export interface Ground {
  readonly sources: readonly FactSource[];
  readonly basis: Basis;
}

export const enforcedBy = (...sources: readonly FactSource[]): Ground => ({ sources, basis: "enforced" });
export const declaredBy = (...sources: readonly FactSource[]): Ground => ({ sources, basis: "declared" });

export const fact = (value: Value, ground: Ground): Field => ({ state: "value", value, evidence: ground });

export const textFact = (text: string, ground: Ground): Field => fact({ kind: "text", text }, ground);

/** A word of a closed set as controls write it: lower case, `_` for `-`. */
export const wordFact = (word: string, ground: Ground): Field =>
  textFact(word.toLowerCase().replace(/-/g, "_"), ground);

export const flagFact = (value: boolean, ground: Ground): Field => fact({ kind: "bool", value }, ground);

export const durationFact = (ms: number, ground: Ground): Field => fact({ kind: "duration", ms }, ground);

export const momentFact = (ms: number, ground: Ground): Field => fact({ kind: "timestamp", ms }, ground);

export function numberFact(number: number, ground: Ground): Field {
  const value = decimalFromNumber(number);
  return value === undefined
    ? unknownFact("overflow", "a finite number", ground)
    : fact({ kind: "number", value }, ground);
}

export const listFact = (items: readonly Field[], open: boolean, ground: Ground): Field =>
  fact({ kind: "list", items, open }, ground);

/** The object was read completely and has no such thing; the ground shows where it was expected. */
export const absentFact = (ground: Ground): Field => ({ state: "absent", evidence: ground });

/** Nobody in the scan set says; `decidedBy` is what would, the ground (if any) where the trail ended. */
export const unknownFact = (cause: Cause, decidedBy: string, ground?: Ground): Field => ({
  state: "unrecorded",
  cause,
  evidence: { sources: ground?.sources ?? [], basis: ground?.basis ?? "enforced", decidedBy },
});

/** The field with further sources behind its own; the first ones stay first. */
export function withSources(field: Field, sources: readonly FactSource[]): Field {
  const { evidence } = field;
  if (sources.length === 0) return field;
  return {
    ...field,
    evidence: { ...(evidence ?? { basis: "enforced" as const }), sources: [...(evidence?.sources ?? []), ...sources] },
  };
}

export const sourcesOf = (field: Field): readonly FactSource[] => field.evidence?.sources ?? [];

export const textOf = (field: Field | undefined): string | undefined =>
  field?.state === "value" && field.value.kind === "text" ? field.value.text : undefined;

export const flagOf = (field: Field | undefined): boolean | undefined =>
  field?.state === "value" && field.value.kind === "bool" ? field.value.value : undefined;
