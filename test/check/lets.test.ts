import { describe, expect, it } from "vitest";
import { checkText } from "./check-text.ts";

const gate = (when: string, on = "shop.refund", name = "probe"): string =>
  `gate ${name} on ${on} {\n  when ${when}\n  deny\n}\n`;

describe("a let", () => {
  it("is inlined: a condition, a value, a list", () => {
    const checked = checkText(
      `let late = args.reason == "late"\nlet cap = 500.00 USD\nlet reasons = ["late"]\n${gate("late or args.amount > cap or args.reason in reasons")}`,
    );
    expect(checked.codes).toEqual([]);
    expect(checked.policy?.gates[0]?.when).toMatchObject({
      kind: "any",
      operands: [{ kind: "compare" }, { right: { literal: { digits: "500" } } }, { kind: "one-of" }],
    });
    expect(checked.policy?.lets.map(({ name, used, value }) => [name, used, value.kind])).toEqual([
      ["cap", true, "operand"],
      ["late", true, "condition"],
      ["reasons", true, "list"],
    ]);
  });

  it("may stand in parentheses where a list of domains is expected", () => {
    expect(
      checkText(
        `let own = ["example.com"]\n${gate("any x in args.to: x in domain (own)", "mail.send")}${gate("any x in args.to: x in domain own", "mail.send", "other")}`,
      ).codes,
    ).toEqual([]);
  });

  it("means the fields of the tools of the rule that uses it", () => {
    const stock = "tool stock.take {\n  args.amount is int\n}\n";
    const text = `${stock}let large = args.amount > 500.00 USD\n`;
    expect(checkText(`${text}${gate("large")}`).codes).toEqual([]);
    expect(checkText(`${text}${gate("large", "stock.take")}`).codes).toEqual(["wrong-unit"]);
  });

  it("that no rule uses must make sense by itself", () => {
    expect(checkText('let odd = args.reason == "lost"\n').codes).toEqual(["dead-comparison"]);
    const unused = checkText('let late = args.reason == "late"\n');
    expect(unused.codes).toEqual([]);
    expect(unused.policy?.lets).toMatchObject([{ name: "late", used: false }]);
  });

  it("with a mistake raises it once, however often it is used", () => {
    const text = `let odd = args.reason == "lost"\n${gate("odd")}${gate("odd", "shop.refund", "other")}`;
    expect(checkText(text).codes).toEqual(["dead-comparison"]);
  });

  it("may use others, and not itself", () => {
    expect(checkText(`let a = confidence < 50%\nlet b = a or args.express\n${gate("b")}`).codes).toEqual([]);
    expect(checkText(`let a = a or args.express\n${gate("a")}`).codes).toEqual(["let-cycle"]);
    expect(checkText("let a = b\nlet b = c\nlet c = a\n").codes).toEqual(["let-cycle"]);
  });

  it("does not hide a label of its name", () => {
    const checked = checkText(`let secret = confidence < 50%\n${gate("labels contains secret")}`);
    expect(checked.codes).toEqual([]);
    expect(checked.policy?.gates[0]?.when).toMatchObject({ mode: "label" });
  });

  it("that verifies an action is a condition", () => {
    const verify = (value: string) =>
      checkText(`let small = ${value}\ngate g on shop.refund {\n  require verification by rule small\n}\n`);
    expect(verify("args.amount < 20.00 USD").codes).toEqual([]);
    expect(verify("20.00 USD").codes).toEqual(["not-a-condition"]);
  });

  it("holds sources of an origin", () => {
    expect(
      checkText(
        `let known = [user, result.email of crm.get_customer]\n${gate("any x in args.to: origin(x) contains any known", "mail.send")}`,
      ).codes,
    ).toEqual([]);
  });

  it("counts in the size of every rule that uses it, and the size is bounded", () => {
    const wide = Array.from({ length: 30 }, () => "args.express").join(" or ");
    const text = `let a = ${wide}\nlet b = ${Array.from({ length: 30 }, () => "a").join(" or ")}\nlet c = ${Array.from({ length: 30 }, () => "b").join(" or ")}\n`;
    expect(checkText(`${text}${gate("c")}`).codes).toEqual(["condition-too-large"]);
  });

  it("may list thousands of literals", () => {
    const domains = Array.from({ length: 5000 }, (_, index) => `"d${index}.example.com"`).join(", ");
    const text = `let own = [${domains}]\n${gate("any x in args.to: x in domain own", "mail.send")}`;
    expect(checkText(text).codes).toEqual([]);
  });
});
