import type { CheckedCondition } from "../../ast/checked-condition.ts";
import { example } from "../example.ts";
import { defineRule, type Finding } from "../rule.ts";

interface Words {
  readonly list: string;
  readonly quantifier: "any" | "every";
  readonly negated: boolean;
  readonly effect: string;
}

const mail =
  "tool send { args.to is list of email  effect sends }\ngrant post { to agent clerk  tools send  while task max 8h }\n";

export const evadedByOne = defineRule<Words>({
  code: "evaded-by-one",
  severity: "warning",
  why: "Whoever makes the call writes its lists. One address of the house among ten strangers makes `any` true and `every` false, so that it opens what was meant for each of them.",
  bad: example(`${mail}gate inside on send { unless any a in args.to: a in domain ["desk.example"]  deny }\n`),
  good: example(
    `${mail}gate inside on send { unless every a in nonempty args.to: a in domain ["desk.example"]  deny }\n`,
  ),
  message: ({ list, quantifier, effect }) =>
    `one element of \`${list}\` for which this ${quantifier === "any" ? "holds" : "does not hold"} is enough to ${effect}, whatever the others are`,
  help: ({ list, quantifier, negated }) =>
    (quantifier === "any") === negated
      ? `ask whether one is there: \`any x in ${list}: ${negated ? "not (…)" : "…"}\``
      : `ask each one: \`every x in nonempty ${list}: ${negated ? "not (…)" : "…"}\``,
  *find({ policy }) {
    for (const { name, when, unless } of policy.gates) {
      if (unless !== undefined) yield* openedByOne(unless, true, `exempt the call from gate \`${name}\``);
      if (when !== undefined) yield* openedByOne(when, false, `keep gate \`${name}\` from acting`);
    }
    for (const { name, when } of policy.grants)
      if (when !== undefined) yield* openedByOne(when, true, `make grant \`${name}\` apply`);
  },
});

/** `opens`: whether the call is let through where the condition is true, or where it is false. One element makes `any` true, and `every` false. */
function* openedByOne(
  condition: CheckedCondition,
  opens: boolean,
  effect: string,
  negated = false,
): Iterable<Finding<Words>> {
  switch (condition.kind) {
    case "all":
    case "any":
      for (const operand of condition.operands) yield* openedByOne(operand, opens, effect, negated);
      break;
    case "not":
      yield* openedByOne(condition.operand, !opens, effect, !negated);
      break;
    case "quantified": {
      const { quantifier, list, body, span } = condition;
      if ((quantifier === "any") !== opens || list.kind !== "path" || list.root !== "args") break;
      const element = list.type.kind === "list" ? list.type.element.kind : "";
      if (!weighty.includes(element)) break;
      // That a certain receiver is among them can be what is asked for: a copy to the auditors.
      if (element !== "record" && body.kind === "compare" && body.operator === "==") break;
      yield { span, args: { list: ["args", ...list.segments].join("."), quantifier, negated, effect } };
      break;
    }
    default:
      break;
  }
}

/** Receivers, files and programs. A word among other words (`--dry-run`) may well speak for the whole call. */
const weighty: readonly string[] = ["email", "domain", "url", "path", "cidr", "iban", "phone", "record"];
