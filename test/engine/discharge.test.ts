import { describe, expect, it } from "vitest";
import type { Requirement } from "../../src/engine/decision.ts";
import { dischargedBy, revokedAnswers } from "../../src/engine/discharge.ts";
import type { Response } from "../../src/engine/state.ts";
import type { Event } from "../../src/event/event.ts";
import { event } from "./build.ts";

const agents = new Set(["clerk", "bot"]);
const noon = Date.parse("2026-06-01T12:00:00Z");
const chain = [{ user: "ann" }, { agent: "lead" }, { agent: "clerk" }];
const call = (minute: number | null = 10, more: object = {}): Event =>
  event({ kind: "call", tool: "pay", args: { to: "x" }, chain, ...more }, minute);
const answer = (by: string, more: Partial<Response> = {}): Response => ({
  kind: "approval",
  by,
  roles: ["finance"],
  action: "c1",
  at: noon,
  expiresAt: undefined,
  afterMs: 0,
  usedBy: [],
  ...more,
});
const approval = (more: Partial<Extract<Requirement, { kind: "approval" }>> = {}): Requirement => ({
  kind: "approval",
  role: "finance",
  count: 1,
  ...more,
});

/** Who discharges it, in order; undefined where they do not suffice. */
function who(
  requirement: Requirement,
  responses: readonly Response[],
  asked: Event = call(),
  revoked: readonly string[] = [],
): readonly string[] | undefined {
  const circumstances = {
    responses,
    actionKey: "c1",
    nothingRevoked: revoked.length === 0,
    isRevoked: (subject: string) => revoked.includes(subject),
  } as unknown as Parameters<typeof dischargedBy>[2];
  return dischargedBy(requirement, asked, circumstances, agents)?.map(({ by }) => by);
}

describe("an approval", () => {
  it("is given by different persons who are no agents and not in the chain, and by no more than it needs", () => {
    expect(who(approval(), [])).toBeUndefined();
    expect(who(approval(), [answer("fay"), answer("gus")])).toEqual(["fay"]);
    expect(who(approval({ count: 2 }), [answer("fay"), answer("fay")])).toBeUndefined();
    expect(who(approval({ count: 2 }), [answer("fay"), answer("fay"), answer("gus"), answer("hal")])).toEqual([
      "fay",
      "gus",
    ]);
    for (const by of ["ann", "lead", "clerk", "bot"]) expect(who(approval(), [answer(by)]), by).toBeUndefined();
    for (const kind of ["verification", "confirmation"] as const)
      expect(who(approval(), [answer("fay", { kind })])).toBeUndefined();
  });

  it("needs the role, or the second one after the delay", () => {
    const escalating = approval({ escalate: { afterMs: 600, role: "ciso" } });
    const kim = (more: Partial<Response>): Response => answer("kim", { roles: ["sales", "ciso"], ...more });
    expect(who(approval(), [kim({ afterMs: 900 })])).toBeUndefined();
    expect(who(escalating, [kim({ afterMs: 599 })])).toBeUndefined();
    expect(who(escalating, [kim({ afterMs: 600 })])).toEqual(["kim"]);
    expect(who(escalating, [kim({ afterMs: undefined })])).toBeUndefined();
    expect(who(escalating, [answer("kim", { roles: ["sales"], afterMs: 900 })])).toBeUndefined();
    expect(who(escalating, [answer("fay", { afterMs: 0 })])).toEqual(["fay"]);
  });

  it.each<[string, number | undefined, Partial<Response>, number | null, boolean]>([
    ["without limits at any time", undefined, { at: undefined }, null, true],
    ["at the end of its validity", 600_000, {}, 10, true],
    ["after its validity", 599_999, {}, 10, false],
    ["at once", 0, {}, 0, true],
    ["before it was given", 600_000, { at: noon + 1 }, 0, false],
    ["with a limit, given at an unknown time", 600_000, { at: undefined }, 10, false],
    ["with a limit, at an unknown time", 600_000, {}, null, false],
    ["when it expires", undefined, { expiresAt: noon + 600_000 }, 10, true],
    ["after it has expired", undefined, { expiresAt: noon + 599_999 }, 10, false],
    ["at an unknown time, where it expires", undefined, { expiresAt: noon + 600_000 }, null, false],
    ["in its validity, but expired", 600_000, { expiresAt: noon }, 10, false],
  ])("counts or not %s", (_, validMs, more, minute, counts) => {
    const requirement = approval(validMs === undefined ? {} : { validMs });
    expect(who(requirement, [answer("fay", more)], call(minute))).toEqual(counts ? ["fay"] : undefined);
  });

  it.each<[string, number | undefined, Partial<Response>, boolean]>([
    ["its own action", undefined, {}, true],
    ["another action", undefined, { action: "c2" }, false],
    ["another action, where it is reusable", 1, { action: "c2" }, true],
    ["the action that consumed it", undefined, { usedBy: ["c1"] }, true],
    ["the action that consumed it, whichever it named", undefined, { action: "c2", usedBy: ["c1"] }, true],
    ["no other, once consumed", undefined, { usedBy: ["c2"] }, false],
    ["another, where one use is left", 2, { action: "c2", usedBy: ["c2"] }, true],
    ["another, where none is left", 2, { action: "c2", usedBy: ["c2", "c3"] }, false],
    ["one of those that used it up", 2, { action: "c2", usedBy: ["c2", "c1"] }, true],
  ])("serves %s", (_, reusable, more, counts) => {
    const requirement = approval(reusable === undefined ? {} : { reusable });
    expect(who(requirement, [answer("fay", more)])).toEqual(counts ? ["fay"] : undefined);
  });

  it("discharges nothing of which not all was recorded", () => {
    expect(who(approval(), [answer("fay")], call(10, { not_recorded: ["args.amount"] }))).toBeUndefined();
  });
});

describe("a verification and a confirmation", () => {
  const verification = (kind: "agent" | "rule", name: string): Requirement => ({
    kind: "verification",
    by: { kind, name },
  });
  const verified = (by: string, more: Partial<Response> = {}): Response =>
    answer(by, { kind: "verification", roles: [], ...more });

  it("are those that were demanded, of this very action, and the first of them", () => {
    const checker = verification("agent", "checker");
    expect(who(checker, [verified("agent:checker"), verified("agent:checker")])).toEqual(["agent:checker"]);
    expect(who(checker, [verified("agent:other")])).toBeUndefined();
    expect(who(checker, [verified("rule:checker")])).toBeUndefined();
    expect(who(checker, [verified("agent:checker", { action: "c2" })])).toBeUndefined();
    expect(who(checker, [answer("agent:checker")])).toBeUndefined();
    expect(who(verification("rule", "lead"), [verified("rule:lead")])).toEqual(["rule:lead"]);
    for (const name of ["lead", "clerk"])
      expect(who(verification("agent", name), [verified(`agent:${name}`)]), name).toBeUndefined();
  });

  it("confirm by the word of the user at the head", () => {
    const confirmation: Requirement = { kind: "confirmation", by: "user" };
    const confirmed = (by: string, more: Partial<Response> = {}): Response =>
      answer(by, { kind: "confirmation", roles: [], ...more });
    expect(who(confirmation, [confirmed("ann")])).toEqual(["ann"]);
    expect(who(confirmation, [confirmed("bob"), confirmed("ann"), confirmed("ann")])).toEqual(["ann"]);
    expect(who(confirmation, [confirmed("bob")])).toBeUndefined();
    expect(who(confirmation, [confirmed("ann", { action: "c2" })])).toBeUndefined();
    expect(who(confirmation, [answer("ann")])).toBeUndefined();
    const headed = (head: object): Event => call(10, { chain: [head, { agent: "clerk" }] });
    expect(who(confirmation, [confirmed("bot")], headed({ user: "bot" }))).toBeUndefined();
    expect(who(confirmation, [confirmed("lead")], headed({ agent: "lead" }))).toBeUndefined();
    expect(who(confirmation, [confirmed("ann")], call(10, { chain: undefined }))).toBeUndefined();
  });
});

describe("who was revoked", () => {
  it("counts no more, but is known to have answered", () => {
    const responses = [answer("fay"), answer("gus"), answer("ann")];
    expect(who(approval({ count: 2 }), responses, call(), ["user:gus"])).toBeUndefined();
    expect(who(approval({ count: 1 }), responses, call(), ["user:fay"])).toEqual(["gus"]);
    const counted = (revoked: readonly string[], requirement: Requirement, given = responses): readonly string[] =>
      revokedAnswers(
        requirement,
        call(),
        {
          responses: given,
          actionKey: "c1",
          nothingRevoked: revoked.length === 0,
          isRevoked: (subject: string) => revoked.includes(subject),
        } as unknown as Parameters<typeof revokedAnswers>[2],
        agents,
      ).map(({ by }) => by);
    expect(counted([], approval({ count: 2 }))).toEqual([]);
    expect(counted(["user:gus", "user:ann"], approval({ count: 2 }))).toEqual(["gus"]);
    expect(counted(["user:gus", "user:fay"], approval({ count: 2 }))).toEqual(["fay", "gus"]);
    expect(counted(["agent:gus"], approval())).toEqual([]);
    const checked = [answer("agent:checker", { kind: "verification" })];
    const checker: Requirement = { kind: "verification", by: { kind: "agent", name: "checker" } };
    expect(counted(["agent:checker"], checker, checked)).toEqual(["agent:checker"]);
    expect(who(checker, checked, call(), ["agent:checker"])).toBeUndefined();
  });
});
