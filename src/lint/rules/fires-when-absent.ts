import type { CheckedCondition, CheckedOperand } from "../../ast/checked-condition.ts";
import { conditionsOf, operandsOf } from "../../ast/walk-condition.ts";
import type { Type } from "../../value/type.ts";
import { example } from "../example.ts";
import { defineRule, type LintContext } from "../rule.ts";

const grant = "grant daily { to agent clerk  tools post  while task max 8h }\n";
const tool = (type: string) => `tool post { ${type}  effect sends }\n`;

/**
 * A comparison with an optional field is unknown when the field is missing; an unknown `when` fires and an unknown `unless` does
 * not exempt. That is the safe reading, and often not what the author had in mind.
 */
export const firesWhenAbsent = defineRule<{ gate: string; path: string; clause: "when" | "unless" }>({
  code: "fires-when-absent",
  severity: "info",
  why: "A gate whose condition reads an optional field also acts on every call that leaves the field out: a missing value is unknown, and unknown fails closed.",
  bad: example(
    `context { region is string from host }\n${tool("args.to is string")}${grant}gate far on post { when context.region == "abroad"  deny }\n`,
  ),
  good: example(
    `context { region is string from host }\n${tool("args.to is string")}${grant}gate far on post { when has context.region and context.region == "abroad"  deny }\n`,
  ),
  message: ({ gate, path }) => `gate \`${gate}\` also acts whenever \`${path}\` is missing`,
  help: ({ path, clause }) =>
    `if that is not intended, write \`${clause === "when" ? `has ${path} and …` : `not has ${path} or …`}\`; if it is, say so in \`because\``,
  *find(context) {
    for (const gate of context.policy.gates) {
      const clauses = (["when", "unless"] as const).flatMap((clause) => {
        const condition = gate[clause];
        return condition === undefined ? [] : [{ clause, condition }];
      });
      const guarded = new Set(
        clauses.flatMap(({ condition }) =>
          [...conditionsOf(condition)].flatMap((inner) => (inner.kind === "has" ? [pathOf(inner.operand) ?? ""] : [])),
        ),
      );
      const seen = new Set<string>();
      for (const { clause, condition } of clauses) {
        for (const operand of readOperands(condition)) {
          const path = pathOf(operand);
          if (path === undefined || seen.has(path) || guarded.has(path) || !isOptional(context, gate.on, operand))
            continue;
          seen.add(path);
          yield { span: operand.span, args: { gate: gate.name, path, clause } };
        }
      }
    }
  },
});

function* readOperands(condition: CheckedCondition): Generator<CheckedOperand> {
  for (const inner of conditionsOf(condition)) if (inner.kind !== "has") yield* operandsOf(inner);
}

const pathOf = (operand: CheckedOperand): string | undefined =>
  operand.kind === "path" ? [operand.root, ...operand.segments].join(".") : undefined;

function isOptional(
  context: LintContext,
  on: LintContext["policy"]["gates"][number]["on"],
  operand: CheckedOperand,
): boolean {
  if (operand.kind !== "path") return false;
  if (operand.root === "context") return true;
  if (operand.root !== "args") return false;
  const tools = on.flatMap((target) => (target.kind === "call" ? target.tools : []));
  const imported = new Set(context.policy.uses.flatMap((use) => use.tools));
  return tools.some((name) => {
    // The clauses of a `tool` block have no word for "required": nothing is known of a tool without a schema.
    if (!imported.has(name)) return false;
    const args = context.tool(name)?.args;
    return args !== undefined && !alwaysThere(args, operand.segments);
  });
}

function alwaysThere(type: Type, segments: readonly string[]): boolean {
  const [head, ...rest] = segments;
  if (head === undefined || type.kind !== "record") return true;
  const field = type.fields[head];
  return field?.required === true && alwaysThere(field.type, rest);
}
