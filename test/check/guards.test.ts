import { describe, expect, it } from "vitest";
import { checkText, checkWhen } from "./check-text.ts";

const both = "shop.refund, mail.send";

describe("a path that some of the covered tools lack", () => {
  it("is an error without a guard, with a fix that compiles", () => {
    const [diagnostic] = checkWhen("args.amount > 500.00 USD", both).diagnostics;
    expect(diagnostic?.code).toBe("unguarded-path");
    expect(diagnostic?.message).toContain("`mail.send`");
    const fixed = "(has args.amount and args.amount > 500.00 USD)";
    expect(checkWhen(fixed, both).diagnostics).toEqual([]);
  });

  it.each([
    "has args.amount and args.amount > 500.00 USD",
    "args.amount > 500.00 USD and has args.amount",
    "not has args.amount or args.amount > 500.00 USD",
    "not (has args.amount and args.amount > 500.00 USD)",
    "(not has args.amount) or args.amount > 500.00 USD",
    "has args.to and has args.subject and args.subject is empty",
    "has args.amount and (confidence < 50% or args.amount > 500.00 USD)",
    'every x in nonempty args.to: x in domain ["example.com"]',
    'any x in nonempty args.to: x in domain ["example.com"]',
    "(any x in nonempty args.to: origin(x) contains user) and args.subject is empty",
    "has args.to and args.subject is empty",
  ])("may be read under a guard: %s", (condition) => {
    expect(checkWhen(condition, both).diagnostics).toEqual([]);
  });

  it.each([
    "has args.amount or args.amount > 500.00 USD",
    "not has args.amount and args.amount > 500.00 USD",
    'any x in args.to: x in domain ["example.com"]',
  ])("is not guarded by %s", (condition) => {
    expect(checkWhen(condition, both).codes).toContain("unguarded-path");
  });

  it("does not exist where a guard for another tool holds", () => {
    expect(checkWhen("has args.order and args.subject is empty", both).codes).toEqual(["unknown-field"]);
  });

  it("is guarded through a let", () => {
    const more = `let is_refund = has args.amount\ngate probe on ${both} {\n  when is_refund and args.amount > 500.00 USD\n  deny\n}\n`;
    expect(checkText(more).codes).toEqual([]);
  });

  it("is guarded by a let that says that it lacks", () => {
    const more = (condition: string) =>
      `let is_other = not has args.amount\ngate probe on ${both} {\n  when ${condition}\n  deny\n}\n`;
    expect(checkText(more("is_other or args.amount > 500.00 USD")).codes).toEqual([]);
    expect(checkText(more("is_other and args.amount > 500.00 USD")).codes).toEqual(["unguarded-path"]);
  });

  it("may be read in `unless` when `when` guards it", () => {
    const gate = (when: string) => `gate probe on ${both} {\n  ${when}\n  unless args.amount < 20.00 USD\n  deny\n}\n`;
    expect(checkText(gate("when has args.amount")).codes).toEqual([]);
    expect(checkText(gate("when confidence < 90%")).codes).toEqual(["unguarded-path"]);
  });

  it("may lack on a whole phase", () => {
    expect(checkWhen('has args.to and args.subject contains "x"', "output, mail.send").codes).toEqual([]);
    expect(checkWhen('args.subject contains "x"', "output, mail.send").codes).toEqual(["unguarded-path"]);
  });

  it("is an error in grants and claims too", () => {
    expect(checkText(`grant g {\n  to agent desk\n  tools ${both}\n  when args.amount < 20.00 USD\n}\n`).codes).toEqual(
      ["unguarded-path"],
    );
    expect(checkText("prove never * with args.amount > 20.00 USD\n").codes).toEqual(["unguarded-path"]);
  });

  it("is asked about freely by `has`", () => {
    expect(checkWhen("has args.amount", "*").codes).toEqual([]);
  });

  it("needs no guard where the schema merely makes it optional", () => {
    expect(checkWhen("args.amount > 500.00 USD", "shop.refund").codes).toEqual([]);
  });
});
