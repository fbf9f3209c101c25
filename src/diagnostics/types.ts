import { defineNearMiss } from "./define-near-miss.ts";
import { defineDiagnostic } from "./diagnostic.ts";
import { code, didYouMean, gateOn, mailTool, policyPage, refundTool } from "./policy-page.ts";

/** Conditions whose parts do not fit together. */

interface Mismatch {
  readonly left: string;
  readonly expected: string;
  readonly found: string;
  readonly help?: string | undefined;
}

export const typeMismatch = defineDiagnostic({
  code: "type-mismatch",
  severity: "error",
  message: ({ left, expected, found }: Mismatch) => `${quoted(left)} takes ${expected}; this is ${found}`,
  help: ({ help }: Mismatch) => help,
  label: ({ found }: Mismatch) => found,
  page: policyPage(
    "A comparison between unlike things would be unknown on every event.",
    refundTool,
    gateOn("shop.refund", 'when args.amount > "500.00 USD"', "deny"),
    gateOn("shop.refund", "when args.amount > 500.00 USD", "deny"),
  ),
});

/** Some left sides are named in words, which need no quotes of their own. */
const quoted = (left: string): string => (/[` ]/.test(left) ? left : code(left));

interface WrongUnit extends Mismatch {
  readonly suggestion: string;
}

export const wrongUnit = defineDiagnostic({
  code: "wrong-unit",
  severity: "error",
  message: ({ left, expected, found }: WrongUnit) => `wrong unit: ${quoted(left)} is ${expected}, and this is ${found}`,
  help: ({ suggestion }: WrongUnit) => suggestion,
  label: ({ found }: WrongUnit) => found,
  page: policyPage(
    "`500` could be cents, dollars or yen, and `90` a percentage or a fraction. Quantities carry their unit, and nothing is converted silently.",
    refundTool,
    gateOn("shop.refund", "when args.amount > 500", "deny"),
    gateOn("shop.refund", "when args.amount > 500.00 USD", "deny"),
  ),
});

interface DeadComparison {
  readonly left: string;
  /** What it can never do; `equal` where nothing is said. */
  readonly relation?: string | undefined;
  readonly found: string;
  readonly why: string;
  readonly near?: string | undefined;
}

export const deadComparison = defineNearMiss(
  {
    code: "dead-comparison",
    severity: "error",
    message: ({ left, found, why, relation = "equal" }: DeadComparison) =>
      `${quoted(left)} can never ${relation} ${found}: ${why}`,
    help: ({ near }: DeadComparison) => didYouMean(near === undefined ? undefined : JSON.stringify(near)),
    label: ({ relation = "equal" }: DeadComparison) => `never ${relation === "equal" ? "equal" : "holds"}`,
    page: policyPage(
      "The schema says which values there are. A comparison with another one never holds, so its gate would never fire.",
      refundTool,
      gateOn("shop.refund", 'when args.reason == "damagd"', "deny"),
      gateOn("shop.refund", 'when args.reason == "damaged"', "deny"),
    ),
  },
  (near) => JSON.stringify(near),
);

interface InvalidLiteral {
  readonly found: string;
  readonly expected: string;
  readonly left?: string | undefined;
  readonly help?: string | undefined;
}

export const invalidLiteral = defineDiagnostic({
  code: "invalid-literal",
  severity: "error",
  message: ({ found, expected, left }: InvalidLiteral) =>
    left === undefined ? `${found} is not ${expected}` : `${found} is not ${expected}, which ${quoted(left)} is`,
  help: ({ help }: InvalidLiteral) => help,
  label: () => "does not parse",
  page: policyPage(
    "Addresses, domains, paths and ranges are compared in their canonical form; what has none would match nothing.",
    mailTool,
    gateOn("mail.send", 'unless every x in nonempty args.to: x in domain ["@example.com"]', "deny"),
    gateOn("mail.send", 'unless every x in nonempty args.to: x in domain ["example.com"]', "deny"),
  ),
});

export const quoteIt = defineDiagnostic({
  code: "quote-it",
  severity: "error",
  message: ({ word, left }: { word: string; left: string }) =>
    `${quoted(left)} is compared with a text; quote it: \`"${word}"\``,
  label: () => "needs quotes",
  page: policyPage(
    "Data stands in quotes; bare words belong to the language. So a misspelt field can never pass for data.",
    refundTool,
    gateOn("shop.refund", "when args.reason == late", "deny"),
    gateOn("shop.refund", 'when args.reason == "late"', "deny"),
  ),
});

export const quotedVocabulary = defineDiagnostic({
  code: "quoted-vocabulary",
  severity: "error",
  message: ({ text, kind }: { text: string; kind: string }) =>
    `a ${kind} is a bare word; ${code(text)} stands in quotes or is none`,
  help: ({ text, kind }: { text: string; kind: string }) => `write the ${kind} without quotes: ${code(text)}`,
  label: () => "not a bare word",
  page: policyPage(
    "Labels and recognisers belong to the language and are bare words; quoted texts are data.",
    mailTool,
    gateOn("mail.send", 'when labels contains "secret"', "deny"),
    gateOn("mail.send", "when labels contains secret", "deny"),
  ),
});

export const mixedVocabulary = defineDiagnostic({
  code: "mixed-vocabulary",
  severity: "error",
  message: ({ left }: { left: string }) =>
    `${quoted(left)} is searched for quoted texts or by recognisers, not both at once`,
  help: () => "write two conditions joined by `or`",
  page: policyPage(
    "Bare words name recognisers of content, quoted texts are searched for as they stand; in one list the difference is easily overlooked.",
    mailTool,
    gateOn("mail.send", 'when text contains any [card, "confidential"]', "deny"),
    gateOn("mail.send", 'when text contains card or text contains "confidential"', "deny"),
  ),
});

interface NotComparable {
  readonly left: string;
  readonly operator: string;
  readonly type: string;
  readonly help: string;
}

export const notComparable = defineDiagnostic({
  code: "not-comparable",
  severity: "error",
  message: ({ left, operator, type }: NotComparable) =>
    `${code(operator)} cannot be asked of ${quoted(left)}, which is ${type}`,
  help: ({ help }: NotComparable) => help,
  label: ({ operator }: NotComparable) => `${operator} does not fit`,
  page: policyPage(
    "Each operator is defined for the types where it has one meaning.",
    mailTool,
    gateOn("mail.send", 'when args.to == "ann@example.com"', "deny"),
    gateOn("mail.send", 'when args.to contains "ann@example.com"', "deny"),
  ),
});

export const emptyList = defineDiagnostic({
  code: "empty-list",
  severity: "error",
  message: () => "this list is empty",
  help: () => "put a value in, or remove the condition",
  label: () => "nothing in it",
  page: policyPage(
    "Nothing is in an empty list, so the condition is always the same; usually an entry was forgotten.",
    refundTool,
    gateOn("shop.refund", "when args.reason in []", "deny"),
    gateOn("shop.refund", 'when args.reason in ["late"]', "deny"),
  ),
});

interface EmptyText {
  readonly operator: string;
}

export const emptyText = defineDiagnostic({
  code: "empty-text",
  severity: "error",
  message: ({ operator }: EmptyText) =>
    operator === "matches"
      ? "the pattern is empty, and only the empty text matches it"
      : `every text ${operator} the empty text`,
  help: ({ operator }: EmptyText) =>
    operator === "matches"
      ? 'write `== ""`, or the pattern that was meant'
      : "put the text in that was meant, or remove the condition",
  label: () => "nothing in it",
  page: policyPage(
    "Every text contains, starts and ends with the empty text, so the condition is always the same; usually a text was forgotten.",
    mailTool,
    gateOn("mail.send", 'when args.subject contains ""', "deny"),
    gateOn("mail.send", 'when args.subject contains "confidential"', "deny"),
  ),
});

export const badPattern = defineDiagnostic({
  code: "bad-pattern",
  severity: "error",
  message: ({ pattern, reason }: { pattern: string; reason: string }) =>
    `the pattern ${code(pattern)} is not accepted: ${reason}`,
  help: () => "`matches` takes the linear subset of RE2 and always matches the whole text",
  page: policyPage(
    "Back-references and look-around need backtracking, which a hostile text can make endless.",
    mailTool,
    gateOn("mail.send", 'when args.subject matches "(a)\\\\1"', "deny"),
    gateOn("mail.send", 'when args.subject matches "a+b?"', "deny"),
  ),
});

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

export const notAddable = defineDiagnostic({
  code: "not-addable",
  severity: "error",
  message: ({ written, type }: { written: string; type: string }) =>
    `${quoted(written)} is ${type}, which cannot be added or subtracted`,
  help: () =>
    "numbers, amounts of one currency, percentages and durations can; the age of a token is `token.lifetime` or `token.ttl`",
  label: () => "not a quantity",
  page: policyPage(
    "Sums are exact and stay within one unit.",
    refundTool,
    gateOn("shop.refund", "when args.amount + args.reason > 500.00 USD", "deny"),
    gateOn("shop.refund", "when args.amount + 20.00 USD > 500.00 USD", "deny"),
  ),
});

export const originOfMany = defineDiagnostic({
  code: "origin-of-many",
  severity: "error",
  message: ({ written, type }: { written: string; type: string }) =>
    `\`origin\` asks about one value; ${quoted(written)} is ${type}`,
  help: ({ written }: { written: string; type: string }) =>
    `go through it: \`every x in nonempty ${written}: origin(x) …\``,
  label: () => "not one value",
  page: policyPage(
    "Each element of a list may have been seen somewhere else, so origins are asked one by one.",
    mailTool,
    gateOn("mail.send", "unless origin(args.to) contains user", "require confirmation by user"),
    gateOn("mail.send", "unless every x in nonempty args.to: origin(x) contains user", "require confirmation by user"),
  ),
});

export const notASource = defineDiagnostic({
  code: "not-a-source",
  severity: "error",
  message: () => "this is no source of values",
  help: () => "sources are `user`, `system`, a tool, an agent, and `result.FIELD of TOOL`",
  label: () => "not a source",
  page: policyPage(
    "An origin is a place where the very value was seen before, not a value itself.",
    mailTool,
    gateOn("mail.send", "when any x in args.to: origin(x) contains 5", "deny"),
    gateOn("mail.send", "when any x in args.to: origin(x) contains system", "deny"),
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

export const typeDiagnostics = [
  typeMismatch,
  wrongUnit,
  deadComparison,
  invalidLiteral,
  quoteIt,
  quotedVocabulary,
  mixedVocabulary,
  notComparable,
  emptyList,
  emptyText,
  badPattern,
  missingNonempty,
  whereWithoutBinding,
  tooDeep,
  notAList,
  notACondition,
  notAddable,
  originOfMany,
  notASource,
  conditionTooLarge,
];
