import type { Event } from "../event/event.ts";
import { layoutOf } from "../event/layout.ts";
import { plainRowOf, plainToolOf } from "../event/plain-call.ts";
import { openRow, type Row, rowOf } from "../event/row.ts";
import { actingAgent } from "./acting-agent.ts";
import { actionKeyOf } from "./action-key.ts";
import { assembleDecision, isUnsupported, ownLevel, requirementLevel, type Setting } from "./assemble-decision.ts";
import type { Circumstances } from "./circumstances.ts";
import { compileGate, type GateIndex, type GateTests, indexGates } from "./compile-gates.ts";
import type { CompiledGrant, GrantTest, PolicyFrame } from "./compile-grants.ts";
import { compilePermissions } from "./compile-permissions.ts";
import { createShop, type LevelPlan, levelByPlan, planLevel } from "./compile-plans.ts";
import type { Decision, Level, Reason } from "./decision.ts";
import { DecisionFrame } from "./decision-frame.ts";
import { dischargedBy } from "./discharge.ts";
import { yes } from "./frame.ts";
import type { IrBreakGlass, IrGate, PolicyIr } from "./ir.ts";
import { createPlanJudge, type PlanJudge, type PlanVerdict } from "./judge-by-plan.ts";
import { LevelFrame } from "./level-frame.ts";
import { createPool } from "./level-program.ts";
import { overrideGate } from "./override-gate.ts";
import type { PastOf } from "./past.ts";
import { rankOf, strictest } from "./reason.ts";
import { createRuleCache } from "./rule-cache.ts";
import { standingDenials } from "./standing.ts";
import { actionOf, type State, sessionOf } from "./state.ts";
import { unexplained } from "./unexplained.ts";

/** A policy as closures, indexed by phase, tool and agent, so that a decision looks only at what may act. */
export interface CompiledPolicy {
  /** The level alone, on the state strictly before the event; leaves as soon as it cannot rise. */
  readonly level: (event: Event, state: State) => Level;
  /** Requirements, obligations and reasons, on the same state; `explain` adds what supports them. */
  readonly decide: (event: Event, state: State, explain: boolean) => Decision;
}

/** What an emitted module brings of its own; by the indexes of the IR. The rest is as with closures. */
export interface EmittedCode {
  readonly gates: readonly GateTests[];
  readonly grants: readonly GrantTest[];
  /** What finds the level of a call without answers, for a host that performs all obligations. */
  readonly levelOf: (tool: string, agent: string) => LevelOfCall | undefined;
}
export type LevelOfCall = (frame: PolicyFrame) => Level;

/** What acts on the calls of one tool by one agent; the plan is made when it is first needed. */
interface ActingRules {
  readonly agent: string;
  readonly tool: string;
  readonly grants: readonly CompiledGrant[];
  readonly emitted: LevelOfCall | undefined;
  plan: LevelPlan | undefined;
  judge: PlanJudge | undefined;
}

export function compilePolicy(ir: PolicyIr, setting: Setting, past: PastOf, emitted?: EmittedCode): CompiledPolicy {
  const layout = layoutOf(ir.catalogue);
  const noRow: Row = openRow(layout.size);
  const permissions = compilePermissions(ir, layout, emitted?.grants);
  const compiled = ir.gates.map((gate, place) => compileGate(gate, place, layout, emitted?.gates[place]));
  const gates: GateIndex = indexGates(ir, compiled);
  const glasses = glassesByGate(ir);
  const ceilings = new Map(ir.gates.map((gate) => [gate, ceilingOf(gate, glasses.get(gate) ?? none, setting)]));
  const rowOfEvent = (event: Event): Row => plainRowOf(event, layout) ?? rowOf(event.fields, layout) ?? noRow;

  const remainsOf = (gate: IrGate, event: Event, circumstances: Circumstances): Level => {
    if (gate.obligations.some((obligation) => isUnsupported(obligation, setting))) return "deny";
    return gate.requirements
      .filter((requirement) => dischargedBy(requirement, event, circumstances, setting.agents) === undefined)
      .map(requirementLevel)
      .reduce<Level>(strictest, ownLevel(gate));
  };

  const pool = createPool();
  const shop = createShop({ pool, layout, ceilingOf: (gate) => ceilings.get(gate) ?? "deny" });
  const judges = new Map<LevelPlan, PlanJudge>();

  const performsAll = ir.gates.every((gate) => gate.obligations.every((one) => !isUnsupported(one, setting)));
  const levelOf = performsAll ? emitted?.levelOf : undefined;
  const rules = createRuleCache(layout.tools, (tool, agent): ActingRules | undefined => {
    const grants = permissions.grantsOf(agent, tool);
    if (grants === undefined) return undefined;
    return { agent, tool, grants, emitted: levelOf?.(tool, agent), plan: undefined, judge: undefined };
  });
  const planOf = (acting: ActingRules): LevelPlan => {
    acting.plan ??= planLevel(acting.tool, gates.ofCall(acting.tool, acting.agent), acting.grants, shop);
    return acting.plan;
  };

  const judgeOf = (plan: LevelPlan): PlanJudge => {
    const judge = judges.get(plan) ?? createPlanJudge(plan, pool);
    judges.set(plan, judge);
    return judge;
  };

  const openOf = (gate: IrGate, circumstances: Circumstances): readonly IrBreakGlass[] => {
    const named = glasses.get(gate);
    return named === undefined ? none : named.filter((glass) => circumstances.isOpen(glass));
  };

  const frame = new LevelFrame(noRow, past);
  const remains = (gate: IrGate, event: Event): Level => {
    const open = openOf(gate, frame.circumstances);
    return remainsOf(open.length === 0 ? gate : overrideGate(gate, open), event, frame.circumstances);
  };

  // Then what a gate leaves is not its ceiling, even where no break glass was ever opened.
  const ceilingsOfGlasses = ir.breakGlasses.some(({ obligations }) =>
    obligations.some((obligation) => isUnsupported(obligation, setting)),
  );
  const mayBeOverridden = (state: State): boolean =>
    glasses.size > 0 && (state.glasses !== undefined || ceilingsOfGlasses);

  /** Of a call that stands in the frame; what its chain demands of others is asked of the permissions. */
  const levelOfCall = (event: Event, state: State, blank: boolean, toolIndex: number): Level => {
    const agent = actingAgent(frame);
    if (agent === undefined || event.chain.state === "unrecorded") return "deny";
    if (event.chain.state === "value" && !permissions.chainHolds(frame, agent, event.chain.principals)) return "deny";
    const acting = rules.of(toolIndex, agent);
    if (acting === undefined) return "deny";
    const asItStands = (blank || frame.circumstances.responses.length === 0) && !mayBeOverridden(state);
    if (asItStands && acting.emitted !== undefined) return acting.emitted(frame);
    return levelByPlan(planOf(acting), pool, frame, agent, asItStands ? undefined : remains);
  };

  /** Of what has no tool, or is a result: no grant is needed, or only `may message`. */
  const levelOfOther = (event: Event): Level => {
    if (permissions.judge(frame, false).length > 0) return "deny";
    let level: Level = "allow";
    for (const gate of gates.of(event, actingAgent(frame))) {
      if (rankOf(ceilings.get(gate.gate) ?? "deny") <= rankOf(level)) continue;
      if (gate.isObserved(event) || !gate.fires(frame)) continue;
      level = strictest(level, remains(gate.gate, event));
      if (level === "deny") break;
    }
    return level;
  };

  /** Of a call without a chain, by its plan; undefined where there is none. Emitted code has conditions of its own. */
  const judgeFor = (event: Event, agent: string | undefined): PlanJudge | undefined => {
    if (emitted !== undefined || agent === undefined || event.kind !== "call" || event.chain.state !== "absent") {
      return undefined;
    }
    const isPlain = plainRowOf(event, layout) !== undefined;
    const acting = rules.of(isPlain ? plainToolOf(event) : rules.indexOf(event.tool), agent);
    if (acting === undefined) return undefined;
    acting.judge ??= judgeOf(planOf(acting));
    return acting.judge;
  };

  /** Nothing that is refused, answered or opened has a say: what is decided follows from what the rules say. */
  const rulesAlone = (event: Event, state: State): boolean => {
    if (glasses.size > 0) return false;
    const isSound = plainRowOf(event, layout) !== undefined || isWithoutViolation(event);
    if (isSound && isUnanswered(event, state)) return true;
    return standingDenials(event, frame.circumstances).length === 0 && frame.circumstances.responses.length === 0;
  };

  /** What stands in the frame, put together from all that has a say; apart from the short way, which needs nothing of it. */
  const decideWhole = (
    event: Event,
    row: Row,
    agent: string | undefined,
    verdict: PlanVerdict | undefined,
    explain: boolean,
  ): Decision => {
    const { circumstances } = frame;
    const standing = standingDenials(event, circumstances);
    const whole = new DecisionFrame(row, event, circumstances);
    const permitted = verdict?.permitted ?? permissions.judge(whole, explain);
    const reasons: Reason[] = standing.length === 0 ? permitted.slice() : [...standing, ...permitted];
    const acting: IrGate[] = [];
    const act = (gate: IrGate, reason: Reason): void => {
      const open = reason.observed === true ? none : openOf(gate, circumstances);
      if (open.length > 0) {
        const overriddenBy = [...new Set(open.map(({ name }) => name))].sort();
        reasons.push({ ...reason, level: "log", overriddenBy });
        acting.push(overrideGate(gate, open));
        return;
      }
      reasons.push(reason);
      if (reason.observed !== true) acting.push(gate);
    };
    if (verdict === undefined) {
      for (const gate of gates.of(event, agent)) {
        const reason = gate.judge(whole, explain);
        if (reason !== undefined) act(gate.gate, reason);
      }
    } else {
      verdict.firing.forEach((gate, place) => {
        act(gate.gate, gate.reasonOf(event, verdict.truths[place] !== yes));
      });
    }
    return unexplained(assembleDecision(reasons, acting, event, circumstances, setting), explain);
  };

  return {
    level(event, state) {
      const row = plainRowOf(event, layout);
      // Of a plain call admission has said that it has no violations, and which tool it is of.
      if (row === undefined && !isWithoutViolation(event)) return "deny";
      frame.open(event, state, row ?? rowOfEvent(event));
      const blank = isBlank(state, event);
      if (!blank && standingDenials(event, frame.circumstances).length > 0) return "deny";
      if (event.kind !== "call") return levelOfOther(event);
      return levelOfCall(event, state, blank, row === undefined ? rules.indexOf(event.tool) : plainToolOf(event));
    },
    decide(event, state, explain) {
      const row = rowOfEvent(event);
      frame.open(event, state, row);
      const agent = actingAgent(frame);
      const judge = explain ? undefined : judgeFor(event, agent);
      const answer = judge?.run(frame, agent ?? "");
      const isKept = answer !== undefined && rulesAlone(event, state);
      const kept = isKept ? judge?.recall(answer) : undefined;
      if (kept !== undefined) return kept;
      const decision = decideWhole(event, row, agent, judge?.verdict(), explain);
      if (isKept) judge?.remember(answer, decision);
      return decision;
    },
  };
}

const isWithoutViolation = ({ violations, undeclared }: Event): boolean => violations.length + undeclared.length === 0;

/**
 * Nothing was revoked or rejected, and nobody answered. INVARIANT: with `isWithoutViolation`, which plain calls are, it looks
 * at all that `standingDenials` does.
 */
function isUnanswered(event: Event, state: State): boolean {
  if (state.revoked !== undefined) return false;
  const session = sessionOf(state, event.session);
  if (session === undefined) return true;
  return session.responses === undefined && actionOf(session, actionKeyOf(event)) === undefined;
}

/** Nothing of the past can deny this event or answer for it. INVARIANT: looks at all that `standingDenials` does. */
const isBlank = (state: State, event: Event): boolean =>
  state.revoked === undefined && sessionOf(state, event.session) === undefined;

const none: readonly IrBreakGlass[] = [];

/** The break glasses that name a gate, of those that have any. */
function glassesByGate({ gates, breakGlasses }: PolicyIr): ReadonlyMap<IrGate, readonly IrBreakGlass[]> {
  const named = gates.map((gate) => [gate, breakGlasses.filter((glass) => glass.gates.includes(gate.name))] as const);
  return new Map(named.filter(([gate, list]) => gate.overridable && list.length > 0));
}

/** The strictest a gate can make a decision, overridden or not. */
export function ceilingOf(gate: IrGate, glasses: readonly IrBreakGlass[], setting: Setting): Level {
  const obligations = [...gate.obligations, ...glasses.flatMap((glass) => glass.obligations)];
  if (obligations.some((obligation) => isUnsupported(obligation, setting))) return "deny";
  return gate.requirements.map(requirementLevel).reduce<Level>(strictest, gate.level);
}
