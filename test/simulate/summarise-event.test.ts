import { describe, expect, it } from "vitest";
import { jsonNumber } from "../../src/json/json-value.ts";
import { summariseEvent } from "../../src/simulate/summarise-event.ts";

const key = `AKIA${"QWERTYUIOPASDFGH"}`;

describe("the summary of an event", () => {
  it("shows no key and no card number, in a text or in an argument", () => {
    const output = summariseEvent({
      kind: "output",
      id: "1",
      session: "s",
      text: `The key is ${key}, the card 4242 4242 4242 4242.`,
    });
    expect(output).toBe("The key is [secret], the card [card].");
    const call = summariseEvent({
      kind: "call",
      id: "1",
      session: "s",
      tool: "t",
      args: { key, amount: jsonNumber("5.00") },
    });
    expect(call).toBe('{ key: "[secret]", amount: 5.00 }');
  });

  it("shows no half of a key that the cut goes through", () => {
    const text = `${"x ".repeat(95)}${key} and more`;
    const summary = summariseEvent({ kind: "output", id: "1", session: "s", text });
    expect(summary).not.toContain("AKIA");
    expect(summary.length).toBeLessThanOrEqual(200);
  });
});
