import { beforeAll, describe, expect, it } from "vitest";
import { circumstancesOf, environmentOf } from "../../src/engine/circumstances.ts";
import { type Decision, levels } from "../../src/engine/decision.ts";
import { indexHistory } from "../../src/engine/history/history-index.ts";
import { evaluate } from "../../src/engine/interpret-condition.ts";
import type { PolicyIr } from "../../src/engine/ir.ts";
import { settingKey } from "../../src/engine/kill-field.ts";
import { mapEntries, mapOf } from "../../src/engine/ordered-map.ts";
import { pastOf } from "../../src/engine/past.ts";
import { restoreState, type StateSnapshot, snapshotState } from "../../src/engine/snapshot.ts";
import type { State } from "../../src/engine/state.ts";
import { createEngine, type Engine } from "../../src/engine/step.ts";
import type { Event, InvalidEvent } from "../../src/event/event.ts";
import { copyFields } from "../../src/event/row.ts";
import { canonicalJson } from "../../src/json/canonical-json.ts";
import type { Field } from "../../src/value/value.ts";
import { admitAll, generateSession } from "./generate-events.ts";
import { generateGate, generatePolicy } from "./generate-policy.ts";
import { forget, scramble, shufflePolicy } from "./mutate.ts";
import { type Random, randomFrom } from "./random.ts";

/** One event of a generated session, with the policy and the state before it. */
interface Case {
  readonly policy: PolicyIr;
  readonly engine: Engine;
  readonly state: State;
  readonly event: Event | InvalidEvent;
  readonly decision: Decision;
}

const random: Random = randomFrom(7_919);
const drifts: Random = randomFrom(7_920);
const cases: Case[] = [];
const sessions: {
  readonly policy: PolicyIr;
  readonly engine: Engine;
  readonly events: readonly (Event | InvalidEvent)[];
}[] = [];

beforeAll(() => {
  for (let index = 0; index < 60; index += 1) {
    const policy = generatePolicy(random, { connectors: true, drifts });
    const engine = createEngine(policy, { engine: "closures" });
    const events = admitAll(generateSession(policy, `s${index}`, 40, random), policy);
    sessions.push({ policy, engine, events });
    let state = engine.initial();
    for (const event of events) {
      cases.push({ policy, engine, state, event, decision: engine.explain(state, event) });
      state = engine.step(state, event).state;
    }
  }
}, 60_000);

const stoppable: ReadonlySet<string> = new Set(["call", "prompt", "output", "message", "result"]);
const rank = (level: Decision["level"]): number => levels.indexOf(level);
const json = (decision: Decision): string => JSON.stringify(decision);

describe("the laws of a decision", () => {
  it("say that order and repetition never matter", () => {
    for (const { policy, state, event, decision } of cases) {
      const shuffled = createEngine(shufflePolicy(policy, random), { engine: "closures" });
      expect(json(shuffled.explain(state, event))).toBe(json(decision));
    }
  });

  it("say that a further gate never lowers a level and never removes a requirement or an obligation", () => {
    for (const { policy, state, event, decision } of cases) {
      const further = generateGate("further", Object.values(policy.catalogue.tools), random);
      const stricter = createEngine({ ...policy, gates: [...policy.gates, further] }, { engine: "closures" });
      const after = stricter.explain(state, event);
      expect(rank(after.level)).toBeGreaterThanOrEqual(rank(decision.level));
      expect(rank(after.demanded)).toBeGreaterThanOrEqual(rank(decision.demanded));
      expect(after.obligations).toEqual(expect.arrayContaining([...decision.obligations]));
      expect(after.requirements).toEqual(expect.arrayContaining([...decision.requirements]));
    }
  });

  it("say that an open break glass lowers what its gates demand, to a log, and nothing else", () => {
    let overridden = 0;
    for (const { policy, state, event, decision } of cases) {
      const names = new Set(policy.breakGlasses.flatMap(({ gates }) => gates));
      const isNamed = ({ name, overridable }: PolicyIr["gates"][number]): boolean => overridable && names.has(name);
      const none = { ...policy, breakGlasses: [] };
      const closed = createEngine(none, { engine: "closures" }).explain(state, event);
      const without = { ...none, gates: policy.gates.filter((gate) => !isNamed(gate)) };
      const rest = createEngine(without, { engine: "closures" }).explain(state, event);
      // Statements are about what the policy declares, and so is what one of them is told.
      if (event.kind === "admin") continue;
      expect(rank(decision.level)).toBeLessThanOrEqual(rank(closed.level));
      expect(rank(decision.level)).toBeGreaterThanOrEqual(rank(rest.level));
      expect(decision.obligations).toEqual(expect.arrayContaining([...closed.obligations]));
      const open = decision.reasons.filter(({ overriddenBy }) => overriddenBy !== undefined);
      for (const { rule, level } of open) {
        overridden += 1;
        expect(level).toBe("log");
        expect(policy.gates.some((gate) => gate.name === rule && isNamed(gate))).toBe(true);
        expect(rank(decision.level)).toBeGreaterThanOrEqual(rank("log"));
      }
    }
    expect(overridden).toBeGreaterThan(5);
  });

  it("say that a set kill switch denies whatever a policy says, and that a lost past is never laxer", () => {
    let [killed, stopped] = [0, 0];
    for (const { policy, engine, state, event, decision } of cases) {
      if (event.kind === "admin") continue;
      if (decision.reasons.some(({ code }) => code === "killed")) {
        killed += 1;
        expect(decision.level).toBe("deny");
      }
      const lost = engine.level({ ...state, kills: undefined, glasses: undefined, lost: true }, event);
      const fresh = engine.level({ ...state, kills: undefined, glasses: undefined }, event);
      expect(rank(lost)).toBeGreaterThanOrEqual(rank(fresh));
      const [one] = policy.killSwitches;
      if (one === undefined || event.kind === "invalid" || !stoppable.has(event.kind)) continue;
      const again = { ...event, id: `${event.id} again`, call: event.kind === "call" ? undefined : event.call };
      const setting = mapOf([[settingKey("global", ""), { is: "set" as const, votes: [] }]]);
      const set = { ...state, kills: mapOf([[one.name, setting]]) };
      expect(engine.level(set, again)).toBe("deny");
      expect(engine.decide(set, again).level).toBe("deny");
      expect(engine.level(engine.lost(), again)).toBe("deny");
      stopped += 1;
    }
    expect(killed).toBeGreaterThan(0);
    expect(stopped).toBeGreaterThan(500);
  });

  it("say that a grant less never lowers a level", () => {
    for (const { policy, state, event, decision } of cases) {
      const poorer = createEngine({ ...policy, grants: policy.grants.slice(1) }, { engine: "closures" });
      expect(rank(poorer.level(state, event))).toBeGreaterThanOrEqual(rank(decision.level));
    }
  });

  it("say that to know less about an event never lowers a level", () => {
    let raised = 0;
    for (const { engine, state, event, decision } of cases) {
      if (event.kind === "invalid") continue;
      // Like a record that contradicts itself: of times of which one is missing nobody can say that they are at odds.
      if (decision.reasons.some(({ code }) => code === "clock")) continue;
      const less = engine.level(state, forget(event, random));
      if (rank(less) > rank(decision.level)) raised += 1;
      expect(rank(less)).toBeGreaterThanOrEqual(rank(decision.level));
    }
    expect(raised).toBeGreaterThan(50);
  });

  it("say that to know more never turns a definite truth into the other one", () => {
    let definite = 0;
    for (const { policy, state, event } of cases) {
      if (event.kind === "invalid") continue;
      const circumstances = circumstancesOf(state, event, pastOf(indexHistory(policy.terms, 1_000, true)));
      const more = environmentOf(event, circumstances);
      const less = environmentOf(forget(event, random), circumstances);
      for (const { when, unless } of policy.gates) {
        for (const condition of [when, unless]) {
          if (condition === undefined) continue;
          const { truth } = evaluate(condition, less);
          if (truth === "unknown") continue;
          definite += 1;
          expect(evaluate(condition, more).truth).toBe(truth);
        }
      }
    }
    expect(definite).toBeGreaterThan(1_000);
  });

  it("say that level, decision and explanation are one", () => {
    for (const { engine, state, event, decision } of cases) {
      const short = engine.decide(state, event);
      expect(engine.level(state, event)).toBe(decision.level);
      expect({ ...short, reasons: short.reasons.map(({ code, rule }) => [code, rule]) }).toEqual({
        ...decision,
        reasons: decision.reasons.map(({ code, rule }) => [code, rule]),
      });
    }
  });

  it("say that nothing throws, whatever an event holds, and that both engines still agree", () => {
    const pool: readonly Field[] = cases.flatMap(({ event }) =>
      event.kind === "invalid" ? [] : Object.values(copyFields(event.fields)),
    );
    for (const { policy, engine, state, event } of cases) {
      if (event.kind === "invalid") continue;
      const strange = scramble(event, pool, random);
      const reference = createEngine(policy, { engine: "interpreter" });
      const expected = reference.step(state, strange);
      const actual = engine.step(state, strange);
      expect(JSON.stringify(actual.decision)).toBe(JSON.stringify(expected.decision));
      expect(engine.level(state, strange)).toBe(engine.decide(state, strange).level);
    }
  });
});

describe("an endorsement", () => {
  it("never adds a label to a session and takes none away that another tool brought", () => {
    let cleared = 0;
    for (const { policy, engine, events } of sessions.filter(({ policy }) => policy.endorsements.length > 0)) {
      const strict = createEngine({ ...policy, endorsements: [] }, { engine: "closures" });
      let [state, plain] = [engine.initial(), strict.initial()];
      for (const event of events) {
        [state, plain] = [engine.step(state, event).state, strict.step(plain, event).state];
        const [some, all] = [state, plain].map((one) => labelsIn(one));
        for (const label of some ?? []) expect(all).toContain(label);
        const lost = [...(all ?? [])].filter((label) => some?.has(label) !== true);
        cleared += lost.length;
        for (const label of lost) expect(policy.endorsements.flatMap(({ labels }) => labels)).toContain(label);
      }
    }
    expect(cleared).toBeGreaterThan(5);
  });
});

/** Every label that any session of a state has or may have. */
const labelsIn = (state: State): ReadonlySet<string> =>
  new Set(mapEntries(state.sessions).flatMap(([, { labels }]) => [...labels.has, ...labels.maybe]));

describe("the laws of a state", () => {
  it("say that a snapshot can be taken and restored between any two events", () => {
    for (const { engine, events } of sessions) {
      const cut = random.below(events.length);
      let whole = engine.initial();
      let parted = engine.initial();
      for (const [index, event] of events.entries()) {
        if (index === cut) parted = restoreState(JSON.parse(canonicalJson(snapshotState(parted))) as StateSnapshot);
        const expected = engine.step(whole, event);
        const actual = engine.step(parted, event);
        expect(actual.decision).toEqual(expected.decision);
        [whole, parted] = [expected.state, actual.state];
      }
      expect(canonicalJson(snapshotState(parted))).toBe(canonicalJson(snapshotState(whole)));
    }
  });

  it("say that stepping leaves the state before it as it was", () => {
    for (const { engine, events } of sessions.slice(0, 6)) {
      let state = engine.initial();
      for (const event of events) {
        const before = canonicalJson(snapshotState(state));
        const first = engine.step(state, event);
        const again = engine.step(state, event);
        expect(canonicalJson(snapshotState(state))).toBe(before);
        expect(JSON.stringify(again.decision)).toBe(JSON.stringify(first.decision));
        expect(canonicalJson(snapshotState(again.state))).toBe(canonicalJson(snapshotState(first.state)));
        state = first.state;
      }
    }
  });

  it("say that explaining a step changes neither its state nor what is decided", () => {
    let explanations = 0;
    for (const { engine, events } of sessions.slice(0, 12)) {
      let state = engine.initial();
      for (const event of events) {
        const plain = engine.step(state, event);
        const told = engine.step(state, event, { explain: true });
        expect(canonicalJson(snapshotState(told.state))).toBe(canonicalJson(snapshotState(plain.state)));
        const bare = told.decision && {
          ...told.decision,
          reasons: told.decision.reasons.map((reason) => ({ ...reason, unknowns: [], support: [] })),
        };
        expect(JSON.stringify(plain.decision)).toBe(JSON.stringify(bare));
        explanations += JSON.stringify(told.decision) === JSON.stringify(bare) ? 0 : 1;
        state = plain.state;
      }
    }
    expect(explanations).toBeGreaterThan(20);
  });

  it("say that an event delivered twice in a row changes nothing the second time once it is complete", () => {
    for (const { engine, events } of sessions) {
      let state = engine.initial();
      for (const event of events) {
        state = engine.step(state, event).state;
        const pending =
          event.kind === "call" ||
          event.kind === "message" ||
          event.kind === "result" ||
          event.kind === "output" ||
          event.kind === "prompt";
        if (!pending) expect(engine.step(state, event).state).toBe(state);
      }
    }
  });
});
