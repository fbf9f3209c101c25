import { allOperands } from "../../ast/walk-condition.ts";
import { recognisers } from "../../value/recognise.ts";
import { example, guarded } from "../example.ts";
import { defineRule } from "../rule.ts";

export const secretLiteral = defineRule<{ owner: string }>({
  code: "secret-literal",
  severity: "error",
  why: "A policy is read by many people and kept in version control for years. A key in it is a published key.",
  bad: example(`${guarded}gate key on look { when args.query contains "AKIAQWERTYUIOPASDFGH"  deny }\n`),
  good: example(`${guarded}gate key on look { when text contains any [secret]  deny }\n`),
  message: ({ owner }) => `${owner} compares with a text that looks like a live credential`,
  help: () => "revoke the credential, and use a recogniser: `text contains any [secret]`",
  *find({ policy }) {
    const isSecret = recognisers["secret"];
    if (isSecret === undefined) return;
    const owned = [
      ...policy.gates.flatMap(({ name, when, unless }) =>
        [when, unless].map((condition) => ({ owner: `gate \`${name}\``, condition })),
      ),
      ...policy.grants.map(({ name, when }) => ({ owner: `grant \`${name}\``, condition: when })),
    ];
    for (const { owner, condition } of owned) {
      if (condition === undefined) continue;
      for (const operand of allOperands(condition)) {
        if (operand.kind === "literal" && operand.literal.kind === "text" && isSecret(operand.literal.text)) {
          yield { span: operand.span, args: { owner } };
        }
      }
    }
  },
});
