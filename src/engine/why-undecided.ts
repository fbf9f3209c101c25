import type { Condition } from "../ast/condition.ts";
import type { Value } from "../value/value.ts";
import { describeSource } from "./describe.ts";
import type { Fact } from "./fact.ts";

/** Why a relation is unknown although every value it reads is there, in words that end a sentence. */
export function whyUndecided(condition: Condition<unknown>, facts: readonly Fact[]): string {
  const values = facts.flatMap(({ field }) => (field.state === "value" ? [field.value] : []));
  if (values.some(isOpen)) return "the list may hold more than was recorded";
  switch (condition.kind) {
    case "compare":
    case "one-of": {
      const currencies = new Set(values.flatMap((value) => (value.kind === "money" ? [value.currency] : [])));
      return currencies.size > 0 ? "amounts of two currencies have no order" : "the two cannot be compared";
    }
    case "origin": {
      const sources = condition.sources.map(describeSource).join(", ");
      return `it was not found in ${sources}, and a miss says nothing for a value of this form, or where texts of theirs were not recorded`;
    }
    case "within":
      return withinWords[condition.space];
    case "contains":
      return "part of what it looks through was not recorded, or has no text";
    default:
      return "part of it was not recorded";
  }
}

const withinWords = {
  domain: "it has no host name that could be compared",
  path: "the path leaves its start, or starts elsewhere than the pattern",
  cidr: "it is a host name, and nobody looks it up",
} as const;

const isOpen = (value: Value): boolean =>
  (value.kind === "list" || value.kind === "labels" || value.kind === "record") && value.open;
