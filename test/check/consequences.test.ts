import { describe, expect, it } from "vitest";
import { parseFile } from "../../src/parse/parse-file.ts";
import { checkText, world } from "./check-text.ts";

describe("a mistake that the parser reports", () => {
  it.each([
    ["a clause with a slip", "gate g on shop.refund {\n  when args.amount > 5.00 USD\n  denny\n}\n"],
    [
      "a subject with a slip",
      'agent payout {\n  subject = "spiffe://example/payout"\n}\ngrant g {\n  to agent payout\n  tools shop.refund\n}\n',
    ],
    [
      "a lost declaration of one letter",
      'agent = p {\n  subject "spiffe://example/payout"\n}\ngrant g {\n  to agent p\n  tools shop.refund\n}\n',
    ],
    ["a lost declaration", "role\ntool = stock.take {\n  args.amount is int\n}\ngate g on stock.take {\n  deny\n}\n"],
    [
      "a lost field",
      "tool stock.take {\n  args.amount = int\n}\ngate g on stock.take {\n  when args.amount > 5\n  deny\n}\n",
    ],
    ["a lost let", "let large == args.amount > 5.00 USD\ngate g on shop.refund {\n  when large\n  deny\n}\n"],
  ])("raises nothing more: %s", (_, text) => {
    const source = { file: "policy.gate", text: world + text };
    const syntax = parseFile(source).diagnostics.map(({ code }) => code);
    expect(syntax.length).toBeGreaterThan(0);
    expect(checkText(text).diagnostics.map(({ code }) => code)).toEqual(syntax);
  });

  it("does not hide independent mistakes", () => {
    const text =
      "role\ngate g on shop.refnud {\n  deny\n}\ngate h on shop.refund {\n  when args.amuont > 5.00 USD\n  deny\n}\n";
    const { codes } = checkText(text);
    expect(codes).toContain("unknown-tool");
    expect(codes).toContain("unknown-field");
  });

  it("does not hide a clause that is missing in another declaration", () => {
    const slip = "gate g on shop.refund {\n  when args.express\n  denny\n}\n";
    expect(checkText(`${slip}gate h on shop.refund {\n  when args.express\n}\n`).codes).toEqual([
      "unknown-clause",
      "gate-without-outcome",
    ]);
  });
});

describe("a near miss", () => {
  it("is offered as a fix that is not safe, quoted where the text was", () => {
    const fix = (when: string) =>
      checkText(`gate g on shop.refund {\n  when ${when}\n  deny\n}\n`).diagnostics[0]?.fixes[0];
    expect(fix("args.amuont > 5.00 USD")).toMatchObject({ safe: false, edits: [{ text: "amount" }] });
    expect(fix('args.reason == "damagd"')).toMatchObject({ safe: false, edits: [{ text: '"damaged"' }] });
    expect(fix("args.amount > 500")).toMatchObject({ safe: false, edits: [{ text: "500.00 USD" }] });
  });
});

describe("a mistake in a let", () => {
  it("shows the use for which it is one", () => {
    const text = `tool stock.take {\n  args.amount is int\n}\nlet large = args.amount > 5.00 USD\ngate g on stock.take {\n  when large\n  deny\n}\n`;
    expect(checkText(text).diagnostics[0]?.spans.map(({ label }) => label)).toContain("used here");
  });
});
