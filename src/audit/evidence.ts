import type { Fact } from "../engine/fact.ts";
import type { Entity } from "../model/model.ts";
import { describeField } from "../value/describe-field.ts";
import type { Basis, FactSource, Field } from "../value/value.ts";
import type { Evidence, Missing } from "./audit-result.ts";
import { textAt } from "./text-at.ts";

/** A support as evidence, by path, each once. Where no document states a fact, its subject stands in: every fact points somewhere. */
export function evidenceOf(support: readonly Fact[], entity: Entity): readonly Evidence[] {
  return byPath(
    support.map(({ path, field }) => {
      const sources = distinct(field.evidence?.sources ?? []);
      return {
        path,
        value: describeFact(field),
        basis: field.evidence?.basis,
        sources: sources.length > 0 ? sources : [entity.source],
      };
    }),
  );
}

/** Each place once: a fact derived from two others may bring the same place twice. */
function distinct(sources: readonly FactSource[]): readonly FactSource[] {
  const keyOf = ({ file, line, column, path, rule }: FactSource): string =>
    JSON.stringify([file, line, column, path, rule]);
  return [...new Map(sources.map((source) => [keyOf(source), source])).values()];
}

/** What a clause could not be decided for, by path, with what would decide it. */
export function missingOf(support: readonly Fact[]): readonly Missing[] {
  return byPath(
    support.map(({ path, field }) => ({
      path,
      decidedBy: field.evidence?.decidedBy ?? "a manifest or an AgentDeployment that states it",
    })),
  );
}

/** Each path once, in code-unit order: the order of clauses does not show. */
export function byPath<T extends { readonly path: string }>(items: readonly T[]): readonly T[] {
  const found = new Map(items.map((item) => [item.path, item]));
  return [...found.values()].sort((left, right) => (left.path < right.path ? -1 : 1));
}

const strength: readonly Basis[] = ["enforced", "declared", "attested", "capability"];

/** The weakest of some bases: what a verdict rests on is no stronger than that. */
export function weakestBasis(bases: readonly (Basis | undefined)[]): Basis | undefined {
  const ranks = bases.flatMap((basis) => (basis === undefined ? [] : [strength.indexOf(basis)]));
  return ranks.length === 0 ? undefined : strength[Math.max(...ranks)];
}

/** A list of connectors, tokens or the like is shown by their names: its length is what it proves. */
function describeFact(field: Field): string {
  if (field.state !== "value" || field.value.kind !== "list" || field.value.items.length === 0) {
    return describeField(field);
  }
  const names = field.value.items.map((item) =>
    ["name", "what", "to", "host", "path"].map((key) => textAt(item, key)).find((text) => text !== undefined),
  );
  const shown = names.flatMap((name): readonly Field[] =>
    name === undefined ? [] : [{ state: "value", value: { kind: "text", text: name } }],
  );
  return shown.length < names.length
    ? describeField(field)
    : describeField({ ...field, value: { ...field.value, items: shown } });
}
