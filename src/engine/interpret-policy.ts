import type { Event } from "../event/event.ts";
import { assembleDecision, type Setting } from "./assemble-decision.ts";
import { type Circumstances, environmentOf } from "./circumstances.ts";
import type { Decision, Reason } from "./decision.ts";
import type { Environment } from "./environment.ts";
import { type Evaluation, uniteFacts, unknownsOf } from "./fact.ts";
import { evaluate } from "./interpret-condition.ts";
import { judgeCall, judgeMessage } from "./interpret-grants.ts";
import type { IrGate, IrTarget, PolicyIr } from "./ir.ts";
import { evaluateAll, evaluateAny } from "./kleene.ts";
import { overrideGate } from "./override-gate.ts";
import { printSupport } from "./reason.ts";
import { standingDenials } from "./standing.ts";

/** The reference interpreter: every grant and every gate, one after the other, always explained. */
export function decideByInterpreter(
  ir: PolicyIr,
  event: Event,
  circumstances: Circumstances,
  setting: Setting,
): Decision {
  const environment = environmentOf(event, circumstances);
  const permission =
    event.kind === "call"
      ? judgeCall(ir, event, circumstances, environment)
      : event.kind === "message"
        ? judgeMessage(ir, environment)
        : [];
  const fired = ir.gates
    .flatMap((gate) => judgeGate(gate, ir, event, environment))
    .map((judged) => override(judged, ir, circumstances));
  const reasons = [...standingDenials(event, circumstances), ...permission, ...fired.map(({ reason }) => reason)];
  const acting = fired.flatMap(({ gate, reason }) => (reason.observed === true ? [] : [gate]));
  return assembleDecision(reasons, acting, event, circumstances, setting);
}

interface Judged {
  readonly gate: IrGate;
  readonly reason: Reason;
}

/** An open break glass makes a log of what an overridable gate demands; nothing else loosens. */
function override({ gate, reason }: Judged, ir: PolicyIr, circumstances: Circumstances): Judged {
  if (!gate.overridable || reason.observed === true) return { gate, reason };
  const open = ir.breakGlasses.filter((glass) => glass.gates.includes(gate.name) && circumstances.isOpen(glass));
  if (open.length === 0) return { gate, reason };
  const overriddenBy = [...new Set(open.map(({ name }) => name))].sort();
  return { gate: overrideGate(gate, open), reason: { ...reason, level: "log", overriddenBy } };
}

/** A gate fires unless it is definitely not about this event, `when` is definitely false or `unless` definitely true. */
function judgeGate(gate: IrGate, ir: PolicyIr, event: Event, environment: Environment): readonly Judged[] {
  const about = isAboutEvent(gate, ir, event, environment);
  const when = gate.when === undefined ? always : evaluate(gate.when, environment);
  const unless = gate.unless === undefined ? never : evaluate(gate.unless, environment);
  if (about.truth === "false" || when.truth === "false" || unless.truth === "true") return [];

  const undecided = [about, when, unless].filter(({ truth }) => truth === "unknown");
  const observed = gate.observe !== undefined && event.at !== undefined && event.at < gate.observe.untilMs;
  const reason: Reason = {
    code: gate.code ?? "gate",
    class: undecided.length === 0 ? "rule" : "evidence",
    level: gate.level,
    rule: gate.name,
    ...(gate.because === undefined ? {} : { because: gate.because }),
    ...(observed ? { observed } : {}),
    unknowns: unknownsOf(uniteFacts(undecided.map(({ support }) => support))),
    support: printSupport(uniteFacts([about, when, unless].map(({ support }) => support))),
  };
  return [{ gate, reason }];
}

/** Whether a gate names this event's phase, tool, recipient and acting agent. */
export const isAboutEvent = (gate: IrGate, ir: PolicyIr, event: Event, environment: Environment): Evaluation =>
  evaluateAll([
    evaluateAny(gate.on.map((target) => isAbout(target, ir, event, environment))),
    isActing(gate, environment),
  ]);

const always: Evaluation = { truth: "true", support: [] };
const never: Evaluation = { truth: "false", support: [] };

/** Whether a target names this event. What is simply of another phase, tool or recipient needs no support. */
function isAbout(target: IrTarget, ir: PolicyIr, event: Event, environment: Environment): Evaluation {
  if (target.kind !== event.kind) return never;
  switch (target.kind) {
    case "prompt":
    case "output":
      return always;
    case "call":
      return event.tool !== undefined && target.tools.includes(event.tool) ? always : never;
    case "result": {
      if (event.tool !== undefined && target.tools.includes(event.tool)) return always;
      if (event.tool !== undefined && Object.hasOwn(ir.catalogue.tools, event.tool)) return never;
      // Of a tool that nobody declared, or of an unrecorded one: it may be any.
      return unknownFact("tool", environment);
    }
    case "message":
      return target.to === undefined ? always : isOneOf([target.to], "recipient", environment);
  }
}

function isActing(gate: IrGate, environment: Environment): Evaluation {
  return gate.agents === undefined ? always : isOneOf(gate.agents, "agent", environment);
}

function isOneOf(names: readonly string[], root: "agent" | "recipient", environment: Environment): Evaluation {
  const field = environment.read(root, []);
  if (field.state !== "value" || field.value.kind !== "text") return unknownFact(root, environment);
  return names.includes(field.value.text) ? always : never;
}

const unknownFact = (root: "agent" | "recipient" | "tool", environment: Environment): Evaluation => ({
  truth: "unknown",
  support: [{ path: root, field: environment.read(root, []) }],
});
