import type { Event } from "../event/event.ts";
import type { Layout } from "../event/layout.ts";
import type { Field } from "../value/value.ts";
import { actingAgent } from "./acting-agent.ts";
import { textOf } from "./circumstances.ts";
import { compileCondition } from "./compile-condition.ts";
import type { PolicyFrame } from "./compile-grants.ts";
import type { Reason } from "./decision.ts";
import { type Fact, unknownsOf } from "./fact.ts";
import { type CompiledCondition, type FactSink, maybe, no, noDepths, type Ternary, type Test, yes } from "./frame.ts";
import type { IrCondition, IrGate, IrTarget, PolicyIr } from "./ir.ts";
import { once } from "./once.ts";
import { printSupport, withKey } from "./reason.ts";
import { type SlotFinder, slotsFor } from "./slots.ts";

export interface GateTests {
  readonly when?: Test;
  readonly unless?: Test;
}

export interface CompiledGate {
  readonly gate: IrGate;
  /** Its place in the IR. */
  readonly place: number;
  readonly when: CompiledCondition | undefined;
  readonly unless: CompiledCondition | undefined;
  readonly fires: (frame: PolicyFrame) => boolean;
  /** A shadow before its date only reports. An unknown time is not before it. */
  readonly isObserved: (event: Event) => boolean;
  /** The reason where it fires, without what it rests on. `undecided`: only because something is unknown. */
  readonly reasonOf: (event: Event, undecided: boolean) => Reason;
  /** The reason, if the gate fires. */
  readonly judge: (frame: PolicyFrame, explain: boolean) => Reason | undefined;
}

/** `emitted` are the tests of its conditions where there is code for them already. */
export function compileGate(gate: IrGate, place: number, layout: Layout, emitted: GateTests = {}): CompiledGate {
  // Only calls have rows.
  const slots = slotsFor(
    layout,
    gate.on.flatMap((target) => (target.kind === "call" ? target.tools : [])),
  );
  const when = gate.when === undefined ? undefined : compileWith(gate.when, slots, emitted.when);
  const unless = gate.unless === undefined ? undefined : compileWith(gate.unless, slots, emitted.unless);
  const applies = compileTargets(gate);
  const untilMs = gate.observe?.untilMs;
  const isObserved = ({ at }: Event): boolean => untilMs !== undefined && at !== undefined && at < untilMs;

  // Without an explanation a gate has four reasons, whatever the event.
  const decided = bareReason(gate, "rule", false);
  const wanting = bareReason(gate, "evidence", false);
  const shadow = bareReason(gate, "rule", true);
  const wantingShadow = bareReason(gate, "evidence", true);

  const reasonOf = (event: Event, undecided: boolean): Reason => {
    const observed = isObserved(event);
    return undecided ? (observed ? wantingShadow : wanting) : observed ? shadow : decided;
  };

  const judge = (frame: PolicyFrame, explain: boolean): Reason | undefined => {
    const about = applies(frame);
    if (about.truth === no) return undefined;
    const whenTruth = when === undefined ? yes : when.test(frame);
    if (whenTruth === no) return undefined;
    const unlessTruth = unless === undefined ? no : unless.test(frame);
    if (unlessTruth === yes) return undefined;

    const undecided = about.truth === maybe || whenTruth === maybe || unlessTruth === maybe;
    const bare = reasonOf(frame.event, undecided);
    if (!explain) return bare;
    const missing: FactSink = new Map();
    const support: FactSink = new Map();
    const sinkOf = (truth: Ternary): readonly FactSink[] => (truth === maybe ? [missing, support] : [support]);
    for (const sink of sinkOf(about.truth)) for (const root of about.missing) sink.set(root, frame.read(root, []));
    for (const sink of sinkOf(whenTruth)) when?.explain(frame, whenTruth, sink);
    for (const sink of sinkOf(unlessTruth)) unless?.explain(frame, unlessTruth, sink);
    return { ...bare, unknowns: unknownsOf(factsOf(missing)), support: printSupport(factsOf(support)) };
  };

  const fires = (frame: PolicyFrame): boolean =>
    applies(frame).truth !== no &&
    (when === undefined || when.test(frame) !== no) &&
    (unless === undefined || unless.test(frame) !== yes);

  return { gate, place, when, unless, fires, isObserved, reasonOf, judge };
}

const bareReason = (gate: IrGate, reasonClass: "rule" | "evidence", observed: boolean): Reason =>
  withKey({
    code: gate.code ?? "gate",
    class: reasonClass,
    level: gate.level,
    rule: gate.name,
    ...(gate.because === undefined ? {} : { because: gate.because }),
    ...(observed ? { observed } : {}),
    unknowns: [],
    support: [],
  });

/** Emitted code tests; what explains a truth is compiled when an explanation is first asked for. */
function compileWith(condition: IrCondition, slots: SlotFinder, emitted: Test | undefined): CompiledCondition {
  if (emitted === undefined) return compileCondition(condition, noDepths, slots);
  const closures = once(() => compileCondition(condition, noDepths, slots));
  return {
    get conjuncts() {
      return closures().conjuncts;
    },
    test: emitted,
    explain: (frame, truth, sink) => closures().explain(frame, truth, sink),
  };
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
    const { event } = frame;
    let missing: readonly Missing[] = none;
    if (event.kind === "message" && recipients !== undefined) {
      const recipient = textOf(frame.read("recipient", none));
      if (recipient === undefined) missing = ["recipient"];
      else if (!recipients.has(recipient)) return foreign;
    }
    // The index offers a result gate for another tool's result only where that tool is not known.
    if (event.kind === "result" && !results.has(event.tool ?? "")) missing = [...missing, "tool"];
    if (agents !== undefined) {
      const agent = actingAgent(frame);
      if (agent === undefined) missing = [...missing, "agent"];
      else if (!agents.has(agent)) return foreign;
    }
    return missing.length === 0 ? about : { truth: maybe, missing };
  };
}

const none: readonly never[] = [];

/** The gates that may be about an event, found by its phase, its tool and its acting agent. */
export interface GateIndex {
  readonly of: (event: Event, agent: string | undefined) => readonly CompiledGate[];
  /** Those that may act on a call of this tool by this agent of the policy. */
  readonly ofCall: (tool: string, agent: string) => readonly CompiledGate[];
}

/** Made in one pass over the gates; the lists of single agents are made when first asked for. */
export function indexGates(ir: PolicyIr, gates: readonly CompiledGate[]): GateIndex {
  const agents = new Set(ir.agents.map(({ name }) => name));
  const places = new Map<string, Map<string, GatePlace>>();
  const placeIn = (kind: string, tool: string): GatePlace => {
    const byTool = places.get(kind) ?? new Map<string, GatePlace>();
    places.set(kind, byTool);
    const place = byTool.get(tool) ?? { gates: [], ofAgents: new Map() };
    byTool.set(tool, place);
    return place;
  };
  for (const tool of Object.keys(ir.catalogue.tools)) {
    placeIn("call", tool);
    placeIn("result", tool);
  }
  for (const gate of gates) {
    for (const place of new Set(gate.gate.on.flatMap((target) => placesOfTarget(target, placeIn)))) {
      place.gates.push(gate);
    }
  }
  /** A result of an undeclared tool may be of any: every result gate is looked at. */
  const placeOf = ({ kind, tool }: Event): GatePlace | undefined => {
    const byTool = places.get(kind);
    if (kind === "call") return byTool?.get(tool ?? "");
    return (kind === "result" && tool !== undefined ? byTool?.get(tool) : undefined) ?? byTool?.get("");
  };
  const ofAgent = (place: GatePlace, agent: string): readonly CompiledGate[] => {
    const known = place.ofAgents.get(agent);
    if (known !== undefined) return known;
    const chosen = place.gates.filter(({ gate }) => gate.agents?.includes(agent) !== false);
    place.ofAgents.set(agent, chosen);
    return chosen;
  };
  return {
    of(event, agent) {
      const place = placeOf(event);
      if (place === undefined) return none;
      return agent !== undefined && agents.has(agent) ? ofAgent(place, agent) : place.gates;
    },
    ofCall(tool, agent) {
      const place = places.get("call")?.get(tool);
      return place === undefined ? none : ofAgent(place, agent);
    },
  };
}

/** The gates on one kind of event and one tool; "" where it has none, and for results of any tool. */
interface GatePlace {
  readonly gates: CompiledGate[];
  /** Of single agents of the policy, by their names. */
  readonly ofAgents: Map<string, readonly CompiledGate[]>;
}

function placesOfTarget(target: IrTarget, placeIn: (kind: string, tool: string) => GatePlace): readonly GatePlace[] {
  if (target.kind === "call") return target.tools.map((tool) => placeIn("call", tool));
  if (target.kind !== "result") return [placeIn(target.kind, "")];
  return ["", ...target.tools].map((tool) => placeIn("result", tool));
}
