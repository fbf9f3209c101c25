import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { nodeHost } from "../../src/load/node-host.ts";
import { memoryHost } from "../load/memory-host.ts";
import { runIn } from "./test-shell.ts";

const ajv = new Ajv2020({ strict: false });
ajv.addFormat("date-time", true);
const validate = ajv.compile(JSON.parse(readFileSync("src/guard/decision-record.schema.json", "utf8")));

const policy = `policy desk version 1 language 1
tool pay { args.to is string  args.amount is decimal  effect pays }
role finance
agent clerk { subject "spiffe://desk.example/clerk" }
grant daily { to agent clerk  tools pay }
gate big on pay { when args.amount > 10 require approval by role finance }
gate tell on pay { when args.to == "soc" log also alert "soc" also record full }
`;
const files = { "desk.gate": policy };
const call = (amount: number, more: Record<string, unknown> = {}) =>
  JSON.stringify({
    kind: "call",
    id: "c1",
    session: "s",
    at: "2026-06-01T12:00:00Z",
    agent: "clerk",
    chain: [{ user: "u" }, { agent: "clerk" }],
    token: { verified: true, subject: "spiffe://desk.example/clerk" },
    tool: "pay",
    args: { to: "acme", amount },
    ...more,
  });
const line = ["decide", "-", "--policy", "desk.gate"];

/** One run; stdout must be one record by the schema, whatever happens. */
async function decide(
  stdin: string,
  args: readonly string[] = line,
  host: ReturnType<typeof memoryHost> | Readonly<Record<string, string>> = files,
) {
  const memory =
    "readBytes" in host ? (host as ReturnType<typeof memoryHost>) : memoryHost(host as Record<string, string>);
  const ran = await runIn(
    { ...memory, readStdin: async () => ({ ok: true, bytes: new TextEncoder().encode(stdin) }) },
    args,
  );
  expect(ran.out).toMatch(/^\{"decision":"[a-z]+",[^\n]*\}\n$/);
  const record = JSON.parse(ran.out);
  validate(record);
  expect(validate.errors ?? []).toEqual([]);
  return { ...ran, record };
}

describe("sallyport decide", () => {
  it("answers a decision record and 0 when it decided, whatever it decided", async () => {
    expect(await decide(call(5))).toMatchObject({ code: 0, err: "", record: { decision: "allow" } });
    expect(await decide(call(50))).toMatchObject({ code: 0, record: { decision: "approve", action_hash: /./ } });
    expect(await decide(call(5, { tool: "other" }))).toMatchObject({ code: 0, record: { decision: "deny" } });
    expect(await decide(JSON.stringify({ kind: "heartbeat", id: "h", session: "s" }))).toMatchObject({
      code: 0,
      record: { decision: "none" },
    });
  });

  it("gives the same bytes to the same input", async () => {
    expect((await decide(call(50))).out).toBe((await decide(call(50))).out);
  });

  it("begins where a state was lost, once, and says in the file that it was", async () => {
    const host = memoryHost(files);
    const state = [...line, "--state", "desk.state"];
    expect((await decide(call(5), [...state, "--lost-state"], host)).code).toBe(0);
    expect(String(host.files.get("/project/desk.state"))).toContain('"lost":true');
    expect(await decide(call(5), [...state, "--lost-state"], host)).toMatchObject({
      code: 4,
      record: { guard: { code: "state_unavailable", message: expect.stringContaining("leave --lost-state out") } },
    });
  });

  it("keeps the state in a file from event to event", async () => {
    const host = memoryHost(files);
    const state = [...line, "--state", "run/desk.state"];
    const first = await decide(call(50), [...state, "--new-state"], host);
    expect(first.record.decision).toBe("approve");
    const approval = {
      kind: "approval",
      id: "a1",
      session: "s",
      at: "2026-06-01T12:01:00Z",
      call: "c1",
      by: "ann",
      roles: ["finance"],
    };
    expect((await decide(JSON.stringify(approval), state, host)).record).toMatchObject({
      decision: "log",
      event: { by: "ann" },
    });
    const started = { kind: "started", id: "x1", session: "s", at: "2026-06-01T12:02:00Z", call: "c1" };
    expect((await decide(JSON.stringify(started), state, host)).record.decision).toBe("log");
    expect((await decide(call(60), state, host)).record).toMatchObject({
      decision: "deny",
      reasons: [{ code: "id_reuse" }],
    });
    expect([...host.files.keys()].sort()).toEqual(["/project/desk.gate", "/project/run/desk.state"]);
  });

  it("denies what the caller does not say it performs, and prints a full record where the policy wants one", async () => {
    const told = call(5, { args: { to: "soc", amount: 5 } });
    expect((await decide(told)).record).toMatchObject({
      decision: "deny",
      reasons: [{ code: "gate" }, { code: "granted" }, { code: "obligation_unsupported" }],
    });
    const performed = await decide(told, [...line, "--performs", "alert"]);
    expect(performed.record).toMatchObject({
      decision: "log",
      redacted: false,
      obligations: [
        { kind: "alert", status: "undone" },
        { kind: "record-full", status: "done" },
      ],
    });
  });
});

describe("the lock of a state file", () => {
  it("has one holder at a time, and a file beside it while it is held", async () => {
    const folder = mkdtempSync(join(tmpdir(), "sallyport-lock-"));
    const host = nodeHost(folder, process.stdin);
    const release = await host.lock("desk.state", 0);
    expect(readdirSync(folder)).toEqual(["desk.state.lock"]);
    expect(await host.lock("desk.state", 50)).toBeUndefined();
    const waiting = host.lock("desk.state", 30_000);
    release?.();
    const next = await waiting;
    expect(next).toBeDefined();
    next?.();
    expect(readdirSync(folder)).toEqual([]);
    expect(await host.lock("no/folder/desk.state", 0)).toBeUndefined();
    rmSync(folder, { recursive: true });
  });
});

describe("a run of sallyport decide that cannot be", () => {
  const state = [...line, "--state", "desk.state"];
  const good = async () => {
    const host = memoryHost(files);
    await decide(call(5), [...state, "--new-state"], host);
    return String(host.files.get("/project/desk.state"));
  };

  it.each([
    ["no event", "", line, 4, "invalid_call"],
    ["half an event", call(5).slice(0, 40), line, 4, "invalid_call"],
    ["two events", `${call(5)}\n${call(5)}`, line, 4, "invalid_call"],
    ["a member given twice", '{"kind":"heartbeat","kind":"call"}', line, 4, "invalid_call"],
    ["no policy named", call(5), ["decide", "-"], 2, "wrong_usage"],
    ["a flag that does not exist", call(5), [...line, "--polizy", "x"], 2, "wrong_usage"],
    ["an obligation that does not exist", call(5), [...line, "--performs", "sing"], 2, "wrong_usage"],
    ["a policy that is not there", call(5), ["decide", "-", "--policy", "no.gate"], 2, "policy_unavailable"],
    ["a state file that is not there", call(5), state, 4, "state_unavailable"],
    ["a new state without a file", call(5), [...line, "--new-state"], 2, "wrong_usage"],
    ["a lost state without a file", call(5), [...line, "--lost-state"], 2, "wrong_usage"],
    ["a state both new and lost", call(5), [...state, "--new-state", "--lost-state"], 2, "wrong_usage"],
  ] as const)("is a deny: %s", async (_name, stdin, args, code, guard) => {
    expect(await decide(stdin, args)).toMatchObject({ code, record: { decision: "deny", guard: { code: guard } } });
  });

  it("is a deny: the policy does not compile, and says where", async () => {
    const ran = await decide(call(5), line, { "desk.gate": policy.replace("args.amount >", "args.amont >") });
    expect(ran).toMatchObject({ code: 3, record: { decision: "deny", guard: { code: "policy_unavailable" } } });
    expect(ran.err).toContain("desk.gate:6");
  });

  it("is a deny: an event that is no event, with the place in words for people", async () => {
    const ran = await decide(call(5, { toool: 1 }));
    expect(ran).toMatchObject({
      code: 4,
      record: { decision: "deny", event: { kind: "invalid" }, reasons: [{ code: "invalid_event" }] },
    });
  });

  it("is a deny: a state file that was cut, changed, of another policy or no state", async () => {
    const text = await good();
    const damaged = [
      text.slice(0, -20),
      text.replace('"status":"proceed"', '"status":"pending"'),
      text.replace('"policy":"desk"', '"policy":"dusk"'),
      "{}",
      "null",
      "",
    ];
    for (const content of damaged) {
      const ran = await decide(call(5), state, { ...files, "desk.state": content });
      expect(ran, content.slice(0, 60)).toMatchObject({
        code: 4,
        record: { decision: "deny", guard: { code: "state_unavailable" } },
      });
      expect(ran.host.files.get("/project/desk.state")).toBe(content);
    }
  });

  it("is a deny: a state that another process works on, that cannot be written, or would be begun anew", async () => {
    const text = await good();
    const locked = await decide(call(5), state, { ...files, "desk.state": text, "desk.state.lock": "1" });
    expect(locked.record.guard.message).toContain("desk.state.lock");
    const host = memoryHost({ ...files, "desk.state": text });
    const full = { ...host, writeFile: () => ({ ok: false as const, problem: "there is no room left" }) };
    const again = call(5, { id: "c2" });
    expect(await decide(again, state, full)).toMatchObject({ code: 4, record: { decision: "deny" } });
    expect([...host.files.keys()].some((path) => path.endsWith(".lock"))).toBe(false);
    expect(await decide(again, [...state, "--new-state"], host)).toMatchObject({
      code: 4,
      record: { decision: "deny" },
    });
  });

  it("holds nothing of an input that is no JSON; where it breaks is said to people", async () => {
    const ran = await decide('{"kind": zqsecret}');
    expect(ran.out).not.toContain("zqsecret");
    expect(ran.err).toContain("zqsecret");
  });

  it("is a deny: our bug", async () => {
    const host = {
      ...memoryHost(files),
      kindOf: () => {
        throw new Error("broken");
      },
    };
    expect(await decide(call(5), line, host)).toMatchObject({
      code: 70,
      record: { decision: "deny", guard: { code: "guard_failed" } },
    });
  });
});
