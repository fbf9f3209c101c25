import { describe, expect, it } from "vitest";
import { actionKeyOf, beginsAction } from "../../src/engine/action-key.ts";
import { circumstancesOf, headRoles, readRoot } from "../../src/engine/circumstances.ts";
import { mapOf } from "../../src/engine/ordered-map.ts";
import { emptySession, emptyState, type State } from "../../src/engine/state.ts";
import { createEngine } from "../../src/engine/step.ts";
import { eventKinds } from "../../src/event/event.ts";
import type { Field } from "../../src/value/value.ts";
import { digits, event, gate, policy } from "./build.ts";

const noon = Date.parse("2026-06-01T12:00:00Z");
const minuteMs = 60_000;
const call = (more: object = {}, minute: number | null = 10) => event({ kind: "call", tool: "pay", ...more }, minute);
const written = (field: Field): string =>
  field.state === "value"
    ? field.value.kind === "duration"
      ? `${field.value.ms / minuteMs}m`
      : JSON.stringify(field.value)
    : field.state === "absent"
      ? "absent"
      : field.cause;

describe("the age of the revocation feed", () => {
  const ageOf = (
    heartbeats: readonly (readonly [string, number | null])[],
    more: object = {},
    minute: number | null = 10,
  ) => written(circumstancesOf({ ...emptyState, heartbeats: mapOf(heartbeats) }, call(more, minute)).revocationAge());
  const at = (minute: number): number => noon + minute * minuteMs;

  it.each<[string, readonly (readonly [string, number | null])[], object, number | null, string]>([
    ["there was none", [], {}, 10, "absent"],
    ["nobody could have recorded one", [], { not_recorded: ["revocation"] }, 10, "not_recorded"],
    ["something else was not recorded", [], { not_recorded: ["token"] }, 10, "absent"],
    ["one was for all", [["", at(4)]], {}, 10, "6m"],
    ["one was for its tenant", [["acme", at(4)]], { tenant: "acme" }, 10, "6m"],
    ["one was for another tenant", [["bolt", at(4)]], { tenant: "acme" }, 10, "absent"],
    ["one was for some tenant, and it names none", [["acme", at(4)]], {}, 10, "absent"],
    [
      "the younger was for all",
      [
        ["", at(8)],
        ["acme", at(4)],
      ],
      { tenant: "acme" },
      10,
      "2m",
    ],
    [
      "the younger was for its tenant",
      [
        ["", at(4)],
        ["acme", at(8)],
      ],
      { tenant: "acme" },
      10,
      "2m",
    ],
    ["it has just been heard", [["", at(10)]], {}, 10, "0m"],
    ["it lies ahead", [["", at(11)]], {}, 10, "ambiguous"],
    ["nobody knows when", [["", null]], {}, 10, "not_recorded"],
    [
      "nobody knows when of one",
      [
        ["", null],
        ["acme", at(4)],
      ],
      { tenant: "acme" },
      10,
      "6m",
    ],
    ["the time of the event is unknown", [["", at(4)]], {}, null, "not_recorded"],
  ])("is what it is where %s", (_, heartbeats, more, minute, age) => {
    expect(ageOf(heartbeats, more, minute)).toBe(age);
  });
});

describe("what an event says of itself", () => {
  it("has the roles of the user at the head of the chain, and of nobody else", () => {
    const roles = (more: object): string => {
      const field = headRoles(call(more));
      return field.state === "value" && field.value.kind === "list"
        ? field.value.items
            .map((item) => (item.state === "value" && item.value.kind === "text" ? item.value.text : "?"))
            .join()
        : written(field);
    };
    expect(roles({ chain: [{ user: "u", roles: ["a", "b"] }, { agent: "clerk" }] })).toBe("a,b");
    expect(roles({ chain: [{ user: "u" }, { agent: "clerk" }] })).toBe("not_recorded");
    expect(roles({ chain: [{ agent: "clerk" }] })).toBe("absent");
    expect(roles({})).toBe("absent");
    expect(roles({ not_recorded: ["chain"] })).toBe("not_recorded");
  });

  it("names the action it begins: a call by its own name, everything else by its id", () => {
    expect(actionKeyOf(call({ call: "c", id: "i" }))).toBe("c");
    expect(actionKeyOf(call({ id: "i" }))).toBe("i");
    expect(actionKeyOf(event({ kind: "started", call: "c", id: "i" }))).toBe("i");
    expect(eventKinds.filter((kind) => beginsAction({ ...call(), kind }))).toEqual([
      "call",
      "result",
      "prompt",
      "output",
      "message",
    ]);
  });

  it("carries the labels of the host in place of those of the session", () => {
    const labels = { kind: "labels", has: new Set(["pii"]), maybe: new Set(["secret"]), open: true } as const;
    const state: State = { ...emptyState, sessions: mapOf([["s", { ...emptySession(), labels }]]) };
    expect(circumstancesOf(state, call()).labels).toEqual({ state: "value", value: labels });
    expect(circumstancesOf(state, call({ session: "t" })).labels).toMatchObject({
      value: { has: new Set(), open: false },
    });
    const host = { kind: "labels", has: new Set(["own"]), maybe: new Set(), open: false };
    expect(circumstancesOf(state, call({ labels: ["own"] })).labels).toEqual({ state: "value", value: host });
  });

  it("has nothing at the root of a control, nor of a term that no policy has", () => {
    const circumstances = circumstancesOf(emptyState, call());
    expect(readRoot(call(), circumstances, "subject", ["agent", "name"])).toEqual({
      state: "unrecorded",
      cause: "unresolved",
    });
    const term = { kind: "history", term: "count(x)", type: { kind: "int" } } as const;
    const ir = policy({
      gates: [gate("g", { when: { kind: "compare", operator: ">", left: term, right: digits("1") } })],
    });
    for (const kind of ["closures", "interpreter"] as const) {
      const engine = createEngine(ir, { engine: kind });
      expect(engine.explain(engine.initial(), call()).reasons[0]?.unknowns).toEqual([
        { path: "count(x)", cause: "unresolved" },
      ]);
    }
  });
});

describe("what was revoked", () => {
  const revoked = (...entries: readonly (readonly [string, readonly (string | null)[]])[]) =>
    ({ ...emptyState, revoked: mapOf(entries) }) satisfies State;

  it("is asked by its name and for the tenant of the event", () => {
    const state = revoked(["user:ann", ["acme", "bolt"]], ["agent:bot", [null]]);
    const is = (subject: string, more: object = {}): boolean => circumstancesOf(state, call(more)).isRevoked(subject);
    expect(is("user:ann", { tenant: "acme" })).toBe(true);
    expect(is("user:ann", { tenant: "bolt" })).toBe(true);
    expect(is("user:ann", { tenant: "cyan" })).toBe(false);
    expect(is("user:ann")).toBe(true);
    expect(is("agent:bot", { tenant: "cyan" })).toBe(true);
    expect(is("agent:ann")).toBe(false);
  });

  it("is known to be nothing, or no token", () => {
    const known = (state: State) => {
      const asked = circumstancesOf(state, call());
      return [asked.nothingRevoked, asked.anyTokenRevoked()];
    };
    expect(known(emptyState)).toEqual([true, false]);
    expect(known(revoked(["user:token:x", [null]]))).toEqual([false, false]);
    expect(known(revoked(["agent:a", [null]], ["token:x", ["acme"]]))).toEqual([false, true]);
  });
});
