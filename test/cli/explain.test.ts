import { describe, expect, it } from "vitest";
import { runIn } from "./test-shell.ts";

const policy = `policy desk version 1 language 1

tool pay {
  args.to is list of email
  args.amount is money in args.currency
  args.currency is string
  args.memo is string
  effect pays
}
tool look { effect reads }
role finance
context {
  ticket.status is "open" | "closed" from host
  ticket.owner is string from host
}
agent helper {
  subject "spiffe://desk.example/helper"
}
agent other {
  subject "spiffe://desk.example/other"
}
grant pay_back {
  to agent helper
  tools pay
  when context.ticket.status == "open" and context.ticket.owner == "desk"
  for purpose "customer support"
}
grant look_up {
  to agent other
  tools look
}
gate large on pay {
  when args.amount > 500.00 USD
  require approval by role finance, count 2
  because "Two people of finance look at payments above 500 USD before they leave the account"
}
gate known on pay {
  unless every address in nonempty args.to: (address in domain ["desk.example"] or origin(address) contains any [user])
  deny
}
gate sure on pay {
  when not confidence >= 90% or (has args.memo and args.memo contains "urgent")
  log
}
gate far on pay {
  when any address in args.to where not address in domain ["desk.example"]: address ends with ".test"
  deny
}
`;

const envelope = {
  session: "s",
  at: "2026-01-02T10:00:00Z",
  agent: "helper",
  chain: [{ user: "ann" }, { agent: "helper" }],
  purpose: "customer support",
  confidence: 0.95,
  context: { ticket: { status: "open", owner: "desk" } },
  token: { verified: true, subject: "spiffe://desk.example/helper" },
};
const call = { ...envelope, kind: "call", tool: "pay", id: "2", call: "c" };
const args = { to: ["ann@desk.example", "eve@collector.test"], amount: 12, currency: "USD" };

const events: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  "a-value-decides": { ...call, args },
  "nothing-is-missing-and-it-is-unknown": {
    ...call,
    args: { ...args, to: ["ann@desk.example"], amount: 1, currency: "EUR" },
  },
  "one-clause-is-in-the-way": {
    ...call,
    args: { ...args, to: ["ann@desk.example"] },
    context: { ticket: { status: "closed", owner: "desk" } },
  },
  "two-clauses-are-unknown": {
    ...call,
    args: { ...args, to: ["ann@desk.example"], memo: "urgent" },
    context: undefined,
    purpose: undefined,
    confidence: undefined,
    not_recorded: ["context", "confidence"],
  },
  "ill-typed-and-unverified": {
    ...call,
    args: { ...args, to: ["ann@desk.example"], amount: "a lot" },
    token: { verified: false },
    confidence: 1.2,
  },
  "nobody-grants-it": { ...call, agent: "other", chain: [{ agent: "other" }], args },
  "many-elements": {
    ...call,
    args: { ...args, to: [..."abcdefg"].map((name) => `${name}@desk.example`).concat("x@y.test") },
  },
};

const files = (name: string): Readonly<Record<string, string>> => ({
  "p/desk.gate": policy,
  "t/one.jsonl": `${JSON.stringify({ ...envelope, kind: "prompt", id: "1", text: "pay" })}\n${JSON.stringify(events[name])}\n`,
});
const line = ["explain", "t/one.jsonl", "--policy", "p/desk.gate"];

describe("explain", () => {
  for (const name of Object.keys(events)) {
    for (const columns of [80, 160]) {
      it(`${name} at ${columns} columns is as pinned, and fits`, async () => {
        const { code, out, err } = await runIn(files(name), line, {
          outIsTerminal: true,
          columns,
          env: { NO_COLOR: "1" },
        });
        expect({ code, err }).toEqual({ code: 0, err: "" });
        await expect(out).toMatchFileSnapshot(`../../fixtures/report/explain/${name}-${columns}.txt`);
        for (const text of out.split("\n")) expect(text.length, text).toBeLessThanOrEqual(columns);
      });
    }
  }

  it("says which format does not record what is missing, and which flag supplies it", async () => {
    const chat = JSON.stringify([
      { role: "user", content: "pay" },
      {
        role: "assistant",
        tool_calls: [{ id: "a", type: "function", function: { name: "pay", arguments: JSON.stringify(args) } }],
      },
      { role: "tool", tool_call_id: "a", content: "done" },
    ]);
    const { out } = await runIn({ "p/desk.gate": policy, "t/chat.json": chat }, [
      "explain",
      "t/chat.json",
      "--event",
      "1",
      "--policy",
      "p/desk.gate",
    ]);
    expect(out).toContain("confidence is not recorded: the trace format openai-chat does not say it");
    expect(out).toContain("to decide it: `--assume confidence=95%` supplies one");
    expect(out).toContain("to decide it: name it with `--agent NAME`");
  });

  it("names the break glass that lifted a gate, and the kill switch that is set with what it reads", async () => {
    const switches = `gate flow on pay { when args.amount > 10.00 USD  deny  overridable }
break_glass outage { gates flow  approval by role finance  max 30m  also record full }
kill_switch stop { scope global  set by role finance  cleared by role finance }
`;
    const said = (id: string, statement: object): object => ({
      ...{ kind: "admin", id, session: "s", at: envelope.at, by: "zoe", roles: ["finance"], statement },
    });
    const events = [said("1", { open: "outage" }), said("2", { set: "stop" }), { ...call, id: "3", args }];
    const trace = events.map((event) => `${JSON.stringify(event)}\n`).join("");
    const { out } = await runIn({ "p/desk.gate": policy + switches, "t/one.jsonl": trace }, line);
    expect(out).toMatch(/^log +flow \(overridden by break glass outage\): /m);
    expect(out).toMatch(/^deny +kill_switch:stop: .*\n +when +true +kill_switch\.stop\n +kill_switch\.stop is true$/m);
  });

  it("gives the same as data", async () => {
    const { out } = await runIn(files("one-clause-is-in-the-way"), [...line, "--format", "json"]);
    const { inspection } = JSON.parse(out) as { inspection: { grants: readonly { clauses: readonly object[] }[] } };
    expect(inspection.grants[0]?.clauses[0]).toEqual({
      text: 'context.ticket.status == "open"',
      truth: "false",
      values: [{ path: "context.ticket.status", value: '"closed"' }],
      operands: [],
      hidden: 0,
    });
  });

  it("writes ASCII only in a terminal of the C locale, and no colour where none is wanted", async () => {
    const over = { outIsTerminal: true, columns: 80, env: { LC_ALL: "C" } };
    const { out } = await runIn(files("a-value-decides"), line, over);
    expect(out).toContain("\u001b[31m");
    expect(out.replaceAll("\u001b", "")).toMatch(/^[\n -~]*$/);
    expect((await runIn(files("a-value-decides"), [...line, "--color", "never"], over)).out).not.toContain("\u001b");
  });
});
