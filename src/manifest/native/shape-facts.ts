import {
  declaredBy,
  durationFact,
  fact,
  flagFact,
  listFact,
  momentFact,
  numberFact,
  textFact,
  unknownFact,
  wordFact,
} from "../../model/fact.ts";
import type { ModelFields } from "../../model/model-type.ts";
import { type Facts, recordOf } from "../../model/record.ts";
import { assertNever } from "../../source/assert-never.ts";
import { parseDecimal } from "../../value/decimal.ts";
import type { Field } from "../../value/value.ts";
import { readDateText } from "../date-text.ts";
import { readDurationText } from "../duration-text.ts";
import type { ManifestNode } from "../node.ts";
import { scalarProblem } from "./check-shape.ts";
import type { References } from "./references.ts";
import type { Member, ObjectShape, Shape } from "./shape.ts";

/**
 * What a part of an AgentDeployment claims, under the model's names: a member's `as`, or its key in snake case. Members
 * not given are left out, ill-typed ones are `ill_typed`, a reference brings `NAME_found`. `skip` are members that are
 * taken apart elsewhere; any other member outside the model is our mistake and throws.
 */
export function shapeFacts(
  node: ManifestNode,
  shape: ObjectShape,
  model: ModelFields,
  references: References,
  skip: readonly string[] = [],
): Facts {
  const facts: Record<string, Field | Facts> = {};
  for (const [key, member] of Object.entries(shape.members)) {
    const value = node.get(key);
    if (value.kind === "missing" || skip.includes(key)) continue;
    const name = nameOf(key, member);
    const field = model[name];
    if (field === undefined) throw new Error(`AgentDeployment: the model has no ${name} for ${value.path}`);
    const { type } = field;
    if (member.shape.kind === "object") {
      facts[name] = type.kind === "record" ? shapeFacts(value, member.shape, type.fields, references) : {};
    } else if (member.shape.kind === "list") {
      const element = type.kind === "list" && type.element.kind === "record" ? type.element.fields : {};
      facts[name] = listFacts(value, member.shape.element, element, references);
    } else facts[name] = scalarFact(value, member.shape);
    if (member.shape.kind === "reference") facts[`${name}_found`] = references.found(value);
  }
  return facts;
}

export const nameOf = (key: string, member: Member): string =>
  member.as ?? key.replace(/(?<=[a-z0-9])[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

function listFacts(node: ManifestNode, element: Shape, model: ModelFields, references: References): Field {
  const ground = declaredBy(node.source());
  if (node.kind !== "list") return unknownFact("ill_typed", "a list", ground);
  const items = node.items().map((item) => {
    if (element.kind === "object") return recordOf(model, shapeFacts(item, element, model, references));
    if (element.kind === "reference") {
      return recordOf(model, { ref: scalarFact(item, element), ref_found: references.found(item) });
    }
    return element.kind === "list" ? listFacts(item, element.element, {}, references) : scalarFact(item, element);
  });
  return listFact(items, false, ground);
}

/** A scalar as its fact; what does not fit its shape was reported and is `ill_typed` here. */
export function scalarFact(node: ManifestNode, shape: Exclude<Shape, { readonly kind: "object" | "list" }>): Field {
  const ground = declaredBy(node.source());
  const problem = shape.kind === "host" ? undefined : scalarProblem(node, shape);
  const illTyped = unknownFact("ill_typed", problem ?? "a value of its type", ground);
  if (problem !== undefined) return illTyped;
  const text = node.text() ?? "";
  switch (shape.kind) {
    case "text":
      return shape.format === "tls-version" ? decimal(text, illTyped, ground) : textFact(text, ground);
    case "host":
    case "reference":
      return textFact(text, ground);
    case "enum":
      return wordFact(text, ground);
    case "bool":
      return flagFact(text === "true", ground);
    case "duration":
      return durationFact(readDurationText(text) ?? 0, ground);
    case "date":
      return momentFact(readDateText(text) ?? 0, ground);
    case "count":
      return numberFact(node.number() ?? 0, ground);
    case "number":
      return decimal(text, illTyped, ground);
    default:
      return assertNever(shape);
  }
}

function decimal(text: string, illTyped: Field, ground: ReturnType<typeof declaredBy>): Field {
  const value = parseDecimal(text);
  return value === undefined ? illTyped : fact({ kind: "number", value }, ground);
}
