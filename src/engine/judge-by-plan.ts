import type { CompiledGate } from "./compile-gates.ts";
import type { CompiledGrant, PolicyFrame } from "./compile-grants.ts";
import type { LevelPlan } from "./compile-plans.ts";
import type { Reason } from "./decision.ts";
import { maybe, no, type Ternary, yes } from "./frame.ts";
import { type ProgramPool, runConjuncts } from "./level-program.ts";
import { denial, withKey } from "./reason.ts";

/** What acts on a call, as far as its plan says it. */
export interface PlanVerdict {
  /** The gates that fire, each with its truth at the same place. */
  readonly firing: readonly CompiledGate[];
  readonly truths: readonly Ternary[];
  /** Of the grants that hold, or why none does. */
  readonly permitted: readonly Reason[];
}

/** All that acts and not the level alone: every gate and every grant of the plan, each condition once. */
export function judgeByPlan(plan: LevelPlan, pool: ProgramPool, frame: PolicyFrame, agent: string): PlanVerdict {
  const firing: CompiledGate[] = [];
  const truths: Ternary[] = [];
  const granted: Reason[] = [];
  let best = no as Ternary;
  const all: Ternary[] = [];
  const { code } = plan.gateProgram;
  for (let at = 0; at < code.length; ) {
    const end = code[at + 2] ?? 0;
    const truth = runConjuncts(pool, plan.gateProgram, at + 3, end, frame);
    const gate = plan.gates[all.length];
    all.push(truth);
    at = end;
    if (truth === no || gate === undefined) continue;
    firing.push(gate);
    truths.push(truth);
  }
  const see = (truth: Ternary, grant: CompiledGrant): void => {
    if (truth > best) best = truth;
    if (truth === yes) granted.push(grant.granted);
  };
  for (const { grant, index } of plan.sharedGrants) see(all[index] ?? maybe, grant);
  const grantCode = plan.grantProgram.code;
  for (let at = 0, place = 0; at < grantCode.length; place += 1) {
    const end = grantCode[at] ?? 0;
    const grant = plan.conditionalGrants[place];
    if (grant !== undefined) see(runConjuncts(pool, plan.grantProgram, at + 1, end, frame), grant);
    at = end;
  }
  for (const grant of plan.grants) see(grant.test(frame, agent), grant);
  return { firing, truths, permitted: best === yes ? granted : best === maybe ? undecided : notGranted };
}

// What the permissions say without an explanation, the same in every decision.
const undecided: readonly Reason[] = [withKey(denial("grant_undecided", "evidence"))];
const notGranted: readonly Reason[] = [withKey(denial("not_granted", "not_granted"))];
