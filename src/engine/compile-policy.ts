import type { Event } from "../event/event.ts";
import { assembleDecision, isUnsupported, ownLevel, requirementLevel, type Setting } from "./assemble-decision.ts";
import { type Circumstances, environmentOf } from "./circumstances.ts";
import { type CompiledGate, compileGate, type GateIndex, indexGates } from "./compile-gates.ts";
import type { PolicyFrame } from "./compile-grants.ts";
import { compilePermissions } from "./compile-permissions.ts";
import type { Decision, Level, Reason } from "./decision.ts";
import { dischargedBy } from "./discharge.ts";
import type { IrBreakGlass, IrGate, PolicyIr } from "./ir.ts";
import { overrideGate } from "./override-gate.ts";
import { rankOf, strictest } from "./reason.ts";
import { standingDenials } from "./standing.ts";

/** A policy as closures, indexed by phase, tool and agent, so that a decision looks only at what may act. */
export interface CompiledPolicy {
  /** The level alone, leaving as soon as it cannot rise. */
  readonly level: (event: Event, circumstances: Circumstances) => Level;
  /** Requirements, obligations and reasons; `explain` adds what supports them. */
  readonly decide: (event: Event, circumstances: Circumstances, explain: boolean) => Decision;
}

export function compilePolicy(ir: PolicyIr, setting: Setting): CompiledPolicy {
  const permissions = compilePermissions(ir);
  const gates: GateIndex = indexGates(ir, ir.gates.map(compileGate));
  const glasses = glassesByGate(ir);
  const ceilings = new Map(ir.gates.map((gate) => [gate, ceilingOf(gate, glasses.get(gate) ?? none, setting)]));
  const strictFirst = (left: CompiledGate, right: CompiledGate): number =>
    rankOf(ceilings.get(right.gate) ?? "deny") - rankOf(ceilings.get(left.gate) ?? "deny");
  const byCeiling = gates.map((list) => [...list].sort(strictFirst));

  const remainsOf = (gate: IrGate, event: Event, circumstances: Circumstances): Level => {
    if (gate.obligations.some((obligation) => isUnsupported(obligation, setting))) return "deny";
    return gate.requirements
      .filter((requirement) => dischargedBy(requirement, event, circumstances, setting.agents) === undefined)
      .map(requirementLevel)
      .reduce<Level>(strictest, ownLevel(gate));
  };

  const openOf = (gate: IrGate, circumstances: Circumstances): readonly IrBreakGlass[] => {
    const named = glasses.get(gate);
    return named === undefined ? none : named.filter((glass) => circumstances.isOpen(glass));
  };

  return {
    level(event, circumstances) {
      const frame = frameOf(event, circumstances);
      if (standingDenials(event, circumstances).length > 0 || !permissions.holds(frame)) return "deny";
      let level: Level = "allow";
      for (const gate of byCeiling.of(event)) {
        if (rankOf(ceilings.get(gate.gate) ?? "deny") <= rankOf(level)) break;
        if (!gate.isObserved(event) && gate.fires(frame)) {
          const open = openOf(gate.gate, circumstances);
          const acting = open.length === 0 ? gate.gate : overrideGate(gate.gate, open);
          level = strictest(level, remainsOf(acting, event, circumstances));
          if (level === "deny") break;
        }
      }
      return level;
    },
    decide(event, circumstances, explain) {
      const frame = frameOf(event, circumstances);
      const reasons: Reason[] = [...standingDenials(event, circumstances), ...permissions.judge(frame, explain)];
      const acting: IrGate[] = [];
      for (const gate of gates.of(event)) {
        const reason = gate.judge(frame, explain);
        if (reason === undefined) continue;
        const open = reason.observed === true ? none : openOf(gate.gate, circumstances);
        if (open.length > 0) {
          const overriddenBy = [...new Set(open.map(({ name }) => name))].sort();
          reasons.push({ ...reason, level: "log", overriddenBy });
          acting.push(overrideGate(gate.gate, open));
          continue;
        }
        reasons.push(reason);
        if (reason.observed !== true) acting.push(gate.gate);
      }
      return assembleDecision(reasons, acting, event, circumstances, setting);
    },
  };
}

const none: readonly IrBreakGlass[] = [];

/** The break glasses that name a gate, of those that have any. */
function glassesByGate({ gates, breakGlasses }: PolicyIr): ReadonlyMap<IrGate, readonly IrBreakGlass[]> {
  const named = gates.map((gate) => [gate, breakGlasses.filter((glass) => glass.gates.includes(gate.name))] as const);
  return new Map(named.filter(([gate, list]) => gate.overridable && list.length > 0));
}

/** The strictest a gate can make a decision, overridden or not. */
function ceilingOf(gate: IrGate, glasses: readonly IrBreakGlass[], setting: Setting): Level {
  const obligations = [...gate.obligations, ...glasses.flatMap((glass) => glass.obligations)];
  if (obligations.some((obligation) => isUnsupported(obligation, setting))) return "deny";
  return gate.requirements.map(requirementLevel).reduce<Level>(strictest, gate.level);
}

function frameOf(event: Event, circumstances: Circumstances): PolicyFrame {
  const { read, origin } = environmentOf(event, circumstances);
  return { read, origin, event, circumstances, elements: [], paths: [] };
}
