import { describe, expect, it } from "vitest";
import { canonicalIr } from "../../src/engine/canonical-ir.ts";
import { type Decision, levels } from "../../src/engine/decision.ts";
import type { PolicyIr } from "../../src/engine/ir.ts";
import { snapshotState } from "../../src/engine/snapshot.ts";
import { createEngine } from "../../src/engine/step.ts";
import type { Event, InvalidEvent, RawEvent } from "../../src/event/event.ts";
import { type LoadedModule, loadModules, rawOf } from "../emit/load-module.ts";
import { admitAll, generateSession } from "./generate-events.ts";
import { generatePolicy } from "./generate-policy.ts";
import { forget } from "./mutate.ts";
import { randomFrom } from "./random.ts";

const policies = 250;
const eventsPerSession = 84;

describe("the closures, the emitted module and the reference interpreter", async () => {
  const mix = await run();
  const share = (count: number | undefined): number => (100 * (count ?? 0)) / mix.decided;

  it("agree on every event: level, decision, explanation and state", () => {
    expect(mix.differences.slice(0, 1)).toEqual([]);
    expect(mix.events).toBeGreaterThanOrEqual(20_000);
  });

  it("were compared on a mix that is not trivial", () => {
    const lines = [
      `events ${mix.events}, decided ${mix.decided}, with unknowns ${share(mix.unknown).toFixed(1)} %`,
      `history: read in ${share(mix.history).toFixed(1)} %, undecided in ${share(mix.historyUnknown).toFixed(1)} %; ` +
        [...mix.terms].map(([kind, count]) => `${kind} ${count}`).join(", "),
      `connectors: ${[...mix.connectors]
        .sort()
        .map(([name, count]) => `${name} ${count}`)
        .join(", ")}`,
      `overridden: ${share(mix.overridden).toFixed(1)} %, not of the schema: ${mix.shaped}`,
      `discharged: ${share(mix.discharged).toFixed(1)} %, resting on a part of a command: ${share(mix.commands).toFixed(1)} %`,
      `levels: ${levels.map((level) => `${level} ${share(mix.levels.get(level)).toFixed(1)} %`).join(", ")}`,
      `codes: ${[...mix.codes]
        .sort()
        .map(([code, count]) => `${code} ${share(count).toFixed(1)} %`)
        .join(", ")}`,
    ];
    console.log(lines.join("\n"));
    for (const level of levels) expect(share(mix.levels.get(level)), level).toBeGreaterThanOrEqual(2);
    expect(share(mix.codes.get("not_granted"))).toBeLessThan(40);
    expect(share(mix.discharged)).toBeGreaterThan(1);
    expect(share(mix.history)).toBeGreaterThan(5);
    expect([...mix.terms.keys()].sort()).toEqual(["count", "distinct", "last", "previously", "since", "sum"]);
    expect([...mix.connectors.keys()].sort()).toEqual([
      "confine",
      "egress",
      "quota",
      "rate",
      "redact",
      "validate_request",
      "validate_response",
    ]);
    expect(share(mix.commands)).toBeGreaterThan(1.5);
    expect(share(mix.overridden)).toBeGreaterThan(0.3);
    expect(share(mix.codes.get("killed"))).toBeGreaterThan(1);
    expect(share(mix.codes.get("killed"))).toBeLessThan(25);
    expect(share(mix.codes.get("stated"))).toBeGreaterThan(1);
    expect(share(mix.codes.get("clock"))).toBeGreaterThan(1);
    expect(mix.shaped).toBeGreaterThan(20);
    expect(mix.codes.get("answer_revoked")).toBeGreaterThan(5);
    expect(share(mix.codes.get("void_statement"))).toBeGreaterThan(0.2);
    expect(share(mix.unknown)).toBeGreaterThan(5);
    expect(share(mix.unknown)).toBeLessThan(70);
  });
});

async function run() {
  const random = randomFrom(20_260_731);
  const mix = {
    events: 0,
    decided: 0,
    unknown: 0,
    discharged: 0,
    history: 0,
    historyUnknown: 0,
    terms: new Map<string, number>(),
    commands: 0,
    connectors: new Map<string, number>(),
    overridden: 0,
    shaped: 0,
    levels: new Map<string, number>(),
    codes: new Map<string, number>(),
    differences: [] as unknown[],
  };
  const loadModule = await loadModules();
  for (let index = 0; index < policies && mix.differences.length === 0; index += 1) {
    const generated = generatePolicy(random, { connectors: true });
    // Members in the order in which the module has them, for the sake of comparing texts. The order of a catalogue decides nothing.
    const policy: PolicyIr = { ...JSON.parse(canonicalIr(generated)), catalogue: generated.catalogue };
    const performs = random.chance(10) ? { performs: ["alert", "notify", "redact"] } : {};
    const reference = createEngine(policy, { engine: "interpreter", ...performs });
    const compiled = createEngine(policy, { engine: "closures", ...performs });
    const module = await loadModule(policy);
    const emitted = module.createEngine(performs);
    let left = reference.initial();
    let right = compiled.initial();
    let third = emitted.initial();
    const raws = generateSession(policy, `s${index}`, eventsPerSession, random);
    for (const [place, admitted] of admitAll(raws, policy).entries()) {
      const event = admitted.kind === "invalid" || random.chance(70) ? admitted : forget(admitted, random);
      // What it admits itself has a row; what was made to forget has none.
      const raw = raws[place];
      const own = raw === undefined ? event : ownEvent(module, raw, event === admitted ? undefined : event);
      mix.events += 1;
      const level = compiled.level(right, event);
      const short = compiled.decide(right, event);
      // The reference costs most; its short form is a cut of the long one.
      const referenceShort = mix.events % 8 === 0 ? reference.decide(left, event) : short;
      // A session of which nothing is known has a way of its own to its level, whatever switches are set or open.
      if (mix.events % 4 === 0) {
        const states = [compiled.initial(), { ...right, sessions: undefined }, compiled.lost()];
        const before = states[(mix.events / 4) % 3] ?? right;
        const blank = compiled.level(before, event);
        const referenceBlank = reference.decide(before, event).level;
        if (blank !== referenceBlank) mix.differences.push({ index, event, blank, referenceBlank });
      }
      const one = reference.step(left, event);
      const other = compiled.step(right, event);
      const emittedLevel = emitted.level(third, own);
      const emittedShort = emitted.decide(third, own);
      const last = emitted.step(third, own);
      [left, right, third] = [one.state, other.state, last.state];
      const decision = one.decision;
      const same =
        JSON.stringify(one.decision) === JSON.stringify(other.decision) &&
        JSON.stringify(one.decision) === JSON.stringify(last.decision) &&
        JSON.stringify(emittedShort) === JSON.stringify(short) &&
        level === emittedLevel &&
        JSON.stringify(referenceShort) === JSON.stringify(short) &&
        level === short.level &&
        (decision === undefined || decision.level === level);
      if (!same) {
        const third = { level: emittedLevel, short: emittedShort, step: last.decision };
        mix.differences.push({ index, event, one: one.decision, other: other.decision, level, short, third });
      }
      if (decision !== undefined) count(mix, decision);
    }
    const states = [snapshotState(left), snapshotState(right), module.snapshotState(third)].map((one) =>
      JSON.stringify(one),
    );
    if (new Set(states).size > 1) {
      mix.differences.push({ index, states: "differ" });
    }
  }
  return mix;
}

/** The event as the module admits it, or with the fields that were left of it. */
function ownEvent(module: LoadedModule, raw: RawEvent, left: Event | InvalidEvent | undefined): Event | InvalidEvent {
  const own = rawOf(module, raw);
  return left === undefined || left.kind === "invalid" ? module.admit(own) : { ...left, raw: own };
}

function count(mix: Awaited<ReturnType<typeof run>>, decision: Decision): void {
  const add = (map: Map<string, number>, key: string): void => void map.set(key, (map.get(key) ?? 0) + 1);
  mix.decided += 1;
  add(mix.levels, decision.level);
  if (decision.remaining.length < decision.requirements.length) mix.discharged += 1;
  if (decision.reasons.some(({ rule }) => rule === "shape")) mix.shaped += 1;
  if (decision.reasons.some(({ overriddenBy }) => overriddenBy !== undefined)) mix.overridden += 1;
  for (const code of new Set(decision.reasons.map((reason) => reason.code))) add(mix.codes, code);
  for (const { rule } of decision.reasons)
    if (rule?.startsWith("connector:c:") === true) add(mix.connectors, rule.slice("connector:c:".length));
  if (JSON.stringify(decision.reasons).includes('"args.line.')) mix.commands += 1;
  if (decision.reasons.some(({ unknowns }) => unknowns.length > 0)) mix.unknown += 1;
  const kindOf = (path: string): string | undefined => /^(count|sum|distinct|last|previously|since)\(/.exec(path)?.[1];
  const read = decision.reasons.flatMap(({ support }) => support.flatMap(({ path }) => kindOf(path) ?? []));
  if (read.length > 0) mix.history += 1;
  for (const kind of new Set(read)) add(mix.terms, kind);
  if (decision.reasons.some(({ unknowns }) => unknowns.some(({ path }) => kindOf(path) !== undefined)))
    mix.historyUnknown += 1;
}
