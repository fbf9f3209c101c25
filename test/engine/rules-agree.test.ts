import { describe, expect, it } from "vitest";
import type { IrGate, IrGrant, IrTarget, PolicyIr } from "../../src/engine/ir.ts";
import { maxChain } from "../../src/engine/max-chain.ts";
import type { State } from "../../src/engine/state.ts";
import { createEngine } from "../../src/engine/step.ts";
import type { Event } from "../../src/event/event.ts";
import { copyFields } from "../../src/event/row.ts";
import { unrecorded } from "../../src/value/value.ts";
import { event, gate, grant, path, policy, text } from "./build.ts";

// Every way in which the parts of a grant, a chain and a gate can stand: both engines say the same, with their reasons.

const agent = (name: string, more: Partial<PolicyIr["agents"][number]> = {}): PolicyIr["agents"][number] => ({
  name,
  subject: "s",
  mayMessage: [],
  mayDelegate: [],
  ...more,
});

/** Answers the levels that came up; the engines must agree about the whole decision, and the level alone with it. */
function levelsOf(
  ir: PolicyIr,
  events: readonly Event[],
  before: readonly Event[] = [],
  performs?: readonly string[],
): ReadonlySet<string> {
  const options = performs === undefined ? {} : { performs };
  const closures = createEngine(ir, { engine: "closures", ...options });
  const interpreter = createEngine(ir, { engine: "interpreter", ...options });
  const state = before.reduce<State>((earlier, one) => closures.step(earlier, one).state, closures.initial());
  const seen = new Set<string>();
  for (const one of events) {
    const expected = interpreter.explain(state, one);
    seen.add(expected.level);
    // `expect` compares only what differs: it takes long, and there are thousands.
    for (const [found, wanted] of [
      [closures.explain(state, one), expected],
      [closures.decide(state, one), interpreter.decide(state, one)],
      [closures.level(state, one), expected.level],
    ])
      if (JSON.stringify(found) !== JSON.stringify(wanted)) expect(found).toEqual(wanted);
  }
  return seen;
}

/** Every choice of one from each list. */
function choices<T>(lists: readonly (readonly T[])[]): readonly (readonly T[])[] {
  return lists.reduce<readonly (readonly T[])[]>(
    (found, list) => found.flatMap((chosen) => list.map((one) => [...chosen, one])),
    [[]],
  );
}
const members = (parts: readonly object[]): Record<string, unknown> => {
  const lists = parts.flatMap((part) => ("not_recorded" in part ? (part.not_recorded as readonly string[]) : []));
  return { ...Object.assign({}, ...parts), ...(lists.length === 0 ? {} : { not_recorded: lists }) };
};
const gapOf = (...names: readonly string[]): object => ({ not_recorded: names });
const isOpen = { kind: "compare", operator: "==", left: path("purpose"), right: text("open") } as const;

describe("a grant", () => {
  const noon = Date.parse("2026-06-01T12:10:00Z");
  const demands: readonly Partial<IrGrant>[] = [
    { when: isOpen },
    { purposes: ["open", "shut"] },
    { onBehalfOf: ["support", "sales"] },
    { untilMs: noon },
  ];
  /** Every choice among them: none, each alone, some, all. */
  const demanded = choices(demands.map((one) => [{}, one])).map(
    (chosen): Partial<IrGrant> => Object.assign({}, ...chosen),
  );
  const chain = (roles?: readonly string[]): object => ({
    chain: [{ user: "u", ...(roles === undefined ? {} : { roles }) }, { agent: "clerk" }],
  });
  const raws = choices<object>([
    [{}, { purpose: "open" }, { purpose: "late" }, gapOf("purpose")],
    [{}, chain(), chain(["sales"]), chain(["boss"]), chain([]), gapOf("chain")],
    [{}, gapOf("task")],
  ]).map(members);
  const callsAt = (minute: number | null): readonly Event[] =>
    raws.map((raw) => event({ kind: "call", tool: "pay", ...raw }, minute));
  const [before, after, unknown] = [callsAt(9), callsAt(10), callsAt(null)];
  const calls = [...before, ...after, ...unknown];
  const saysTask = ({ raw }: Event): boolean => raw.not_recorded?.includes("task") !== true;
  const task = (name: string, minute: number | null, more: object = {}): Event =>
    event({ kind: "task_start", task: name, ...more }, minute);
  const pasts: readonly (readonly Event[])[] = [
    [],
    [task("a", 5)],
    [task("a", 4)],
    [task("a", null)],
    [task("a", 4), task("b", null)],
    [task("a", 4), task("b", 8)],
    [task("a", 8), task("b", 4)],
    [task("a", 8, { agents: ["other"] })],
    [task("a", 8, { agents: ["clerk", "other"] })],
  ];

  it("is the same whatever it demands", () => {
    for (const more of demanded) {
      const asked = (more.untilMs === undefined ? before : calls).filter(saysTask);
      const levels = levelsOf(policy({ grants: [grant("g", more)] }), asked);
      if (more !== demanded[0]) expect([...levels]).toContain("deny");
    }
  });

  it.each(pasts.map((past, index) => [index, past] as const))("is the same whatever task it demands: %i", (_, past) => {
    for (const whileTask of [{}, { maxMs: 300_000 }])
      for (const more of [{}, ...demands.slice(1), Object.assign({}, ...demands)])
        expect([...levelsOf(policy({ grants: [grant("g", { ...more, whileTask })] }), calls, past)]).toContain("deny");
  });

  it("beside another one is the same", () => {
    for (const [index, more] of demanded.entries()) {
      const other = { ...demanded[(index * 7 + 3) % demanded.length], whileTask: { maxMs: 300_000 } };
      const grants = [grant("a", more), grant("b", other)];
      expect([...levelsOf(policy({ grants }), before, pasts[5])]).toContain("allow");
    }
  });
});

describe("a chain", () => {
  const delegation = (to: string, depth: number, tools = ["pay"]) => ({ to, depth, tools });
  const chains: readonly object[] = [
    {},
    gapOf("chain"),
    { chain: [{ user: "u" }] },
    { chain: [{ user: "u" }, { agent: "clerk" }] },
    { chain: [{ agent: "clerk" }, { agent: "clerk" }] },
    { chain: [{ user: "u" }, { agent: "lead" }, { agent: "clerk" }] },
    { chain: [{ agent: "boss" }, { agent: "lead" }, { agent: "clerk" }] },
    { chain: [{ agent: "boss" }, { agent: "clerk" }] },
    { chain: [{ agent: "ghost" }, { agent: "clerk" }] },
    ...[maxChain, maxChain + 1].map((length) => ({ chain: Array.from({ length }, () => ({ agent: "clerk" })) })),
  ];
  const calls = choices<object>([
    chains,
    [{ tool: "pay" }, { tool: "read" }, { tool: "odd" }],
    [{ purpose: "open" }, { purpose: "shut" }, {}],
  ]).map((parts) => event({ kind: "call", ...members(parts) }));
  const strangers = choices<object>([
    [{ agent: "ghost" }, { agent: undefined }, { agent: undefined, ...gapOf("agent") }],
    [{}, gapOf("chain")],
    [{ tool: "pay" }, { tool: "odd" }],
  ]).map((parts) => event({ kind: "call", ...members(parts) }));

  it.each([
    ["no delegation", [], []],
    ["one hop", [], [delegation("clerk", 1)]],
    ["two hops", [delegation("lead", 2)], [delegation("clerk", 1)]],
    ["one hop too few", [delegation("lead", 1)], [delegation("clerk", 1)]],
    ["another tool", [delegation("lead", 2, ["read"])], [delegation("clerk", 2, ["read"])]],
    ["another agent", [delegation("clerk", 1)], [delegation("boss", 1)]],
    ["twice", [delegation("lead", 1), delegation("lead", 3)], [delegation("clerk", 1), delegation("clerk", 0)]],
  ])("is the same with %s", (_, ofBoss, ofLead) => {
    for (const grants of [
      [],
      [grant("g", { tools: ["pay"] })],
      [grant("g", { when: isOpen }), grant("h", { agents: ["lead"] })],
      [grant("g"), grant("h", { agents: ["boss", "lead"], when: isOpen })],
    ]) {
      const agents = [agent("boss", { mayDelegate: ofBoss }), agent("lead", { mayDelegate: ofLead }), agent("clerk")];
      const levels = levelsOf(policy({ agents, grants }), [...calls, ...strangers]);
      expect([...levels].sort()).toEqual(grants.length === 0 ? ["deny"] : ["allow", "deny"]);
    }
  });

  it("says nothing of a message, which goes where its agent may send it", () => {
    const agents = [agent("clerk", { mayMessage: ["mail", "web"] }), agent("lead", { mayMessage: ["lead"] })];
    const messages = choices<object>([
      [{ to: "mail" }, { to: "web" }, { to: "lead" }],
      [{}, { agent: "lead" }, { agent: "ghost" }, { agent: undefined }, { agent: undefined, ...gapOf("agent") }],
      [{}, gapOf("chain"), { chain: [{ user: "u" }] }],
    ]).map((parts) => event({ kind: "message", text: "x", ...members(parts) }));
    const unsaid = messages.map((one) => ({
      ...one,
      fields: copyFields(one.fields, { recipient: unrecorded("not_recorded") }),
    }));
    expect([...levelsOf(policy({ agents }), messages)].sort()).toEqual(["allow", "deny"]);
    expect([...levelsOf(policy({ agents }), unsaid)]).toEqual(["deny"]);
  });
});

describe("a gate", () => {
  const targets: readonly IrTarget[] = [
    { kind: "call", tools: ["pay"] },
    { kind: "result", tools: ["pay"] },
    { kind: "message" },
    { kind: "message", to: "mail" },
    { kind: "prompt" },
    { kind: "output" },
  ];
  const events = choices<object>([
    [
      { kind: "call", tool: "pay" },
      { kind: "call", tool: "read" },
      { kind: "result", tool: "pay", content: "x" },
      { kind: "result", tool: "read", content: "x" },
      { kind: "result", tool: "odd", content: "x" },
      { kind: "result", content: "x", ...gapOf("tool") },
      { kind: "message", to: "mail", text: "x" },
      { kind: "message", to: "web", text: "x" },
      { kind: "prompt", text: "x" },
      { kind: "output", text: "x" },
    ],
    [{}, { agent: "lead" }, { agent: undefined, ...gapOf("agent") }],
    [{ purpose: "open" }, { purpose: "shut" }, {}],
  ]).map(members);
  const agents = ["clerk", "lead"].map((name) => agent(name, { mayMessage: ["mail", "web"] }));
  const grants = [grant("g", { agents: ["clerk", "lead"] })];
  const recorded = [9, 10, null].flatMap((minute) => events.map((raw) => event(raw, minute)));
  const unsaid = recorded.slice(0, events.length).map((one) => ({
    ...one,
    fields: copyFields(one.fields, { recipient: unrecorded("not_recorded"), agent: unrecorded("lost") }),
  }));
  const all = [...recorded, ...unsaid].filter((_, index) => index < events.length || index % 4 === 0);

  it.each<[string, Partial<IrGate>]>([
    ["always", {}],
    ["of one agent", { agents: ["lead"] }],
    ["when", { when: isOpen }],
    ["unless", { unless: isOpen }],
    ["when and unless", { when: { kind: "has", operand: path("purpose") }, unless: isOpen, because: "it is shut" }],
    ["that observes", { observe: { untilMs: Date.parse("2026-06-01T12:10:00Z"), owner: "soc" }, when: isOpen }],
    ["that requires", { level: "log", requirements: [{ kind: "approval", role: "finance", count: 1 }] }],
    ["that obliges", { level: "log", obligations: [{ kind: "alert", target: "soc" }], agents: ["clerk"] }],
    ["with its own code", { code: "killed", builtIn: true, level: "confirm" }],
  ])("is the same on whatever it stands: %s", (_, more) => {
    for (const on of [...targets.map((one) => [one]), targets]) {
      const ir = policy({
        agents,
        grants,
        gates: [gate("a", { on, ...more }), gate("b", { level: "log", on: [targets[0] ?? { kind: "output" }] })],
      });
      const levels = levelsOf(ir, all);
      expect(levels.size).toBeGreaterThan(1);
      levelsOf(ir, all.slice(0, 9), [], ["notify"]);
      // A gate never grants.
      const calls = recorded.filter(({ kind }) => kind === "call").slice(0, 18);
      const ungranted = levelsOf({ ...ir, grants: [] }, calls);
      expect([...ungranted]).toEqual(["deny"]);
      const shut = levelsOf(
        { ...ir, grants: [grant("g", { when: { kind: "has", operand: path("args.gone") } })] },
        calls,
      );
      expect([...shut]).toEqual(["deny"]);
    }
  });
});
