import { describe, expect, it } from "vitest";
import type { HistoryTerm } from "../../src/ast/history.ts";
import { encodeField } from "../../src/engine/encode-field.ts";
import { indexHistory } from "../../src/engine/history/history-index.ts";
import { mapGet } from "../../src/engine/ordered-map.ts";
import { pastOf } from "../../src/engine/past.ts";
import { createEngine } from "../../src/engine/step.ts";
import type { Event } from "../../src/event/event.ts";
import { canonicalJson } from "../../src/json/canonical-json.ts";
import { formatDecimal } from "../../src/value/decimal.ts";
import { asInterval } from "../../src/value/interval.ts";
import type { Field } from "../../src/value/value.ts";
import { admitAll, generateSession } from "./generate-events.ts";
import { generateTerm } from "./generate-history.ts";
import { generatePolicy } from "./generate-policy.ts";
import { type Answer, ask, emptyLog, observe } from "./history-oracle.ts";
import { forget } from "./mutate.ts";
import { type Random, randomFrom } from "./random.ts";
import { boundsRead, readTermOf } from "./read-term.ts";

/** Several sessions as one writer admits them: each in its order, their times as they come. */
function interleaved<T>(sessions: readonly (readonly T[])[], random: Random): readonly T[] {
  const left = sessions.map((session) => [...session]);
  const mixed: T[] = [];
  while (left.some((session) => session.length > 0)) {
    const next = random.pick(left.filter((session) => session.length > 0)).shift();
    if (next !== undefined) mixed.push(next);
  }
  return mixed;
}

describe("registers", () => {
  const mix = run();

  it("hold what the whole log says, for every term and every question", () => {
    expect(mix.wrong.slice(0, 1)).toEqual([]);
    expect(mix.asked).toBeGreaterThan(15_000);
    expect(mix.bounds).toBeGreaterThan(2_000);
  });

  it("say exactly what the log says unless they had to round", () => {
    console.log(
      `asked ${mix.asked}; as the log: ${mix.exact}, wider: ${mix.wider}; ` +
        [...mix.kinds].map(([kind, [exact, wider]]) => `${kind} ${exact}/${wider}`).join(", "),
    );
    expect(mix.exact / mix.asked).toBeGreaterThan(0.9);
    for (const [kind, [exact]] of mix.kinds) expect(exact, kind).toBeGreaterThan(500);
  });
});

function run() {
  const random = randomFrom(4_242);
  const mix = {
    asked: 0,
    bounds: 0,
    exact: 0,
    wider: 0,
    wrong: [] as unknown[],
    kinds: new Map<string, [number, number]>(),
  };
  for (let index = 0; index < 16 && mix.wrong.length === 0; index += 1) {
    const policy = { ...generatePolicy(random) };
    const tools = Object.keys(policy.catalogue.tools);
    const terms = [
      ...new Map(
        Array.from({ length: 12 }, () => generateTerm(tools, random)).map((term) => [term.name, term]),
      ).values(),
    ];
    const ir = { ...policy, terms };
    const engine = createEngine(ir, { engine: "closures" });
    const past = pastOf(indexHistory(terms, 100_000, true));
    const sessions = ["s1", "s2", "s3"].map((name) =>
      admitAll(generateSession(ir, `${name}x${index}`, 50, random), ir),
    );
    let state = engine.initial();
    const log = emptyLog();
    for (const admitted of interleaved(sessions, random)) {
      if (admitted.kind === "invalid") continue;
      const event = random.chance(80) ? admitted : forget(admitted, random);
      const session = mapGet(state.sessions, event.session);
      const isNew = mapGet(session?.ids, event.id) === undefined;
      const stepped = engine.step(state, event);
      const lifted =
        event.at !== undefined && session?.clock !== undefined
          ? { ...event, at: Math.max(event.at, session.clock) }
          : event;
      const action = mapGet(session?.actions, event.kind === "call" ? (event.call ?? event.id) : event.id);
      const isDecided = action === undefined || action.status === "pending" || action.status === "proceed";
      if (isDecided && (event.kind === "call" || event.kind === "message" || event.kind === "result")) {
        const key = event.kind === "call" ? (event.call ?? event.id) : event.id;
        for (const term of terms) {
          const field = readTermOf(state, lifted, past, term.name);
          compare(mix, term, field, ask(log, term, lifted, `${event.session} ${key}`), event);
        }
      }
      // What changed nothing happened before.
      if (stepped.state !== state) {
        const isOfCall = !["result", "prompt", "output", "admin", "baseline"].includes(event.kind);
        observe(
          log,
          lifted,
          isOfCall ? stepped.decision : undefined,
          event.kind === "result" ? stepped.decision : undefined,
        );
      }
      expect(isNew || stepped.state.history.seq >= state.history.seq).toBe(true);
      state = stepped.state;
    }
  }
  mix.bounds = boundsRead.count;
  return mix;
}

function compare(mix: ReturnType<typeof run>, term: HistoryTerm, field: Field, answer: Answer, event: Event): void {
  mix.asked += 1;
  const verdict = judge(field, answer);
  const counts = mix.kinds.get(term.kind) ?? [0, 0];
  if (verdict === "exact") {
    mix.exact += 1;
    counts[0] += 1;
  } else if (verdict === "wider") {
    mix.wider += 1;
    counts[1] += 1;
  } else mix.wrong.push({ term: term.name, field, answer, event: event.id });
  mix.kinds.set(term.kind, counts);
}

function judge(field: Field, answer: Answer): "exact" | "wider" | "wrong" {
  switch (answer.kind) {
    case "numbers": {
      const interval = field.state === "value" ? asInterval(field.value) : undefined;
      if (interval === undefined) return "wrong";
      const low = interval.low && Number(formatDecimal(interval.low));
      const high = interval.high && Number(formatDecimal(interval.high));
      if (low === answer.low && high === answer.high) return "exact";
      const holdsLow = low === undefined || (answer.low !== undefined && low <= answer.low);
      const holdsHigh = high === undefined || (answer.high !== undefined && high >= answer.high);
      return holdsLow && holdsHigh ? "wider" : "wrong";
    }
    case "truth": {
      const truth = field.state === "value" && field.value.kind === "bool" ? field.value.value : undefined;
      return truth === answer.truth ? "exact" : truth === undefined ? "wider" : "wrong";
    }
    case "field": {
      const text =
        field.state === "value" ? canonicalJson(encodeField(field)) : field.state === "absent" ? "absent" : undefined;
      return text === answer.text ? "exact" : text === undefined ? "wider" : "wrong";
    }
  }
}
