import { operationFields } from "../../model/connector-fields.ts";
import { absentFact, declaredBy, flagFact, listFact, textFact, unknownFact, wordFact } from "../../model/fact.ts";
import { type Facts, recordOf } from "../../model/record.ts";
import type { Field } from "../../value/value.ts";
import type { ManifestNode } from "../node.ts";

/** Operations with their gates; a list of them is an allowlist of tools. */
export function operationFacts(node: ManifestNode, gates: readonly ManifestNode[]): Facts {
  if (node.kind !== "list") return {};
  const ground = declaredBy(node.source());
  const allowed = node.items().filter((item) => item.get("allow").text() !== "false");
  return {
    operations: listFact(
      node.items().map((item) => recordOf(operationFields, operationRecord(item, gates))),
      false,
      ground,
    ),
    tool_filter: wordFact("allowlist", ground),
    tools: listFact(
      allowed.map((item) => textFact(item.get("name").text() ?? "", declaredBy(item.get("name").source()))),
      false,
      ground,
    ),
  };
}

function operationRecord(item: ManifestNode, gates: readonly ManifestNode[]): Facts {
  const name = item.get("name").text() ?? "";
  const at = declaredBy(item.get("name").source());
  const text = (key: string): Field => {
    const node = item.get(key);
    const value = node.text();
    return value === undefined ? absentFact(at) : textFact(value, declaredBy(node.source()));
  };
  const flag = (key: string, otherwise: boolean): Field => {
    const node = item.get(key);
    return node.exists ? flagFact(node.text() === "true", declaredBy(node.source())) : flagFact(otherwise, at);
  };
  const gate = gates.find((candidate) =>
    candidate
      .get("operations")
      .items()
      .some((operation) => operation.text() === name),
  );
  const gateClass = item.get("gate").text();
  const byClass =
    gateClass === undefined ? undefined : gates.find((candidate) => candidate.get("riskClass").text() === gateClass);
  const standing = gate ?? byClass;
  const effect = item.get("effect");
  return {
    name: textFact(name, at),
    effect: effect.exists
      ? wordFact(effect.text() ?? "", declaredBy(effect.source()))
      : unknownFact("not_recorded", "operations[].effect", at),
    allow: flag("allow", true),
    gate: text("gate"),
    gated: flagFact(
      standing !== undefined,
      standing === undefined ? at : declaredBy(item.get("name").source(), standing.get("operations").source()),
    ),
    compensation: text("compensation"),
    irreversible: flag("irreversible", false),
  };
}
