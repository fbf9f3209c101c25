import { conditionsOf } from "../../ast/walk-condition.ts";
import type { Type } from "../../value/type.ts";
import { defineRule } from "../rule.ts";

const header = `policy desk version 1 language 1
use tools from "./tools.json"
agent clerk { subject "spiffe://desk.example/clerk" }
grant daily { to agent clerk  tools erase  while task max 8h }
`;

export const hasOfRequired = defineRule<{ path: string }>({
  code: "has-of-required",
  severity: "warning",
  why: "A call without an argument that the schema requires is denied for that. So `has` is true of every call that is left, and an `unless` that rests on it exempts them all.",
  bad: `${header}gate whole on erase { unless has args.id  deny }\n`,
  good: `${header}gate whole on erase { unless has args.note  deny }\n`,
  message: ({ path }) => `\`${path}\` is required of every call here, so \`has\` is always true`,
  help: () => "remove this part, or ask what the argument is",
  *find({ policy, tool }) {
    const imported = new Set(policy.uses.flatMap((use) => use.tools));
    for (const { on, when, unless } of policy.gates) {
      for (const condition of [when, unless].flatMap((clause) => (clause === undefined ? [] : conditionsOf(clause)))) {
        if (condition.kind !== "has" || condition.operand.kind !== "path" || condition.operand.root !== "args")
          continue;
        const { segments } = condition.operand;
        // The clauses of a `tool` block have no word for "required": nothing is known of a tool without a schema.
        const isAlways = on.every(
          (target) =>
            target.kind === "call" &&
            target.tools.every((name) => imported.has(name) && isRequired(tool(name)?.args, segments)),
        );
        if (isAlways) yield { span: condition.span, args: { path: ["args", ...segments].join(".") } };
      }
    }
  },
});

function isRequired(type: Type | undefined, [head, ...rest]: readonly string[]): boolean {
  if (head === undefined) return true;
  const field = type?.kind === "record" && Object.hasOwn(type.fields, head) ? type.fields[head] : undefined;
  return field?.required === true && isRequired(field.type, rest);
}
