import type { Field } from "../value/value.ts";
import { unknownFact } from "./fact.ts";
import type { ModelFields } from "./model-type.ts";

/** Facts known so far, shaped like the model's fields; what is missing is unrecorded. */
export interface Facts {
  readonly [name: string]: Field | Facts | undefined;
}

/**
 * A closed record with every field of the model: those nobody recorded are `not_recorded` and say what would decide them.
 * A name outside the model is our mistake and throws.
 */
export function recordOf(fields: ModelFields, facts: Facts): Field {
  for (const name of Object.keys(facts)) {
    if (!Object.hasOwn(fields, name)) throw new Error(`the model has no field ${name}`);
  }
  const complete = new Map<string, Field>();
  for (const [name, definition] of Object.entries(fields)) {
    const known = facts[name];
    if (known !== undefined && isField(known)) complete.set(name, openEnded(known, definition.decidedBy));
    else if (definition.type.kind === "record") complete.set(name, recordOf(definition.type.fields, known ?? {}));
    else complete.set(name, unknownFact("not_recorded", definition.decidedBy));
  }
  return { state: "value", value: { kind: "record", fields: complete, open: false } };
}

/** An open list says what would close it. */
function openEnded(field: Field, decidedBy: string): Field {
  const isOpen = field.state === "value" && field.value.kind === "list" && field.value.open;
  if (!isOpen || field.evidence === undefined || field.evidence.decidedBy !== undefined) return field;
  return { ...field, evidence: { ...field.evidence, decidedBy } };
}

// INVARIANT: no group of the model has a text called `state`: the members of facts are objects.
export const isField = (known: Field | Facts): known is Field => typeof known["state"] === "string";

/** The field at a path of groups; undefined where nothing was recorded, or a group stands there. */
export function fieldIn(facts: Facts | undefined, ...path: readonly string[]): Field | undefined {
  const [last, ...groups] = [...path].reverse();
  const group = groups.reverse().reduce(groupIn, facts);
  const found = last === undefined ? undefined : group?.[last];
  return found !== undefined && isField(found) ? found : undefined;
}

export function groupIn(facts: Facts | undefined, name: string): Facts | undefined {
  const found = facts?.[name];
  return found === undefined || isField(found) ? undefined : found;
}
