import { absentFact, listFact, unknownFact } from "../../model/fact.ts";
import { fieldKey } from "../../model/field-key.ts";
import { type Facts, fieldIn, groupIn } from "../../model/record.ts";
import type { Field } from "../../value/value.ts";

/** What counts against an agent counts even if only one of its workloads shows it, the first in this order. */
const weakest: Readonly<Record<string, readonly string[]>> = {
  default: ['"open"'],
  everything: ["bool true"],
  public: ["bool true"],
  default_account: ["bool true"],
  automount: ["bool true"],
  anonymous: ["bool true"],
  any_identity: ["bool true"],
  default_deny: ["bool false"],
  named_callers: ["bool false"],
  enabled: ["bool false"],
  granted: ["bool false"],
  denied: ["bool false"],
  mtls: ['"disable"', '"permissive"'],
  mesh: ['"none"'],
};

/**
 * One set of facts from several workloads: what they all say, with everybody's sources; lists are put together; where they
 * differ the weakest one if there is such an order, otherwise `ambiguous`.
 */
export function agreeAll(all: readonly Facts[]): Facts {
  const [first, ...rest] = all;
  if (first === undefined) return {};
  if (rest.length === 0) return first;
  const facts: Record<string, Field | Facts> = {};
  for (const name of new Set(all.flatMap((one) => Object.keys(one)))) {
    const fields = all.flatMap((one) => fieldIn(one, name) ?? []);
    const groups = all.map((one) => groupIn(one, name)).filter((group) => group !== undefined);
    const isWhole = fields.length === all.length;
    facts[name] =
      fields.length === 0
        ? agreeAll(groups)
        : (weakestOf(name, fields) ?? (isWhole ? agree(fields) : differing(fields)));
  }
  return facts;
}

const weakestOf = (name: string, fields: readonly Field[]): Field | undefined =>
  (weakest[name] ?? []).flatMap((key) => fields.filter((field) => fieldKey(field) === key))[0];

function agree(fields: readonly Field[]): Field {
  const [first, ...rest] = fields;
  if (first === undefined) return unknownFact("not_recorded", "the workload's manifest");
  const sources = fields.flatMap((field) => field.evidence?.sources ?? []);
  if (rest.every((field) => fieldKey(field) === fieldKey(first))) {
    return first.state === "absent"
      ? absentFact({ sources, basis: "enforced" })
      : { ...first, evidence: { ...(first.evidence ?? { basis: "enforced" }), sources } };
  }
  const lists = fields.map((field) =>
    field.state === "value" && field.value.kind === "list" ? field.value : undefined,
  );
  if (lists.every((list) => list !== undefined)) {
    const items = lists.flatMap((list) => list?.items ?? []);
    return listFact(
      items,
      lists.some((list) => list?.open === true),
      { sources, basis: "enforced" },
    );
  }
  return differing(fields);
}

const differing = (fields: readonly Field[]): Field =>
  unknownFact("ambiguous", "workloads of this agent that say the same", {
    sources: fields.flatMap((field) => field.evidence?.sources ?? []),
    basis: "enforced",
  });
