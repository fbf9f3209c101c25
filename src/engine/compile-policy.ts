import type { Event } from "../event/event.ts";
import { assembleDecision, isUnsupported, ownLevel, requirementLevel, type Setting } from "./assemble-decision.ts";
import { type Circumstances, environmentOf } from "./circumstances.ts";
import { type CompiledGate, compileGate, type GateIndex, indexGates } from "./compile-gates.ts";
import type { PolicyFrame } from "./compile-grants.ts";
import { compilePermissions } from "./compile-permissions.ts";
import type { Decision, Level, Reason } from "./decision.ts";
import { dischargedBy } from "./discharge.ts";
import type { IrGate, PolicyIr } from "./ir.ts";
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
  const ceilings = new Map(ir.gates.map((gate) => [gate, ceilingOf(gate, setting)]));
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

  return {
    level(event, circumstances) {
      const frame = frameOf(event, circumstances);
      if (standingDenials(event, circumstances).length > 0 || !permissions.holds(frame)) return "deny";
      let level: Level = "allow";
      for (const gate of byCeiling.of(event)) {
        if (rankOf(ceilings.get(gate.gate) ?? "deny") <= rankOf(level)) break;
        if (!gate.isObserved(event) && gate.fires(frame)) {
          level = strictest(level, remainsOf(gate.gate, event, circumstances));
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
        reasons.push(reason);
        if (reason.observed !== true) acting.push(gate.gate);
      }
      return assembleDecision(reasons, acting, event, circumstances, setting);
    },
  };
}

/** The strictest a gate can make a decision. */
function ceilingOf(gate: IrGate, setting: Setting): Level {
  if (gate.obligations.some((obligation) => isUnsupported(obligation, setting))) return "deny";
  return gate.requirements.map(requirementLevel).reduce<Level>(strictest, gate.level);
}

function frameOf(event: Event, circumstances: Circumstances): PolicyFrame {
  const { read, origin, history } = environmentOf(event, circumstances);
  return { read, origin, history, event, circumstances, elements: [], paths: [] };
}
