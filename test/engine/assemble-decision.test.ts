import { describe, expect, it } from "vitest";
import { assembleDecision, ownLevel, requirementLevel } from "../../src/engine/assemble-decision.ts";
import { circumstancesOf } from "../../src/engine/circumstances.ts";
import { type Decision, type Level, levels, type Obligation, type Requirement } from "../../src/engine/decision.ts";
import type { IrGate } from "../../src/engine/ir.ts";
import { denial } from "../../src/engine/reason.ts";
import { emptyState } from "../../src/engine/state.ts";
import { event, gate } from "./build.ts";

const approval: Requirement = { kind: "approval", role: "finance", count: 1 };
const confirmation: Requirement = { kind: "confirmation", by: "user" };
const verification: Requirement = { kind: "verification", by: { kind: "rule", name: "r" } };
const alert: Obligation = { kind: "alert", target: "soc" };
const notify: Obligation = { kind: "notify", target: "ops" };
const record: Obligation = { kind: "record-full" };

const asked = event({ kind: "call", tool: "pay" });
function decide(acting: readonly IrGate[], performs?: readonly string[], reasons: Decision["reasons"] = []): Decision {
  const setting = { performs: performs === undefined ? undefined : new Set(performs), agents: new Set(["clerk"]) };
  return assembleDecision(reasons, acting, asked, circumstancesOf(emptyState, asked), setting);
}

describe("the level of a gate", () => {
  it("is what no requirement of it accounts for", () => {
    expect([verification, confirmation, approval].map(requirementLevel)).toEqual(["verify", "confirm", "approve"]);
    const table: readonly (readonly [Level, readonly Requirement[], Level])[] = [
      ["log", [], "log"],
      ["verify", [], "verify"],
      ["verify", [verification], "log"],
      ["confirm", [verification], "confirm"],
      ["approve", [verification, approval], "log"],
      ["approve", [approval, verification], "log"],
      ["approve", [verification, confirmation], "approve"],
      ["deny", [approval], "deny"],
      ["log", [approval], "log"],
    ];
    for (const [level, requirements, left] of table)
      expect(ownLevel(gate("g", { level: level as IrGate["level"], requirements })), `${level}`).toBe(left);
  });

  it("joins with that of others by the strictest, of gates, requirements and reasons", () => {
    for (const one of levels.slice(1))
      for (const other of levels.slice(1)) {
        const both = [one, other].map((level) => gate(level, { level: level as IrGate["level"] }));
        const strictest = levels[Math.max(levels.indexOf(one), levels.indexOf(other))];
        expect(decide(both)).toMatchObject({ demanded: strictest, level: strictest });
      }
    expect(decide([])).toMatchObject({ demanded: "allow", level: "allow", requirements: [], obligations: [] });
    expect(decide([gate("g", { level: "log", requirements: [confirmation] })])).toMatchObject({
      demanded: "confirm",
      level: "confirm",
      remaining: [confirmation],
    });
    const deny = denial("not_granted", "not_granted");
    expect(decide([gate("g", { level: "log" })], undefined, [deny])).toMatchObject({ demanded: "deny", level: "deny" });
    expect(decide([gate("g", { level: "log" })], undefined, [{ ...deny, observed: true }]).level).toBe("log");
    expect(decide([gate("g", { level: "log" })], undefined, [{ ...deny, level: "confirm" }]).level).toBe("log");
  });
});

describe("requirements and obligations", () => {
  it("are each there once, in the order of their content", () => {
    const acting = [
      gate("a", { requirements: [verification, approval], obligations: [record, alert] }),
      gate("b", { requirements: [], obligations: [] }),
      gate("c", { requirements: [{ ...approval }, confirmation], obligations: [notify, { ...record }] }),
    ];
    expect(decide(acting)).toMatchObject({
      requirements: [confirmation, verification, approval],
      remaining: [confirmation, verification, approval],
      obligations: [alert, notify, record],
    });
    expect(decide(acting).requirements).toHaveLength(3);
    expect(decide(acting).obligations).toHaveLength(3);
  });

  it("are a deny where the host does not perform them, which names their kinds in order", () => {
    const acting = [gate("g", { level: "log", obligations: [record, notify, { ...notify, target: "b" }, alert] })];
    const refused = (performs?: readonly string[]) =>
      decide(acting, performs).reasons.map(({ code, class: kind, message }) => `${code}/${kind} ${message}`);
    expect(refused()).toEqual([]);
    expect(refused(["alert", "notify", "record-full"])).toEqual([]);
    expect(refused(["notify"])).toEqual(["obligation_unsupported/rule the host does not perform: alert, record-full"]);
    expect(refused([])).toEqual(["obligation_unsupported/rule the host does not perform: alert, notify, record-full"]);
    expect(decide(acting, []).level).toBe("deny");
    expect(decide([gate("g", { level: "log" })], []).level).toBe("log");
  });
});
