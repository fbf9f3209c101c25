import { describe, expect, it } from "vitest";
import type { IrCondition, PolicyIr } from "../../src/engine/ir.ts";
import { createEngine } from "../../src/engine/step.ts";
import type { Event } from "../../src/event/event.ts";
import { event, gate, grant, path, policy, tool } from "./build.ts";

// A decision that rests on the rules alone is kept by what each of them says. Two calls on which they differ must never share one.

const holds = (name: string): IrCondition => ({ kind: "holds", operand: path(`args.${name}`, { kind: "bool" }) });
const levels = ["log", "verify", "confirm", "approve", "deny"] as const;

/** As many gates as there are arguments, each on one; the first two are granted by their argument, the third by its contrary. */
function rulesOn(names: readonly string[], more: Partial<PolicyIr["gates"][number]> = {}): PolicyIr {
  const fields = Object.fromEntries(names.map((name) => [name, { type: { kind: "bool" }, required: false } as const]));
  const pay = tool("pay", { args: { kind: "record", additional: false, fields } });
  return policy({
    catalogue: { tools: { pay }, context: {} },
    grants: [
      grant("may_first", { tools: ["pay"], when: holds(names[0] ?? "") }),
      grant("may_second", { tools: ["pay"], when: holds(names[1] ?? "") }),
      grant("may_not_third", { tools: ["pay"], when: { kind: "not", operand: holds(names[2] ?? "") } }),
    ],
    gates: names.map((name, index) =>
      gate(`gate_${name}`, {
        on: [{ kind: "call", tools: ["pay"] }],
        when: holds(name),
        level: levels[index % levels.length] ?? "deny",
        ...more,
      }),
    ),
  });
}

/** Decides each twice by the closures, so that the second time it may be a kept decision, and once by the interpreter. */
function expectSame(ir: PolicyIr, events: readonly Event[]): readonly string[] {
  const closures = createEngine(ir, { engine: "closures" });
  const interpreter = createEngine(ir, { engine: "interpreter" });
  const state = closures.initial();
  const expected = events.map((one) => JSON.stringify(interpreter.decide(interpreter.initial(), one)));
  for (let round = 0; round < 2; round += 1) {
    expect(events.map((one) => JSON.stringify(closures.decide(state, one)))).toEqual(expected);
  }
  return expected;
}

/** Every way in which so many arguments are true, false or not there. */
function* answers(count: number): Generator<readonly (boolean | undefined)[]> {
  if (count === 0) yield [];
  else for (const rest of answers(count - 1)) for (const one of [true, false, undefined]) yield [one, ...rest];
}

const argumentsOf = (names: readonly string[], values: readonly (boolean | undefined)[]): Record<string, boolean> => {
  const args: Record<string, boolean> = {};
  for (const [index, name] of names.entries()) {
    const value = values[index];
    if (value !== undefined) args[name] = value;
  }
  return args;
};

describe("a level", () => {
  it("is granted by a condition that is a gate's too, though no gate after a stricter one is asked", () => {
    const on = [{ kind: "call", tools: ["pay"] }] as const;
    const ir = {
      ...rulesOn(["a", "b", "c"]),
      grants: [
        grant("may_a", { tools: ["pay"], when: holds("a") }),
        grant("may_b", { tools: ["pay"], when: holds("b") }),
      ],
      gates: [
        gate("always", { on, level: "approve", requirements: [{ kind: "approval", role: "finance", count: 1 }] }),
        gate("log_a", { on, level: "log", when: holds("a") }),
        gate("log_b", { on, level: "log", when: holds("b") }),
      ],
    } satisfies PolicyIr;
    const closures = createEngine(ir, { engine: "closures" });
    const levelOf = (args: object) =>
      closures.level(closures.initial(), event({ kind: "call", tool: "pay", args }, 0, ir));
    expect(levelOf({ a: true, b: false })).toBe("approve");
    expect(levelOf({ a: false, b: true })).toBe("approve");
    expect(levelOf({ a: true, b: true })).toBe("approve");
    expect(levelOf({ a: false, b: false })).toBe("deny");
    expect(levelOf({})).toBe("deny");
  });
});

describe("tools on which the same rules act", () => {
  const bool = { type: { kind: "bool" }, required: false } as const;
  const record = (...names: readonly string[]) =>
    ({ kind: "record", additional: false, fields: Object.fromEntries(names.map((name) => [name, bool])) }) as const;
  const tools = ["one", "other"] as const;
  const on = [{ kind: "call", tools }] as const;
  const rules = {
    gates: [gate("stops", { on, when: holds("x"), level: "approve" })],
    grants: [grant("may", { tools: [...tools], when: { kind: "not", operand: holds("x") } })],
  };
  const withArguments = (one: readonly string[], other: readonly string[]): PolicyIr => {
    const made = { one: tool("one", { args: record(...one) }), other: tool("other", { args: record(...other) }) };
    return policy({ catalogue: { tools: made, context: {} }, ...rules });
  };

  // No tool has both arguments, so that they stand in one slot of the rows.
  it.each([
    ["have the argument alike", ["x"], ["x"], "x"],
    ["differ in what they have", ["x"], ["y"], "y"],
    ["differ the other way round", ["y"], ["x"], "x"],
  ])("are decided as by the interpreter where they %s", (_, one, other, name) => {
    const ir = withArguments(one, other);
    const call = (called: string, args: object) => event({ kind: "call", tool: called, args }, 0, ir);
    const calls = [true, false].flatMap((value) => [
      call("one", { [one[0] ?? ""]: value }),
      call("other", { [name]: value }),
      call("other", {}),
    ]);
    const closures = createEngine(ir, { engine: "closures" });
    const decisions = expectSame(ir, calls).map((text) => JSON.parse(text).level);
    expect(calls.map((one) => closures.level(closures.initial(), one))).toEqual(decisions);
    expect(new Set(decisions).size).toBeGreaterThan(1);
  });
});

describe("decisions that are kept", () => {
  it("are those of the interpreter for everything that five gates and three grants can say", () => {
    const names = ["a", "b", "c", "d", "e"];
    const ir = rulesOn(names);
    const events = [...answers(5)].map((values) =>
      event({ kind: "call", tool: "pay", args: argumentsOf(names, values) }, 0, ir),
    );
    const decisions = expectSame(ir, events);
    expect(decisions).toHaveLength(243);
    expect(new Set(decisions).size).toBe(243);
  });

  it("cannot be changed by one who got them, for the next one", () => {
    const ir = rulesOn(["a"]);
    const engine = createEngine(ir, { engine: "closures" });
    const call = event({ kind: "call", tool: "pay", args: argumentsOf(["a"], [true]) }, 0, ir);
    const first = engine.decide(engine.initial(), call);
    const said = JSON.stringify(first);
    expect(first.reasons.length).toBeGreaterThan(0);
    for (const change of [
      () => Object.assign(first, { level: "allow" }),
      () => Object.assign(first.reasons, { length: 0 }),
      () => Object.assign(first.reasons[0] ?? {}, { level: "allow" }),
    ]) {
      expect(change).toThrow(TypeError);
    }
    const second = engine.decide(engine.initial(), call);
    expect(second).toBe(first);
    expect(JSON.stringify(second)).toBe(said);
  });

  it("are those of the interpreter for everything that gates say which no grant rests on", () => {
    const names = ["a", "b", "c", "d", "e"];
    const ir = { ...rulesOn(names), grants: [grant("may_pay", { tools: ["pay"] })] };
    const calls = [...answers(5)].map((values) =>
      event({ kind: "call", tool: "pay", args: argumentsOf(names, values) }, 0, ir),
    );
    expect(new Set(expectSame(ir, calls)).size).toBe(243);
  });

  it("are those of the interpreter where more gates fire than one number can tell", () => {
    const names = Array.from({ length: 30 }, (_, index) => `x${index}`);
    const ir = rulesOn(names);
    const events = names.map((left) =>
      event(
        {
          kind: "call",
          tool: "pay",
          args: argumentsOf(
            names,
            names.map((name) => name !== left),
          ),
        },
        0,
        ir,
      ),
    );
    expect(new Set(expectSame(ir, events)).size).toBe(30);
  });

  it("change on the day on which a gate begins to act", () => {
    const untilMs = Date.UTC(2026, 5, 1, 12, 30);
    const ir = rulesOn(["a", "b", "c"], { level: "deny", observe: { untilMs, owner: "ann" } });
    const calls = [10, 50, 20, 40].map((minute) =>
      event({ kind: "call", tool: "pay", args: { a: true, b: true, c: false } }, minute, ir),
    );
    const decided = expectSame(ir, calls).map((text) => JSON.parse(text).level);
    expect(decided).toEqual(["allow", "deny", "allow", "deny"]);
  });

  it("are not taken where something besides the rules refuses the call", () => {
    const ir = rulesOn(["a", "b", "c"]);
    const engine = createEngine(ir, { engine: "closures" });
    const call = (id: string): Event => event({ kind: "call", id, tool: "pay", args: { a: true } }, 0, ir);
    const before = engine.decide(engine.initial(), call("k1"));
    const revoked = engine.step(
      engine.initial(),
      event({ kind: "revocation", agent: undefined, session: "feed", subject: { agent: "clerk" } }, 0, ir),
    ).state;
    expect(before.level).not.toBe("deny");
    expect(engine.decide(revoked, call("k2")).reasons.map(({ code }) => code)).toContain("revoked");
    // What is no truth value is as unknown to the rules as what is not there.
    expectSame(ir, [
      event({ kind: "call", tool: "pay", args: { a: true } }, 0, ir),
      event({ kind: "call", tool: "pay", args: { a: true, b: "yes" } }, 0, ir),
    ]);
  });

  it("are not taken where a call was answered or rejected, nor kept from there for others", () => {
    const finance = { kind: "approval", role: "finance", count: 1, reusable: 2 } as const;
    const ir = policy({ gates: [gate("g", { level: "approve", requirements: [finance] })] });
    const closures = createEngine(ir, { engine: "closures" });
    const interpreter = createEngine(ir, { engine: "interpreter" });
    let state = closures.initial();
    const said = (kind: string, session: string, more: object): string | undefined => {
      const given = event({ kind, session, ...more }, 1, ir);
      const { decision } = interpreter.step(state, given);
      const stepped = closures.step(state, given);
      expect(stepped.decision).toEqual(decision);
      state = stepped.state;
      return decision?.level;
    };
    // Without a chain: those are what decisions are kept of.
    const call = (session: string, key: string) => said("call", session, { call: key, tool: "pay", args: { to: "x" } });
    expect([call("one", "c1"), call("two", "c1")]).toEqual(["approve", "approve"]);
    expect(said("approval", "one", { call: "c1", by: "fay", roles: ["finance"] })).toBe("log");
    expect(said("started", "one", { call: "c1" })).toBe("log");
    // What was approved serves another call of the session, and none of another.
    expect([call("one", "c2"), call("three", "c1")]).toEqual(["log", "approve"]);
    expect(said("rejection", "two", { call: "c1", by: "gus" })).toBe("deny");
    expect(said("started", "two", { call: "c1" })).toBe("deny");
    expect([call("two", "c2"), call("four", "c1")]).toEqual(["approve", "approve"]);
  });
});
