import { allOperands, conditionsOf } from "../ast/walk-condition.ts";
import type { IrCondition, PolicyIr } from "../engine/ir.ts";
import type { Type } from "../value/type.ts";

/**
 * What an engine must know to run a policy, sorted: the version of IR and language, the kinds of condition, type and history
 * term, the content recognisers, and what else acts. Each as `condition:origin`, `history:count`, `language:1`,
 * `recogniser:card`, `rule:break_glass`, `type:email`.
 */
export function builtInsOf(ir: PolicyIr): readonly string[] {
  const found = new Set([`ir:${ir.ir}`, `language:${ir.language}`]);
  for (const { args, result } of Object.values(ir.catalogue.tools)) {
    addType(args, found);
    addType(result, found);
  }
  for (const { type } of Object.values(ir.catalogue.context)) addType(type, found);
  for (const condition of conditionsIn(ir)) addCondition(condition, found);
  for (const term of ir.terms) {
    found.add(`history:${term.kind}`);
    if (term.kind === "sum" || term.kind === "last") addType(term.type, found);
  }
  if (ir.killSwitches.length > 0) found.add("rule:kill_switch");
  if (ir.breakGlasses.length > 0) found.add("rule:break_glass");
  if (ir.endorsements.length > 0) found.add("rule:endorse");
  for (const obligation of [...ir.gates, ...ir.breakGlasses].flatMap(({ obligations }) => obligations)) {
    if (obligation.kind === "confine") found.add("obligation:confine");
    if (obligation.kind === "redact") for (const name of obligation.recognisers) found.add(`recogniser:${name}`);
  }
  return [...found].sort();
}

const conditionsIn = ({ grants, gates, labels }: PolicyIr): readonly IrCondition[] =>
  [
    ...grants.map(({ when }) => when),
    ...gates.flatMap(({ when, unless }) => [when, unless]),
    ...labels.map(({ when }) => when),
  ].filter((condition) => condition !== undefined);

function addCondition(condition: IrCondition, found: Set<string>): void {
  for (const inner of conditionsOf<unknown>(condition)) {
    found.add(`condition:${inner.kind}`);
    if (inner.kind !== "contains" || inner.mode !== "recogniser") continue;
    for (const value of inner.values) {
      if (value.kind === "literal" && value.literal.kind === "text") found.add(`recogniser:${value.literal.text}`);
    }
  }
  for (const operand of allOperands<unknown>(condition)) {
    if (operand.kind === "path" || operand.kind === "bound") addType(operand.type, found);
  }
}

function addType(type: Type, found: Set<string>): void {
  found.add(`type:${type.kind}`);
  if (type.kind === "list") addType(type.element, found);
  if (type.kind === "record") for (const field of Object.values(type.fields)) addType(field.type, found);
}
