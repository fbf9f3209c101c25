import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import ajvFormats from "ajv-formats";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { eventKinds } from "../../src/event/event.ts";
import type { DecisionRecord } from "../../src/guard/decision-record.ts";
import { guardCodes } from "../../src/guard/guard-code.ts";
import { hmacSha256 } from "../../src/guard/hmac-sha256.ts";
import { writeRecord } from "../../src/guard/write-record.ts";
import { byFinance, clerk, desk, pay } from "./desk.ts";

const schema = JSON.parse(readFileSync("src/guard/decision-record.schema.json", "utf8"));
const ajv = new Ajv2020({ allErrors: true, strict: true, strictTypes: false });
// The package is CommonJS: what it exports is also its own default.
(ajvFormats as unknown as (ajv: Ajv2020) => void)(ajv);
const validate = ajv.compile(schema);

function expectValid(records: readonly DecisionRecord[]): void {
  for (const record of records) {
    validate(JSON.parse(writeRecord(record)));
    expect(validate.errors ?? []).toEqual([]);
  }
}

const gates = `gate big on pay { when args.amount > 10 require approval by role finance, count 1, valid 15m, escalate after 5m to role ciso }
gate sure on pay { require verification by agent judge }
gate tell on pay { log also alert "soc" also redact [card] in args.to by mask }
gate full on read { log also record full }
gate later on mail { when confidence < 50% deny observe until 2030-01-01T00:00:00Z owner "team" }
gate calm on message to judge { when text contains "x" deny }`;
const handlers = {
  approve: byFinance,
  verify: ({ binding }: Parameters<typeof byFinance>[0]) => ({ ...binding, verified: true, by: "judge" }),
  alert: () => undefined,
};

/** Records of all kinds: executed, refused, invalid, thrown, redacted and full. */
async function manyRecords(): Promise<readonly DecisionRecord[]> {
  const { guard, log, tool } = desk(gates, handlers);
  await guard.run(
    pay(25, { purpose: "refund", peer: { mutual: true }, source_time: "2026-06-01T13:59:00+02:00" }),
    tool(),
  );
  await guard.run(pay(5, { tenant: "t1" }), tool());
  await guard.run({ ...clerk, tool: "read", args: { id: "9" } }, tool({ name: "Ines", list: [], none: null }));
  await guard.run({ ...clerk, tool: "mail", args: { to: [], body: "x", extra: { "4111 1111 1111 1111": 1 } } }, tool());
  await guard.run({ ...clerk, tool: "nothing", args: {} }, tool());
  await guard.run({ ...clerk, tool: "read", args: { id: 9 } }, tool());
  await guard.run({ ...clerk, tool: "read", chain: [{ user: "u" }, { agent: "other" }] }, tool());
  await guard.run({ session: "s1", tool: "read", not_recorded: ["chain", "agent"] }, tool());
  await guard.run({ session: "", tool: "read" }, tool());
  await guard
    .run({ ...clerk, tool: "read", args: { id: "1" } }, () => {
      throw new Error("no");
    })
    .catch(() => undefined);
  await guard.prompt({ session: "s1", text: "Pay acme" });
  await guard.message({ ...clerk, to: "judge", text: "x" });
  await guard.output({ ...clerk, text: "done" });
  await guard.feed({ kind: "revocation", session: "s1", subject: { agent: "clerk" } });
  await guard.run(pay(), tool());
  return log;
}

describe("a decision record", () => {
  it("is as its schema says, of every kind, with the decision first", async () => {
    const records = await manyRecords();
    expect(records.length).toBeGreaterThan(25);
    expectValid(records);
    expect(new Set(records.map(({ decision }) => decision))).toEqual(
      new Set(["approve", "log", "allow", "verify", "deny", "none"]),
    );
    for (const record of records) expect(writeRecord(record)).toMatch(/^\{"decision":"[a-z]+","record":1,/);
  });

  it("has the same bytes from the same run, and numbers that rise by one", async () => {
    const [one, other] = [await manyRecords(), await manyRecords()];
    expect(one.map(writeRecord)).toEqual(other.map(writeRecord));
    expect(one.map(({ sequence }) => sequence)).toEqual(one.map((_, index) => index + 1));
  });

  it("is refused by its schema with anything else in it", async () => {
    const [record] = await manyRecords();
    for (const change of [
      { extra: 1 },
      { decision: "maybe" },
      { record: 2 },
      { times: { admitted: "now" } },
      { redacted: undefined },
    ])
      expect(validate(JSON.parse(JSON.stringify({ ...record, ...change }))), JSON.stringify(change)).toBe(false);
  });

  it("has a schema that knows every kind of event and every code of the guard", () => {
    expect(schema.$defs.event.properties.kind.enum).toEqual([...eventKinds, "invalid"]);
    expect(schema.properties.guard.properties.code.enum).toEqual(Object.keys(guardCodes));
  });

  it("names who acts, who approved, the policy, the clauses with their values, and what was unknown", async () => {
    const { guard, log, tool } = desk("gate sure on pay { when confidence < 80% deny }");
    await guard.run(pay(25, { not_recorded: ["confidence"] }), tool());
    await guard.run(pay(25, { confidence: 0.5 }), tool());
    expect(log[0]).toMatchObject({
      decision: "deny",
      identity: { agent: "clerk", chain: [{ user: "u-17" }, { agent: "clerk" }], token: { verified: true } },
      policy: { name: "desk", version: 3, digest: guard.policyDigest },
      unknowns: [{ path: "confidence", cause: "not_recorded" }],
    });
    expect(log[1]?.reasons[0]).toMatchObject({ rule: "sure", support: [{ path: "confidence", value: "0.5" }] });
    expect(log[1]?.demanded).toBe("deny");
  });

  it("has nothing of what was sent, returned or written, in the names of members either, unless it is full", async () => {
    const secret = fc.stringMatching(/^zq[a-z]{6}$/);
    const leaf = fc.oneof(secret, fc.array(secret, { maxLength: 3 }), fc.dictionary(secret, secret, { maxKeys: 2 }));
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(fc.oneof(secret, fc.constantFrom("id", "to")), leaf),
        leaf,
        secret,
        async (args, result, text) => {
          const { guard, log, tool } = desk('gate look on read { when args.id starts with "zq" log }');
          await guard.run({ ...clerk, tool: "read", args }, tool(result));
          await guard.run({ ...clerk, tool: "read", args: { id: text } }, tool(result));
          await guard.prompt({ session: "s1", text, context: { note: text } });
          await guard.output({ ...clerk, text });
          expectValid(log);
          expect(log.length).toBeGreaterThan(4);
          expect(log.map(writeRecord).join("\n")).not.toContain("zq");
        },
      ),
      { numRuns: 60 },
    );
  });

  it("holds values in full where the policy or the host says so", async () => {
    const byPolicy = desk("gate full on read { log also record full }");
    await byPolicy.guard.run({ ...clerk, tool: "read", args: { id: "order-9" } }, byPolicy.tool("Ines"));
    expect(byPolicy.log.map(({ event, redacted }) => [event.kind, redacted])).toEqual([
      ["call", false],
      ["started", false],
      ["result", true],
    ]);
    expect(byPolicy.log[0]?.content.values).toEqual([{ path: "args.id", type: "text", length: 7, value: "order-9" }]);
    expect(byPolicy.log[0]?.obligations).toEqual([{ kind: "record-full", status: "done" }]);
    const byHost = desk("", { recordFull: true });
    await byHost.guard.run({ ...clerk, tool: "read", args: { id: "order-9" } }, byHost.tool("Ines"));
    expect(byHost.log.at(-1)?.content.values[0]).toMatchObject({ path: "result", value: "Ines" });
  });

  it("tells values apart by a keyed digest where there is a key, and by nothing without", async () => {
    const digestKey = "a key of more than sixteen characters";
    const keyed = desk("", { digestKey });
    await keyed.guard.run({ ...clerk, tool: "read", args: { id: "order-9" } }, keyed.tool());
    const digest = createHmac("sha256", digestKey).update("order-9").digest("hex").slice(0, 16);
    expect(keyed.log[0]?.content.values).toEqual([{ path: "args.id", type: "text", length: 7, digest }]);
    const plain = desk();
    await plain.guard.run({ ...clerk, tool: "read", args: { id: "order-9" } }, plain.tool());
    expect(plain.log[0]?.content.values).toEqual([{ path: "args.id", type: "text", length: 7 }]);
  });

  it("is bounded, and says how much it leaves off", async () => {
    const { guard, log, tool } = desk();
    const to = Array.from({ length: 1000 }, (_, index) => `a${index}@shop.example`);
    await guard.run({ ...clerk, tool: "mail", args: { to, body: "x" } }, tool());
    expect(log[0]?.content.values.length).toBe(256);
    expect(log[0]?.content.left_off).toBe(1001 - 256);
  });

  it("stays on its line and in its direction, whatever names hold", async () => {
    const { guard, log, tool } = desk();
    await guard.run({ ...clerk, session: "a\u202eb\u2028c", tool: "read", args: { id: "9" } }, tool());
    expect(log.map(writeRecord).join("")).not.toMatch(/[^\x20-\x7e]/);
    expect(JSON.parse(writeRecord(log[0] as DecisionRecord)).event.session).toBe("a\u202eb\u2028c");
  });
});

describe("HMAC-SHA-256", () => {
  // RFC 4231, test cases 1, 2 and 6.
  it.each([
    [new Uint8Array(20).fill(0x0b), "Hi There", "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"],
    [
      Buffer.from("Jefe"),
      "what do ya want for nothing?",
      "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
    ],
    [
      new Uint8Array(131).fill(0xaa),
      "Test Using Larger Than Block-Size Key - Hash Key First",
      "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
    ],
  ])("is as published (%#)", (key, text, digest) => {
    expect(hmacSha256(key, text)).toBe(digest);
  });
});
