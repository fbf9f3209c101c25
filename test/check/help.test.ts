import { describe, expect, it } from "vitest";
import { type Checked, checkText, checkWhen } from "./check-text.ts";

const helpsOf = ({ diagnostics }: Checked): readonly (readonly [string, string | undefined])[] =>
  diagnostics.map(({ code, help }) => [code, help]);
const gate = (target: string): Checked => checkText(`gate g on ${target} {\n  deny\n}\n`);
const tools = "`crm.get_customer`, `mail.send`, `shop.refund`, `web.fetch`";

describe("a name that is not there", () => {
  it("is answered with the nearest one, the forgotten prefix, or all there are, sorted", () => {
    expect(helpsOf(gate("shop.refnd"))).toEqual([["unknown-tool", "did you mean `shop.refund`?"]]);
    expect(helpsOf(gate("fetch"))).toEqual([["unknown-tool", "did you mean `web.fetch`?"]]);
    expect(helpsOf(gate("nothing"))).toEqual([["unknown-tool", `known: ${tools}`]]);
    expect(helpsOf(checkText("grant g {\n  to agent desc\n  tools shop.refund\n}\n"))).toEqual([
      ["unknown-agent", "did you mean `desk`?"],
    ]);
  });

  it("is answered where a path starts with a slip or is a bound name misspelt", () => {
    expect(helpsOf(checkWhen("arg.count > 3"))).toEqual([["unknown-root", "did you mean `args`?"]]);
    expect(helpsOf(checkWhen('any x in args.to: y == "a@b.example"', "mail.send"))).toEqual([
      ["unknown-root", "did you mean `x`?"],
    ]);
  });

  it("is answered in the sources of an origin", () => {
    const sources = "[usr, shop.rfund, desc, args.x of shop.refund, result.emial of crm.get_customer, 5]";
    const condition = `any x in args.to: origin(x) contains any ${sources}`;
    const known = "sources are `user`, `system`, a tool, an agent, and `result.FIELD of TOOL`";
    expect(helpsOf(checkWhen(condition, "mail.send"))).toEqual([
      ["unknown-source", "did you mean `user`?"],
      ["unknown-source", "did you mean `shop.refund`?"],
      ["unknown-source", "did you mean `desk`?"],
      ["not-a-source", known],
      ["unknown-field", "did you mean `email`?"],
      ["not-a-source", known],
    ]);
  });

  it("is answered in what a test gives, and a known one is taken", () => {
    const given = (settings: string) => helpsOf(checkText(`test "t" {\n  given { ${settings} }\n  expect deny\n}\n`));
    expect(given('tenant "x"  session "s"  confidence 100%  egress none  token ok  task started')).toEqual([]);
    expect(given("agnet desk")).toEqual([["unknown-word", "did you mean `agent`?"]]);
    expect(given('sesion "x"')).toEqual([["unknown-word", "did you mean `session`?"]]);
    expect(given("egress nothing")).toEqual([["unknown-word", "known: `none`"]]);
    expect(given("token okay")).toEqual([["unknown-word", "known: `ok`"]]);
    expect(given("task strated")).toEqual([["unknown-word", "did you mean `started`?"]]);
    expect(given("confidence 101%")).toEqual([["invalid-literal", "write a percentage such as `90%`"]]);
  });
});

describe("what a clause lacks", () => {
  it("is named with the words that bring it", () => {
    expect(helpsOf(checkText("grant g {\n  to agent desk\n}\n"))).toEqual([
      ["incomplete-grant", "add `tools PATTERN`"],
    ]);
    expect(helpsOf(checkText("grant g {\n  tools shop.refund\n}\n"))).toEqual([
      ["incomplete-grant", "add `to agent NAME`"],
    ]);
  });
});

describe("a question of the wrong shape", () => {
  it.each([
    ["[1] in [2]", "not-comparable", "`in` asks about one value"],
    ["labels in [secret]", "not-comparable", "use `contains any [..]`"],
    ["args.count in []", "empty-list", "put a value in, or remove the condition"],
    ["args.count == [3, 4]", "type-mismatch", "write `in [..]` to compare with several values"],
    ["args.order == origin(args.order)", "type-mismatch", undefined],
    ["args.express == (args.count > 3)", "type-mismatch", undefined],
    ["origin(args.order) in [user]", "not-comparable", "write `origin(…) contains any [..]`"],
  ])("%s is %s", (condition, code, help) => {
    expect(helpsOf(checkWhen(condition))).toEqual([[code, help]]);
  });
});

describe("a let that names a flag", () => {
  it("is a condition, as its field is where a condition stands", () => {
    const { policy } = checkText("let fast = args.express\ngate g on shop.refund {\n  when fast\n  deny\n}\n");
    expect(policy?.lets).toMatchObject([
      { name: "fast", used: true, value: { kind: "condition", condition: { kind: "holds" } } },
    ]);
  });
});
