import { conditionsOf, operandsOf } from "../../ast/walk-condition.ts";
import { example } from "../example.ts";
import { defineRule } from "../rule.ts";

const amounts = ["amount", "price", "total", "fee", "balance", "cost", "sum"];
const grant = "grant daily { to agent clerk  tools charge  while task max 8h }\n";

export const amountWithoutUnit = defineRule<{ gate: string; path: string }>({
  code: "amount-without-unit",
  severity: "warning",
  why: "An integer amount is in cents for one API and in whole units for another. A limit that guesses wrong is off by a hundred.",
  bad: example(
    `tool charge { args.amount is int  effect pays }\n${grant}gate large on charge { when args.amount > 500  require approval by role finance }\n`,
  ),
  good: example(
    `tool charge { args.amount is money USD minor  effect pays }\n${grant}gate large on charge { when args.amount > 500.00 USD  require approval by role finance }\n`,
  ),
  message: ({ gate, path }) => `gate \`${gate}\` compares \`${path}\`, an integer whose unit nobody states`,
  help: ({ path }) =>
    `say it in the tool's declaration: \`${path} is money USD minor\` (cents) or \`${path} is money USD\``,
  *find({ policy }) {
    for (const gate of policy.gates) {
      for (const condition of [gate.when, gate.unless]) {
        if (condition === undefined) continue;
        for (const inner of conditionsOf(condition)) {
          if (inner.kind !== "compare") continue;
          for (const operand of operandsOf(inner)) {
            if (operand.kind !== "path" || operand.root !== "args" || operand.type.kind !== "int") continue;
            const last = (operand.segments.at(-1) ?? "").toLowerCase();
            if (!amounts.some((word) => last === word || last.endsWith(`_${word}`))) continue;
            yield { span: operand.span, args: { gate: gate.name, path: ["args", ...operand.segments].join(".") } };
          }
        }
      }
    }
  },
});
