import { describe, expect, it } from "vitest";
import { admit } from "../../src/event/admit.ts";
import type { Catalogue } from "../../src/event/catalogue.ts";
import { conformance } from "../../src/event/conformance.ts";
import { readEvent } from "../../src/event/read-event.ts";
import { describeField } from "../../src/value/describe-field.ts";
import type { Type } from "../../src/value/type.ts";

const digest = "ab".repeat(32);
const shape: Type = {
  kind: "record",
  additional: false,
  fields: {
    reply: { type: { kind: "string", values: ["yes", "no"] }, required: true },
    count: { type: { kind: "int" }, required: false },
    rates: { type: { kind: "list", element: { kind: "decimal" } }, required: false },
    done: { type: { kind: "bool" }, required: false },
    note: { type: { kind: "record", additional: true, fields: {} }, required: false },
  },
};
const catalogue: Catalogue = { tools: {}, context: {}, schemas: { [digest]: shape } };

function answer(members: Record<string, unknown>, schema = digest): string {
  const read = readEvent({ id: "e1", session: "s", ...members });
  if ("kind" in read) throw new Error(read.message);
  const event = admit(read.raw, catalogue);
  return event.kind === "invalid" ? "invalid" : describeField(conformance(event, schema));
}
const output = (text?: string, more: Record<string, unknown> = {}) => answer({ kind: "output", text, ...more });

describe("a content and a schema", () => {
  it.each([
    ['{"reply":"yes"}', "true"],
    [' { "reply" : "no", "count": 2.0, "rates": [1, 1.5], "done": true, "note": { "x": null } } ', "true"],
    ['{"reply":"maybe"}', "false"],
    ['{"reply":1}', "false"],
    ['{"reply":null}', "false"],
    ["{}", "false"],
    ['{"reply":"yes","count":1.5}', "false"],
    ['{"reply":"yes","count":"1"}', "false"],
    ['{"reply":"yes","count":null}', "false"],
    [`{"reply":"yes","count":${"9".repeat(39)}}`, "false"],
    ['{"reply":"yes","rates":[1,"2"]}', "false"],
    ['{"reply":"yes","rates":{}}', "false"],
    ['{"reply":"yes","done":"true"}', "false"],
    ['{"reply":"yes","note":[]}', "false"],
    ['{"reply":"yes","more":1}', "false"],
    ['{"reply":"no","reply":"yes"}', "false"],
    ['{"reply":"yes"} ', "true"],
    ['{"reply":"yes"}, and more', "false"],
    ['```json\n{"reply":"yes"}\n```', "false"],
    ["", "false"],
    ["yes", "false"],
    ["null", "false"],
    [`${"[".repeat(100)}${"]".repeat(100)}`, "false"],
  ])("%s: %s", (text, said) => {
    expect(output(text)).toBe(said);
    expect(answer({ kind: "prompt", text })).toBe(said);
    expect(answer({ kind: "message", to: "x", text })).toBe(said);
    expect(answer({ kind: "result", content: text })).toBe(said);
  });

  it("is read as it stands where it is no text", () => {
    expect(answer({ kind: "result", content: { reply: "yes", count: 3 } })).toBe("true");
    expect(answer({ kind: "result", content: { reply: "yes", count: "3" } })).toBe("false");
    expect(answer({ kind: "result" })).toBe("false");
    expect(output(undefined)).toBe("false");
  });

  it("has no answer where it was not wholly recorded, nor from a schema that the policy does not have", () => {
    for (const said of [
      output(undefined, { not_recorded: ["text"] }),
      answer({ kind: "result", not_recorded: ["content"] }),
      answer({ kind: "result", content: { reply: "yes" }, complete: false }),
      answer({ kind: "result", content: { reply: "yes" }, not_recorded: ["result.note"] }),
      answer({ kind: "output", text: '{"reply":"yes"}' }, "cd".repeat(32)),
      answer({ kind: "heartbeat" }),
    ])
      expect(said).toMatch(/^not recorded|^unknown/);
  });
});
