import { defineDiagnostic } from "./diagnostic.ts";
import { code, gateOn, mailTool, policyPage, refundTool } from "./policy-page.ts";
import { quoted } from "./quoted.ts";

/** Relations that cannot be asked of what stands on their sides. */

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

export const sameOnBothSides = defineDiagnostic({
  code: "same-on-both-sides",
  severity: "error",
  message: ({ written, operator }: { written: string; operator: string }) =>
    `${quoted(written)} stands on both sides of ${code(operator)}, so the answer is always the same`,
  help: () => "compare it with something else, or remove the condition",
  page: policyPage(
    "A value equals itself, and is never above or below itself. Usually one of the two fields was meant to be another.",
    mailTool,
    gateOn("mail.send", "when args.subject != args.subject", "deny"),
    gateOn("mail.send", "when args.subject != purpose", "deny"),
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

export const notAddable = defineDiagnostic({
  code: "not-addable",
  severity: "error",
  message: ({ written, type }: { written: string; type: string | undefined }) =>
    type === undefined
      ? `${quoted(written)} cannot be added or subtracted`
      : `${quoted(written)} is ${type}, which cannot be added or subtracted`,
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
