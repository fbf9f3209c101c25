import type { Cause, Field, Truth, Value } from "../value/value.ts";
import type { Unknown } from "./decision.ts";

/** One field a condition has read, under its path as the policy writes it; elements of lists as `args.to[0]`. */
export interface Fact {
  readonly path: string;
  readonly field: Field;
}

/** A truth and its support: the facts that force it (`language.md` 3), sorted by path, each once. */
export interface Evaluation {
  readonly truth: Truth;
  readonly support: readonly Fact[];
}

/** United, each path once, in code-unit order of the paths: never dependent on the order of operands. */
export function uniteFacts(lists: readonly (readonly Fact[])[]): readonly Fact[] {
  const byPath = new Map<string, Fact>();
  for (const facts of lists) for (const fact of facts) byPath.set(fact.path, fact);
  return [...byPath.values()].sort((left, right) => (left.path < right.path ? -1 : 1));
}

/** What was missing, from the support of an unknown: one entry a fact. */
export function unknownsOf(facts: readonly Fact[]): readonly Unknown[] {
  return facts.map(({ path, field }) => ({ path, cause: causeOf(field) }));
}

/** A value can be why a condition is unknown too: it was recorded in part, or it cannot be compared. */
function causeOf(field: Field): Cause | "absent" {
  switch (field.state) {
    case "absent":
      return "absent";
    case "unrecorded":
      return field.cause;
    case "value":
      return causeWithin(field.value) ?? "ambiguous";
  }
}

function causeWithin(value: Value): Cause | undefined {
  if (value.kind === "interval") return value.cause;
  if (value.kind === "labels") return value.open ? "not_recorded" : undefined;
  if (value.kind !== "list" && value.kind !== "record") return undefined;
  const within = value.kind === "list" ? value.items : [...value.fields.values()];
  const causes = within.flatMap((field) => (field.state === "unrecorded" ? [field.cause] : []));
  return value.open ? "not_recorded" : causes.sort()[0];
}
