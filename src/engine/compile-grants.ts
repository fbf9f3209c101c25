import type { Event } from "../event/event.ts";
import type { Layout } from "../event/layout.ts";
import { type Field, present, textField, unrecorded } from "../value/value.ts";
import { type Circumstances, headRoles, textOf } from "./circumstances.ts";
import { compileCondition } from "./compile-condition.ts";
import type { Reason } from "./decision.ts";
import {
  type CompiledCondition,
  type FactSink,
  type Frame,
  maybe,
  no,
  noDepths,
  type Ternary,
  ternary,
  yes,
} from "./frame.ts";
import type { IrCondition, IrGrant } from "./ir.ts";
import { once } from "./once.ts";
import { withKey } from "./reason.ts";
import { slotsFor } from "./slots.ts";

/** A frame that grants run on as well. */
export interface PolicyFrame extends Frame {
  readonly event: Event;
  readonly circumstances: Circumstances;
}

export interface CompiledGrant {
  readonly name: string;
  /** Its place in the IR. */
  readonly place: number;
  /** The reason of a decision that it allows, without what supports it. */
  readonly granted: Reason;
  /** Its condition, where it has nothing else. */
  readonly only:
    | { readonly condition: IrCondition; readonly compiled: CompiledCondition; readonly tools: readonly string[] }
    | undefined;
  readonly test: (frame: PolicyFrame, agent: string) => Ternary;
  readonly explain: (frame: PolicyFrame, agent: string, truth: Ternary, sink: FactSink) => void;
}

interface Part {
  readonly test: (frame: PolicyFrame, agent: string) => Ternary;
  readonly explain: (frame: PolicyFrame, agent: string, truth: Ternary, sink: FactSink) => void;
}

export type GrantTest = (frame: PolicyFrame, agent: string) => Ternary;

/** A grant is the `and` of its parts. `emitted` is its test where there is code for it already. */
export function compileGrant(grant: IrGrant, place: number, layout: Layout, emitted?: GrantTest): CompiledGrant {
  if (emitted === undefined) return compileParts(grant, place, layout);
  const parts = once(() => compileParts(grant, place, layout));
  return {
    name: grant.name,
    place,
    granted: grantedBy(grant),
    get only() {
      return parts().only;
    },
    test: emitted,
    explain: (frame, agent, truth, sink) => parts().explain(frame, agent, truth, sink),
  };
}

const grantedBy = ({ name }: IrGrant): Reason =>
  withKey({ code: "granted", class: "rule", level: "allow", rule: name, unknowns: [], support: [] });

/** Its condition, where it has nothing else. */
const onlyCondition = ({ onBehalfOf, purposes, untilMs, whileTask, when }: IrGrant): IrCondition | undefined =>
  [onBehalfOf, purposes, untilMs, whileTask].every((part) => part === undefined) ? when : undefined;

function compileParts(grant: IrGrant, place: number, layout: Layout): CompiledGrant {
  const parts: Part[] = [];
  if (grant.onBehalfOf !== undefined) parts.push(rolePart(new Set(grant.onBehalfOf)));
  if (grant.purposes !== undefined) parts.push(purposePart(new Set(grant.purposes)));
  if (grant.untilMs !== undefined) parts.push(untilPart(grant.untilMs));
  if (grant.whileTask !== undefined) parts.push(taskPart(grant.whileTask.maxMs));
  const when =
    grant.when === undefined ? undefined : compileCondition(grant.when, noDepths, slotsFor(layout, grant.tools));
  if (when !== undefined) parts.push(whenPart(when));
  const condition = onlyCondition(grant);
  return {
    name: grant.name,
    place,
    granted: grantedBy(grant),
    only: condition === undefined || when === undefined ? undefined : { condition, compiled: when, tools: grant.tools },
    test: (frame, agent) => {
      let truth: Ternary = yes;
      for (const part of parts) {
        const next = part.test(frame, agent);
        if (next === no) return no;
        if (next === maybe) truth = maybe;
      }
      return truth;
    },
    explain: (frame, agent, truth, sink) => {
      for (const part of parts) if (part.test(frame, agent) === truth) part.explain(frame, agent, truth, sink);
    },
  };
}

function whenPart(compiled: CompiledCondition): Part {
  return {
    test: compiled.test,
    explain: (frame, _agent, truth, sink) => compiled.explain(frame, truth, sink),
  };
}

const purposeOf = (frame: PolicyFrame): Field => frame.read("purpose", []);

export function purposeTest(frame: PolicyFrame, purposes: ReadonlySet<string>): Ternary {
  const purpose = textOf(purposeOf(frame));
  return purpose === undefined ? maybe : ternary(purposes.has(purpose));
}

function purposePart(purposes: ReadonlySet<string>): Part {
  return {
    test: (frame) => purposeTest(frame, purposes),
    explain: (frame, _agent, _truth, sink) => void sink.set("purpose", purposeOf(frame)),
  };
}

export function roleTest({ event: { chain } }: PolicyFrame, roles: ReadonlySet<string>): Ternary {
  if (chain.state !== "value") return chain.state === "absent" ? no : maybe;
  const [head] = chain.principals;
  if (head?.kind !== "user") return no;
  return head.roles === undefined ? maybe : ternary(head.roles.some((role) => roles.has(role)));
}

function rolePart(roles: ReadonlySet<string>): Part {
  return {
    test: (frame) => roleTest(frame, roles),
    explain: ({ event }, _agent, _truth, sink) => void sink.set("chain.roles", headRoles(event)),
  };
}

export const untilTest = ({ event: { at } }: PolicyFrame, untilMs: number): Ternary =>
  at === undefined ? maybe : ternary(at < untilMs);

function untilPart(untilMs: number): Part {
  return {
    test: (frame) => untilTest(frame, untilMs),
    explain: (frame, _agent, _truth, sink) => void sink.set("at", frame.read("at", [])),
  };
}

/** The age of the youngest task of the agent; `none` where it has none. */
function youngest(frame: PolicyFrame, agent: string): { readonly ms?: number; readonly gap: boolean } | "none" {
  let ms: number | undefined;
  let gap = false;
  let count = 0;
  for (const { agents, startedAt } of frame.circumstances.tasks) {
    if (agents !== undefined && !agents.includes(agent)) continue;
    count += 1;
    const { at } = frame.event;
    if (startedAt === undefined || at === undefined) gap = true;
    else ms = ms === undefined ? at - startedAt : Math.min(ms, at - startedAt);
  }
  if (count === 0) return "none";
  return ms === undefined ? { gap } : { ms, gap };
}

const unsaid = (frame: PolicyFrame): boolean => frame.event.raw.not_recorded?.includes("task") === true;

export function taskTest(frame: PolicyFrame, agent: string, maxMs: number | undefined): Ternary {
  const found = youngest(frame, agent);
  if (found === "none") return unsaid(frame) ? maybe : no;
  if (maxMs === undefined || (found.ms !== undefined && found.ms <= maxMs)) return yes;
  return found.gap ? maybe : no;
}

function taskPart(maxMs: number | undefined): Part {
  return {
    test: (frame, agent) => taskTest(frame, agent, maxMs),
    explain: (frame, agent, truth, sink) => {
      const found = youngest(frame, agent);
      if (found === "none") sink.set("task", unsaid(frame) ? unrecorded("not_recorded") : { state: "absent" });
      else if (maxMs === undefined) sink.set("task", textField("running"));
      else if (truth === maybe || found.ms === undefined) sink.set("task.age", unrecorded("not_recorded"));
      else sink.set("task.age", present({ kind: "duration", ms: found.ms }));
    },
  };
}
