import { expect, it } from "vitest";
import { builtInsOf } from "../../src/bundle/built-ins.ts";
import { compileText } from "../support/compile.ts";

const base = `policy desk version 1 language 1
tool pay { args.to is email  args.amount is money USD  effect pays }
role ciso
agent clerk { subject "spiffe://desk.example/clerk" }
grant daily { to agent clerk  tools pay }
`;

function needs(rules: string): readonly string[] {
  const { ir, diagnostics } = compileText(base + rules);
  if (ir === undefined) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  return builtInsOf(ir);
}

const plain = new Set(needs(""));
const more = (rules: string): readonly string[] => needs(rules).filter((one) => !plain.has(one));

it("names what else acts besides grants and gates, and what it looks for", () => {
  expect(more("kill_switch stop { scope global  set by role ciso  cleared by role ciso }\n")).toContain(
    "rule:kill_switch",
  );
  const lifted = "gate flow on pay { deny  overridable }\n";
  const glass =
    "break_glass out { gates flow  approval by role ciso  max 30m  also redact [card] in args.to by mask }\n";
  const added = more(lifted + glass).filter((one) => !more(lifted).includes(one));
  expect([...added]).toEqual(["recogniser:card", "rule:break_glass"]);
  expect(more("endorse pay clears [untrusted]\n")).toEqual(["rule:endorse"]);
});

it("names the history terms", () => {
  const rule = "gate often on pay { when sum(args.amount of started pay) within 1h per agent > 5.00 USD  deny }\n";
  expect(more(rule)).toContain("history:sum");
});
