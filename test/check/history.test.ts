import { describe, expect, it } from "vitest";
import { describeCondition } from "../../src/engine/describe.ts";
import { lowerPolicy } from "../../src/engine/lower.ts";
import { checkFiles } from "./check-text.ts";

const tools = `policy demo version 1 language 1
tool shop.refund {
  args.amount is money USD
  args.order is string
  effect pays
}
tool shop.pay {
  args.currency is string
  args.amount is money in args.currency minor
  args.order is string
  effect pays
}
tool mail.send {
  args.to is list of email
  args.subject is string
  effect sends
}
tool crm.get {
  args.id is string
  effect reads
  result.rows is int
}
`;
const check = (clause: string, on = "shop.refund", more = "") =>
  checkFiles({ "a.gate": `${tools}${more}gate g on ${on} {\n  ${clause}\n  deny\n}\n` });
const codes = (clause: string, on?: string, more?: string): readonly string[] => check(clause, on, more).codes;

/** The condition of the gate and the terms it reads, as the engines get them. */
function lowered(clause: string, on?: string, more?: string) {
  const { policy, diagnostics } = check(clause, on, more);
  if (policy === undefined) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  const ir = lowerPolicy(policy);
  const [gate] = ir.gates;
  const condition = gate?.when ?? gate?.unless ?? { kind: "constant", value: true };
  return { condition: describeCondition(condition), terms: ir.terms.map(({ name }) => name), ir };
}

describe("a history term", () => {
  it("is a number, the value of its path, or a condition", () => {
    expect(lowered("when count(started shop.refund) within 1h per agent + 1 > 3").condition).toBe(
      "count(started shop.refund) within 1h per agent + 1 > 3",
    );
    expect(lowered("when distinct(args.to of started mail.send) within 60m per user >= 10").terms).toEqual([
      "distinct(args.to of started mail.send) within 1h per user",
    ]);
    expect(
      lowered("when sum(args.amount of started shop.refund) within 1d per global + args.amount > 500.00 USD").terms,
    ).toEqual(["sum(args.amount of started shop.refund) within 1d per global"]);
    expect(lowered('when last(args.order of executed shop.refund) within 1h per session == "17"').terms).toHaveLength(
      1,
    );
    expect(lowered("unless never(denied *) within 1h per tenant").condition).toBe(
      "not previously(denied *) within 1h per tenant",
    );
    expect(lowered("unless since(executed crm.get, failed shop.*) within 1h per session").condition).toBe(
      "since(executed crm.get, failed shop.*) within 1h per session",
    );
    expect(lowered("when sum(result.rows of executed crm.*) within 1h per agent > 1_000").ir.terms).toMatchObject([
      { kind: "sum", path: { root: "result", segments: ["rows"] }, event: { phase: "executed", tools: ["crm.get"] } },
    ]);
  });

  it("is one term however often and in whatever order it is written", () => {
    const one =
      "count(started shop.refund with args.order == this.args.order and agent == this.agent) within 1h per user";
    const other =
      "count(started shop.refund with (this.agent == agent and args.order == this.args.order)) within 60m per user";
    const { terms } = lowered(`when ${one} > 1 or ${other} > 2`);
    expect(terms).toEqual([
      "count(started shop.refund with agent == this.agent and args.order == this.args.order) within 1h per user",
    ]);
  });

  it("keeps no register for a `let` that no rule uses", () => {
    const spent = "let spent = sum(args.amount of started shop.pay) within 1h per agent\n";
    expect(lowered("when args.amount > 5.00 USD", "shop.refund", spent).terms).toEqual([]);
    expect(lowered("when spent > 5.00 EUR", "shop.pay", spent).terms).toEqual([
      "sum(args.amount of started shop.pay) within 1h per agent in EUR",
    ]);
  });

  it("takes its currency from the amount it is compared with", () => {
    const spent = "sum(args.amount of started shop.pay) within 1h per agent";
    expect(lowered(`when ${spent} + args.amount > 2_000.00 USD`, "shop.pay").terms).toEqual([`${spent} in USD`]);
    expect(codes(`when ${spent} > args.amount`, "shop.pay")).toEqual(["sum-without-currency"]);
    expect(codes("when sum(args.amount of started shop.refund) within 1h per agent > 5.00 EUR")).toEqual([
      "wrong-unit",
    ]);
  });

  it("needs a window and a key", () => {
    const unlimited = check("when count(started shop.refund) > 3");
    expect(unlimited.codes).toEqual(["history-without-limit"]);
    expect(unlimited.diagnostics[0]?.fixes[0]?.edits[0]?.text).toBe(" within 1h per session");
    expect(codes("when count(started shop.refund) within 1h > 3")).toEqual(["history-without-limit"]);
    expect(codes("when count(started shop.refund) per agent > 3")).toEqual(["history-without-limit"]);
    expect(codes("when count(started shop.refund) within 0s per agent > 3")).toEqual(["empty-window"]);
    expect(codes("when count(started shop.refund) within 1ms per agent > 3")).toEqual([]);
  });

  it("suggests the phase, the key, the tool and the field that were meant", () => {
    const help = (clause: string) => check(clause).diagnostics.map((one) => one.help);
    expect(help("when count(stated shop.refund) within 1h per agent > 3")).toEqual(["did you mean `started`?"]);
    expect(help("when count(started shop.refund) within 1h per agnet > 3")).toEqual(["did you mean `agent`?"]);
    expect(help("when count(started shop.refunt) within 1h per agent > 3")).toEqual(["did you mean `shop.refund`?"]);
    expect(help("when sum(args.amuont of started shop.refund) within 1h per agent > 3.00 USD")).toEqual([
      "did you mean `amount`?",
    ]);
  });

  it("compares past and present by equalities only", () => {
    const withs = (text: string) => codes(`when count(started shop.refund with ${text}) within 1h per agent > 3`);
    expect(withs("args.order == this.args.order")).toEqual([]);
    expect(withs("args.amount > this.args.amount")).toEqual(["with-not-equality"]);
    expect(withs('args.order == "17"')).toEqual(["with-not-equality"]);
    expect(withs("args.order == args.order")).toEqual(["with-not-equality"]);
    expect(withs("args.order == this.args.order or agent == this.agent")).toEqual(["with-not-equality"]);
    expect(withs("args.order == this.args.amount")).toEqual(["type-mismatch"]);
    expect(withs("args.order == this.args.ordre")).toEqual(["unknown-field"]);
    expect(codes("when this.args.order == args.order")).toEqual(["misplaced-this"]);
  });

  it("reads what the phase and every tool of its pattern have", () => {
    expect(codes("when last(result.rows of started crm.get) within 1h per agent > 3")).toEqual(["wrong-phase"]);
    expect(codes("when last(args.id of executed crm.get) within 1h per agent == args.order")).toEqual([]);
    expect(codes('when last(args.subject of started *) within 1h per agent == "x"')).toEqual(["unguarded-path"]);
    expect(codes("when sum(args.order of started shop.refund) within 1h per agent > 3")).toEqual(["history-type"]);
    expect(codes("when last(args.to of started mail.send) within 1h per agent is empty")).toEqual(["history-type"]);
  });
});
