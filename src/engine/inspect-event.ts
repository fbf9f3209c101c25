import type { Event } from "../event/event.ts";
import type { Truth } from "../value/value.ts";
import { type Circumstances, environmentOf } from "./circumstances.ts";
import type { Environment } from "./environment.ts";
import type { Evaluation } from "./fact.ts";
import { type Clause, inspectCondition, inspectFacts } from "./inspect-condition.ts";
import { agentsOfChain, grantParts } from "./interpret-grants.ts";
import { isAboutEvent } from "./interpret-policy.ts";
import type { IrGate, IrGrant, PolicyIr } from "./ir.ts";
import { allOf } from "./kleene.ts";

/** A grant that covers the tool, for an agent of the chain: what it demands, one clause each. */
export interface InspectedGrant {
  readonly name: string;
  readonly agent: string;
  readonly truth: Truth;
  readonly clauses: readonly Clause[];
}

/** A gate that is or may be about the event. */
export interface InspectedGate {
  readonly name: string;
  readonly fires: boolean;
  /** Whether the gate is about this event at all; false ones are left out. */
  readonly about: Clause;
  readonly when?: Clause;
  readonly unless?: Clause;
}

/** Every rule that has a say about an event, taken apart. In the order of the policy's IR, which is by name. */
export interface Inspection {
  readonly grants: readonly InspectedGrant[];
  readonly gates: readonly InspectedGate[];
}

export function inspectEvent(ir: PolicyIr, event: Event, circumstances: Circumstances): Inspection {
  const environment = environmentOf(event, circumstances);
  return {
    grants: event.kind === "call" ? inspectGrants(ir, event, circumstances, environment) : [],
    gates: ir.gates.flatMap((gate) => inspectGate(gate, ir, event, environment)),
  };
}

function inspectGrants(
  ir: PolicyIr,
  event: Event,
  circumstances: Circumstances,
  environment: Environment,
): readonly InspectedGrant[] {
  const field = environment.read("agent", []);
  const acting = field.state === "value" && field.value.kind === "text" ? field.value.text : undefined;
  if (acting === undefined || event.tool === undefined) return [];
  const { tool } = event;
  return [...new Set(agentsOfChain(event, acting))].flatMap((agent) =>
    ir.grants
      .filter(({ agents, tools }) => agents.includes(agent) && tools.includes(tool))
      .map((grant) => inspectGrant(grant, agent, event, circumstances, environment)),
  );
}

function inspectGrant(
  grant: IrGrant,
  agent: string,
  event: Event,
  circumstances: Circumstances,
  environment: Environment,
): InspectedGrant {
  const clauses = grantParts(grant, agent, event, circumstances, environment).flatMap(({ text, condition, found }) => {
    if (condition === undefined) {
      return [{ text, truth: found.truth, values: inspectFacts(found.support), operands: [], hidden: 0 }];
    }
    const whole = inspectCondition(condition, environment);
    // What `and` joins is several clauses to a reader: each can be the one that is missing.
    return condition.kind === "all" && condition.operands.length > 1 ? whole.operands : [whole];
  });
  return { name: grant.name, agent, truth: allOf(clauses.map(({ truth }) => truth)), clauses };
}

/** A tool that the policy does not declare is there, and says nothing. */
function clauseOfAbout({ truth, support }: Evaluation): Clause {
  const values = inspectFacts(support);
  const isComplete = values.every(({ missing }) => missing === undefined);
  const why = truth === "unknown" && isComplete ? "a tool that is not declared may be any" : undefined;
  return {
    text: "it is about this event",
    truth,
    values,
    ...(why === undefined ? {} : { why }),
    operands: [],
    hidden: 0,
  };
}

function inspectGate(gate: IrGate, ir: PolicyIr, event: Event, environment: Environment): readonly InspectedGate[] {
  const about = isAboutEvent(gate, ir, event, environment);
  if (about.truth === "false") return [];
  const when = gate.when === undefined ? undefined : inspectCondition(gate.when, environment);
  const unless = gate.unless === undefined ? undefined : inspectCondition(gate.unless, environment);
  return [
    {
      name: gate.name,
      fires: when?.truth !== "false" && unless?.truth !== "true",
      about: clauseOfAbout(about),
      ...(when === undefined ? {} : { when }),
      ...(unless === undefined ? {} : { unless }),
    },
  ];
}
