import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { CheckedPolicy } from "../../src/ast/checked.ts";
import { canonicalIr } from "../../src/engine/canonical-ir.ts";
import { lowerPolicy } from "../../src/engine/lower.ts";
import { compileText } from "../support/compile.ts";
import { compileFolder } from "../support/policy-folder.ts";
import { type Random, randomFrom } from "./random.ts";

// The order of declarations, and of the names in them, means nothing: a policy has one IR and one digest whatever it is.

const shuffled = <T>(items: readonly T[], random: Random): readonly T[] => {
  const left = [...items];
  return items.flatMap(() => left.splice(random.below(left.length), 1));
};

/** Every declaration of which there may be several, twice, and none in the order of its content. */
const declarations = [
  "tool mail { args.to is email  effect writes, sends }",
  "tool look { args.q is string  effect reads  returns [untrusted, pii] }",
  "tool find { args.q is string  effect reads  returns [pii, secret] }",
  "role support",
  "role finance",
  'agent porter { subject "p"  may message clerk }',
  'agent clerk { subject "c"  may message porter, guard  may delegate look to agent porter  may delegate find to agent guard depth 2 }',
  'agent guard { subject "g" }',
  'label secret from look, find when args.q == "x"',
  'label inner from find when args.q == "y"',
  "endorse look clears [untrusted, pii]",
  "endorse find clears [pii, secret]",
  "grant sends { to agent clerk  tools mail  on behalf of role support }",
  "grant finds { to agent porter, clerk  tools look, find }",
  "gate second on mail, find { require approval by role finance  require verification by agent guard  overridable }",
  "gate first on look, mail { deny overridable }",
  "kill_switch two { scope tenant  set by role support  cleared by role finance }",
  "kill_switch one { scope global  set by role finance  cleared by role support }",
  "break_glass outer { gates second, first  approval by role support, count 2  max 30m }",
  "break_glass inner { gates first  approval by role finance, count 2  max 10m }",
];

/** Lowers the checked tree again and again, each time with all its lists in another order. */
function expectSameIr(checked: CheckedPolicy, random: Random): void {
  const first = canonicalIr(lowerPolicy(checked));
  for (let round = 0; round < 4; round += 1) {
    const lists = Object.entries(checked).map(([name, all]) => [
      name,
      Array.isArray(all) ? shuffled(all, random) : all,
    ]);
    const mixed = { ...checked, ...Object.fromEntries(lists) } as CheckedPolicy;
    const agents = mixed.agents.map((one) => ({ ...one, mayDelegate: shuffled(one.mayDelegate, random) }));
    expect(canonicalIr(lowerPolicy({ ...mixed, agents }))).toBe(first);
  }
}

describe("the order of declarations", () => {
  it.each(readdirSync("policies").filter((name) => name !== "packs"))("means nothing in %s", (folder) => {
    const { checked } = compileFolder(`policies/${folder}`);
    if (checked === undefined) throw new Error("the policy does not compile");
    expectSameIr(checked, randomFrom(3));
  });

  it("means nothing wherever a name has a place of its own", () => {
    const random = randomFrom(4);
    const compiled = (lines: readonly string[]) => {
      const { ir, checked, diagnostics } = compileText(["policy orders version 1 language 1", ...lines].join("\n"));
      if (ir === undefined || checked === undefined) throw new Error(diagnostics.map(({ message }) => message).join());
      return { text: canonicalIr(ir), checked };
    };
    const { text, checked } = compiled(declarations);
    expectSameIr(checked, random);
    for (let round = 0; round < 10; round += 1) expect(compiled(shuffled(declarations, random)).text).toBe(text);
    for (const names of ["look, find", "porter, guard", "second, first", "untrusted, pii"]) {
      const turned = names.split(", ").reverse().join(", ");
      expect(compiled(declarations.map((line) => line.replace(names, turned))).text).toBe(text);
    }
  });
});
