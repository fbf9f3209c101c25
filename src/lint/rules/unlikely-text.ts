import type { CheckedCondition, CheckedOperand } from "../../ast/checked-condition.ts";
import type { Span } from "../../source/span.ts";
import { programType } from "../../value/shell/program.ts";
import { urlPartTypes } from "../../value/url.ts";
import { example } from "../example.ts";
import { defineRule } from "../rule.ts";

const shell =
  "tool run { args.line is command  effect executes }\ngrant shell { to agent clerk  tools run  while task max 8h }\n";

export const unlikelyText = defineRule<{ why: string; help: string }>({
  code: "unlikely-text",
  severity: "warning",
  why: "A program is called `rm` and not `rm -rf`, the path of a web address opens with `/`, and hardly anybody sends a blank at the end. A gate that waits for such a text waits for ever.",
  bad: example(`${shell}gate wiping on run { when any p in args.line.programs: p.name == "rm -rf"  deny }\n`),
  good: example(
    `${shell}gate wiping on run { when any p in args.line.programs: (p.name == "rm" and p.flags contains "-rf")  deny }\n`,
  ),
  message: ({ why }) => why,
  help: ({ help }) => help,
  *find({ policy, conditions }) {
    for (const { subject } of policy.agents) {
      if (!/[*\s]/.test(subject.text)) continue;
      const why = "a subject is compared as it stands, so this one is nobody's identity";
      yield {
        span: subject.span,
        args: { why, help: "write the whole identity of the agent, without `*` and blanks" },
      };
    }
    for (const condition of conditions()) {
      for (const { operand, text, span, whole } of textsAsked(condition)) {
        const args = doubt(operand, text, whole);
        if (args !== undefined) yield { span, args };
      }
    }
  },
});

interface Asked {
  readonly operand: CheckedOperand;
  readonly text: string;
  readonly span: Span;
  /** Whether the whole field is to be this text, or only to begin with it. */
  readonly whole: boolean;
}

function textsAsked(condition: CheckedCondition): readonly Asked[] {
  switch (condition.kind) {
    case "compare":
      return condition.operator === "==" ? askedOf(condition.left, [condition.right]) : [];
    case "one-of":
      return askedOf(condition.operand, condition.values);
    case "starts-with":
      return [{ operand: condition.operand, text: condition.text, span: condition.span, whole: false }];
    default:
      return [];
  }
}

const askedOf = (operand: CheckedOperand, values: readonly CheckedOperand[]): readonly Asked[] =>
  values.flatMap((value) =>
    value.kind === "literal" && value.literal.kind === "text"
      ? [{ operand, text: value.literal.text, span: value.span, whole: true }]
      : [],
  );

function doubt(
  operand: CheckedOperand,
  text: string,
  whole: boolean,
): { readonly why: string; readonly help: string } | undefined {
  if (operand.kind !== "path" && operand.kind !== "bound") return undefined;
  const { type, segments } = operand;
  const last = segments.at(-1);
  if (type === programType.fields.name.type && (last === "name" || last === "subcommand") && /\S\s+\S/.test(text))
    return {
      why: `\`${last}\` is one word of a command, and this text is more than one`,
      help: "ask the other words by `subcommand`, `flags` and `args`",
    };
  if (type === urlPartTypes.path && !text.startsWith("/"))
    return { why: "the path of a web address opens with `/`, and this text does not", help: "put the `/` in front" };
  if (type === urlPartTypes.query && text.startsWith("?"))
    return { why: "`query` is what stands behind the `?`", help: "leave the `?` out" };
  if (whole && type.kind === "string" && (text === "null" || text === "undefined"))
    return {
      why: `this is a text of ${text.length} letters, and no missing value`,
      help: "a field that is not there is asked for by `not has`",
    };
  if (whole && type.kind === "string" && text.trim() !== text && text.trim() !== "")
    return { why: "this text begins or ends with a blank", help: "remove it, if nobody sends it so" };
  return undefined;
}
