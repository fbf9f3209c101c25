import { defineDiagnostic } from "./diagnostic.ts";
import { code, gateOn, mailTool, policyPage, refundTool } from "./policy-page.ts";
import { quoted } from "./quoted.ts";

/** Conditions, and the quantifiers in them, that are not of the right shape. */

export const missingNonempty = defineDiagnostic({
  code: "missing-nonempty",
  severity: "error",
  message: ({ list }: { list: string }) => `an empty ${code(list)} would satisfy this \`every\``,
  help: () => "say `nonempty` (or, under `not`, ask `any x in …: not …`)",
  label: () => "may be empty",
  page: policyPage(
    "`every` holds for an empty list. Where that would grant, exempt or prove something, no evidence must not be enough.",
    mailTool,
    gateOn("mail.send", 'unless every x in args.to: x in domain ["example.com"]', "deny"),
    gateOn("mail.send", 'unless every x in nonempty args.to: x in domain ["example.com"]', "deny"),
  ),
});

export const whereWithoutBinding = defineDiagnostic({
  code: "where-without-binding",
  severity: "error",
  message: ({ binding }: { binding: string }) =>
    `this \`where\` does not mention ${code(binding)}, so it filters nothing`,
  help: () => "join the condition to the whole with `and`",
  page: policyPage(
    "`where` chooses elements. A condition on something else, if false, would empty the list and make `every` hold.",
    mailTool,
    gateOn("mail.send", 'when any x in args.to where confidence < 90%: x in domain ["example.com"]', "deny"),
    gateOn("mail.send", 'when confidence < 90% and any x in args.to: x in domain ["example.com"]', "deny"),
  ),
});

export const bodyWithoutBinding = defineDiagnostic({
  code: "body-without-binding",
  severity: "error",
  message: ({ binding }: { binding: string }) =>
    `what is asked of each element does not mention ${code(binding)}, so it is the same for all of them`,
  help: ({ binding }: { binding: string }) =>
    `ask something of ${code(binding)}; what is no question about elements is joined with \`and\``,
  page: policyPage(
    "A quantifier asks about elements. One that does not would only ask whether there is an element, and be false of an empty list.",
    mailTool,
    gateOn("mail.send", 'when any x in args.to: args.subject == "offer"', "deny"),
    gateOn("mail.send", 'when any x in args.to: x == "ann@example.com"', "deny"),
  ),
});

export const tooDeep = defineDiagnostic({
  code: "too-deep",
  severity: "error",
  message: ({ deepest }: { deepest: number }) => `quantifiers nest at most ${deepest} deep`,
  help: () => "split the rule, or let the schema hold the relation",
  page: policyPage(
    "Each level multiplies the work of a decision, and three are past what a reader can follow.",
    mailTool,
    gateOn("mail.send", "when any x in args.to: any y in args.to: any z in args.to: x != z", "deny"),
    gateOn("mail.send", "when any x in args.to: any y in args.to: x != y", "deny"),
  ),
});

export const notAList = defineDiagnostic({
  code: "not-a-list",
  severity: "error",
  message: ({ written, type }: { written: string; type: string }) =>
    `${quoted(written)} is ${type}, and \`any\` and \`every\` go through a list`,
  label: () => "not a list",
  page: policyPage(
    "Only a field that is a list has elements to go through.",
    mailTool,
    gateOn("mail.send", 'when any x in args.subject: x == "urgent"', "deny"),
    gateOn("mail.send", 'when any x in args.to: x == "ann@example.com"', "deny"),
  ),
});

export const notACondition = defineDiagnostic({
  code: "not-a-condition",
  severity: "error",
  message: ({ found }: { found: string; help?: string | undefined }) =>
    `a condition is expected here; ${found} is neither true nor false`,
  help: ({ help }: { found: string; help?: string | undefined }) => help ?? "compare it with something, or ask `has`",
  label: () => "not a condition",
  page: policyPage(
    "There is no truth of texts, numbers or amounts in a policy; only fields that are true or false stand by themselves.",
    refundTool,
    gateOn("shop.refund", "when args.amount", "deny"),
    gateOn("shop.refund", "when has args.amount", "deny"),
  ),
});

const long = (terms: number): string => Array.from({ length: terms }, () => "confidence < 90%").join(" and ");

export const conditionTooLarge = defineDiagnostic({
  code: "condition-too-large",
  severity: "error",
  message: ({ limit }: { limit: number }) =>
    `the conditions of this rule have more than ${limit} parts once its lets are written out`,
  help: () => "split the rule; several gates on one tool all act",
  label: () => "too large",
  page: policyPage(
    "Every decision takes bounded time. A `let` that uses another one twice doubles it, so a few lines can become millions of parts.",
    refundTool,
    `let a = ${long(60)}\nlet b = a and a and a and a\nlet c = b and b and b and b and b and b\nlet d = c or args.reason == "late"\n${gateOn("shop.refund", "when d", "deny")}`,
    `let a = ${long(60)}\n${gateOn("shop.refund", "when a", "deny")}`,
  ),
});
