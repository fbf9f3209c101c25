import type { IrCondition, IrGate, PolicyIr } from "../../src/engine/ir.ts";
import type { Event } from "../../src/event/event.ts";
import { copyFields } from "../../src/event/row.ts";
import { type Field, present, unrecorded, type Value } from "../../src/value/value.ts";
import type { Random } from "./random.ts";

/** The same policy in another order, with some things said twice. */
export function shufflePolicy(policy: PolicyIr, random: Random): PolicyIr {
  const twice = <T>(items: readonly T[]): readonly T[] =>
    random.shuffle([...items, ...items.filter(() => random.chance(20))]);
  const condition = (given: IrCondition): IrCondition => shuffleCondition(given, random);
  const gate = (given: IrGate): IrGate => ({
    ...given,
    on: twice(given.on.map((target) => ("tools" in target ? { ...target, tools: twice(target.tools) } : target))),
    ...(given.when === undefined ? {} : { when: condition(given.when) }),
    ...(given.unless === undefined ? {} : { unless: condition(given.unless) }),
    requirements: twice(given.requirements),
    obligations: twice(given.obligations),
  });
  return {
    ...policy,
    agents: random.shuffle(policy.agents).map((agent) => ({
      ...agent,
      mayMessage: twice(agent.mayMessage),
      mayDelegate: twice(agent.mayDelegate),
    })),
    grants: twice(policy.grants).map((grant) => ({
      ...grant,
      agents: twice(grant.agents),
      tools: twice(grant.tools),
      ...(grant.when === undefined ? {} : { when: condition(grant.when) }),
    })),
    gates: twice(policy.gates).map(gate),
    labels: twice(policy.labels),
    endorsements: twice(policy.endorsements).map((one) => ({ ...one, labels: twice(one.labels) })),
    killSwitches: twice(policy.killSwitches),
    breakGlasses: twice(policy.breakGlasses).map((glass) => ({ ...glass, gates: twice(glass.gates) })),
  };
}

function shuffleCondition(condition: IrCondition, random: Random): IrCondition {
  const inner = (given: IrCondition): IrCondition => shuffleCondition(given, random);
  const twice = <T>(items: readonly T[]): readonly T[] =>
    random.shuffle([...items, ...items.filter(() => random.chance(20))]);
  switch (condition.kind) {
    case "all":
    case "any":
      return { ...condition, operands: twice(condition.operands).map(inner) };
    case "not":
      return { ...condition, operand: inner(condition.operand) };
    case "quantified":
      return {
        ...condition,
        ...(condition.where === undefined ? {} : { where: inner(condition.where) }),
        body: inner(condition.body),
      };
    case "one-of":
    case "contains":
      return { ...condition, values: twice(condition.values) };
    case "within":
      return { ...condition, patterns: twice(condition.patterns) };
    case "origin":
      return { ...condition, sources: twice(condition.sources) };
    default:
      return condition;
  }
}

/** The same event with less known about it: fields unrecorded, lists open and cut short, labels unsure. */
export function forget(event: Event, random: Random): Event {
  const percent = random.pick([5, 15, 40]);
  const fields: Record<string, Field> = {};
  for (const [root, field] of Object.entries(copyFields(event.fields)))
    fields[root] = forgetField(field, percent, random);
  const known = fields as unknown as Event["fields"];
  const chain =
    event.chain.state === "value" && random.chance(percent / 3) ? ({ state: "unrecorded" } as const) : event.chain;
  const { hostLabels: _labels, ...rest } = event;
  return {
    ...rest,
    hostLabels: event.hostLabels,
    agent: known.agent,
    at: known.at.state === "value" ? event.at : undefined,
    chain,
    fields: { ...known, ...(chain.state === "unrecorded" ? { chain: unrecorded("not_recorded") } : {}) },
  };
}

function forgetField(field: Field, percent: number, random: Random): Field {
  if (random.chance(percent / 4)) return unrecorded(random.pick(["not_recorded", "unreadable"] as const));
  return field.state === "value" ? present(forgetWithin(field.value, percent, random)) : field;
}

function forgetWithin(value: Value, percent: number, random: Random): Value {
  switch (value.kind) {
    case "list": {
      const items = value.items.map((item) => forgetField(item, percent, random));
      return random.chance(percent)
        ? { ...value, open: true, items: items.filter(() => random.chance(70)) }
        : { ...value, items };
    }
    case "record": {
      const fields = new Map([...value.fields].map(([name, field]) => [name, forgetField(field, percent, random)]));
      if (!random.chance(percent / 2)) return { ...value, fields };
      return { ...value, open: true, fields: new Map([...fields].filter(() => random.chance(70))) };
    }
    case "command": {
      const parts = new Map([...value.parts].map(([name, field]) => [name, forgetField(field, percent, random)]));
      return { ...value, parts };
    }
    default:
      return value;
  }
}

/** Fields of any kind anywhere: what no admission would make, and no engine may stumble over. */
export function scramble(event: Event, pool: readonly Field[], random: Random): Event {
  const fields: Record<string, Field> = { ...copyFields(event.fields) };
  for (const root of Object.keys(fields)) if (random.chance(30)) fields[root] = random.pick(pool);
  const scrambled = fields as unknown as Event["fields"];
  return { ...event, fields: scrambled, agent: random.chance(20) ? random.pick(pool) : event.agent };
}
