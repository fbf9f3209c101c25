import { describe, expect, it } from "vitest";
import { type HistoryTerm, nameTerm, type PastEvent } from "../../src/ast/history.ts";
import {
  amountsOf,
  bucketsPerWindow,
  emptyAmounts,
  mostSlots,
  settleAmounts,
  sumAmounts,
} from "../../src/engine/history/amounts.ts";
import { emptyDistinct, mostValues, settleDistinct } from "../../src/engine/history/distinct.ts";
import { encodeRegister } from "../../src/engine/history/encode-history.ts";
import type { Happening } from "../../src/engine/history/happening.ts";
import { indexHistory } from "../../src/engine/history/history-index.ts";
import {
  addHappening,
  emptyRegister,
  isWindowFree,
  mostPending,
  registerOf,
  settleOwner,
  withdraw,
} from "../../src/engine/history/register.ts";
import { termBounds } from "../../src/engine/history/state-bounds.ts";
import { traceMonotone } from "../../src/engine/history/trace-monotone.ts";
import { addWhole, readWhole, subtractWhole } from "../../src/engine/history/whole.ts";
import { pastOf } from "../../src/engine/past.ts";
import { restoreState, type StateSnapshot, snapshotState } from "../../src/engine/snapshot.ts";
import type { State } from "../../src/engine/state.ts";
import { createEngine, type EngineOptions } from "../../src/engine/step.ts";
import type { Event } from "../../src/event/event.ts";
import { canonicalJson } from "../../src/json/canonical-json.ts";
import { describeField } from "../../src/value/describe-field.ts";
import { event, gate, path, policy, text } from "./build.ts";
import { happening } from "./happening.ts";
import { randomFrom } from "./random.ts";
import { readTermOf } from "./read-term.ts";

const hour = 3_600_000;
const started: PastEvent = { phase: "started", patterns: ["pay"], tools: ["pay"], with: [] };
const limits = { withinMs: hour, per: "agent" } as const;
const countStarted = nameTerm({ kind: "count", event: started, ...limits });
const countAttempted = nameTerm({ kind: "count", event: { ...started, phase: "attempted" }, ...limits });

describe("a window in slots", () => {
  it("is exact while few, and holds the exact count by one bucket at most for ever after", () => {
    const random = randomFrom(11);
    let settled = emptyAmounts;
    const times: number[] = [];
    let clock = 0;
    let [rounded, widest] = [0, 0];
    for (let index = 0; index < 4_000; index += 1) {
      clock += random.below(60_000);
      times.push(clock);
      settled = settleAmounts(settled, happening(clock), hour, clock);
      expect(settled.slots.length).toBeLessThanOrEqual(mostSlots);
      const now = clock + random.below(90_000);
      const exact = times.filter((time) => now - time <= hour).length;
      const { low, high } = sumAmounts(settled, [], now - hour);
      expect(Number(low)).toBeLessThanOrEqual(exact);
      expect(Number(high)).toBeGreaterThanOrEqual(exact);
      if (index < mostSlots) expect([low, high]).toEqual([exact, exact]);
      const oldest = Math.ceil(hour / bucketsPerWindow);
      const atEdge = times.filter((time) => Math.abs(now - hour - time) <= oldest).length;
      expect(Number(high) - Number(low)).toBeLessThanOrEqual(atEdge);
      if (high > low) rounded += 1;
      widest = Math.max(widest, Number(high) - Number(low));
    }
    expect(rounded).toBeGreaterThan(100);
    expect(widest).toBeGreaterThan(1);
  });

  it("includes an event that is exactly as old as the window, and not a millisecond more", () => {
    const settled = settleAmounts(emptyAmounts, happening(0), hour, 0);
    expect(sumAmounts(settled, [], hour - hour).high).toBe(1);
    expect(sumAmounts(settled, [], hour + 1 - hour).high).toBe(0);
  });

  it("joins what happened at one time, or in a stretch that is one slot already", () => {
    let settled = emptyAmounts;
    for (let index = 0; index < 200; index += 1) settled = settleAmounts(settled, happening(1_000), hour, 1_000);
    expect(settled.slots).toMatchObject([{ first: 1_000, last: 1_000, low: 200, high: 200 }]);
    for (let at = 1_001; at < 1_100; at += 1) settled = settleAmounts(settled, happening(at), hour, at);
    const [first] = settled.slots;
    expect(first).toMatchObject({ first: 1_000 });
    const inside = (first?.first ?? 0) + 1;
    expect(settleAmounts(settled, happening(inside), hour, 1_099).slots).toHaveLength(settled.slots.length);
    expect(settleAmounts(settled, happening(500), hour, 1_099).slots[0]).toMatchObject({ first: 500, last: 500 });
  });
});

describe("a window in slots that are told late", () => {
  it("puts each in its place and loses none", () => {
    let settled = emptyAmounts;
    for (const at of [1_000, 3_000, 2_000, 2_500, 500, 3_000])
      settled = settleAmounts(settled, happening(at), hour, 3_000);
    expect(settled.slots.map(({ first, low }) => [first, low])).toEqual([
      [500, 1],
      [1_000, 1],
      [2_000, 1],
      [2_500, 1],
      [3_000, 2],
    ]);
    expect(sumAmounts(settled, [], 2_000)).toMatchObject({ low: 4, high: 4 });
    expect(sumAmounts(settled, [], 3_001)).toMatchObject({ low: 0, high: 0 });
    const untimed = settleAmounts(settled, happening(0, { at: undefined, from: undefined }), hour, 3_000);
    expect(sumAmounts(untimed, [], 2_000)).toMatchObject({ low: 4, high: 5 });
  });
});

describe("what one event adds", () => {
  it.each([
    ["a sure amount", { kind: "amount", units: 5 }, true, { low: 5, high: 5, below: 0, above: 5 }],
    ["a sure amount below zero", { kind: "amount", units: -5 }, true, { low: -5, high: -5, below: -5, above: 0 }],
    ["an amount that may be", { kind: "amount", units: 5 }, false, { low: 0, high: 5, below: 0, above: 5 }],
    ["one below zero that may be", { kind: "amount", units: -5 }, false, { low: -5, high: 0, below: -5, above: 0 }],
    ["an event that may be", { kind: "one" }, false, { low: 0, high: 1, below: 0, above: 1 }],
    ["an amount nobody knows", { kind: "unknown" }, true, { low: 0, high: 0, openBelow: 1, openAbove: 1 }],
    ["one of another currency", { kind: "foreign", negative: false }, true, { openBelow: 0, openAbove: 1 }],
    ["one of another currency below zero", { kind: "foreign", negative: true }, true, { openBelow: 1, openAbove: 0 }],
  ] as const)("%s", (_, carried, sure, amounts) => {
    expect(amountsOf({ carried, sure })).toMatchObject(amounts);
  });
});

describe("what a register has put together", () => {
  it("follows from its parts alone, however they came about", () => {
    const random = randomFrom(11);
    const path = { root: "args", segments: ["to"] } as const;
    const terms: readonly HistoryTerm[] = [
      countStarted,
      nameTerm({ kind: "distinct", event: started, path, ...limits }),
      nameTerm({ kind: "last", event: started, path, type: { kind: "string" }, ...limits }),
    ];
    const kinds = new Map<string, number>();
    for (const term of terms) {
      let register = emptyRegister(term);
      for (let index = 0; index < 2_000; index += 1) {
        const at = index * 20_000;
        const owner = random.chance(85) ? `o${random.below(60)}` : "";
        const carried: Happening["carried"] =
          term.kind === "distinct"
            ? { kind: "values", values: [`v${random.below(90)}`], more: random.chance(5) ? "one" : "none" }
            : term.kind === "last"
              ? { kind: "value", value: { kind: "text", text: `t${index}` } }
              : { kind: "one" };
        const change = random.below(10);
        if (change === 0) register = withdraw(register, owner, "event");
        else if (change === 1) register = settleOwner(register, owner, hour, at);
        else {
          const time = random.chance(97) ? at : undefined;
          const more = { owner, carried, seq: index, from: at, at: time, sure: random.chance(80) };
          register = addHappening(register, happening(at, more), hour, at);
        }
        expect(register.together).toEqual(registerOf(register).together);
        if (register.together !== undefined) kinds.set(term.kind, (kinds.get(term.kind) ?? 0) + 1);
      }
    }
    expect(kinds.get("distinct")).toBeGreaterThan(500);
    expect(kinds.get("last")).toBeGreaterThan(500);
  });

  it("is shared by terms of other windows only until a window decides something", () => {
    const random = randomFrom(12);
    let shared = 0;
    let apart = 0;
    let register = emptyRegister(countStarted);
    for (let index = 0; index < 400; index += 1) {
      const at = index * 30_000;
      const one = happening(at, { owner: random.chance(50) ? `o${index}` : "", seq: index });
      const after = addHappening(register, one, hour, at);
      const elsewhere = addHappening(register, one, hour / 40, at);
      if (isWindowFree(register, after)) {
        expect(elsewhere).toEqual(after);
        shared += 1;
      } else apart += 1;
      register = after;
    }
    expect(shared).toBeGreaterThan(50);
    expect(apart).toBeGreaterThan(50);
  });
});

describe("a whole number", () => {
  it("is exact beyond what a double holds, and has one form", () => {
    const largest = Number.MAX_SAFE_INTEGER;
    expect(addWhole(largest, 1)).toBe(9_007_199_254_740_992n);
    expect(subtractWhole(addWhole(largest, 5), 5)).toBe(largest);
    expect(addWhole(readWhole("-9007199254740993"), 2)).toBe(-largest);
    expect(readWhole("12")).toBe(12);
    expect(addWhole(10n ** 30n, 1)).toBe(10n ** 30n + 1n);
  });
});

describe("the bound of a register", () => {
  it("is not passed, whatever is put in", () => {
    const random = randomFrom(5);
    const path = { root: "args", segments: ["to"] } as const;
    const money = { kind: "money", currency: { kind: "fixed", code: "USD" }, unit: "major" } as const;
    const terms: readonly HistoryTerm[] = [
      countStarted,
      nameTerm({ kind: "sum", event: started, path, type: money, ...limits }),
      nameTerm({ kind: "distinct", event: started, path, ...limits }),
      nameTerm({ kind: "last", event: started, path, type: { kind: "string" }, ...limits }),
      nameTerm({ kind: "since", event: started, after: started, ...limits }),
    ];
    for (const term of terms) {
      const [bound] = termBounds([term]);
      let register = emptyRegister(term);
      const long = (): string => `${random.below(1_000_000)}`.padEnd(63, "\u2028");
      for (let index = 0; index < 400; index += 1) {
        const at = 1_780_000_000_000 + index * 30_000;
        const carried: Happening["carried"] =
          term.kind === "sum"
            ? { kind: "amount", units: readWhole(-(10n ** 35n) * BigInt(1 + random.below(9))) }
            : term.kind === "distinct"
              ? { kind: "values", values: Array.from({ length: 8 }, long), more: "any" }
              : term.kind === "last"
                ? { kind: "value", value: { kind: "text", text: long() } }
                : { kind: "one" };
        const owner = index > 200 ? long() : "";
        register = addHappening(
          register,
          happening(at, { carried, owner, seq: 9e15 + index, role: index % 2 === 0 ? "event" : "after" }),
          hour,
          at,
        );
      }
      const bytes = new TextEncoder().encode(canonicalJson(encodeRegister(register))).length;
      expect(bytes, term.name).toBeLessThanOrEqual(bound?.bytes ?? 0);
      expect(bytes, term.name).toBeGreaterThan((bound?.bytes ?? 0) / 40);
    }
  });
});

/** A policy without gates that keeps these terms, its state after these events, and what a term then is. */
function kept(terms: readonly HistoryTerm[], options: Partial<EngineOptions> = {}) {
  const ir = policy({ terms: [...terms].sort((a, b) => (a.name < b.name ? -1 : 1)) });
  const engine = createEngine(ir, { engine: "closures", ...options });
  const past = pastOf(indexHistory(ir.terms, options.keyBudget ?? 100_000, options.sessions !== "unordered"));
  let state: State = engine.initial();
  const run = {
    step(...events: readonly Event[]) {
      for (const one of events) state = engine.step(state, one).state;
      return run;
    },
    resume(from: State) {
      state = from;
      return run;
    },
    read: (term: HistoryTerm, asking: Event = call("asks", 60)): string =>
      describeField(readTermOf(state, asking, past, term.name)),
    decide: (asking: Event) => engine.decide(state, asking),
    get state() {
      return state;
    },
  };
  return run;
}

const call = (key: string, minute: number | null, more: Record<string, unknown> = {}): Event =>
  event({ kind: "call", call: key, tool: "pay", args: { to: "x" }, ...more }, minute);
const start = (key: string, minute: number | null): Event => event({ kind: "started", call: key }, minute);
const result = (key: string, minute: number | null): Event =>
  event({ kind: "result", call: key, tool: "pay", content: "done" }, minute);
const cancelled = (key: string, minute: number | null): Event => event({ kind: "cancelled", call: key }, minute);

describe("a reservation", () => {
  it("may be a start until it is one, and is given back when the call is cancelled", () => {
    const run = kept([countStarted]).step(call("a", 1));
    expect(run.read(countStarted)).toBe("from 0 to 1");
    expect(run.step(start("a", 2)).read(countStarted)).toBe("1");
    expect(run.step(call("b", 3)).read(countStarted)).toBe("from 1 to 2");
    expect(run.step(cancelled("b", 4)).read(countStarted)).toBe("1");
    expect(run.step(result("a", 5)).read(countStarted)).toBe("1");
  });

  it("of the call itself is not counted when it is decided again", () => {
    const run = kept([countStarted, countAttempted]).step(call("a", 1));
    expect(run.read(countStarted, call("a", 2))).toBe("0");
    expect(run.read(countAttempted, call("a", 2))).toBe("0");
    expect(run.read(countAttempted, call("b", 2))).toBe("1");
  });

  it("whose start was seen before the call is its own when the call comes, once", () => {
    const stray = event({ kind: "started", call: "a", tool: "pay" }, 1);
    const run = kept([countStarted]).step(stray);
    for (const restored of [false, true]) {
      if (restored) run.resume(restoreState(JSON.parse(canonicalJson(snapshotState(run.state))) as StateSnapshot));
      expect(run.read(countStarted, call("a", 2))).toBe("0");
      expect(run.read(countStarted, call("b", 2))).toBe("from 0 to 1");
    }
    run.step(call("a", 3));
    expect(run.read(countStarted, call("a", 4))).toBe("0");
    expect(run.read(countStarted, call("b", 4))).toBe("from 0 to 1");
  });

  it("beyond the number that is kept stays counted, and its own call no longer knows which was its own", () => {
    const run = kept([countAttempted]);
    for (let index = 0; index <= mostPending; index += 1) run.step(call(`c${index}`, 1));
    expect(run.read(countAttempted, call("other", 2))).toBe(String(mostPending + 1));
    expect(run.read(countAttempted, call("c5", 2))).toBe(String(mostPending));
    expect(run.read(countAttempted, call("c0", 2))).toBe(`from 0 to ${mostPending + 1}`);
    run.resume(restoreState(JSON.parse(canonicalJson(snapshotState(run.state))) as StateSnapshot));
    expect(run.read(countAttempted, call("c0", 2))).toBe(`from 0 to ${mostPending + 1}`);
    expect(run.read(countAttempted, call("c5", 2))).toBe(String(mostPending));
  });
});

describe("time and order", () => {
  it("leave a term between nothing and everything where now is unrecorded", () => {
    const run = kept([countStarted]).step(call("a", 1), result("a", 1), call("b", 200), result("b", 200));
    expect(run.read(countStarted, call("c", 201))).toBe("1");
    expect(run.read(countStarted, call("c", null))).toBe("from 0 to 2");
  });

  it("count an event without time as maybe inside", () => {
    const run = kept([countStarted]).step(call("a", null), result("a", null));
    expect(run.read(countStarted)).toBe("from 0 to 1");
  });

  it("leave a value that nobody knows, at a time that nobody knows, as one more maybe", () => {
    const path = { root: "args", segments: ["to"] } as const;
    const paid = nameTerm({ kind: "distinct", event: { ...started, phase: "attempted" }, path, ...limits });
    const hidden = call("a", null, { args: undefined, not_recorded: ["args"] });
    expect(kept([paid]).step(hidden, result("a", null)).read(paid)).toBe("from 0 to 1");
    expect(kept([paid]).step(call("a", null), result("a", null)).read(paid)).toBe("from 0 to 1");
  });

  it("never let a clock that steps back give a quota back", () => {
    const run = kept([countStarted]).step(call("a", 100), result("a", 100));
    expect(run.read(countStarted, call("b", 10, { session: "t" }))).toBe("1");
  });

  it("of one session are nothing to another where sessions have none, also in a state that had an order", () => {
    const event = { ...started, phase: "attempted" } as const;
    const recent = nameTerm({ kind: "count", event, withinMs: 60_000, per: "session" });
    const late = call("a", 300, { session: "s" });
    const early = [call("b", 0, { session: "t" }), call("c", 10, { session: "t" })];
    const asking = call("d", 30, { session: "t" });
    const had = kept([recent]).step(late).state;
    for (const run of [
      kept([recent], { sessions: "unordered" }).step(late, ...early),
      kept([recent], { sessions: "unordered" })
        .resume(had)
        .step(...early),
    ]) {
      expect(run.read(recent, asking)).toBe("0");
      expect(run.read(recent, call("d", 10, { session: "t" }))).toBe("1");
    }
    expect(
      kept([recent])
        .step(late, ...early)
        .read(recent, asking),
    ).toBe("2");
  });

  it("leave only one's own session in order where sessions have none", () => {
    const run = kept([countStarted], { sessions: "unordered" }).step(call("a", 1), result("a", 1));
    expect(run.read(countStarted)).toBe("1 or more");
    expect(run.read(countStarted, call("b", 2, { session: "t" }))).toBe("0 or more");
  });

  it("leave a sum without ends where sessions have none: what another took back may come off it", () => {
    const path = { root: "args", segments: ["amount"] } as const;
    const paid = nameTerm({
      kind: "sum",
      event: { ...started, phase: "attempted" },
      path,
      type: { kind: "int" },
      withinMs: hour,
      per: "tenant",
    });
    const more = { tenant: "acme", args: { amount: 150 } };
    expect(
      kept([paid], { sessions: "unordered" })
        .step(call("a", 1, more))
        .read(paid, call("b", 2, more)),
    ).toBe("any number");
    expect(
      kept([paid])
        .step(call("a", 1, more))
        .read(paid, call("b", 2, more)),
    ).toBe("150");
  });

  it.each(["tenant", "user", "agent", "global"] as const)(
    "let another session tell nothing for sure where sessions have none: per %s",
    (per) => {
      const chain = [{ user: "ann" }, { agent: "clerk" }];
      const counted = nameTerm({ kind: "count", event: { ...started, phase: "attempted" }, withinMs: hour, per });
      const run = kept([counted], { sessions: "unordered" }).step(call("a", 1, { tenant: "acme", chain }));
      expect(run.read(counted, call("b", 2, { tenant: "acme", chain }))).toBe("1 or more");
      expect(run.read(counted, call("b", 2, { tenant: "acme", chain, session: "t" }))).toBe("0 or more");
    },
  );
});

describe("a key", () => {
  it("that is unrecorded leaves a term between nothing and the whole run", () => {
    const run = kept([countStarted]).step(call("a", 1), result("a", 1));
    const nobody = call("b", 2, { agent: undefined, not_recorded: ["agent"] });
    expect(run.read(countStarted, nobody)).toBe("from 0 to 1");
    expect(run.step(nobody, result("b", 3)).read(countStarted)).toBe("from 1 to 2");
  });

  it("without room is unknown until the window has passed", () => {
    const perSession = nameTerm({ kind: "count", event: started, withinMs: hour, per: "session" });
    const inSession = (session: string, minute: number) => [
      call(session, minute, { session }),
      event({ kind: "result", call: session, session, tool: "pay", content: "x" }, minute),
    ];
    const run = kept([perSession], { keyBudget: 2 }).step(...["s1", "s2", "s3"].flatMap((name) => inSession(name, 1)));
    expect(run.read(perSession, call("x", 2, { session: "s1" }))).toBe("1");
    expect(run.read(perSession, call("x", 2, { session: "s3" }))).toBe("0 or more");
    expect(run.read(perSession, call("x", 62, { session: "s3" }))).toBe("0");
  });

  it("says why a value is unknown: what had no room, or what was not kept then", () => {
    const to = { root: "args", segments: ["to"] } as const;
    const lastOf = (per: "session" | "agent") =>
      nameTerm({ kind: "last", event: started, path: to, type: { kind: "string" }, withinMs: hour, per });
    const full = kept([lastOf("session")], { keyBudget: 1 });
    for (const session of ["s1", "s2"])
      full.step(
        call(session, 1, { session }),
        event({ kind: "result", call: session, session, tool: "pay", content: "x" }, 1),
      );
    expect(full.read(lastOf("session"), call("x", 2, { session: "s2" }))).toBe("unknown: over_budget");
    const other = kept([countStarted]).step(call("a", 1), result("a", 1));
    const later = kept([countStarted, lastOf("agent")]).resume(other.state);
    expect(later.step(call("b", 2)).read(lastOf("agent"), call("c", 3))).toBe("unknown: not_recorded");
  });
});

describe("a term that another policy did not keep", () => {
  it("is unknown until its window has passed, and complete at once for a session that begins after it", () => {
    const perSession = nameTerm({ kind: "count", event: started, withinMs: hour, per: "session" });
    const before = kept([countStarted]).step(call("a", 1), result("a", 1));
    const after = kept([countStarted, perSession, countAttempted]).resume(before.state);
    after.step(call("b", 2), result("b", 2));
    expect(after.read(countStarted, call("c", 3))).toBe("2");
    expect(after.read(countAttempted, call("c", 3))).toBe("1 or more");
    expect(after.read(perSession, call("c", 3))).toBe("1 or more");
    expect(after.read(perSession, call("c", 3, { session: "new" }))).toBe("0");
    // What happened in the very millisecond of the change may have come before it.
    expect(after.read(countAttempted, call("c", 62))).toBe("1 or more");
    expect(after.read(countAttempted, call("c", 63))).toBe("0");
  });

  it("is unknown from the start where a host says that the past is lost", () => {
    const ir = policy({ terms: [countStarted] });
    const engine = createEngine(ir, { engine: "closures" });
    const past = pastOf(indexHistory(ir.terms, 10, true));
    const { state } = engine.step(engine.lost(), call("a", 1));
    expect(describeField(readTermOf(state, call("b", 2), past, countStarted.name))).toBe("0 or more");
  });
});

describe("different values", () => {
  const path = { root: "args", segments: ["to"] } as const;
  const distinct = nameTerm({ kind: "distinct", event: { ...started, phase: "attempted" }, path, ...limits });

  it("beyond the number that is kept leave the term open until their window has passed", () => {
    const run = kept([distinct]);
    for (let index = 0; index < mostValues; index += 1) run.step(call(`c${index}`, 1, { args: { to: `v${index}` } }));
    for (let index = 0; index < mostValues; index += 1) run.step(result(`c${index}`, 1));
    expect(run.read(distinct, call("asks", 2))).toBe(String(mostValues));
    run.step(call("more", 3, { args: { to: "another" } }), result("more", 3));
    expect(run.read(distinct, call("asks", 4))).toBe(`${mostValues} or more`);
    expect(run.read(distinct, call("asks", 63))).toBe("1 or more");
    expect(run.read(distinct, call("asks", 64))).toBe("0");
  });

  it("are surely seen only where they surely happened", () => {
    const values = (more: Partial<Happening>) => {
      const carried = { kind: "values", values: ["a", "b"], more: "none" } as const;
      return settleDistinct(emptyDistinct, happening(5, { carried, ...more }), hour, 5).values;
    };
    expect(values({ sure: true })).toMatchObject([{ value: "a", sure: 5, latest: 5 }, { value: "b" }]);
    expect(values({ sure: false }).map(({ sure }) => sure)).toEqual([undefined, undefined]);
  });

  it("that left the window make room before others go", () => {
    const run = kept([distinct]);
    for (let index = 0; index < mostValues; index += 1)
      run.step(call(`c${index}`, 1, { args: { to: `v${index}` } }), result(`c${index}`, 1));
    run.step(call("late", 62, { args: { to: "another" } }), result("late", 62));
    expect(run.read(distinct, call("asks", 63))).toBe("1");
    // They may still lie in it for a call whose time nobody knows.
    expect(run.read(distinct, call("asks", null))).toBe(`from 0 to ${mostValues + 1}`);
  });
});

describe("a snapshot", () => {
  it.each([
    ["no time or left the window", 1_000, 80],
    ["no room", 2, 12],
  ])("keeps what had %s, so that a restart forgives nothing", (_, keyBudget, calls) => {
    const to = { root: "args", segments: ["to"] } as const;
    const attempted = { ...started, phase: "attempted" } as const;
    const perSession = nameTerm({ kind: "count", event: started, withinMs: hour, per: "session" });
    const terms = [
      countStarted,
      perSession,
      nameTerm({ kind: "distinct", event: attempted, path: to, ...limits }),
      nameTerm({ kind: "last", event: started, path: to, type: { kind: "string" }, ...limits }),
      nameTerm({ kind: "since", event: attempted, after: started, ...limits }),
      nameTerm({ kind: "previously", event: started, ...limits }),
    ];
    const run = kept(terms, { keyBudget });
    for (let index = 0; index < calls; index += 1) {
      const key = `c${index}`;
      const session = `s${index % 4}`;
      const minute = index === 7 ? null : 3 * index;
      run.step(call(key, minute, { session, args: { to: `v${index}` } }));
      if (index % 6 > 0) run.step(event({ kind: "result", call: key, session, tool: "pay", content: "x" }, minute));
    }
    const asked = [3 * calls, 3 * calls + 50, null].map((minute) => call("asks", minute, { session: "s3" }));
    const all = () => terms.map((term) => asked.map((asking) => run.read(term, asking)));
    const before = all();
    const text = canonicalJson(snapshotState(run.state));
    const restored = restoreState(JSON.parse(text) as StateSnapshot);
    run.resume(restored);
    expect(all()).toEqual(before);
    expect(canonicalJson(snapshotState(restored))).toBe(text);
    const isComplete = keyBudget > calls;
    expect(before[terms.indexOf(perSession)]?.[0] === "0 or more").toBe(!isComplete);
  });

  it("holds the whole history", () => {
    const run = kept([countStarted, countAttempted]).step(
      call("a", 1),
      start("a", 2),
      call("b", null),
      result("b", 40),
    );
    const text = canonicalJson(snapshotState(run.state));
    const restored = restoreState(JSON.parse(text) as StateSnapshot);
    expect(canonicalJson(snapshotState(restored))).toBe(text);
    expect(restored.history).toMatchObject({ clock: run.state.history.clock, seq: run.state.history.seq, size: 4 });
    expect(run.read(countStarted, call("c", 50))).toBe("2");
    expect(run.resume(restored).read(countStarted, call("c", 50))).toBe("2");
  });
});

describe("trace monotony", () => {
  it("holds for what was attempted, and not for what was decided or follows from it", () => {
    expect(traceMonotone(policy({ terms: [countAttempted] }))).toEqual({ holds: true, because: [] });
    expect(traceMonotone(policy({ terms: [countAttempted, countStarted] }))).toEqual({
      holds: false,
      because: ["`started pay` depends on what was decided"],
    });
  });

  it("does not hold where a rule asks about labels or origins, which follow from what was executed", () => {
    const labels = {
      kind: "contains",
      mode: "label",
      quantity: "any",
      operand: path("labels", { kind: "labels" }),
      values: [text("pii")],
    } as const;
    const origin = { kind: "origin", quantity: "any", operand: path("args.to"), sources: [{ kind: "user" }] } as const;
    expect(traceMonotone(policy({ gates: [gate("g", { when: labels })] })).because).toEqual([
      "`labels` follow from what was started",
    ]);
    expect(traceMonotone(policy({ gates: [gate("g", { unless: origin })] })).because).toEqual([
      "`origin` follows from what was executed",
    ]);
    const other = { kind: "holds", operand: path("args.labels", { kind: "bool" }) } as const;
    expect(traceMonotone(policy({ gates: [gate("g", { when: other })] }))).toEqual({ holds: true, because: [] });
  });
});
