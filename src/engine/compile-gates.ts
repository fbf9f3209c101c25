import type { Event } from "../event/event.ts";
import type { Field } from "../value/value.ts";
import { textOf } from "./circumstances.ts";
import { compileCondition } from "./compile-condition.ts";
import type { PolicyFrame } from "./compile-grants.ts";
import type { Reason } from "./decision.ts";
import { type Fact, unknownsOf } from "./fact.ts";
import { type FactSink, maybe, no, type Ternary, yes } from "./frame.ts";
import type { IrGate, PolicyIr } from "./ir.ts";
import { printSupport } from "./reason.ts";

export interface CompiledGate {
  readonly gate: IrGate;
  readonly fires: (frame: PolicyFrame) => boolean;
  /** A shadow before its date only reports. An unknown time is not before it. */
  readonly isObserved: (event: Event) => boolean;
  /** The reason, if the gate fires. */
  readonly judge: (frame: PolicyFrame, explain: boolean) => Reason | undefined;
}

export function compileGate(gate: IrGate): CompiledGate {
  const when = gate.when === undefined ? undefined : compileCondition(gate.when);
  const unless = gate.unless === undefined ? undefined : compileCondition(gate.unless);
  const applies = compileTargets(gate);
  const untilMs = gate.observe?.untilMs;
  const isObserved = ({ at }: Event): boolean => untilMs !== undefined && at !== undefined && at < untilMs;

  const judge = (frame: PolicyFrame, explain: boolean): Reason | undefined => {
    const about = applies(frame);
    if (about.truth === no) return undefined;
    const whenTruth = when === undefined ? yes : when.test(frame);
    if (whenTruth === no) return undefined;
    const unlessTruth = unless === undefined ? no : unless.test(frame);
    if (unlessTruth === yes) return undefined;

    const missing: FactSink = new Map();
    const support: FactSink = new Map();
    if (explain) {
      const sinkOf = (truth: Ternary): readonly FactSink[] => (truth === maybe ? [missing, support] : [support]);
      for (const sink of sinkOf(about.truth)) for (const root of about.missing) sink.set(root, frame.read(root, []));
      for (const sink of sinkOf(whenTruth)) when?.explain(frame, whenTruth, sink);
      for (const sink of sinkOf(unlessTruth)) unless?.explain(frame, unlessTruth, sink);
    }
    const undecided = about.truth === maybe || whenTruth === maybe || unlessTruth === maybe;
    return {
      code: gate.code ?? "gate",
      class: undecided ? "evidence" : "rule",
      level: gate.level,
      rule: gate.name,
      ...(gate.because === undefined ? {} : { because: gate.because }),
      ...(isObserved(frame.event) ? { observed: true } : {}),
      unknowns: unknownsOf(factsOf(missing)),
      support: printSupport(factsOf(support)),
    };
  };

  const fires = (frame: PolicyFrame): boolean =>
    applies(frame).truth !== no &&
    (when === undefined || when.test(frame) !== no) &&
    (unless === undefined || unless.test(frame) !== yes);

  return { gate, fires, isObserved, judge };
}

export const factsOf = (sink: FactSink): readonly Fact[] =>
  [...sink]
    .map(([path, field]: readonly [string, Field]) => ({ path, field }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));

type Missing = "agent" | "recipient" | "tool";
interface About {
  readonly truth: Ternary;
  readonly missing: readonly Missing[];
}

const about: About = { truth: yes, missing: [] };
const foreign: About = { truth: no, missing: [] };

/** Whether a gate of the right phase and tool (the index saw to that) is about the event: recipient and acting agent. */
function compileTargets(gate: IrGate): (frame: PolicyFrame) => About {
  const agents = gate.agents === undefined ? undefined : new Set(gate.agents);
  const messages = gate.on.filter((target) => target.kind === "message");
  const recipients = messages.some(({ to }) => to === undefined)
    ? undefined
    : new Set(messages.flatMap(({ to }) => (to === undefined ? [] : [to])));
  const results = new Set(gate.on.flatMap((target) => (target.kind === "result" ? target.tools : [])));
  return (frame) => {
    const missing: Missing[] = [];
    if (frame.event.kind === "message" && recipients !== undefined) {
      const recipient = textOf(frame.read("recipient", []));
      if (recipient === undefined) missing.push("recipient");
      else if (!recipients.has(recipient)) return foreign;
    }
    // The index offers a result gate for another tool's result only where that tool is not known.
    if (frame.event.kind === "result" && !results.has(frame.event.tool ?? "")) missing.push("tool");
    if (agents !== undefined) {
      const agent = textOf(frame.read("agent", []));
      if (agent === undefined) missing.push("agent");
      else if (!agents.has(agent)) return foreign;
    }
    return missing.length === 0 ? about : { truth: maybe, missing };
  };
}

/** The gates that may be about an event, found by its phase, its tool and its acting agent. */
export interface GateIndex {
  readonly of: (event: Event) => readonly CompiledGate[];
  /** The same index with each list changed. */
  readonly map: (change: (list: readonly CompiledGate[]) => readonly CompiledGate[]) => GateIndex;
}

export function indexGates(ir: PolicyIr, gates: readonly CompiledGate[]): GateIndex {
  const agents = ir.agents.map(({ name }) => name);
  const lists = new Map<string, readonly CompiledGate[]>();
  const add = (slot: string, chosen: readonly CompiledGate[]): void => {
    lists.set(slot, chosen);
    for (const agent of agents) {
      lists.set(
        slotOfAgent(slot, agent),
        chosen.filter(({ gate }) => gate.agents === undefined || gate.agents.includes(agent)),
      );
    }
  };
  for (const kind of ["prompt", "output", "message", "result"] as const) {
    add(
      kind,
      gates.filter(({ gate }) => gate.on.some((target) => target.kind === kind)),
    );
  }
  for (const kind of ["call", "result"] as const) {
    for (const tool of Object.keys(ir.catalogue.tools)) {
      add(
        `${kind} ${tool}`,
        gates.filter(({ gate }) => gate.on.some((target) => target.kind === kind && target.tools.includes(tool))),
      );
    }
  }
  return fromLists(lists, new Set(agents));
}

function fromLists(lists: ReadonlyMap<string, readonly CompiledGate[]>, agents: ReadonlySet<string>): GateIndex {
  return {
    of(event) {
      const slot = slotOf(event, lists);
      const agent = textOf(event.fields.agent);
      return lists.get(agent !== undefined && agents.has(agent) ? slotOfAgent(slot, agent) : slot) ?? [];
    },
    map: (change) => fromLists(new Map([...lists].map(([slot, list]) => [slot, change(list)])), agents),
  };
}

const slotOfAgent = (slot: string, agent: string): string => `${slot}\u0000${agent}`;

/** A result of an undeclared tool may be of any: every result gate is looked at. */
function slotOf(event: Event, lists: ReadonlyMap<string, readonly CompiledGate[]>): string {
  const slot = `${event.kind} ${event.tool ?? ""}`;
  if (event.kind === "call") return slot;
  return event.kind === "result" && lists.has(slot) ? slot : event.kind;
}
