import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Request } from "../../src/guard/handlers.ts";
import { type byFinance, clerk, desk } from "./desk.ts";

/** What a handler may do when it is asked. `good` alone meets the requirement. */
const behaviours = [
  "good",
  "none",
  "no",
  "throws",
  "junk",
  "other action",
  "other call",
  "other person",
  "unasked member",
] as const;
type Behaviour = (typeof behaviours)[number];

function answer(
  request: Request,
  word: "approved" | "confirmed" | "verified",
  by: string,
  behaviour: Behaviour,
): unknown {
  const good = { ...request.binding, [word]: true, by, ...(word === "approved" ? { roles: ["finance"] } : {}) };
  switch (behaviour) {
    case "good":
      return good;
    case "none":
      return undefined;
    case "no":
      return { ...good, [word]: false };
    case "throws":
      throw new Error("down");
    case "junk":
      return { [word]: "true" };
    case "other action":
      return { ...good, actionHash: "0".repeat(64) };
    case "other call":
      return { ...good, call: "c0" };
    case "other person":
      return { ...good, by: "clerk" };
    case "unasked member":
      return { ...good, sure: true };
  }
}

interface Case {
  readonly approve: Behaviour | "not asked";
  readonly confirm: Behaviour | "not asked";
  readonly verify: Behaviour | "not asked";
  readonly alert: "fine" | "throws" | "not asked";
  readonly record: "fine" | "throws";
  readonly denied: boolean;
  readonly tool: "returns" | "throws" | "junk";
}

const asked = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom("good" as const, "not asked" as const) },
  { weight: 1, arbitrary: fc.constantFrom(...behaviours) },
);
const cases: fc.Arbitrary<Case> = fc.record({
  approve: asked,
  confirm: asked,
  verify: asked,
  alert: fc.constantFrom("fine", "not asked", "not asked", "throws"),
  record: fc.oneof(
    { weight: 9, arbitrary: fc.constant("fine" as const) },
    { weight: 1, arbitrary: fc.constant("throws" as const) },
  ),
  denied: fc.oneof({ weight: 9, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
  tool: fc.constantFrom("returns", "returns", "throws", "junk"),
});

const gatesOf = ({ approve, confirm, verify, alert, denied }: Case): string =>
  [
    approve === "not asked" ? "" : "gate a on pay { require approval by role finance, valid 15m }",
    confirm === "not asked" ? "" : "gate b on pay { require confirmation by user }",
    verify === "not asked" ? "" : "gate c on pay { require verification by agent judge }",
    alert === "not asked" ? "" : 'gate d on pay { log also alert "soc" }',
    denied ? "gate e on pay { deny }" : "",
  ].join("\n");

async function play(given: Case) {
  const behave = (behaviour: Behaviour | "not asked") => (behaviour === "not asked" ? "good" : behaviour);
  const bench = desk(gatesOf(given), {
    approve: (request) => answer(request, "approved", "ann", behave(given.approve)) as ReturnType<typeof byFinance>,
    confirm: (request) => answer(request, "confirmed", "u-17", behave(given.confirm)) as never,
    verify: (request) => answer(request, "verified", "judge", behave(given.verify)) as never,
    alert: () => {
      if (given.alert === "throws") throw new Error("down");
    },
    ...(given.record === "throws"
      ? {
          record: () => {
            throw new Error("down");
          },
        }
      : {}),
  });
  const args = { to: "acme", amount: 25 };
  const outcome = await bench.guard
    .run({ ...clerk, id: "c1", tool: "pay", args }, (sent) => {
      bench.sent.push(sent);
      if (given.tool === "throws") throw new Error("the tool");
      return given.tool === "junk" ? { when: new Date(0) } : { ok: true };
    })
    .catch((error: unknown) => ({ kind: "threw" as const, error: String(error) }));
  return { ...bench, outcome };
}

const isMet = (behaviour: Behaviour | "not asked") => behaviour === "good" || behaviour === "not asked";

describe("whatever handlers and tools do", () => {
  it("a tool runs exactly when the policy allows and everything it requires is met, and then on what was decided", async () => {
    let ran = 0;
    let total = 0;
    await fc.assert(
      fc.asyncProperty(cases, async (given) => {
        const { outcome, sent, log, guard } = await play(given);
        const { approve, confirm, verify, alert, record, denied, tool } = given;
        const proceeds = [approve, confirm, verify].every(isMet) && alert !== "throws" && record === "fine" && !denied;
        total += 1;
        ran += sent.length;
        expect(sent).toEqual(proceeds ? [{ to: "acme", amount: 25 }] : []);
        const ends = { returns: "executed", throws: "threw", junk: "withheld" } as const;
        expect(outcome.kind).toBe(proceeds ? ends[tool] : "denied");
        const started = log.filter(({ event }) => event.kind === "started").map(({ decision }) => decision);
        expect(started.every((decision) => decision === "allow" || decision === "log")).toBe(true);
        expect(started.length).toBe(sent.length);
        // Whatever it was, the state is one that another guard can go on from.
        const snapshot = JSON.parse(JSON.stringify(await guard.snapshot()));
        expect(desk("", { state: snapshot }).guard.policyDigest).toMatch(/^[0-9a-f]{64}$/);
      }),
      { numRuns: 200, seed: 20260601 },
    );
    // A generator of which all are denied, or none, would show nothing.
    expect(ran / total).toBeGreaterThan(0.2);
    expect(ran / total).toBeLessThan(0.8);
  });

  it("the same happens again when it is played again", async () => {
    await fc.assert(
      fc.asyncProperty(cases, async (given) => {
        const [one, other] = [await play(given), await play(given)];
        expect(one.log).toEqual(other.log);
        expect(one.outcome).toEqual(other.outcome);
      }),
      { numRuns: 50 },
    );
  });
});
