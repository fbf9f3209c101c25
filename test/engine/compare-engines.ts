import { canonicalIr } from "../../src/engine/canonical-ir.ts";
import type { Decision } from "../../src/engine/decision.ts";
import type { PolicyIr } from "../../src/engine/ir.ts";
import { snapshotState } from "../../src/engine/snapshot.ts";
import { createEngine } from "../../src/engine/step.ts";
import type { Event, InvalidEvent, RawEvent } from "../../src/event/event.ts";
import { type LoadedModule, loadModules, rawOf } from "../emit/load-module.ts";
import { admitAll, generateSession } from "./generate-events.ts";
import { generatePolicy } from "./generate-policy.ts";
import { forget } from "./mutate.ts";
import { type Random, randomFrom } from "./random.ts";

/** A policy and a session to run through the three engines. All of it can be written down and run again. */
export interface Case {
  readonly policy: PolicyIr;
  /** The obligations that the host performs; undefined: all. */
  readonly performs: readonly string[] | undefined;
  readonly events: readonly RawEvent[];
  /** For each event the seed of what is forgotten of it after admission; null: nothing. */
  readonly forgotten: readonly (number | null)[];
}

/** What was compared. Plain numbers, so that counts of several processes add up. */
export interface Mix {
  events: number;
  decided: number;
  unknown: number;
  discharged: number;
  history: number;
  historyUnknown: number;
  commands: number;
  overridden: number;
  driftUnknown: number;
  shaped: number;
  readonly terms: Record<string, number>;
  readonly connectors: Record<string, number>;
  readonly drifts: Record<string, number>;
  readonly levels: Record<string, number>;
  readonly codes: Record<string, number>;
}

export const emptyMix = (): Mix => ({
  events: 0,
  decided: 0,
  unknown: 0,
  discharged: 0,
  history: 0,
  historyUnknown: 0,
  commands: 0,
  overridden: 0,
  driftUnknown: 0,
  shaped: 0,
  terms: {},
  connectors: {},
  drifts: {},
  levels: {},
  codes: {},
});

/** A case of which a third of the events knows less than was admitted. */
export function generateCase(name: string, length: number, random: Random, drifts: Random): Case {
  const generated = generatePolicy(random, { connectors: true, drifts });
  // Members in the order in which the module has them, for the sake of comparing texts. The order of a catalogue decides nothing.
  const policy: PolicyIr = { ...JSON.parse(canonicalIr(generated)), catalogue: generated.catalogue };
  const performs = random.chance(10) ? ["alert", "notify", "redact"] : undefined;
  const events = generateSession(policy, name, length, random);
  const forgotten = events.map(() => (random.chance(70) ? null : random.below(0x7fff_ffff)));
  return { policy, performs, events, forgotten };
}

/** Compares engines; the emitted modules of one comparer share their runtime. */
export type CompareEngines = (given: Case, mix: Mix) => Promise<{ readonly place: number } | undefined>;

const explained = { explain: true } as const;

/**
 * Runs a case through interpreter, closures and emitted module, and counts what was decided into the mix. Answers the first
 * difference with the place of its event: in a level, in a decision, short or with all its reasons, or, at the end, in the state.
 */
export async function engineComparer(): Promise<CompareEngines> {
  const loadModule = await loadModules();
  return async ({ policy, performs: performed, events, forgotten }, mix) => {
    const performs = performed === undefined ? {} : { performs: performed };
    const reference = createEngine(policy, { engine: "interpreter", ...performs });
    const compiled = createEngine(policy, { engine: "closures", ...performs });
    const module = await loadModule(policy);
    const emitted = module.createEngine(performs);
    let left = reference.initial();
    let right = compiled.initial();
    let third = emitted.initial();
    for (const [place, admitted] of admitAll(events, policy).entries()) {
      const seed = forgotten[place] ?? null;
      const event = admitted.kind === "invalid" || seed === null ? admitted : forget(admitted, randomFrom(seed));
      // What it admits itself has a row; what was made to forget has none.
      const raw = events[place];
      const own = raw === undefined ? event : ownEvent(module, raw, event === admitted ? undefined : event);
      mix.events += 1;
      const level = compiled.level(right, event);
      const short = compiled.decide(right, event);
      // The reference costs most; its short form is a cut of the long one.
      const referenceShort = place % 8 === 0 ? reference.decide(left, event) : short;
      // A session of which nothing is known has a way of its own to its level, whatever switches are set or open.
      if (place % 4 === 0) {
        const states = [compiled.initial(), { ...right, sessions: undefined }, compiled.lost()];
        const before = states[(place / 4) % 3] ?? right;
        if (compiled.level(before, event) !== reference.decide(before, event).level) return { place };
      }
      const one = reference.step(left, event, explained);
      const other = compiled.step(right, event, explained);
      const emittedLevel = emitted.level(third, own);
      const emittedShort = emitted.decide(third, own);
      const last = emitted.step(third, own, explained);
      [left, right, third] = [one.state, other.state, last.state];
      const decision = one.decision;
      const same =
        JSON.stringify(decision) === JSON.stringify(other.decision) &&
        JSON.stringify(decision) === JSON.stringify(last.decision) &&
        JSON.stringify(emittedShort) === JSON.stringify(short) &&
        level === emittedLevel &&
        JSON.stringify(referenceShort) === JSON.stringify(short) &&
        level === short.level &&
        (decision === undefined || decision.level === level);
      if (!same) return { place };
      if (decision !== undefined) count(mix, decision);
    }
    const states = [snapshotState(left), snapshotState(right), module.snapshotState(third)];
    return new Set(states.map((state) => JSON.stringify(state))).size === 1 ? undefined : { place: events.length };
  };
}

/** A case that differs, with every event left out that is not needed for that. */
export async function smallestCase(compare: CompareEngines, found: Case): Promise<Case> {
  let smallest = found;
  for (let place = found.events.length - 1; place >= 0; place -= 1) {
    const events = smallest.events.filter((_, at) => at !== place);
    const fewer = { ...smallest, events, forgotten: smallest.forgotten.filter((_, at) => at !== place) };
    if ((await compare(fewer, emptyMix())) !== undefined) smallest = fewer;
  }
  return smallest;
}

/** The event as the module admits it, or with the fields that were left of it. */
function ownEvent(module: LoadedModule, raw: RawEvent, left: Event | InvalidEvent | undefined): Event | InvalidEvent {
  const own = rawOf(module, raw);
  return left === undefined || left.kind === "invalid" ? module.admit(own) : { ...left, raw: own };
}

function count(mix: Mix, decision: Decision): void {
  const add = (counts: Record<string, number>, key: string): void => {
    counts[key] = (counts[key] ?? 0) + 1;
  };
  mix.decided += 1;
  add(mix.levels, decision.level);
  if (decision.remaining.length < decision.requirements.length) mix.discharged += 1;
  if (decision.reasons.some(({ rule }) => rule === "shape")) mix.shaped += 1;
  if (decision.reasons.some(({ overriddenBy }) => overriddenBy !== undefined)) mix.overridden += 1;
  for (const code of new Set(decision.reasons.map((reason) => reason.code))) add(mix.codes, code);
  for (const { rule } of decision.reasons)
    if (rule?.startsWith("connector:c:") === true) add(mix.connectors, rule.slice("connector:c:".length));
  for (const { rule, unknowns } of decision.reasons) {
    if (rule?.startsWith("drift:d:") !== true) continue;
    add(mix.drifts, rule.slice("drift:d:".length));
    if (unknowns.length > 0) mix.driftUnknown += 1;
  }
  if (JSON.stringify(decision.reasons).includes('"args.line.')) mix.commands += 1;
  if (decision.reasons.some(({ unknowns }) => unknowns.length > 0)) mix.unknown += 1;
  const kindOf = (path: string): string | undefined => /^(count|sum|distinct|last|previously|since)\(/.exec(path)?.[1];
  const read = decision.reasons.flatMap(({ support }) => support.flatMap(({ path }) => kindOf(path) ?? []));
  if (read.length > 0) mix.history += 1;
  for (const kind of new Set(read)) add(mix.terms, kind);
  if (decision.reasons.some(({ unknowns }) => unknowns.some(({ path }) => kindOf(path) !== undefined)))
    mix.historyUnknown += 1;
}

/** The mix in words, each share of the decisions that were compared. */
export function mixLines(mix: Mix): readonly string[] {
  const share = (count = 0): string => `${((100 * count) / mix.decided).toFixed(1)} %`;
  const sorted = (counts: Record<string, number>): readonly (readonly [string, number])[] =>
    Object.entries(counts).sort(([left], [right]) => (left < right ? -1 : 1));
  const shares = (counts: Record<string, number>): string =>
    sorted(counts)
      .map(([name, count]) => `${name} ${share(count)}`)
      .join(", ");
  const counts = (given: Record<string, number>): string =>
    sorted(given)
      .map(([name, count]) => `${name} ${count}`)
      .join(", ");
  return [
    `events ${mix.events}, decided ${mix.decided}, with unknowns ${share(mix.unknown)}`,
    `history: read in ${share(mix.history)}, undecided in ${share(mix.historyUnknown)}; ${counts(mix.terms)}`,
    `connectors: ${counts(mix.connectors)}`,
    `drifts: ${counts(mix.drifts)}; undecided in ${mix.driftUnknown}`,
    `overridden: ${share(mix.overridden)}, not of the schema: ${mix.shaped}`,
    `discharged: ${share(mix.discharged)}, resting on a part of a command: ${share(mix.commands)}`,
    `levels: ${shares(mix.levels)}`,
    `codes: ${shares(mix.codes)}`,
  ];
}
