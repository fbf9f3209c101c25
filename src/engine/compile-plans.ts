import type { Event } from "../event/event.ts";
import type { Layout } from "../event/layout.ts";
import type { CompiledGate } from "./compile-gates.ts";
import type { CompiledGrant, PolicyFrame } from "./compile-grants.ts";
import { type Level, levels } from "./decision.ts";
import { type Conjunct, encodeConjuncts } from "./encode-conjuncts.ts";
import { type CompiledCondition, inverse, no, yes } from "./frame.ts";
import type { IrCondition, IrGate } from "./ir.ts";
import { grantsFlag, lengthShift, observedFlag, rankMask } from "./level-operations.ts";
import { appendBlock, type Block, type Program, type ProgramPool, runConjuncts } from "./level-program.ts";
import { rankOf } from "./reason.ts";
import { slotsFor } from "./slots.ts";

/** What may act on the calls of one tool by one agent, in the order in which the level is found soonest. */
export interface LevelPlan {
  /** A gate is its head and its tests; the strictest first. */
  readonly gateProgram: Program;
  /** The gates of `gateProgram`, in its order. */
  readonly gates: readonly CompiledGate[];
  /** Grants that no gate here tells about and that are a condition alone: the head of each, and its tests. */
  readonly grantProgram: Program;
  /** The grants of `grantProgram`, in its order. */
  readonly conditionalGrants: readonly CompiledGrant[];
  /** Grants that no gate here tells about, with more than a condition. */
  readonly grants: readonly CompiledGrant[];
  /** Grants whose condition is that of a gate here, with the gate's index. */
  readonly sharedGrants: readonly { readonly grant: CompiledGrant; readonly index: number }[];
}

/** The gates and grants of one tool and agent in the order in which a level is found soonest. */
export interface OrderedRules {
  /** The strictest first. */
  readonly gates: readonly OrderedGate[];
  /** Grants that no gate here tells about. */
  readonly grants: readonly CompiledGrant[];
  readonly sharedGrants: LevelPlan["sharedGrants"];
}

export interface OrderedGate {
  readonly gate: CompiledGate;
  /** The strictest it can make a decision, and what it does where nothing was answered yet. */
  readonly rank: number;
  /** Where it fires definitely, a grant holds: one with the very same condition. */
  readonly grants: boolean;
}

export function orderRules(
  gates: readonly CompiledGate[],
  grants: readonly CompiledGrant[],
  ceilingOf: (gate: IrGate) => Level,
): OrderedRules {
  const ranked = gates.map((gate) => ({ gate, rank: rankOf(ceilingOf(gate.gate)) }));
  const sorted = ranked.sort((left, right) => right.rank - left.rank);
  const indexes = new Map<string, number>();
  sorted.forEach(({ gate: { gate } }, index) => {
    const key = gate.unless === undefined ? keyOf(gate.when) : undefined;
    if (key !== undefined && !indexes.has(key)) indexes.set(key, index);
  });
  const shared = grants.flatMap((grant) => {
    const index = grant.only === undefined ? undefined : indexes.get(keyOf(grant.only.condition) ?? "");
    return index === undefined ? [] : [{ grant, index }];
  });
  const telling = new Set(shared.map(({ index }) => index));
  const told = new Set(shared.map(({ grant }) => grant));
  return {
    gates: sorted.map(({ gate, rank }, index) => ({ gate, rank, grants: telling.has(index) })),
    grants: grants.filter((grant) => !told.has(grant)),
    sharedGrants: shared,
  };
}

/** What the plans of a policy share. */
export interface PlanShop {
  readonly pool: ProgramPool;
  readonly layout: Layout;
  readonly ceilingOf: (gate: IrGate) => Level;
  /** The tests of a gate or a grant that are the same for all its tools; null where they are not. */
  readonly blocks: Map<CompiledGate | CompiledGrant, Block | null>;
  /** By the places of their gates and their grants. */
  readonly plans: Map<string, LevelPlan>;
}

export const createShop = (parts: Pick<PlanShop, "pool" | "layout" | "ceilingOf">): PlanShop => ({
  ...parts,
  blocks: new Map(),
  plans: new Map(),
});

/** The plan of these rules on the calls of a tool. Tools on which the same rules act mostly have one plan. */
export function planLevel(
  tool: string,
  gates: readonly CompiledGate[],
  grants: readonly CompiledGrant[],
  shop: PlanShop,
): LevelPlan {
  const key = `${placesOf(gates)};${placesOf(grants)}`;
  const known = shop.plans.get(key);
  if (known !== undefined) return known;
  const plan = makePlan(tool, gates, grants, shop);
  if ([...gates, ...grants].every((rule) => shop.blocks.get(rule) !== null)) shop.plans.set(key, plan);
  return plan;
}

const placesOf = (rules: readonly { readonly place: number }[]): string => rules.map(({ place }) => place).join();

function makePlan(
  tool: string,
  gates: readonly CompiledGate[],
  grants: readonly CompiledGrant[],
  shop: PlanShop,
): LevelPlan {
  const ordered = orderRules(gates, grants, shop.ceilingOf);
  const gatesFrom = shop.pool.size;
  for (const { gate, rank, grants: tells } of ordered.gates) {
    const flags = (tells ? grantsFlag : 0) | (gate.gate.observe === undefined ? 0 : observedFlag);
    const block = blockOf(
      gate,
      () => conjunctsOfGate(gate),
      () => callTools(gate.gate),
      tool,
      shop,
    );
    appendBlock(shop.pool, rank | flags, block);
  }
  const grantsFrom = shop.pool.size;
  for (const grant of ordered.grants) {
    const { only } = grant;
    if (only === undefined) continue;
    const block = blockOf(
      grant,
      () => conjunctsOf(only.condition, only.compiled),
      () => only.tools,
      tool,
      shop,
    );
    appendBlock(shop.pool, 0, block);
  }
  return {
    gateProgram: { from: gatesFrom, end: grantsFrom },
    gates: ordered.gates.map(({ gate }) => gate),
    grantProgram: { from: grantsFrom, end: shop.pool.size },
    conditionalGrants: ordered.grants.filter(({ only }) => only !== undefined),
    grants: ordered.grants.filter(({ only }) => only === undefined),
    sharedGrants: ordered.sharedGrants,
  };
}

/** Most rules test the same on all their tools; where only some tools have a field, each tool has a block of its own. */
function blockOf(
  rule: CompiledGate | CompiledGrant,
  conjunctsOfRule: () => readonly Conjunct[],
  toolsOfRule: () => readonly string[],
  tool: string,
  { blocks, pool, layout }: PlanShop,
): Block {
  let shared = blocks.get(rule);
  if (shared === undefined) {
    const tools = toolsOfRule();
    const block = encodeConjuncts(conjunctsOfRule(), pool, slotsFor(layout, tools));
    shared = tools.length === 1 || block.complete ? block : null;
    blocks.set(rule, shared);
  }
  // This tool has what a slot stands for, or the general test is asked.
  return shared ?? encodeConjuncts(conjunctsOfRule(), pool, slotsFor(layout, [tool]));
}

const callTools = (gate: IrGate): readonly string[] =>
  gate.on.flatMap((target) => (target.kind === "call" ? target.tools : []));

/** A gate fires as the `and` of `when` and `not unless`. */
function conjunctsOfGate({ gate, when, unless }: CompiledGate): readonly Conjunct[] {
  const conjuncts = gate.when === undefined || when === undefined ? [] : conjunctsOf(gate.when, when);
  if (gate.unless === undefined || unless === undefined) return conjuncts;
  const { test } = unless;
  const spared: Conjunct = {
    condition: { kind: "not", operand: gate.unless },
    test: (frame) => inverse(test(frame)),
  };
  return [...conjuncts, spared];
}

const conjunctsOf = (condition: IrCondition, compiled: CompiledCondition): readonly Conjunct[] =>
  compiled.conjuncts ?? [{ condition, test: compiled.test }];

/**
 * The level of a call that nothing but grants and gates decides. `remains` is what a gate leaves of a decision where answers
 * were given or a break glass may be open; undefined where there is neither.
 */
export function levelByPlan(
  plan: LevelPlan,
  pool: ProgramPool,
  frame: PolicyFrame,
  agent: string,
  remains: ((gate: IrGate, event: Event) => Level) | undefined,
): Level {
  const { gateProgram } = plan;
  const { code } = pool;
  let rank = 0;
  let granted = false;
  let tested = 0;
  for (let at = gateProgram.from; at < gateProgram.end; tested += 1) {
    const head = code[at] ?? 0;
    const ceiling = head & rankMask;
    // Nothing that follows is stricter.
    if (ceiling <= rank) break;
    const end = at + 1 + (head >>> lengthShift);
    const truth = runConjuncts(pool, at + 1, end, frame);
    at = end;
    if (truth === no) continue;
    if (truth === yes && (head & grantsFlag) !== 0) granted = true;
    const gate = (head & observedFlag) === 0 && remains === undefined ? undefined : plan.gates[tested];
    if (gate?.isObserved(frame.event) === true) continue;
    const own = remains === undefined || gate === undefined ? ceiling : rankOf(remains(gate.gate, frame.event));
    if (own > rank) rank = own;
  }
  if (rank === deny) return "deny";
  return granted || isGranted(plan, pool, frame, agent) || isGrantedBySome(plan, tested, frame, agent)
    ? (levels[rank] ?? "deny")
    : "deny";
}

const deny = rankOf("deny");

function isGranted({ grantProgram, grants }: LevelPlan, pool: ProgramPool, frame: PolicyFrame, agent: string): boolean {
  const { code } = pool;
  for (let at = grantProgram.from; at < grantProgram.end; ) {
    const end = at + 1 + ((code[at] ?? 0) >>> lengthShift);
    if (runConjuncts(pool, at + 1, end, frame) === yes) return true;
    at = end;
  }
  for (let index = 0; index < grants.length; index += 1) {
    if (grants[index]?.test(frame, agent) === yes) return true;
  }
  return false;
}

/** A gate that was tested has told of its grant already. */
function isGrantedBySome(
  { gates, sharedGrants }: LevelPlan,
  tested: number,
  frame: PolicyFrame,
  agent: string,
): boolean {
  if (tested === gates.length) return false;
  for (let place = 0; place < sharedGrants.length; place += 1) {
    const one = sharedGrants[place];
    if (one !== undefined && one.index >= tested && one.grant.test(frame, agent) === yes) return true;
  }
  return false;
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
