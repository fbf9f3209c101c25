import type { Event } from "../event/event.ts";
import { type Circumstances, environmentOf } from "./circumstances.ts";
import { evaluate } from "./interpret-condition.ts";
import type { PolicyIr } from "./ir.ts";
import type { LabelSet } from "./state.ts";

/**
 * The session's labels once a tool has started (`language.md` 6): what it returns joins in and nothing ever leaves. An
 * unknown `when` makes the membership unknown. What an endorsement clears, this result does not bring; what is there stays. A tool nobody declared may bring any label, and does bring `untrusted`.
 */
export function joinLabels(
  labels: LabelSet,
  ir: PolicyIr,
  tool: string | undefined,
  event: Event,
  circumstances: Circumstances,
): LabelSet {
  const declared = tool !== undefined && Object.hasOwn(ir.catalogue.tools, tool) ? ir.catalogue.tools[tool] : undefined;
  if (declared === undefined) return { ...labels, has: union(labels.has, ["untrusted"]), open: true };
  const has = new Set<string>(declared.returns);
  const maybe = new Set<string>();
  // Trust in some fields leaves the rest of the result untrusted.
  if (!declared.trusted.includes("") || declared.untrusted.length > 0) has.add("untrusted");
  const environment = environmentOf(event, circumstances);
  for (const rule of ir.labels) {
    if (!rule.tools.includes(declared.name)) continue;
    const truth = rule.when === undefined ? "true" : evaluate(rule.when, environment).truth;
    if (truth === "true") has.add(rule.label);
    if (truth === "unknown") maybe.add(rule.label);
  }
  for (const { tool: endorsed, labels: cleared } of ir.endorsements) {
    if (endorsed !== declared.name) continue;
    for (const label of cleared) {
      has.delete(label);
      maybe.delete(label);
    }
  }
  const united = union(labels.has, has);
  const unsure = [...union(labels.maybe, maybe)].filter((label) => !united.has(label));
  if (united.size === labels.has.size && unsure.length === labels.maybe.size) return labels;
  return { kind: "labels", has: united, maybe: new Set(unsure), open: labels.open };
}

const union = (left: ReadonlySet<string>, right: Iterable<string>): ReadonlySet<string> => new Set([...left, ...right]);
