import { describe, expect, it } from "vitest";
import { clerk, desk, pay } from "./desk.ts";

const gates = `
gate flow on pay { when args.amount > 10  deny  overridable  because "Not above 10" }
kill_switch stop_all { scope global  set by role ciso  cleared by role ciso }
break_glass outage { gates flow  approval by role ciso  max 30m  also record full  also alert "soc" }
`;
const state = (statement: object, by = "ann", roles: readonly string[] = ["ciso"]) => ({
  kind: "admin" as const,
  session: "admin",
  by,
  roles,
  statement,
});

describe("a guard whose state was lost", () => {
  const capped = `${gates}gate cap on pay { when count(started pay) within 1h per agent + 1 > 3 deny }`;

  it("stops until the switches are cleared, and counts nothing it cannot know", async () => {
    const { guard, log, tool, machine } = desk(capped, { alert: () => undefined, state: "lost" });
    expect(await guard.run(pay(5), tool())).toMatchObject({ kind: "denied" });
    expect(log.at(-1)?.reasons).toMatchObject(
      expect.arrayContaining([expect.objectContaining({ code: "killed", class: "evidence" })]),
    );
    await guard.feed(state({ clear: "stop_all" }));
    expect(await guard.run(pay(5), tool())).toMatchObject({ kind: "denied" });
    expect(log.at(-1)?.reasons).toMatchObject(
      expect.arrayContaining([expect.objectContaining({ rule: "cap", class: "evidence" })]),
    );
    await machine.pass(3_600_001);
    expect(await guard.run(pay(5), tool())).toMatchObject({ kind: "executed" });
  });

  it("is no guard that begins, and its snapshot says so", async () => {
    expect(await desk(gates, { alert: () => undefined }).guard.run(pay(5), () => 1)).toMatchObject({
      kind: "executed",
    });
    const lost = await desk(gates, { alert: () => undefined, state: "lost" }).guard.snapshot();
    const again = desk(gates, { alert: () => undefined, state: JSON.parse(JSON.stringify(lost)) });
    expect(await again.guard.run(pay(5), again.tool())).toMatchObject({ kind: "denied" });
  });
});

describe("what is fed at a time that is at odds", () => {
  it("is denied and not said to be recorded, unless it only stops", async () => {
    const { guard, tool } = desk();
    const fed = { session: "feed", source_time: "2026-06-01T11:00:00Z" } as const;
    expect(await guard.feed({ ...fed, kind: "heartbeat" })).toMatchObject({
      kind: "denied",
      code: "denied",
      message: "clock",
      decision: { reasons: [{ code: "clock" }] },
    });
    expect(await guard.feed({ session: "feed", kind: "heartbeat" })).toMatchObject({ kind: "recorded" });
    expect(await guard.feed({ ...fed, kind: "revocation", subject: { agent: "clerk" } })).toMatchObject({
      kind: "recorded",
    });
    expect(await guard.run(pay(5), tool())).toMatchObject({ kind: "denied", message: "revoked" });
  });

  it("is measured by a bound that can be used", () => {
    expect(() => desk("", { clockBoundMs: -1 })).toThrow("clockBoundMs");
    expect(() => desk("", { clockBoundMs: 0.5 })).toThrow("clockBoundMs");
  });
});

describe("statements that are fed to a guard", () => {
  it("stop everything, and let it go on, and each has a record", async () => {
    const { guard, log, sent, tool } = desk(gates, { alert: () => undefined });
    expect(await guard.feed(state({ set: "stop_all" }))).toMatchObject({
      kind: "recorded",
      decision: { level: "allow", reasons: [{ code: "stated", rule: "kill_switch:stop_all" }] },
    });
    expect(await guard.run(pay(5), tool())).toMatchObject({ kind: "denied" });
    expect(log.at(-1)).toMatchObject({
      decision: "deny",
      reasons: expect.arrayContaining([
        expect.objectContaining({
          code: "killed",
          rule: "kill_switch:stop_all",
          support: [{ path: "kill_switch.stop_all", value: "true" }],
        }),
      ]),
    });
    expect(await guard.prompt({ ...clerk, text: "hello" })).toMatchObject({ kind: "denied" });
    await guard.feed(state({ clear: "stop_all" }));
    expect(await guard.run(pay(5), tool())).toMatchObject({ kind: "executed" });
    expect(sent).toHaveLength(1);
  });

  it("of people who may not state it count for nothing, and their names stay out of a redacted record", async () => {
    const { guard, log, tool } = desk(gates, { alert: () => undefined });
    expect(await guard.feed(state({ set: "stop_all" }, "mallory", ["finance"]))).toMatchObject({
      decision: { level: "deny", reasons: [{ code: "void_statement" }] },
    });
    expect(JSON.stringify(log.at(-1)?.reasons)).not.toContain("mallory");
    expect(await guard.run(pay(5), tool())).toMatchObject({ kind: "executed" });
  });

  it("lift a gate, whose outcome is recorded with who lifted it, and the alerts of the break glass are sent", async () => {
    const alerts: string[] = [];
    const { guard, log, tool } = desk(gates, { alert: ({ target }) => void alerts.push(target) });
    expect(await guard.run(pay(25), tool())).toMatchObject({ kind: "denied" });
    await guard.feed(state({ open: "outage" }));
    expect(await guard.run(pay(25), tool())).toMatchObject({ kind: "executed" });
    expect(alerts).toContain("soc");
    expect(log.flatMap(({ reasons }) => reasons)).toContainEqual(
      expect.objectContaining({ rule: "flow", level: "log", overriddenBy: ["outage"] }),
    );
  });

  it("are no use without the handlers of the break glass: the guard is not made", () => {
    expect(() => desk(gates)).toThrow(/outage.*soc|soc.*outage/s);
  });
});
