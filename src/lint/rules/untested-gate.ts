import type { Expectation, TestDeclaration } from "../../ast/parsed-test.ts";
import { example, guarded } from "../example.ts";
import { defineRule } from "../rule.ts";

export const untestedGate = defineRule<{ gate: string }>({
  code: "untested-gate",
  severity: "info",
  why: "A gate that no test has ever seen act may not act. A test with `via` pins that it does.",
  bad: example(guarded),
  good: example(
    `grant daily { to agent clerk  tools pay  while task max 8h }\ngate money on pay { require approval by role finance  because "Money" }\ntest "money waits" { given { agent clerk  identity ok  task started } call pay { order: "1", total: 5 } expect approve via money }\n`,
  ),
  message: ({ gate }) => `no test sees gate \`${gate}\` act`,
  help: ({ gate }) => `add a test with \`expect LEVEL via ${gate}\``,
  *find({ policy }) {
    const seen = new Set(policy.tests.flatMap(expectedVia));
    for (const { name, nameSpan, observe } of policy.gates) {
      // A shadow acts in no test before its date.
      if (observe === undefined && !seen.has(name)) yield { span: nameSpan, args: { gate: name } };
    }
  },
});

const expectedVia = (test: TestDeclaration): readonly string[] =>
  test.steps.flatMap((step) =>
    "expect" in step && Array.isArray(step.expect)
      ? step.expect.flatMap((expectation: Expectation) =>
          expectation.kind === "level" ? expectation.via.map(({ text }) => text) : [],
        )
      : [],
  );
