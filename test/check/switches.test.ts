import { describe, expect, it } from "vitest";
import { compileText } from "../support/compile.ts";

const world = `policy demo version 1 language 1
tool pay { args.order is string  args.note is string  effect pays }
role ciso
gate velocity on pay { deny  overridable }
gate fixed on pay { deny }
`;
const found = (text: string): readonly (readonly [string, string])[] =>
  compileText(world + text).diagnostics.map(({ code, spans: [span] }) => [
    code,
    (world + text).slice(span?.start ?? 0, span?.end ?? 0),
  ]);
const killSwitch = (clauses: string): string => `kill_switch stop { ${clauses} }\n`;
const glass = (clauses: string): string => `break_glass outage { ${clauses} }\n`;

describe("a kill switch", () => {
  it("is told everything that is missing at once", () => {
    const [{ message, help } = { message: "", help: "" }] = compileText(world + killSwitch("")).diagnostics;
    expect(message).toContain("what it stops, who sets it and who clears it");
    expect(help).toContain("`set by role NAME` and `cleared by role NAME`");
  });

  it("says what it stops, who sets it and who clears it, each once", () => {
    expect(found(killSwitch("scope tenant  set by role ciso  cleared by role ciso, count 2, valid 1h"))).toEqual([]);
    expect(found(killSwitch(""))).toEqual([["incomplete-kill-switch", "stop"]]);
    const twice = killSwitch("scope tenant  scope global  set by role ciso  cleared by role ciso");
    expect(found(twice)).toEqual([["duplicate-clause", "scope global"]]);
  });

  it("names a scope and roles that there are, and persons and times that can be", () => {
    expect(found(killSwitch("scope tennant  set by role cico  cleared by role ciso, count 0, valid 0s"))).toEqual([
      ["unknown-word", "tennant"],
      ["unknown-role", "cico"],
      ["count-too-small", "by role ciso, count 0, valid 0s"],
      ["count-too-small", "0s"],
    ]);
    expect(found(killSwitch("scope tenant  set by role ciso, reusable 2  cleared by role ciso"))[0]?.[0]).toBe(
      "unexpected-token",
    );
  });

  it("is declared once", () => {
    const one = killSwitch("scope tenant  set by role ciso  cleared by role ciso");
    expect(found(one + one)).toEqual([["duplicate-name", "stop"]]);
  });
});

describe("a break glass", () => {
  it("names gates that are there and overridable", () => {
    expect(
      found(glass("gates velocity  approval by role ciso  max 30m  also redact [card] in args.note by mask")),
    ).toEqual([]);
    expect(found(glass('gates velocty, fixed, "agent:desk:mtls"  approval by role ciso  max 30m'))).toEqual([
      ["unknown-gate", "velocty"],
      ["gate-not-overridable", "fixed"],
      ["gate-not-overridable", '"agent:desk:mtls"'],
    ]);
  });

  it("may be open for a millisecond, and not for less", () => {
    expect(found(glass("gates velocity  approval by role ciso  max 1ms"))).toEqual([]);
    expect(found(glass("gates velocity  approval by role ciso  max 0ms"))).toEqual([["count-too-small", "0ms"]]);
  });

  it("says of a gate that it cannot override why, and which there are", () => {
    const helps = compileText(
      world + glass('gates fixed, "agent:desk:mtls", "other:gate"  approval by role ciso  max 30m'),
    ).diagnostics.map(({ help }) => help);
    expect(helps).toEqual([
      "add `overridable` to the gate, or remove it here",
      "built-in gates are never overridden: remove it",
      "known: `fixed`, `velocity`",
    ]);
  });

  it("may name what is perhaps a gate of a pack that could not be read, but no gate of its own that is not there", () => {
    const text = `use pack "./gone" sha256 "0"\n${glass('gates velocity, velocty, "gone:gate"  approval by role ciso  max 30m')}`;
    expect(found(text)).toEqual([
      ["pack-not-found", '"./gone"'],
      ["unknown-gate", "velocty"],
    ]);
  });

  it("says who opens it and for how long, and obliges to what can be done", () => {
    expect(found(glass("gates velocity"))).toEqual([["incomplete-break-glass", "outage"]]);
    expect(
      found(glass("gates velocity  approval by role ciso  max 0s  also redact [card] in args.noet by mask")),
    ).toEqual([
      ["count-too-small", "0s"],
      ["unknown-field", "noet"],
    ]);
  });
});

describe("a statement in a test", () => {
  it("is about what the policy declares, of the right kind", () => {
    const text = `${killSwitch("scope tenant  set by role ciso  cleared by role ciso")}test "t" {
  kill stopp by "ann" role ciso expect allow
  open stop by "ann" role ciso
  prompt "hi" expect deny via "kill_switch:stop"
}
`;
    expect(found(text)).toEqual([
      ["unknown-switch", "stopp"],
      ["unknown-switch", "stop"],
    ]);
  });
});

describe("an endorsement", () => {
  it("is of one tool that there is, and of labels that there are", () => {
    expect(found("endorse pay clears [untrusted]\n")).toEqual([]);
    expect(compileText(`${world}endorse pay clears [untrusted]\n`).checked?.endorsements).toMatchObject([
      { tool: "pay", labels: ["untrusted"] },
    ]);
    expect(found("endorse pya clears [untrusted]\n")).toEqual([["unknown-tool", "pya"]]);
    expect(found("endorse pay clears [untrustd]\n")).toEqual([["unknown-label", "untrustd"]]);
    expect(found("endorse pay clears [untrusted, pii]\n")).toEqual([["endorsement-without-effect", "pii"]]);
  });
});
