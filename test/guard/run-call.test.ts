import { describe, expect, it } from "vitest";
import type { GuardOptions } from "../../src/guard/create-guard.ts";
import { createGuard, GuardSetupError } from "../../src/guard/create-guard.ts";
import type { Execute } from "../../src/guard/execute-call.ts";
import { guardCodes } from "../../src/guard/guard-code.ts";
import type { CallOutcome } from "../../src/guard/outcome.ts";
import { codesIn, readPage, tableUnder } from "../docs/markdown.ts";
import { byFinance, clerk, type Desk, desk, deskIr, pay } from "./desk.ts";
import { fakeMachine, settle } from "./fake-machine.ts";

const approval = "gate big on pay { require approval by role finance, valid 15m }";
const never = (): Promise<never> => new Promise(() => undefined);
const fails = (): never => {
  throw new Error("no");
};

/** One row of the table: a policy, a host, what is called, and what comes of the last call. */
interface Row {
  readonly gates?: string;
  readonly host?: Partial<GuardOptions>;
  readonly execute?: Execute;
  /** How the calls are made; one `pay` unless said. Answers the outcome that counts. */
  readonly calls?: (desk: Desk, execute: Execute) => Promise<CallOutcome>;
  /** Time that passes while everybody waits. */
  readonly passMs?: number;
  readonly outcome: CallOutcome["kind"] | "refuses to start" | "throws";
  readonly code?: keyof typeof guardCodes;
  /** How often a tool ran. */
  readonly runs: number;
}

/** Calls in parallel under a limit: as many run as the limit allows. A limit of another kind is a row more with this. */
const inParallel =
  (calls: number, before: number) =>
  async ({ guard }: Desk, execute: Execute): Promise<CallOutcome> => {
    for (let done = 0; done < before; done += 1) await guard.run(pay(25, { id: `first${done}` }), execute);
    const outcomes = await Promise.all(
      Array.from({ length: calls }, (_, index) => guard.run(pay(25, { id: `c${index}` }), execute)),
    );
    const refused = outcomes.filter(({ kind }) => kind === "denied");
    return refused[0] ?? (outcomes[0] as CallOutcome);
  };

const once =
  (answer: NonNullable<GuardOptions["approve"]>): NonNullable<GuardOptions["approve"]> =>
  (request) =>
    request.binding.call === "first0" ? answer(request) : undefined;

const rows: Readonly<Record<string, Row>> = {
  "no rule stands against it": { outcome: "executed", runs: 1 },
  "the policy denies it": { gates: "gate stop on pay { deny }", outcome: "denied", code: "denied", runs: 0 },
  "it is no event: an argument is NaN": {
    calls: ({ guard }, execute) => guard.run(pay(Number.NaN), execute),
    outcome: "denied",
    code: "invalid_call",
    runs: 0,
  },
  "its own time is an hour behind the guard's": {
    calls: ({ guard }, execute) => guard.run(pay(25, { source_time: "2026-06-01T11:00:00Z" }), execute),
    outcome: "denied",
    code: "denied",
    runs: 0,
  },
  "the clock fails": {
    host: { machine: { ...fakeMachine(), now: fails } },
    outcome: "denied",
    code: "guard_failed",
    runs: 0,
  },
  "the handler for an obligation is missing": {
    gates: 'gate tell on pay { log also alert "soc" }',
    outcome: "refuses to start",
    runs: 0,
  },
  "the handler for a requirement is missing": { gates: approval, outcome: "refuses to start", runs: 0 },
  "it is approved": {
    gates: approval,
    host: { approve: (request) => byFinance(request) },
    outcome: "executed",
    runs: 1,
  },
  "nobody answers": {
    gates: approval,
    host: { approve: () => undefined },
    outcome: "denied",
    code: "unanswered",
    runs: 0,
  },
  "it is rejected": {
    gates: approval,
    host: { approve: (request) => byFinance(request, { approved: false }) },
    outcome: "denied",
    code: "denied",
    runs: 0,
  },
  "the approval is for other arguments": {
    gates: approval,
    host: { approve: (request) => byFinance(request, { actionHash: flipped(request.binding.actionHash) }) },
    outcome: "denied",
    code: "answer_for_other_action",
    runs: 0,
  },
  "the approval has expired": {
    gates: approval,
    host: { approve: (request) => byFinance(request, { expiresAt: "2026-06-01T11:59:59Z" }) },
    outcome: "denied",
    code: "answer_expired",
    runs: 0,
  },
  "the approval was given to another call": {
    gates: approval,
    host: { approve: (request) => byFinance(request, { call: "first0" }) },
    calls: inParallel(1, 1),
    outcome: "denied",
    code: "answer_for_other_call",
    runs: 1,
  },
  "the user approves the own call": {
    gates: approval,
    host: { approve: (request) => byFinance(request, { by: "u-17" }) },
    outcome: "denied",
    code: "answer_from_chain",
    runs: 0,
  },
  "an agent approves": {
    gates: approval,
    host: { approve: (request) => byFinance(request, { by: "judge" }) },
    outcome: "denied",
    code: "answer_from_chain",
    runs: 0,
  },
  "the approval lacks the role": {
    gates: approval,
    host: { approve: (request) => byFinance(request, { roles: ["sales"] }) },
    outcome: "denied",
    code: "answer_without_role",
    runs: 0,
  },
  "one person approves twice where two are needed": {
    gates: "gate big on pay { require approval by role finance, count 2 }",
    host: { approve: (request) => [byFinance(request), byFinance(request)] },
    outcome: "denied",
    code: "insufficient",
    runs: 0,
  },
  "two persons approve where two are needed": {
    gates: "gate big on pay { require approval by role finance, count 2 }",
    host: { approve: (request) => [byFinance(request), byFinance(request, { by: "bob" })] },
    outcome: "executed",
    runs: 1,
  },
  "the approval is by somebody who was revoked": {
    gates: approval,
    host: { approve: (request) => byFinance(request) },
    calls: async ({ guard }, execute) => {
      await guard.feed({ kind: "revocation", session: "feed", subject: { user: "ann" } });
      return guard.run(pay(), execute);
    },
    outcome: "denied",
    code: "answer_revoked",
    runs: 0,
  },
  "whoever gave the reusable approval was revoked since": {
    gates: "gate big on pay { require approval by role finance, reusable 2 }",
    host: { approve: once((request) => byFinance(request)) },
    calls: async ({ guard }, execute) => {
      await guard.run(pay(25, { id: "first0" }), execute);
      await guard.feed({ kind: "revocation", session: "feed", subject: { user: "ann" } });
      return guard.run(pay(25, { id: "c1" }), execute);
    },
    outcome: "denied",
    code: "unanswered",
    runs: 1,
  },
  "another than the user confirms": {
    gates: "gate sure on pay { require confirmation by user }",
    host: { confirm: ({ binding }) => ({ ...binding, confirmed: true, by: "u-18" }) },
    outcome: "denied",
    code: "answer_by_other",
    runs: 0,
  },
  "the agent itself gives the second opinion": {
    gates: "gate sure on pay { require verification by agent clerk }",
    host: { verify: ({ binding }) => ({ ...binding, verified: true, by: "clerk" }) },
    outcome: "denied",
    code: "insufficient",
    runs: 0,
  },
  "the handler throws": {
    gates: approval,
    host: { approve: fails },
    outcome: "denied",
    code: "handler_failed",
    runs: 0,
  },
  "the handler never returns": {
    gates: approval,
    host: { approve: never },
    passMs: 300_000,
    outcome: "denied",
    code: "handler_timeout",
    runs: 0,
  },
  "the handler returns something else": {
    gates: approval,
    host: { approve: (() => true) as never },
    outcome: "denied",
    code: "answer_malformed",
    runs: 0,
  },
  "an alert is not delivered": {
    gates: 'gate tell on pay { log also alert "soc" }',
    host: { alert: fails },
    outcome: "denied",
    code: "obligation_failed",
    runs: 0,
  },
  "a call could not be confined": {
    gates: 'connector bank for pay { egress to ["bank.example"] }',
    host: { confine: fails },
    outcome: "denied",
    code: "obligation_failed",
    runs: 0,
  },
  "a notification is not delivered in time": {
    gates: 'gate tell on pay { log also notify "owner" }',
    host: { notify: never },
    passMs: 10_000,
    outcome: "denied",
    code: "obligation_failed",
    runs: 0,
  },
  "the record is not written": { host: { record: fails }, outcome: "denied", code: "record_failed", runs: 0 },
  "a text cannot be redacted": {
    gates: "gate clean on pay { log also redact [card] in args.to by mask }",
    host: { redact: () => "4111 1111 1111 1111" },
    calls: ({ guard }, execute) =>
      guard.run(pay(25, { args: { to: "4111 1111 1111 1111 please", amount: 1 } }), execute),
    outcome: "denied",
    code: "redaction_failed",
    runs: 0,
  },
  "an agent is revoked while it waits": {
    gates: approval,
    calls: async (bench, execute) => {
      const { guard } = desk(approval, {
        approve: async (request) => {
          await guard.feed({ kind: "revocation", session: "feed", subject: { agent: "clerk" } });
          return byFinance(request);
        },
      });
      return guard.run(pay(), (args, running) => {
        bench.sent.push(args);
        return execute(args, running);
      });
    },
    host: { approve: () => undefined },
    outcome: "denied",
    code: "denied",
    runs: 0,
  },
  "the tool throws": { execute: fails, outcome: "throws", runs: 1 },
  "the tool never returns": {
    execute: never,
    passMs: 60_000,
    outcome: "unfinished",
    code: "execution_timeout",
    runs: 1,
  },
  "the result is malformed": {
    execute: () => ({ when: () => 1 }),
    outcome: "withheld",
    code: "result_malformed",
    runs: 1,
  },
  "a gate stops the result": {
    gates: "gate leak on result of pay { when text contains any [card] deny }",
    execute: () => ({ note: "card 4111 1111 1111 1111" }),
    outcome: "withheld",
    code: "denied",
    runs: 1,
  },
  "the record of the result is not written": {
    host: {
      record: ({ event }) => {
        if (event.kind === "result") fails();
      },
    },
    outcome: "withheld",
    code: "record_failed",
    runs: 1,
  },
  "the same call comes again while it runs": {
    calls: async ({ guard }, execute) =>
      (await Promise.all([guard.run(pay(25, { id: "c1" }), execute), guard.run(pay(25, { id: "c1" }), execute)]))[1],
    outcome: "denied",
    code: "call_in_progress",
    runs: 1,
  },
  "the same call comes again after it ran": {
    calls: async ({ guard }, execute) => {
      await guard.run(pay(25, { id: "c1" }), execute);
      return guard.run(pay(25, { id: "c1" }), execute);
    },
    outcome: "denied",
    code: "call_finished",
    runs: 1,
  },
  "another call comes under its id": {
    calls: async ({ guard }, execute) => {
      await guard.run(pay(25, { id: "c1" }), execute);
      return guard.run(pay(26, { id: "c1" }), execute);
    },
    outcome: "denied",
    code: "denied",
    runs: 1,
  },
  "two parallel calls share one reusable approval that is left": {
    gates: "gate big on pay { require approval by role finance, reusable 2 }",
    host: { approve: once((request) => byFinance(request)) },
    calls: inParallel(2, 1),
    outcome: "denied",
    code: "unanswered",
    runs: 2,
  },
  "two parallel calls exceed a connector's quota": {
    gates: "connector bank for pay { quota 60 of args.amount per 1d per agent }",
    calls: inParallel(2, 1),
    outcome: "denied",
    code: "denied",
    runs: 2,
  },
  "two parallel calls exceed a connector's rate": {
    gates: "connector bank for pay { rate 2 per 1m per agent }",
    calls: inParallel(2, 1),
    outcome: "denied",
    code: "denied",
    runs: 2,
  },
  "two parallel calls exceed the budget of ids": {
    host: { idBudget: 6 },
    calls: inParallel(2, 1),
    outcome: "denied",
    code: "changed_before_start",
    runs: 2,
  },
};

/** Another hash, by its last digit. */
const flipped = (hash: string): string => `${hash.slice(0, -1)}${hash.endsWith("0") ? "1" : "0"}`;

interface Seen {
  readonly outcome: Row["outcome"];
  readonly code?: string;
  readonly runs: number;
}

async function play(row: Row): Promise<Seen> {
  let bench: Desk;
  try {
    bench = desk(row.gates, row.host);
  } catch (error) {
    if (error instanceof GuardSetupError) return { outcome: "refuses to start", runs: 0 };
    throw error;
  }
  const { sent } = bench;
  const execute: Execute = (args, running) => {
    sent.push(args);
    return row.execute === undefined ? { ok: true } : row.execute(args, running);
  };
  const calls = row.calls ?? (({ guard }, run) => guard.run(pay(), run));
  const ended = calls(bench, execute).then(
    (outcome) => ({ outcome: outcome.kind, ...("code" in outcome ? { code: outcome.code } : {}) }),
    () => ({ outcome: "throws" as const }),
  );
  if (row.passMs !== undefined) {
    await settle();
    await bench.machine.pass(row.passMs);
  }
  return { ...(await ended), runs: sent.length };
}

describe("a call through the guard", () => {
  it.each(Object.entries(rows))("%s", async (_name, row) => {
    const { outcome, code, runs } = row;
    expect(await play(row)).toEqual({ outcome, ...(code === undefined ? {} : { code }), runs });
  });

  it("ends as the page of the guard says", () => {
    const said = tableUnder(readPage("docs/guard.md"), "## What happens to a call").map(
      ([name = "", outcome = "", code = "", runs = ""]) => [name, outcome, codesIn(code)[0] ?? "", runs],
    );
    expect(said).toEqual(
      Object.entries(rows).map(([name, { outcome, code, runs }]) => [name, outcome, code ?? "", String(runs)]),
    );
  });
});

describe("what is sent", () => {
  it("is a frozen copy of what was decided on, whatever the caller does meanwhile", async () => {
    const args = { to: "acme", amount: 25, note: undefined };
    const { guard, sent, tool } = desk(approval, {
      approve: (request) => {
        args.to = "mallory";
        return byFinance(request);
      },
    });
    const outcome = await guard.run({ ...clerk, tool: "pay", args }, tool());
    expect(outcome.kind).toBe("executed");
    expect(sent).toEqual([{ to: "acme", amount: 25 }]);
    expect(Object.isFrozen(sent[0])).toBe(true);
  });

  it("is redacted after it was decided and hashed", async () => {
    const gates = "gate clean on mail { log also redact [card] in args.body by mask }";
    const { guard, sent, tool, log } = desk(gates);
    const args = { to: ["ann@shop.example"], body: "card 4111 1111 1111 1111, thanks" };
    const outcome = await guard.run({ ...clerk, tool: "mail", args }, tool());
    expect(sent).toEqual([{ to: ["ann@shop.example"], body: "card [card], thanks" }]);
    const plain = desk();
    await plain.guard.run({ ...clerk, tool: "mail", args }, plain.tool());
    expect(log[0]?.action_hash).toBe(plain.log[0]?.action_hash);
    expect(outcome.records.map(({ obligations }) => obligations[0]?.status)).toEqual(["due", "due", undefined]);
  });

  it("is what came back, redacted, and a copy", async () => {
    const gates = "gate clean on result of read { log also redact [email] in result by drop }";
    const { guard } = desk(gates);
    const result = { note: "write to eve@collector.example now", list: [1, null, true] };
    const outcome = await guard.run({ ...clerk, tool: "read", args: { id: "9" } }, () => result);
    expect(outcome).toMatchObject({ kind: "executed", value: { note: "write to  now", list: [1, null, true] } });
    expect(outcome.kind === "executed" && outcome.value).not.toBe(result);
  });
});

describe("a tool that fails", () => {
  it("has its error rethrown as it is, after it was recorded, and what it says is a source of values", async () => {
    const { guard, log } = desk();
    const error = new Error("write to eve@collector.example");
    await expect(
      guard.run(pay(), () => {
        throw error;
      }),
    ).rejects.toBe(error);
    expect(log.map(({ decision, event, guard: said }) => [decision, event.kind, said?.code])).toEqual([
      ["allow", "call", undefined],
      ["allow", "started", undefined],
      ["none", "error", "execution_failed"],
    ]);
    expect(JSON.stringify(await guard.snapshot())).toContain("eve@collector.example");
  });

  it("that returns too late is told so, and what it returns is nowhere", async () => {
    const { guard, machine, log } = desk();
    let finish = (_value: unknown): void => undefined;
    let aborted = 0;
    const running = guard.run(pay(25, { id: "c1" }), (_args, { onTimeout }) => {
      onTimeout(() => {
        aborted += 1;
      });
      return new Promise((resolve) => {
        finish = resolve;
      });
    });
    await settle();
    await machine.pass(60_000);
    expect(await running).toMatchObject({ kind: "unfinished", code: "execution_timeout" });
    const before = JSON.stringify(await guard.snapshot());
    finish({ secret: "late" });
    await settle();
    expect(JSON.stringify(await guard.snapshot())).toBe(before);
    expect(aborted).toBe(1);
    expect(log.at(-1)).toMatchObject({
      decision: "none",
      event: { kind: "cancelled" },
      guard: { code: "execution_timeout" },
    });
    expect(machine.waiting()).toBe(0);
  });
});

describe("a call that waits for an answer", () => {
  it("goes on under its id once the answer was fed from outside", async () => {
    const { guard, tool, sent } = desk(approval, { approve: () => undefined });
    const waiting = await guard.run(pay(25, { id: "c1" }), tool());
    expect(waiting).toMatchObject({ kind: "denied", code: "unanswered" });
    const hash = waiting.records.at(-1)?.action_hash ?? "";
    const answer = { kind: "approval", session: "s1", call: "c1", by: "ann", roles: ["finance"] } as const;
    expect(await guard.feed({ ...answer, action_hash: hash })).toMatchObject({
      kind: "recorded",
      decision: { level: "log" },
    });
    expect(await guard.run(pay(25, { id: "c1" }), tool())).toMatchObject({ kind: "executed" });
    expect(sent.length).toBe(1);
  });

  it("is not started on an approval that ran out meanwhile", async () => {
    const machine = fakeMachine();
    const { guard, tool, sent } = desk(
      'gate big on pay { require approval by role finance, valid 15m also alert "soc" }',
      {
        machine,
        approve: (request) => byFinance(request),
        record: async ({ event }) => {
          if (event.kind === "approval") await machine.pass(16 * 60_000);
        },
        alert: () => undefined,
        handlerTimeoutMs: 3_600_000,
      },
    );
    expect(await guard.run(pay(), tool())).toMatchObject({ kind: "denied", code: "changed_before_start" });
    expect(sent).toEqual([]);
  });
});

describe("a record that could not be written", () => {
  it("of a result is written before anything else is executed", async () => {
    let isBroken = false;
    const log: string[] = [];
    const { guard, tool } = desk("", {
      record: ({ event }) => {
        if (isBroken) throw new Error("disk full");
        log.push(event.kind);
      },
    });
    const outcome = await guard.run(pay(), () => {
      isBroken = true;
      return { ok: true };
    });
    expect(outcome).toMatchObject({ kind: "withheld", code: "record_failed" });
    isBroken = false;
    await guard.run(pay(), tool());
    expect(log).toEqual(["call", "started", "result", "call", "started", "result"]);
  });

  it("of something that happened is written before anything else is executed", async () => {
    let isBroken = false;
    const log: string[] = [];
    const { guard, tool, sent } = desk("", {
      record: ({ event }) => {
        if (isBroken) throw new Error("disk full");
        log.push(event.kind);
      },
    });
    await expect(
      guard.run(pay(), () => {
        isBroken = true;
        throw new Error("tool");
      }),
    ).rejects.toThrow("tool");
    expect(await guard.run(pay(), tool())).toMatchObject({ kind: "denied", code: "record_failed" });
    isBroken = false;
    expect(await guard.run(pay(), tool())).toMatchObject({ kind: "executed" });
    expect(log).toEqual(["call", "started", "error", "call", "started", "result"]);
    expect(sent.length).toBe(1);
  });
});

describe("a call that comes again after it ran", () => {
  it("is not told to anybody again", async () => {
    const told: string[] = [];
    const { guard, tool } = desk('gate tell on pay { log also alert "soc" }', {
      alert: ({ target }) => told.push(target),
    });
    await guard.run(pay(25, { id: "c1" }), tool());
    expect(await guard.run(pay(25, { id: "c1" }), tool())).toMatchObject({ code: "call_finished" });
    expect(told).toEqual(["soc"]);
  });
});

describe("what a handler is given", () => {
  it("cannot be changed, so that no handler changes the decision, the policy or a record", async () => {
    const { guard, tool, sent, log } = desk(approval, {
      approve: (request) => {
        const loose = request as unknown as {
          requirement: { count: number };
          decision: { level: string; remaining: unknown[] };
        };
        for (const change of [
          () => {
            loose.requirement.count = 0;
          },
          () => {
            loose.decision.level = "allow";
          },
          () => loose.decision.remaining.pop(),
        ])
          expect(change).toThrow(TypeError);
        return undefined;
      },
    });
    expect(await guard.run(pay(), tool())).toMatchObject({ kind: "denied", code: "unanswered" });
    expect(sent).toEqual([]);
    expect(log.every((record) => Object.isFrozen(record) && Object.isFrozen(record.reasons))).toBe(true);
  });

  it("is what it was checked with: options that change later change nothing", async () => {
    const options = { approve: () => undefined as ReturnType<typeof byFinance> | undefined };
    const { guard, tool } = desk(approval, options);
    options.approve = () => ({ ...byFinance({ binding: { call: "x", actionHash: "y" } } as never) });
    expect(await guard.run(pay(), tool())).toMatchObject({ code: "unanswered" });
  });
});

describe("a guard", () => {
  it("is not created where the policy can demand what nobody does, and names each gate", () => {
    const gates = `${approval}
gate tell on read { log also alert "soc" }
gate clean on mail { log also redact [card] in args.body by hash }
gate later on read { deny also record full observe until 2030-01-01T00:00:00Z owner "team" }`;
    const create = () => createGuard({ policy: deskIr(gates), machine: fakeMachine() });
    expect(create).toThrow(GuardSetupError);
    for (const name of ["big", "tell", "clean", "later"]) expect(create).toThrow(`\`${name}\``);
  });

  it("refuses options that cannot be used", () => {
    const create = (options: Partial<GuardOptions>) => () =>
      createGuard({ policy: deskIr(), machine: fakeMachine(), ...options });
    expect(create({ digestKey: "short" })).toThrow("16 characters");
    expect(create({ executionTimeoutMs: 0 })).toThrow("executionTimeoutMs");
    expect(create({ answerTimeoutMs: Number.POSITIVE_INFINITY })).toThrow("answerTimeoutMs");
    expect(create({ state: { state: 99 } })).toThrow("snapshot");
  });

  it("has every code of its list on its page, with what it means", () => {
    const said = tableUnder(readPage("docs/guard.md"), "## Codes").map(([code = "", means = ""]) => [
      codesIn(code)[0],
      means,
    ]);
    expect(said).toEqual(Object.entries(guardCodes));
  });
});
