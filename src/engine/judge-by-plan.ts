import type { CompiledGate } from "./compile-gates.ts";
import type { PolicyFrame } from "./compile-grants.ts";
import type { LevelPlan } from "./compile-plans.ts";
import type { Decision, Reason } from "./decision.ts";
import { maybe, no, type Ternary, yes } from "./frame.ts";
import { lengthShift } from "./level-operations.ts";
import { type ProgramPool, runConjuncts } from "./level-program.ts";
import { denial, withKey } from "./reason.ts";

/** Finds all that acts on the calls of a plan and not the level alone: every gate and every grant, each condition once. */
export interface PlanJudge {
  /**
   * Judges a call. The answer stands for what every rule says about it: two calls with one answer have the same verdict.
   * Undefined where there is no such number, because more rules fire than it has room for or a gate looks at the time.
   */
  readonly run: (frame: PolicyFrame, agent: string) => number | undefined;
  /** What acts on the call that was judged last. */
  readonly verdict: () => PlanVerdict;
  /** By the answers of `run`, decisions where nothing but the rules decided, frozen, because many calls get one. No more than there is room for. */
  readonly recall: (answer: number) => Decision | undefined;
  readonly remember: (answer: number, decision: Decision) => void;
}

/** What acts on a call, as far as its plan says it. */
export interface PlanVerdict {
  /** The gates that fire, each with its truth at the same place. */
  readonly firing: readonly CompiledGate[];
  readonly truths: readonly Ternary[];
  /** Of the grants that hold, or why none does. */
  readonly permitted: readonly Reason[];
}

/** An answer has 53 bits, in which every rule that is not false takes so many. */
const largest = Number.MAX_SAFE_INTEGER;
/** Few combinations of rules come often. Callers may bring others on purpose, and those are put together each time. */
const mostDecisions = 256;

export function createPlanJudge(plan: LevelPlan, pool: ProgramPool): PlanJudge {
  const { gates, gateProgram, grantProgram, conditionalGrants, grants, sharedGrants } = plan;
  const conditional = gates.length;
  const others = conditional + conditionalGrants.length;
  const truths = new Array<Ternary>(others + grants.length).fill(no);
  const base = 2 * truths.length + 1;
  const looksAtTime = gates.some(({ gate }) => gate.observe !== undefined);
  const decisions = new Map<number, Decision>();

  return {
    run(frame, agent) {
      // Without a function inside for what is the same three times: one would be made for every decision.
      let answer = 0;
      let place = 0;
      const { code } = pool;
      for (let at = gateProgram.from; at < gateProgram.end; place += 1) {
        const end = at + 1 + ((code[at] ?? 0) >>> lengthShift);
        const truth = runConjuncts(pool, at + 1, end, frame);
        truths[place] = truth;
        answer = withTruth(answer, base, place, truth);
        at = end;
      }
      for (let at = grantProgram.from; at < grantProgram.end; place += 1) {
        const end = at + 1 + ((code[at] ?? 0) >>> lengthShift);
        const truth = runConjuncts(pool, at + 1, end, frame);
        truths[place] = truth;
        answer = withTruth(answer, base, place, truth);
        at = end;
      }
      for (const grant of grants) {
        const truth = grant.test(frame, agent);
        truths[place] = truth;
        answer = withTruth(answer, base, place, truth);
        place += 1;
      }
      return looksAtTime || answer > largest ? undefined : answer;
    },
    verdict() {
      const firing: CompiledGate[] = [];
      const fired: Ternary[] = [];
      for (const [place, gate] of gates.entries()) {
        const truth = truths[place] ?? maybe;
        if (truth === no) continue;
        firing.push(gate);
        fired.push(truth);
      }
      const judged = [
        ...sharedGrants.map(({ grant, index }) => ({ grant, truth: truths[index] ?? maybe })),
        ...conditionalGrants.map((grant, place) => ({ grant, truth: truths[conditional + place] ?? maybe })),
        ...grants.map((grant, place) => ({ grant, truth: truths[others + place] ?? maybe })),
      ];
      const granted = judged.filter(({ truth }) => truth === yes).map(({ grant }) => grant.granted);
      const isOpen = judged.some(({ truth }) => truth === maybe);
      return { firing, truths: fired, permitted: granted.length > 0 ? granted : isOpen ? undecided : notGranted };
    },
    recall: (answer) => decisions.get(answer),
    remember(answer, decision) {
      if (decisions.size < mostDecisions) decisions.set(answer, frozen(decision));
    },
  };
}

/** What many callers get, none may change; requirements and obligations are the policy's own already. */
function frozen(decision: Decision): Decision {
  for (const reason of decision.reasons) Object.freeze(reason);
  Object.freeze(decision.reasons);
  return Object.freeze(decision);
}

/** The answer with what one more rule says; `base` is larger than any of the numbers that stand for it. */
const withTruth = (answer: number, base: number, place: number, truth: Ternary): number =>
  truth === no ? answer : answer * base + 2 * place + (truth === yes ? 2 : 1);

// What the permissions say without an explanation, the same in every decision.
const undecided: readonly Reason[] = [withKey(denial("grant_undecided", "evidence"))];
const notGranted: readonly Reason[] = [withKey(denial("not_granted", "not_granted"))];
