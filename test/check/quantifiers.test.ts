import { describe, expect, it } from "vitest";
import { checkText, checkWhen } from "./check-text.ts";

const inDomain = 'x in domain ["example.com"]';
const gate = (clause: string): string => `gate probe on mail.send {\n  ${clause}\n  deny\n}\n`;

describe("`every` without `nonempty`", () => {
  it.each([
    ["unless of a gate", gate(`unless every x in args.to: ${inDomain}`)],
    ["a grant", `grant g {\n  to agent desk\n  tools mail.send\n  when every x in args.to: ${inDomain}\n}\n`],
    ["`not` in the `when` of a gate", gate(`when not (every x in args.to: ${inDomain})`)],
    [
      "a let that a grant uses",
      `let own = every x in args.to: ${inDomain}\ngrant g {\n  to agent desk\n  tools mail.send\n  when own\n}\n`,
    ],
    ["the body of a quantifier", gate(`unless every x in nonempty args.to: every y in args.cc: x != y`)],
    [
      "require of a control",
      'control C-1 "t" for each agent {\n  require every t in agent.tokens: t.lifetime <= 30m\n}\n',
    ],
  ])("is an error in %s", (_, text) => {
    expect(checkText(text).codes).toEqual(["missing-nonempty"]);
  });

  it.each([
    ["the `when` of a gate", gate(`when every x in args.to: ${inDomain}`)],
    ["`not` in `unless`", gate(`unless not (every x in args.to: ${inDomain})`)],
    ["a claim", `prove never mail.send with every x in args.to: ${inDomain}\n`],
    [
      "fail when of a control",
      'control C-1 "t" for each agent {\n  require has agent.owner.team\n  fail when every t in agent.tokens: t.lifetime > 30m\n}\n',
    ],
  ])("is fine in %s", (_, text) => {
    expect(checkText(text).codes).toEqual([]);
  });

  it("has a safe fix that inserts the word", () => {
    const text = gate(`unless every x in args.to: ${inDomain}`);
    const [diagnostic] = checkText(text).diagnostics;
    expect(diagnostic?.fixes).toMatchObject([{ safe: true, edits: [{ text: "nonempty " }] }]);
  });
});

describe("a quantifier", () => {
  it("binds names unique on the way from the root, also through lets", () => {
    const text = `let twice = any x in args.cc: x == "ann@example.com"\n${gate(`when any x in args.to: (x != "bob@example.com" and twice)`)}`;
    const when = checkText(text).policy?.gates[0]?.when;
    expect(when).toMatchObject({
      binding: "x",
      body: { operands: [{ kind: "not" }, { binding: "x_", body: { left: { binding: "x_" } } }] },
    });
  });

  it("refuses a name that an outer one binds", () => {
    expect(checkWhen("any x in args.to: any x in args.cc: x == x", "mail.send").codes).toEqual(["taken-name"]);
  });

  it("says where a body without parentheses ended", () => {
    const [diagnostic] = checkWhen(`any x in args.to: ${inDomain} and x != "ann@example.com"`, "mail.send").diagnostics;
    expect(diagnostic).toMatchObject({ code: "binding-ended", fixes: [{ edits: [{ text: "(" }, { text: ")" }] }] });
  });

  it("reaches two deep and no deeper, lets included", () => {
    expect(checkWhen("any x in args.to: any y in args.cc: x == y", "mail.send").codes).toEqual([]);
    const text = `let same = any x in args.to: any y in args.cc: x == y\n${gate("when any z in args.to: same")}`;
    expect(checkText(text).codes).toEqual(["too-deep"]);
  });

  it("asks something of its elements, unless a filter does", () => {
    const codes = (condition: string) => checkWhen(condition, "mail.send").codes;
    expect(codes('any x in args.to: args.subject == "a"')).toEqual(["body-without-binding"]);
    expect(codes('every x in args.to: (args.subject == "a" or has purpose)')).toEqual(["body-without-binding"]);
    expect(codes('any x in args.to: any y in args.cc: y == "ann@example.com"')).toEqual(["body-without-binding"]);
    expect(codes('any x in args.to where x in domain ["a.example"]: args.subject == "a"')).toEqual([]);
    expect(codes('any x in args.to: (args.subject == "a" and x == "ann@example.com")')).toEqual([]);
  });

  it("takes a filter that mentions the bound name", () => {
    expect(checkWhen(`any x in args.to where x != "ann@example.com": ${inDomain}`, "mail.send").codes).toEqual([]);
    expect(checkWhen(`any x in args.to where peer.mutual: ${inDomain}`, "mail.send").codes).toEqual([
      "where-without-binding",
    ]);
  });

  it("goes through lists only", () => {
    expect(checkWhen("any x in labels: x == 5", "mail.send").codes).toEqual(["not-a-list"]);
    expect(checkWhen('any x in ["a"]: x == "a"', "mail.send").codes).toEqual(["not-a-list"]);
    expect(checkWhen("any x in recipients: x == 5", "mail.send").codes).toEqual(["unknown-root"]);
  });

  it("types the fields of its elements", () => {
    const text = `tool crm.update {\n  args.rows.name is string\n  args.rows.age is int\n}\n`;
    expect(
      checkText(`${text}gate p on crm.update {\n  when any r in chain: r.user == "ann"\n  deny\n}\n`).codes,
    ).toEqual([]);
    expect(
      checkText(`${text}gate p on crm.update {\n  when any r in chain: r.usr == "ann"\n  deny\n}\n`).codes,
    ).toEqual(["unknown-field"]);
  });
});
