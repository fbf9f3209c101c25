import type { Event } from "../event/event.ts";
import type { CompiledGate } from "./compile-gates.ts";
import type { CompiledGrant, PolicyFrame } from "./compile-grants.ts";
import { type Level, levels } from "./decision.ts";
import { type Frame, inverse, maybe, no, type Ternary, yes } from "./frame.ts";
import type { IrCondition, IrGate } from "./ir.ts";
import { rankOf } from "./reason.ts";

/** What may act on the calls of one tool by one agent, in the order in which the level is found soonest. */
export interface LevelPlan {
  /** The strictest first. */
  readonly gates: readonly PlannedGate[];
  /** Grants that no gate here tells about. */
  readonly grants: readonly CompiledGrant[];
  /** Grants whose condition is that of a gate here, with the gate's index. */
  readonly sharedGrants: readonly { readonly grant: CompiledGrant; readonly index: number }[];
}

export interface PlannedGate {
  readonly gate: IrGate;
  /** `no`: it does not fire; `maybe`: it fires because something is unknown. */
  readonly test: (frame: Frame) => Ternary;
  /** The strictest it can make a decision, and what it does where nothing was answered yet. */
  readonly rank: number;
  /** Before this time it only reports. */
  readonly untilMs: number | undefined;
  /** Where it fires definitely, a grant holds: one with the very same condition. */
  readonly grants: boolean;
}

export function planLevel(
  gates: readonly CompiledGate[],
  grants: readonly CompiledGrant[],
  ceilingOf: (gate: IrGate) => Level,
): LevelPlan {
  const strictFirst = (left: CompiledGate, right: CompiledGate): number =>
    rankOf(ceilingOf(right.gate)) - rankOf(ceilingOf(left.gate));
  const sorted = [...gates].sort(strictFirst);
  const indexes = new Map<string, number>();
  sorted.forEach(({ gate }, index) => {
    const key = gate.unless === undefined ? keyOf(gate.when) : undefined;
    if (key !== undefined && !indexes.has(key)) indexes.set(key, index);
  });
  const shared = grants.flatMap((grant) => {
    const index = grant.only === undefined ? undefined : indexes.get(keyOf(grant.only) ?? "");
    return index === undefined ? [] : [{ grant, index }];
  });
  const telling = new Set(shared.map(({ index }) => index));
  const told = new Set(shared.map(({ grant }) => grant));
  return {
    gates: sorted.map(({ gate, when, unless }, index) => ({
      gate,
      test: testOf(when, unless),
      rank: rankOf(ceilingOf(gate)),
      untilMs: gate.observe?.untilMs,
      grants: telling.has(index),
    })),
    grants: grants.filter((grant) => !told.has(grant)),
    sharedGrants: shared,
  };
}

/**
 * The level of a call that nothing but grants and gates decides. `remains` is what a gate leaves of a decision where
 * answers were given; undefined where there are none.
 */
export function levelByPlan(
  { gates, grants, sharedGrants }: LevelPlan,
  frame: PolicyFrame,
  agent: string,
  remains: ((gate: IrGate, event: Event) => Level) | undefined,
): Level {
  const { event } = frame;
  let rank = 0;
  let granted = false;
  let tested = 0;
  for (; tested < gates.length; tested += 1) {
    const gate = gates[tested];
    // Nothing that follows is stricter.
    if (gate === undefined || gate.rank <= rank) break;
    const truth = gate.test(frame);
    if (truth === no) continue;
    if (truth === yes && gate.grants) granted = true;
    if (gate.untilMs !== undefined && event.at !== undefined && event.at < gate.untilMs) continue;
    const own = remains === undefined ? gate.rank : rankOf(remains(gate.gate, event));
    if (own > rank) rank = own;
  }
  if (rank === deny) return "deny";
  if (!granted && !isGranted(grants, frame, agent) && !isGrantedBySome(sharedGrants, tested, frame, agent))
    return "deny";
  return levels[rank] ?? "deny";
}

const deny = rankOf("deny");

function isGranted(grants: readonly CompiledGrant[], frame: PolicyFrame, agent: string): boolean {
  for (let index = 0; index < grants.length; index += 1) {
    if (grants[index]?.test(frame, agent) === yes) return true;
  }
  return false;
}

/** A gate that was tested has told of its grant already. */
function isGrantedBySome(
  shared: LevelPlan["sharedGrants"],
  tested: number,
  frame: PolicyFrame,
  agent: string,
): boolean {
  for (let place = 0; place < shared.length; place += 1) {
    const one = shared[place];
    if (one !== undefined && one.index >= tested && one.grant.test(frame, agent) === yes) return true;
  }
  return false;
}

/** A gate fires as the `and` of `when` and `not unless`. */
function testOf(when: CompiledGate["when"], unless: CompiledGate["unless"]): PlannedGate["test"] {
  if (when === undefined) {
    if (unless === undefined) return () => yes;
    const { test } = unless;
    return (frame) => inverse(test(frame));
  }
  if (unless === undefined) return when.test;
  const first = when.test;
  const second = unless.test;
  return (frame) => {
    const fires = first(frame);
    if (fires === no) return no;
    const spares = second(frame);
    if (spares === yes) return no;
    return fires === yes && spares === no ? yes : maybe;
  };
}

/** Two conditions of one text are one condition. Each text is made once. */
const keys = new WeakMap<IrCondition, string>();

function keyOf(condition: IrCondition | undefined): string | undefined {
  if (condition === undefined) return undefined;
  const known = keys.get(condition);
  if (known !== undefined) return known;
  const key = JSON.stringify(condition);
  keys.set(condition, key);
  return key;
}
