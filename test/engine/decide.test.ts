import { describe, expect, it } from "vitest";
import type { Decision, Reason } from "../../src/engine/decision.ts";
import type { PolicyIr } from "../../src/engine/ir.ts";
import type { State } from "../../src/engine/state.ts";
import { createEngine } from "../../src/engine/step.ts";
import type { Event, InvalidEvent } from "../../src/event/event.ts";
import { digits, event, gate, grant, path, policy, text, tool } from "./build.ts";

const nameOf = ({ code, class: of, level, rule }: Reason): string => `${code}/${of}/${level} ${rule}`;

/**
 * The decision on one event after others. Both engines must give it, the level alone must be its level, and without an
 * explanation it must be for the same reasons.
 */
function decide(
  ir: PolicyIr,
  given: Event | InvalidEvent,
  before: readonly Event[] = [],
  performs?: readonly string[],
): Decision {
  const options = performs === undefined ? {} : { performs };
  const [reference, compiled] = (["interpreter", "closures"] as const).map((engine) => {
    const { initial, step, explain, level, decide: decideOnly } = createEngine(ir, { engine, ...options });
    const state = before.reduce<State>((earlier, one) => step(earlier, one).state, initial());
    const decision = explain(state, given);
    expect(level(state, given)).toBe(decision.level);
    const { reasons: bare, remaining, obligations } = decideOnly(state, given);
    expect(bare.map(nameOf)).toEqual(decision.reasons.map(nameOf));
    expect({ remaining, obligations }).toEqual({ remaining: decision.remaining, obligations: decision.obligations });
    return decision;
  });
  expect(compiled).toEqual(reference);
  if (reference === undefined) throw new Error("no decision");
  return reference;
}

const call = (more: Record<string, unknown> = {}, minute: number | null = 0): Event =>
  event({ kind: "call", tool: "pay", ...more }, minute);
const reasons = ({ reasons }: Decision): readonly string[] =>
  reasons.map((reason) => `${reason.code}/${reason.class}${reason.rule === undefined ? "" : ` ${reason.rule}`}`);
const isOpen = { kind: "compare", operator: "==", left: path("purpose"), right: text("open") } as const;

describe("a gate on messages", () => {
  const agents = [
    { name: "clerk", subject: "s", mayMessage: ["ann", "bob"], mayDelegate: [] },
    { name: "ann", subject: "t", mayMessage: [], mayDelegate: [] },
    { name: "bob", subject: "u", mayMessage: [], mayDelegate: [] },
  ];
  const level = (on: PolicyIr["gates"][number]["on"], more: object) =>
    decide(policy({ agents, gates: [gate("g", { on })] }), event({ kind: "message", text: "x", ...more })).level;

  it("to one agent is about those alone, and about all where it names nobody", () => {
    expect(level([{ kind: "message", to: "ann" }], { to: "ann" })).toBe("deny");
    expect(level([{ kind: "message", to: "ann" }], { to: "bob" })).toBe("allow");
    expect(level([{ kind: "message" }], { to: "bob" })).toBe("deny");
    expect(level([{ kind: "message", to: "ann" }, { kind: "message" }], { to: "bob" })).toBe("deny");
    expect(
      level(
        [
          { kind: "message", to: "ann" },
          { kind: "message", to: "bob" },
        ],
        { to: "bob" },
      ),
    ).toBe("deny");
    expect(level([{ kind: "call", tools: ["pay"] }], { to: "bob" })).toBe("allow");
  });
});

describe("a call", () => {
  it("is allowed when a grant of the acting agent covers it", () => {
    expect(decide(policy(), call())).toMatchObject({
      level: "allow",
      reasons: [{ code: "granted", rule: "may_work" }],
    });
  });

  it("is denied when nothing grants it", () => {
    expect(reasons(decide(policy({ grants: [] }), call()))).toEqual(["not_granted/not_granted"]);
  });

  it("is denied for want of evidence when a grant is undecided", () => {
    const ir = policy({ grants: [grant("when_open", { when: isOpen })] });
    expect(decide(ir, call({ purpose: "open" })).level).toBe("allow");
    expect(reasons(decide(ir, call({ purpose: "shut" })))).toEqual(["not_granted/not_granted"]);
    const undecided = decide(ir, call({ not_recorded: ["purpose"] }));
    expect(undecided.reasons).toMatchObject([
      { code: "grant_undecided", class: "evidence", unknowns: [{ path: "purpose", cause: "not_recorded" }] },
    ]);
  });

  it("of a tool that nobody declared is denied", () => {
    expect(reasons(decide(policy(), call({ tool: "constructor" })))).toEqual(["not_declared_tool/not_granted"]);
  });

  it("of an agent that nobody declared is denied, and of an unrecorded one for want of evidence", () => {
    expect(reasons(decide(policy(), call({ agent: "ghost" })))).toEqual(["unknown_agent/not_granted"]);
    expect(reasons(decide(policy(), call({ agent: undefined, not_recorded: ["agent"] })))).toEqual([
      "unknown_agent/evidence",
    ]);
  });

  it("is granted by purpose, role, date and task only when they match", () => {
    const limited = (more: Parameters<typeof grant>[1]) => policy({ grants: [grant("limited", more)] });
    const onBehalf = (roles?: readonly string[]) =>
      call({ chain: [{ user: "u", ...(roles === undefined ? {} : { roles }) }, { agent: "clerk" }] });
    expect(decide(limited({ purposes: ["billing"] }), call({ purpose: "billing" })).level).toBe("allow");
    expect(decide(limited({ purposes: ["billing"] }), call({ purpose: "other" })).level).toBe("deny");
    expect(decide(limited({ onBehalfOf: ["support"] }), onBehalf(["support"])).level).toBe("allow");
    expect(reasons(decide(limited({ onBehalfOf: ["support"] }), onBehalf(["sales"])))).toEqual([
      "not_granted/not_granted",
    ]);
    expect(reasons(decide(limited({ onBehalfOf: ["support"] }), onBehalf()))).toEqual(["grant_undecided/evidence"]);
    expect(reasons(decide(limited({ onBehalfOf: ["support"] }), call()))).toEqual(["not_granted/not_granted"]);
    const noon = Date.parse("2026-06-01T12:00:00Z");
    expect(decide(limited({ untilMs: noon + 1 }), call()).level).toBe("allow");
    expect(decide(limited({ untilMs: noon }), call()).level).toBe("deny");
    expect(reasons(decide(limited({ untilMs: noon }), call({}, null)))).toEqual(["grant_undecided/evidence"]);
  });

  it("is granted while a task runs, for so long and for its agents", () => {
    const ir = policy({ grants: [grant("in_task", { whileTask: { maxMs: 600_000 } })] });
    const start = (more = {}): Event => event({ kind: "task_start", task: "t", ...more }, 0);
    expect(decide(ir, call()).level).toBe("deny");
    expect(decide(ir, call({}, 10), [start()]).level).toBe("allow");
    expect(decide(ir, call({}, 11), [start()]).level).toBe("deny");
    expect(decide(ir, call({}, 1), [start({ agents: ["other"] })]).level).toBe("deny");
    expect(decide(ir, call({}, 1), [start(), event({ kind: "task_end", task: "t" }, 1)]).level).toBe("deny");
    expect(reasons(decide(ir, call({}, null), [start()]))).toEqual(["grant_undecided/evidence"]);
    // Of two that run, the younger one counts.
    const second = event({ kind: "task_start", task: "u" }, 10);
    expect(decide(ir, call({}, 15), [start(), second]).level).toBe("allow");
    expect(decide(ir, call({}, 21), [start(), second]).level).toBe("deny");
  });

  it("is granted only where every part of its grant holds", () => {
    const whole = grant("whole", {
      onBehalfOf: ["support"],
      purposes: ["open"],
      untilMs: Date.parse("2026-06-01T13:00:00Z"),
      whileTask: { maxMs: 600_000 },
      when: { kind: "compare", operator: "==", left: path("confidence"), right: digits("1") },
    });
    const chain = [{ user: "ida", roles: ["support"] }, { agent: "clerk" }];
    const good = { chain, purpose: "open", confidence: 1 };
    const task = event({ kind: "task_start", task: "t" }, 0);
    const level = (more: object, ir = policy({ grants: [whole] }), before = [task]) =>
      decide(ir, call({ ...good, ...more }, 5), before).level;
    expect(level({})).toBe("allow");
    expect(level({ chain: [{ user: "ida", roles: ["sales"] }, { agent: "clerk" }] })).toBe("deny");
    expect(level({ chain: undefined })).toBe("deny");
    expect(level({ purpose: "shut" })).toBe("deny");
    expect(level({ confidence: 0.5 })).toBe("deny");
    expect(level({}, policy({ grants: [whole] }), [])).toBe("deny");
    expect(level({}, policy({ grants: [{ ...whole, untilMs: Date.parse("2026-06-01T12:05:00Z") }] }))).toBe("deny");
    expect(level({ not_recorded: ["confidence"], confidence: undefined })).toBe("deny");
  });

  it("is told by a gate that observes whether it would act by a rule or for want of evidence", () => {
    const observe = { untilMs: Date.parse("2026-06-02T00:00:00Z"), owner: "ann" };
    const ir = policy({ gates: [gate("trial", { when: isOpen, observe })] });
    const told = (more: Record<string, unknown>) => {
      const decision = decide(ir, call(more));
      expect(decision.level).toBe("allow");
      return reasons(decision).filter((one) => one.endsWith("trial"));
    };
    expect(told({ purpose: "shut" })).toEqual([]);
    expect(told({ purpose: "open" })).toEqual(["gate/rule trial"]);
    expect(told({ not_recorded: ["purpose"] })).toEqual(["gate/evidence trial"]);
  });

  it("is explained with all fields that were compared, those of a list of values as well", () => {
    const among = {
      kind: "one-of",
      operand: path("purpose"),
      values: [path("args.own"), path("args.other"), text("open")],
    } as const;
    const ir = policy({ gates: [gate("known", { unless: among })] });
    const { reasons: given } = decide(ir, call({ purpose: "shut", args: { own: "a", other: "b" } }));
    expect(given.find(({ rule }) => rule === "known")?.support.map((one) => one.path)).toEqual([
      "args.other",
      "args.own",
      "purpose",
    ]);
  });

  it("with an argument outside the schema, or an ill-typed one, is denied as invalid", () => {
    const args = {
      kind: "record",
      additional: false,
      fields: { n: { type: { kind: "int" }, required: true } },
    } as const;
    const ir = policy({ catalogue: { tools: { pay: tool("pay", { args }) }, context: {} } });
    const typed = (given: object): Event => event({ kind: "call", tool: "pay", args: given }, 0, ir);
    expect(reasons(decide(ir, typed({ n: "x" })))).toContain("schema_violation/invalid");
    expect(reasons(decide(ir, typed({ m: "x" })))).toContain("undeclared_argument/invalid");
  });

  it("that is broken is denied as invalid", () => {
    const broken = { kind: "invalid", id: "x", path: "at", message: "no time" } as const;
    expect(reasons(decide(policy(), broken))).toEqual(["invalid_event/invalid"]);
  });
});

describe("a chain", () => {
  const agent = (name: string, more = {}) => ({ name, subject: "s", mayMessage: [], mayDelegate: [], ...more });
  const delegates = (to: string, depth: number) => ({ mayDelegate: [{ tools: ["pay"], to, depth }] });
  const through = (...names: readonly string[]): Event => call({ chain: names.map((name) => ({ agent: name })) });

  it("needs a grant or a delegation of every agent above the acting one", () => {
    const ir = (more: object, agents: readonly string[]) =>
      policy({ agents: [agent("lead", more), agent("clerk")], grants: [grant("g", { agents })] });
    expect(decide(ir({}, ["clerk", "lead"]), through("lead", "clerk")).level).toBe("allow");
    expect(decide(ir(delegates("clerk", 1), ["clerk"]), through("lead", "clerk")).level).toBe("allow");
    expect(decide(ir(delegates("other", 1), ["clerk"]), through("lead", "clerk")).level).toBe("deny");
    expect(decide(ir({}, ["clerk"]), through("lead", "clerk")).reasons).toMatchObject([
      { code: "granted" },
      { code: "not_granted", message: expect.stringContaining("`lead`") },
    ]);
  });

  it("does not make the acting agent's own grant unnecessary", () => {
    const ir = policy({
      agents: [agent("lead", delegates("clerk", 1)), agent("clerk")],
      grants: [grant("g", { agents: ["lead"] })],
    });
    expect(decide(ir, through("lead", "clerk")).level).toBe("deny");
  });

  it("may pass on a delegation as deep as it reaches and no deeper", () => {
    const ir = (depth: number) =>
      policy({
        agents: [agent("boss", delegates("lead", depth)), agent("lead", delegates("clerk", 1)), agent("clerk")],
      });
    expect(decide(ir(1), through("boss", "lead", "clerk")).level).toBe("deny");
    expect(decide(ir(2), through("boss", "lead", "clerk")).level).toBe("allow");
  });

  it("that does not end in the acting agent is denied as invalid, should one ever come past admission", () => {
    const ir = policy({ agents: [agent("lead"), agent("clerk")], grants: [grant("g", { agents: ["clerk", "lead"] })] });
    const { chain } = event({ kind: "call", tool: "pay", agent: "lead", chain: [{ agent: "lead" }] }, 0, ir);
    const decision = decide(ir, { ...call(), chain });
    expect(decision.level).toBe("deny");
    expect(decision.reasons).toMatchObject([
      { code: "invalid_event", class: "invalid", message: "the chain does not end in the acting agent" },
    ]);
  });

  it("that is unrecorded or too long is denied under its own code", () => {
    expect(reasons(decide(policy(), call({ not_recorded: ["chain"] })))).toEqual([
      "chain_unrecorded/evidence",
      "granted/rule may_work",
    ]);
    const long = through(...Array.from({ length: 17 }, () => "clerk"));
    expect(reasons(decide(policy(), long))).toContain("chain_too_long/rule");
    expect(decide(policy(), through(...Array.from({ length: 16 }, () => "clerk"))).level).toBe("allow");
  });
});

describe("a gate", () => {
  it("fires unless `when` is definitely false or `unless` definitely true", () => {
    const when = policy({ gates: [gate("g", { when: isOpen })] });
    const unless = policy({ gates: [gate("g", { unless: isOpen })] });
    expect(decide(when, call({ purpose: "open" })).level).toBe("deny");
    expect(decide(when, call({ purpose: "shut" })).level).toBe("allow");
    expect(decide(when, call()).level).toBe("deny");
    expect(decide(unless, call({ purpose: "open" })).level).toBe("allow");
    expect(decide(unless, call({ purpose: "shut" })).level).toBe("deny");
    expect(decide(unless, call()).level).toBe("deny");
  });

  it("tells what a rule said from what evidence was missing", () => {
    const ir = policy({ gates: [gate("g", { when: isOpen })] });
    expect(decide(ir, call({ purpose: "open" })).reasons).toMatchObject([
      { class: "rule", support: [{ path: "purpose", value: '"open"' }], unknowns: [] },
      {},
    ]);
    expect(decide(ir, call()).reasons).toMatchObject([
      { class: "evidence", unknowns: [{ path: "purpose", cause: "absent" }] },
      {},
    ]);
  });

  it("acts on its phase, tool, recipient and agent only", () => {
    const at = (...on: Parameters<typeof gate>[1] extends infer _ ? readonly object[] : never) =>
      policy({ gates: [gate("g", { on: on as never })] });
    expect(decide(at({ kind: "call", tools: ["read"] }), call()).level).toBe("allow");
    expect(decide(at({ kind: "prompt" }), event({ kind: "prompt", text: "x" })).level).toBe("deny");
    expect(decide(at({ kind: "prompt" }), event({ kind: "prompt", from: "system", text: "x" })).level).toBe("deny");
    expect(decide(at({ kind: "output" }), event({ kind: "prompt", text: "x" })).level).toBe("allow");
    expect(
      decide(at({ kind: "result", tools: ["pay"] }), event({ kind: "result", tool: "read", content: "x" })).level,
    ).toBe("allow");
    expect(
      decide(at({ kind: "result", tools: ["pay"] }), event({ kind: "result", tool: "pay", content: "x" })).level,
    ).toBe("deny");
    const other = policy({ gates: [gate("g", { agents: ["other"] })] });
    expect(decide(other, call()).level).toBe("allow");
  });

  it("on results acts on those of an undeclared tool, which may be any", () => {
    const ir = policy({ gates: [gate("g", { on: [{ kind: "result", tools: ["pay"] }] })] });
    expect(reasons(decide(ir, event({ kind: "result", tool: "odd", content: "x" })))).toEqual(["gate/evidence g"]);
  });

  it("that observes only reports, until its date, and acts where the time is unrecorded", () => {
    const noon = Date.parse("2026-06-01T12:00:00Z");
    const shadow = (untilMs: number) =>
      policy({ gates: [gate("g", { observe: { untilMs, owner: "soc" }, obligations: [{ kind: "record-full" }] })] });
    expect(decide(shadow(noon + 1), call())).toMatchObject({
      level: "allow",
      demanded: "allow",
      obligations: [],
      reasons: [{ observed: true }, {}],
    });
    expect(decide(shadow(noon), call()).level).toBe("deny");
    expect(decide(shadow(noon + 1), call({}, null)).level).toBe("deny");
  });

  it("joins with others: the strictest level, every requirement and obligation once", () => {
    const finance = { kind: "approval", role: "finance", count: 1 } as const;
    const ir = policy({
      gates: [
        gate("a", { level: "approve", requirements: [finance], obligations: [{ kind: "alert", target: "soc" }] }),
        gate("b", { level: "verify", requirements: [{ kind: "verification", by: { kind: "rule", name: "r" } }] }),
        gate("c", { level: "approve", requirements: [{ count: 1, kind: "approval", role: "finance" }] }),
      ],
    });
    expect(decide(ir, call())).toMatchObject({
      level: "approve",
      demanded: "approve",
      requirements: [{ kind: "verification" }, finance],
      obligations: [{ kind: "alert", target: "soc" }],
    });
  });

  it("with an obligation the host cannot perform is a deny", () => {
    const ir = policy({ gates: [gate("a", { level: "log", obligations: [{ kind: "alert", target: "soc" }] })] });
    expect(decide(ir, call(), [], ["alert"]).level).toBe("log");
    expect(reasons(decide(ir, call(), [], ["notify"]))).toContain("obligation_unsupported/rule");
  });
});

describe("a message", () => {
  const ir = policy({ agents: [{ name: "clerk", subject: "s", mayMessage: ["mail"], mayDelegate: [] }] });
  it("goes only where `may message` lets it", () => {
    expect(decide(ir, event({ kind: "message", to: "mail", text: "x" })).level).toBe("allow");
    expect(reasons(decide(ir, event({ kind: "message", to: "web", text: "x" })))).toEqual([
      "message_not_granted/not_granted",
    ]);
  });
});

describe("a revocation", () => {
  it.each([
    ["the acting agent", { agent: "clerk" }],
    ["the user at the head", { user: "u-1" }],
    ["the token", { token: "t-1" }],
  ])("of %s denies what the agent does from then on", (_who, subject) => {
    const acting = { chain: [{ user: "u-1" }, { agent: "clerk" }], token: { verified: true, claims: { jti: "t-1" } } };
    expect(decide(policy(), call(acting)).level).toBe("allow");
    expect(reasons(decide(policy(), call(acting), [event({ kind: "revocation", subject })]))).toContain("revoked/rule");
  });

  it("holds in every session, and in its tenant only", () => {
    const revoke = event({ kind: "revocation", subject: { agent: "clerk" }, session: "other", tenant: "acme" });
    expect(decide(policy(), call({ tenant: "acme" }), [revoke]).level).toBe("deny");
    expect(decide(policy(), call({ tenant: "zenith" }), [revoke]).level).toBe("allow");
    expect(decide(policy(), call({ not_recorded: ["tenant"] }), [revoke]).level).toBe("deny");
  });

  it("of some token denies one that was not recorded", () => {
    const revoke = event({ kind: "revocation", subject: { token: "t-1" } });
    expect(reasons(decide(policy(), call({ not_recorded: ["token"] }), [revoke]))).toContain("revoked/evidence");
  });
});
