import { describeField } from "../value/describe-field.ts";
import type { Basis, FactSource, Field } from "../value/value.ts";
import type { Deployment } from "./model.ts";

export interface ListedFact {
  /** `agent mailer`, `connector mailer/stripe`. */
  readonly subject: string;
  /** Below the subject: `tokens[0].lifetime`. */
  readonly path: string;
  readonly value: string;
  readonly basis: Basis | undefined;
  readonly source: FactSource | undefined;
  /** Every source; `source` is the first. */
  readonly sources: readonly FactSource[];
  readonly decidedBy: string | undefined;
}

/** Joins repeat what stands elsewhere: an agent's connectors are subjects of their own. Only their being open is listed. */
const joined: Readonly<Record<string, readonly string[]>> = {
  agent: ["connectors", "channels", "stores"],
  deployment: ["agents"],
};

/** Every leaf of every subject, in the order of the model; a list that is empty or open is listed itself too. */
export function listFacts(deployment: Deployment): readonly ListedFact[] {
  const facts: ListedFact[] = [];
  for (const entity of deployment.entities) {
    const subject = `${entity.kind} ${entity.name}`;
    const skipped = joined[entity.kind] ?? [];
    const add = (path: string, field: Field, value: string): void => {
      const sources = field.evidence?.sources ?? [];
      facts.push({
        subject,
        path,
        value,
        basis: field.state === "unrecorded" ? undefined : field.evidence?.basis,
        source: sources[0],
        sources,
        decidedBy: field.evidence?.decidedBy,
      });
    };
    const visit = (path: string, field: Field): void => {
      if (field.state !== "value") {
        add(path, field, describeField(field));
        return;
      }
      const { value } = field;
      if (value.kind === "record") {
        for (const [name, inner] of value.fields) {
          if (path === "" && skipped.includes(name)) {
            if (isOpen(inner)) add(name, inner, "open list");
            continue;
          }
          visit(path === "" ? name : `${path}.${name}`, inner);
        }
        return;
      }
      if (value.kind !== "list") {
        add(path, field, describeField(field));
        return;
      }
      if (value.items.length === 0 || value.open) add(path, field, value.open ? "open list" : "[]");
      for (const [index, item] of value.items.entries()) visit(`${path}[${index}]`, item);
    };
    visit("", entity.record);
  }
  return facts;
}

const isOpen = (field: Field): boolean => field.state === "value" && field.value.kind === "list" && field.value.open;
