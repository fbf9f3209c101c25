import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { plainValue } from "../../src/guard/plain-value.ts";
import { type Redaction, redactByRecognisers, redactDocument } from "../../src/guard/redact.ts";
import type { JsonValue } from "../../src/json/json-value.ts";
import { utf8Bytes } from "../../src/json/sha256.ts";
import { jsonFromPlain } from "../../src/json/write-json.ts";
import { recogniserNames, recognisers } from "../../src/value/recognise.ts";
import { clerk, desk } from "./desk.ts";

const key = utf8Bytes("a key for these tests");
const redaction = (more: Partial<Redaction> = {}): Redaction => ({
  kind: "redact",
  recognisers: ["card"],
  path: ["args"],
  by: "mask",
  ...more,
});
const card = "4111 1111 1111 1111";
const document = (value: unknown): JsonValue => {
  const json = jsonFromPlain(value);
  if (json === undefined) throw new Error("no JSON");
  return json;
};
const redacted = async (value: unknown, ...redactions: readonly Redaction[]) =>
  plainValue(
    await redactDocument(document(value), "args", redactions, (text, one) => redactByRecognisers(text, one, key)),
  );

describe("redaction", () => {
  it("replaces what is found by its name, by a keyed digest, or by nothing", async () => {
    expect(await redacted({ a: `pay ${card}!` }, redaction())).toEqual({ a: "pay [card]!" });
    expect(await redacted({ a: `pay ${card}!` }, redaction({ by: "drop" }))).toEqual({ a: "pay !" });
    const { a, b } = (await redacted({ a: card, b: card }, redaction({ by: "hash" }))) as Record<string, string>;
    expect(a).toMatch(/^\[card:[a-p]{16}\]$/);
    expect(a).toBe(b);
  });

  it("stays within its path, through lists, and leaves the rest as it is", async () => {
    const value = { to: [{ note: card }, { note: "x", other: card }], body: card };
    expect(await redacted(value, redaction({ path: ["args", "to", "note"] }))).toEqual({
      to: [{ note: "[card]" }, { note: "x", other: card }],
      body: card,
    });
    expect(await redacted({ body: card, n: 1 }, redaction({ path: ["text"] }))).toEqual({ body: "[card]", n: 1 });
  });

  it("takes a text whole where the path leads into it, and a number for what it is", async () => {
    expect(await redacted({ to: card }, redaction({ path: ["args", "to", "domain"] }))).toEqual({ to: "[card]" });
    expect(await redacted({ n: 4111111111111111 }, redaction())).toEqual({ n: "[card]" });
    expect(await redacted({ n: 4111111111111111 }, redaction({ by: "drop" }))).toEqual({ n: null });
  });

  it("goes on until nothing is found, also what dropping has put together", async () => {
    const joined = `4111 1111 ${card.replaceAll(" ", "")} 1111 1111`;
    const { a } = (await redacted({ a: joined }, redaction({ by: "drop" }))) as Record<string, string>;
    expect(recognisers["card"]?.(a ?? "")).toBe(false);
  });

  it("fails where content is in a name, is left by a handler, or a handler returns no text", async () => {
    await expect(redacted({ [card]: 1 }, redaction())).rejects.toThrow("name");
    const by = (handler: (text: string) => unknown) =>
      redactDocument(document({ a: card }), "args", [redaction()], handler as (text: string) => string);
    await expect(by((text) => text)).rejects.toThrow("left");
    await expect(by(() => 7)).rejects.toThrow("no text");
    await expect(by((text) => `${text}.`)).rejects.toThrow("end");
  });

  it("leaves nothing that its recogniser finds, whichever, however, wherever", async () => {
    const piece = fc.constantFrom(
      card,
      "ann@shop.example",
      "GB33BUKB20201555555555",
      "+44 20 7946 0958",
      "4111",
      "x",
      " ",
      "@",
      "AKIAIOSFODNN7EXAMPLE",
    );
    const text = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(""));
    const value = fc.oneof(text, fc.array(text, { maxLength: 3 }), fc.record({ b: text }));
    await fc.assert(
      fc.asyncProperty(
        fc.record({ a: value }),
        fc.subarray([...recogniserNames], { minLength: 1 }),
        fc.constantFrom("mask", "hash", "drop"),
        async (args, names, by) => {
          const left = JSON.stringify(await redacted(args, redaction({ recognisers: names, by })));
          const texts = left.match(/"(?:[^"\\]|\\.)*"/g) ?? [];
          for (const name of names)
            for (const one of texts) expect(recognisers[name]?.(JSON.parse(one)), one).toBe(false);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe("a text through the guard", () => {
  const gates = `gate clean on prompt, output, message { when text contains any [card] log also redact [card] in text by mask }
gate calm on prompt { when text contains "attack" deny because "No attacks" }
gate sure on output { when text contains "promise" require confirmation by user }`;
  const confirm = ({ binding }: { readonly binding: { readonly call: string; readonly actionHash: string } }) => ({
    ...binding,
    confirmed: true,
    by: "u-17",
  });

  it("is not taken for all of what is shown with it", async () => {
    const { guard } = desk(gates, { confirm });
    const picture = { session: "s1", text: "look", complete: false } as const;
    const asked = await guard.prompt(picture);
    expect(asked).toMatchObject({ kind: "denied", code: "denied" });
    expect(asked.decision?.reasons.map(({ rule, class: by }) => [rule, by])).toContainEqual(["calm", "evidence"]);
    // Nobody can confirm what was not recorded.
    expect(await guard.output({ ...clerk, ...picture })).toMatchObject({ kind: "denied", code: "insufficient" });
    expect(await guard.prompt({ ...picture, complete: true })).toMatchObject({ kind: "passed", text: "look" });
  });

  it("is passed on redacted, denied, or confirmed first", async () => {
    const { guard, log } = desk(gates, { confirm });
    expect(await guard.prompt({ session: "s1", text: `my card is ${card}` })).toMatchObject({
      kind: "passed",
      text: "my card is [card]",
    });
    expect(await guard.prompt({ session: "s1", text: "attack" })).toMatchObject({
      kind: "denied",
      code: "denied",
      message: "No attacks",
    });
    expect(await guard.output({ ...clerk, text: "I promise" })).toMatchObject({ kind: "passed", text: "I promise" });
    expect(log.map(({ event, decision }) => [event.kind, decision])).toEqual([
      ["prompt", "log"],
      ["prompt", "deny"],
      ["output", "confirm"],
      ["confirmation", "log"],
    ]);
  });

  it("from an agent to another needs the right to write to it", async () => {
    const { guard } = desk(gates, { confirm });
    const outcome = await guard.message({ ...clerk, to: "judge", text: "hello" });
    expect(outcome).toMatchObject({ kind: "denied", message: "message not granted" });
  });

  it("that is none is denied", async () => {
    const { guard } = desk(gates, { confirm });
    for (const broken of [undefined, null, 7, {}, { session: "s1", text: 7 }, { session: "s1", text: "x", at: "now" }])
      expect(await guard.prompt(broken as never), String(broken)).toMatchObject({
        kind: "denied",
        code: "invalid_call",
      });
  });
});
