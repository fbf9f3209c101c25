import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createEngine } from "../../src/engine/step.ts";
import { admit, admitProperly } from "../../src/event/admit.ts";
import { admitPlainCall } from "../../src/event/admit-plain-call.ts";
import type { RawEvent } from "../../src/event/event.ts";
import { layoutOf } from "../../src/event/layout.ts";
import { plainRowOf, plainToolOf } from "../../src/event/plain-call.ts";
import { copyFields, rowOf } from "../../src/event/row.ts";
import { type JsonNumber, jsonNumber, jsonNumberFrom } from "../../src/json/json-value.ts";
import { event, grant, policy, tool } from "../engine/build.ts";
import { generateSession } from "../engine/generate-events.ts";
import { generatePolicy } from "../engine/generate-policy.ts";
import { randomFrom } from "../engine/random.ts";

/** Without what would have every call looked at properly. */
function recorded({ not_recorded: _gaps, egress: _egress, cost: _cost, ...raw }: RawEvent): RawEvent {
  return raw as RawEvent;
}

describe("a call admitted by its row alone", () => {
  const mix = { calls: 0, plain: 0, quick: 0, slots: 0 };
  const random = randomFrom(20_261_129);

  it("is what admitting it properly makes of it", () => {
    for (let index = 0; index < 120; index += 1) {
      const policy = generatePolicy(random);
      const layout = layoutOf(policy.catalogue);
      for (const generated of generateSession(policy, `s${index}`, 60, random)) {
        const raw = random.chance(60) ? recorded(generated) : generated;
        const quick = admit(raw, policy.catalogue);
        const whole = admitProperly(raw, policy.catalogue, {});
        if (quick.kind === "invalid" || whole.kind === "invalid") {
          expect(quick).toEqual(whole);
          continue;
        }
        const { fields, hashes, ...members } = quick;
        const { fields: wholeFields, hashes: wholeHashes, ...wholeMembers } = whole;
        // The row first: asking for a field types them all.
        const row = rowOf(fields, layout);
        const wholeRow = rowOf(wholeFields, layout);
        expect(row === undefined).toBe(wholeRow === undefined);
        expect(members).toEqual(wholeMembers);
        expect(copyFields(fields)).toEqual(copyFields(wholeFields));
        expect([hashes.action(), hashes.content()]).toEqual([wholeHashes.action(), wholeHashes.content()]);
        if (raw.kind !== "call" || row === undefined || wholeRow === undefined) continue;
        mix.calls += 1;
        if (members.violations.length === 0 && raw.not_recorded === undefined) mix.plain += 1;
        if (admitPlainCall(raw, policy.catalogue, { fieldsOf: () => fields }) !== undefined) mix.quick += 1;
        row.forEach((slot, at) => {
          if (slot === undefined) return;
          mix.slots += 1;
          expect(slot).toEqual(wholeRow[at]);
        });
      }
    }
  });

  it("was compared on a mix that is not trivial", () => {
    console.log(mix);
    expect(mix.quick).toBeGreaterThan(100);
    expect(mix.calls - mix.quick).toBeGreaterThan(100);
    expect(mix.slots).toBeGreaterThan(10_000);
  });
});

describe("a number of the host", () => {
  const amount = { type: { kind: "decimal" }, required: true } as const;
  const pay = tool("pay", { args: { kind: "record", additional: false, fields: { amount } } });
  const { catalogue } = policy({ catalogue: { tools: { pay }, context: {} } });
  const layout = layoutOf(catalogue);
  const call = (number: JsonNumber): RawEvent => ({
    kind: "call",
    id: "1",
    session: "s",
    tool: "pay",
    args: { amount: number },
  });
  const slotsOf = (one: ReturnType<typeof admit>) =>
    one.kind === "invalid" ? undefined : (plainRowOf(one, layout) ?? rowOf(one.fields, layout))?.at(-1);

  it("stands in its row as the same number that was read from a text, or only the field says it", () => {
    const seen = { same: 0, open: 0 };
    const decimals = fc
      .tuple(fc.bigInt({ min: -(10n ** 17n), max: 10n ** 17n }), fc.integer({ min: 0, max: 12 }))
      .map(([digits, places]) => Number(digits) / 10 ** places);
    fc.assert(
      fc.property(fc.oneof(decimals, fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer()), (plain) => {
        const slot = slotsOf(admit(call(jsonNumberFrom(plain)), catalogue));
        const proper = slotsOf(admitProperly(call(jsonNumber(String(plain))), catalogue, {}));
        if (slot === undefined) seen.open += 1;
        else {
          seen.same += 1;
          expect(slot).toBe(proper);
        }
      }),
      { numRuns: 5_000 },
    );
    expect(seen.same).toBeGreaterThan(1_000);
    expect(seen.open).toBeGreaterThan(100);
  });
});

describe("what admission alone can say of a plain call", () => {
  const int = { type: { kind: "int" }, required: true } as const;
  const pay = tool("pay", { args: { kind: "record", additional: false, fields: { amount: int } } });
  const makePolicy = () =>
    policy({ catalogue: { tools: { pay }, context: {} }, grants: [grant("pays", { tools: ["pay"] })] });
  const ir = makePolicy();
  const admitted = event({ kind: "call", tool: "pay", args: { amount: 5 }, token: { verified: true } }, 0, ir);

  it("is not said by a copy, nor for another catalogue", () => {
    const layout = layoutOf(ir.catalogue);
    expect(plainRowOf(admitted, layout)).toContain(5);
    expect(layout.tools[plainToolOf(admitted)]).toBe("pay");
    expect(plainRowOf({ ...admitted }, layout)).toBeUndefined();
    expect(plainToolOf({ ...admitted })).toBe(-1);
    expect(plainRowOf(admitted, layoutOf(makePolicy().catalogue))).toBeUndefined();
  });

  it("does not make a level of a copy that says something else", () => {
    const { initial, level } = createEngine(ir, { engine: "closures" });
    expect(level(initial(), admitted)).toBe("allow");
    const violations = [{ path: "args.amount", expected: "int", found: "text" }];
    expect(level(initial(), { ...admitted, violations })).toBe("deny");
    expect(level(initial(), { ...admitted, tool: "other" })).toBe("deny");
  });
});
