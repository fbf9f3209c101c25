import { sourcesOf, textFact, withSources } from "../../model/fact.ts";
import { fieldKey } from "../../model/field-key.ts";
import { type Facts, isField } from "../../model/record.ts";
import { describeField } from "../../value/describe-field.ts";
import type { Field } from "../../value/value.ts";

/** Facts of one agent where its AgentDeployment and an enforcing resource disagree. */
export interface Contradictions {
  readonly add: (field: string, declared: Field, enforced: Field) => void;
  readonly found: () => readonly Facts[];
}

export function collectContradictions(): Contradictions {
  const found: Facts[] = [];
  return {
    found: () => found,
    add(field, declared, enforced) {
      const sources = [...sourcesOf(declared), ...sourcesOf(enforced)];
      found.push({
        field: textFact(field, { sources, basis: "enforced" }),
        declared: textFact(describeField(declared), { sources: sourcesOf(declared), basis: "declared" }),
        enforced: textFact(describeField(enforced), { sources: sourcesOf(enforced), basis: "enforced" }),
      });
    },
  };
}

/** The same collection, for facts below a path. */
export const below = (contradictions: Contradictions, path: string): Contradictions => ({
  found: contradictions.found,
  add: (field, declared, enforced) => contradictions.add(`${path}.${field}`, declared, enforced),
});

/**
 * Two views of the same facts: what a platform enforces wins over what is declared, agreement keeps both sources, a claim
 * fills what no platform recorded. `compared` says which names count as contradictions when they differ.
 */
export function mergeFacts(
  enforced: Facts,
  declared: Facts,
  contradictions: Contradictions,
  compared: (path: string) => boolean,
  path = "",
): Facts {
  const merged: Record<string, Field | Facts> = {};
  for (const name of new Set([...Object.keys(enforced), ...Object.keys(declared)])) {
    const inner = path === "" ? name : `${path}.${name}`;
    const strong = enforced[name];
    const weak = declared[name];
    if (strong === undefined || weak === undefined) {
      const only = strong ?? weak;
      if (only !== undefined) merged[name] = only;
    } else if (isField(strong) && isField(weak)) {
      merged[name] = settle(strong, weak, () => {
        if (compared(inner)) contradictions.add(inner, weak, strong);
      });
    } else if (!isField(strong) && !isField(weak)) {
      merged[name] = mergeFacts(strong, weak, contradictions, compared, inner);
    } else merged[name] = strong;
  }
  return merged;
}

function settle(enforced: Field, declared: Field, differ: () => void): Field {
  if (enforced.state === "unrecorded") return declared;
  if (declared.state === "unrecorded") return enforced;
  if (fieldKey(enforced) === fieldKey(declared)) return withSources(enforced, sourcesOf(declared));
  differ();
  return withSources(enforced, sourcesOf(declared));
}
