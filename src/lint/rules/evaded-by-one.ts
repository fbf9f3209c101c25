import { example } from "../example.ts";
import { positionsOf } from "../positions.ts";
import { defineRule } from "../rule.ts";

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
    for (const { condition, opens, negated, effect } of positionsOf(policy)) {
      if (condition.kind !== "quantified") continue;
      // One element makes `any` true, and `every` false.
      const { quantifier, list, body, span } = condition;
      if ((quantifier === "any") !== opens || list.kind !== "path" || list.root !== "args") continue;
      const element = list.type.kind === "list" ? list.type.element.kind : "";
      if (!weighty.includes(element)) continue;
      // That a certain receiver is among them can be what is asked for: a copy to the auditors.
      if (element !== "record" && body.kind === "compare" && body.operator === "==") continue;
      yield { span, args: { list: ["args", ...list.segments].join("."), quantifier, negated, effect } };
    }
  },
});

/** Receivers, files and programs. A word among other words (`--dry-run`) may well speak for the whole call. */
const weighty: readonly string[] = ["email", "domain", "url", "path", "cidr", "iban", "phone", "record"];
