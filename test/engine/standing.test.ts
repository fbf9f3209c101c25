import { describe, expect, it } from "vitest";
import { circumstancesOf } from "../../src/engine/circumstances.ts";
import { mapOf } from "../../src/engine/ordered-map.ts";
import { standingDenials } from "../../src/engine/standing.ts";
import { emptyState, type State } from "../../src/engine/state.ts";
import { createEngine } from "../../src/engine/step.ts";
import type { Event } from "../../src/event/event.ts";
import { event, policy, tool } from "./build.ts";

const told = (state: State, asked: Event): readonly string[] =>
  standingDenials(asked, circumstancesOf(state, asked)).map(
    ({ code, class: kind, level, message, unknowns }) =>
      `${code}/${kind}/${level} ${message}${unknowns.map((one) => ` [${one.path}: ${one.cause}]`).join("")}`,
  );

describe("what is denied whatever the policy says", () => {
  const args = {
    kind: "record",
    additional: false,
    fields: { n: { type: { kind: "int" }, required: true }, b: { type: { kind: "bool" }, required: false } },
  } as const;
  const ir = policy({ catalogue: { tools: { pay: tool("pay", { args }) }, context: {} } });
  const call = (given: object, more: object = {}): Event =>
    event({ kind: "call", tool: "pay", args: given, ...more }, 0, ir);

  it("names every violation and every argument that is not declared, in order", () => {
    expect(told(emptyState, call({ n: 1 }))).toEqual([]);
    expect(told(emptyState, call({ n: "x", b: 5 }))).toEqual([
      "schema_violation/invalid/deny `args.b`: expected true or false, found a number; `args.n`: expected a whole number, found a text",
    ]);
    expect(told(emptyState, call({ n: 1, z: 1, a: 2 }))).toEqual([
      "undeclared_argument/invalid/deny outside the tool's schema: `args.a`, `args.z`",
    ]);
    expect(told(emptyState, call({ n: "x", z: 1 })).map((one) => one.split("/")[0])).toEqual([
      "schema_violation",
      "undeclared_argument",
    ]);
  });

  it("is what somebody rejected", () => {
    const engine = createEngine(ir, { engine: "closures" });
    const asked = call({ n: 1 }, { call: "c" });
    const { state } = engine.step(engine.initial(), asked);
    const reject = (from: State, by: string): State =>
      engine.step(from, event({ kind: "rejection", call: "c", by }, 0)).state;
    expect(told(state, asked)).toEqual([]);
    expect(told(reject(state, "max"), asked)).toEqual(["rejected/rule/deny rejected by max"]);
    expect(told(reject(reject(state, "max"), "eva"), asked)).toEqual(["rejected/rule/deny rejected by eva, max"]);
  });
});

describe("what was revoked", () => {
  const revoked = (...names: readonly string[]): State => ({
    ...emptyState,
    revoked: mapOf(names.map((name) => [name, [null]] as const)),
  });
  const token = (claims?: object, more: object = {}) => ({
    token: { verified: true, subject: "sub", ...(claims === undefined ? {} : { claims }), ...more },
  });
  const call = (more: object = {}): Event => event({ kind: "call", tool: "pay", ...more });

  it("is its agent, everybody in the chain, and its token by name or subject", () => {
    const chain = [{ user: "ann" }, { agent: "lead" }, { agent: "clerk" }];
    const all = revoked("agent:clerk", "agent:lead", "user:ann", "user:clerk", "token:t-1");
    expect(told(all, call({ chain, ...token({ jti: "t-1" }) }))).toEqual([
      "revoked/rule/deny agent clerk was revoked",
      "revoked/rule/deny user ann was revoked",
      "revoked/rule/deny agent lead was revoked",
      "revoked/rule/deny token t-1 was revoked",
    ]);
    expect(told(revoked("user:ann"), call())).toEqual([]);
    expect(told(revoked("agent:clerk"), call({ agent: undefined }))).toEqual([]);
    expect(told(revoked("token:sub"), call(token({ jti: "t-1" })))).toEqual([
      "revoked/rule/deny token sub was revoked",
    ]);
    expect(told(revoked("token:sub", "token:t-1"), call(token({ jti: "t-1" })))).toHaveLength(2);
    expect(told(revoked("token:same"), call(token({ jti: "same" }, { subject: "same" })))).toHaveLength(1);
  });

  it("is no token that says which one it is, and may be one that does not", () => {
    const other = revoked("token:t-1");
    expect(told(other, call(token({ jti: "t-2" })))).toEqual([]);
    expect(told(other, call())).toEqual([]);
    expect(told(other, call({ not_recorded: ["token"] }))).toEqual([
      "revoked/evidence/deny tokens were revoked, and which one this is was not recorded [token.claims.jti: not_recorded] [token.subject: not_recorded]",
    ]);
    expect(told(other, call({ ...token(), not_recorded: ["token.claims"] }))).toEqual([
      "revoked/evidence/deny tokens were revoked, and which one this is was not recorded [token.claims.jti: not_recorded]",
    ]);
    expect(told(revoked("agent:other"), call({ not_recorded: ["token"] }))).toEqual([]);
    // An empty name is nobody's.
    expect(told(revoked("token:"), call(token({ jti: "" })))).toEqual([]);
  });

  it("says nothing of what acts on the agent, and all of what the agent does", () => {
    const kinds = [
      { kind: "call", tool: "pay" },
      { kind: "message", to: "x", text: "t" },
      { kind: "output", text: "t" },
      { kind: "prompt", text: "t" },
      { kind: "result", tool: "pay", content: "t" },
    ];
    expect(kinds.map((raw) => told(revoked("agent:clerk"), event(raw)).length)).toEqual([1, 1, 1, 0, 0]);
  });
});
