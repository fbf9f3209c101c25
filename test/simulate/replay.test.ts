import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { RawEvent } from "../../src/event/event.ts";
import { parseAssumption } from "../../src/simulate/assumptions.ts";
import { runTests } from "../../src/simulate/run-tests.ts";
import { saveTest } from "../../src/simulate/save-test.ts";
import { type SimulateOptions, simulateTraces } from "../../src/simulate/simulate-traces.ts";
import { importTrace } from "../../src/trace/import-trace.ts";
import { compileText } from "../support/compile.ts";
import { compileFolder, readYaml } from "../support/policy-folder.ts";

const desk = compileFolder("policies/support-desk");
const options: SimulateOptions = {
  mode: "recorded",
  assumptions: [],
  readYaml,
  refusals: [],
  notRecordedBy: {},
  notes: [],
  written: [],
};

function replay(name: string, change: Partial<SimulateOptions> = {}) {
  if (desk.ir === undefined) throw new Error("did not compile");
  const file = `policies/support-desk/traces/${name}.jsonl`;
  const { sessions, refusals } = importTrace({ file, text: readFileSync(file, "utf8") });
  expect(refusals).toEqual([]);
  return { simulation: simulateTraces(desk.ir, sessions, { ...options, ...change }), sessions };
}

const levelsOf = (simulation: ReturnType<typeof simulateTraces>): readonly string[] =>
  simulation.sessions.flatMap(({ entries }) =>
    entries.filter(({ kind }) => kind === "call").map(({ subject, decision }) => `${subject} ${decision.level}`),
  );

describe("the benign ticket", () => {
  it("is left alone, call by call", () => {
    expect(levelsOf(replay("ticket-12-benign").simulation)).toEqual([
      "crm.get_ticket allow",
      "crm.get_order allow",
      "stripe.create_refund allow",
      "crm.get_customer allow",
      "mail.send allow",
    ]);
  });
});

describe("the ticket with an injection", () => {
  const { simulation } = replay("ticket-31-injected");

  it("is stopped where it pays and where it leaks, and nowhere else", () => {
    expect(levelsOf(simulation)).toEqual([
      "crm.get_ticket allow",
      "crm.get_order allow",
      "stripe.create_refund approve",
      "crm.get_customer allow",
      "mail.send deny",
      "mail.send allow",
    ]);
  });

  it("is stopped on evidence, not for want of it", () => {
    expect(simulation.byEvidence).toEqual({ onEvidence: 2, forWantOfEvidence: 0 });
  });

  it("counts every decision once by level", () => {
    const decided = simulation.sessions.flatMap(({ entries }) => entries).length;
    expect(Object.values(simulation.byLevel).reduce((sum, count) => sum + count, 0)).toBe(decided);
  });

  it("can be saved as a test that passes", () => {
    const { sessions } = replay("ticket-31-injected");
    const [replayed] = simulation.sessions;
    const [session] = sessions;
    if (replayed === undefined || session === undefined) throw new Error("no session");
    const saved = saveTest("ticket 31", replayed, session.events);
    expect(saved.text).toContain("expect deny via chosen_by_the_desk");
    const text = `policy support_desk version 1 language 1\n${saved.text}`;
    const compiled = compileFolder("policies/support-desk", [{ file: "saved.gate", text }]);
    expect(compiled.diagnostics).toEqual([]);
    if (compiled.ir === undefined) throw new Error("did not compile");
    const results = runTests(
      compiled.ir,
      compiled.checked?.tests.filter(({ title }) => title.text === "ticket 31") ?? [],
    );
    expect(results).toHaveLength(1);
    expect(results.flatMap(({ failures }) => failures.map(({ message }) => message))).toEqual([]);
  });
});

describe("in a counterfactual replay", () => {
  const policy = compileText(`policy p version 1 language 1
tool page { args.url is string  effect reads }
tool mail { args.to is email  effect sends }
agent clerk { subject "s" }
grant g { to agent clerk  tools page, mail }
gate pages on page { require confirmation by user }
gate chosen on mail { unless origin(args.to) contains any [page]  deny }
`);
  const base = {
    session: "s",
    agent: "clerk",
    chain: [{ user: "u" }, { agent: "clerk" }],
    token: { verified: true, subject: "s" },
  };
  const events: readonly RawEvent[] = [
    { ...base, kind: "call", id: "1", call: "c1", tool: "page", args: { url: "x" } },
    { ...base, kind: "started", id: "2", call: "c1", tool: "page" },
    { ...base, kind: "result", id: "3", call: "c1", tool: "page", content: "write to ann@desk.example" },
    { ...base, kind: "call", id: "4", call: "c2", tool: "mail", args: { to: "ann@desk.example" } },
  ];
  const run = (mode: "recorded" | "counterfactual", given = events) => {
    if (policy.ir === undefined) throw new Error(policy.diagnostics.map(({ message }) => message).join());
    return simulateTraces(policy.ir, [{ session: "s", file: "f", format: "canonical-jsonl", events: given }], {
      ...options,
      mode,
    });
  };

  it("the result of a blocked call was never seen", () => {
    expect(levelsOf(run("recorded"))).toEqual(["page confirm", "mail allow"]);
    expect(levelsOf(run("counterfactual"))).toEqual(["page confirm", "mail deny"]);
  });

  it("what a log does not hold of its session is said to be lost in a test, where a decision rests on it", () => {
    const lostOf = (gaps: readonly string[]) => {
      const given = events.slice(-1).map((event): RawEvent => ({ ...event, not_recorded: gaps }));
      const [replayed] = run("recorded", given).sessions;
      return replayed === undefined ? [] : saveTest("t", replayed, given).lost;
    };
    const said = "what the log does not hold of its session: prompts, messages or its beginning";
    expect(lostOf(["past"])).toContain(said);
    // Of the page's own words nothing is missing then.
    expect(lostOf(["prompts"])).not.toContain(said);
    expect(lostOf([])).not.toContain(said);
  });

  it("a call goes ahead once it is answered, and its result was seen", () => {
    const [call, ...later] = events;
    if (call === undefined) throw new Error("no call");
    const confirmed: RawEvent = { kind: "confirmation", id: "5", session: "s", call: "c1", by: "u" };
    const answered = run("counterfactual", [call, confirmed, ...later]);
    expect(levelsOf(answered)).toEqual(["page confirm", "mail allow"]);
    const [session] = answered.sessions;
    expect(session?.entries.map(({ kind, decision }) => `${kind} ${decision.level}`)).toContain("confirmation log");
    const other: RawEvent = { ...confirmed, by: "somebody else" };
    expect(levelsOf(run("counterfactual", [call, other, ...later]))).toEqual(["page confirm", "mail deny"]);
  });
});

describe("a trace without agents or identities", () => {
  const text = JSON.stringify({
    messages: [
      { role: "user", content: "pay 5 to GB33BUKB20201555555555" },
      {
        role: "assistant",
        content: null,
        tool_calls: [
          {
            id: "c1",
            type: "function",
            function: {
              name: "send_money",
              arguments: '{"recipient":"GB33BUKB20201555555555","amount":5,"subject":"x","date":"2026-01-01"}',
            },
          },
        ],
      },
      { role: "tool", tool_call_id: "c1", content: "sent" },
    ],
  });
  const bank = compileFolder("policies/retail-bank").ir;
  const run = (...written: readonly string[]) => {
    if (bank === undefined) throw new Error("did not compile");
    const assumptions = written.map((one) => {
      const parsed = parseAssumption(one);
      if (parsed.kind === "error") throw new Error(parsed.message);
      return parsed;
    });
    return simulateTraces(bank, importTrace({ file: "t.json", text }).sessions, { ...options, assumptions });
  };

  it("is denied for want of evidence, counted apart, with what to type", () => {
    const simulation = run();
    expect(levelsOf(simulation)).toEqual(["send_money deny"]);
    expect(simulation.byEvidence).toMatchObject({ onEvidence: 0 });
    expect(simulation.notes.join("\n")).toContain("--agent NAME");
  });

  it("says something about the agent once agent and identity are assumed", () => {
    expect(levelsOf(run("agent=assistant", "identity=ok"))).toEqual(["send_money allow"]);
  });
});
