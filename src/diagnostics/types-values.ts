import { defineNearMiss } from "./define-near-miss.ts";
import { defineDiagnostic } from "./diagnostic.ts";
import { code, didYouMean, gateOn, mailTool, policyPage, refundTool } from "./policy-page.ts";
import { quoted } from "./quoted.ts";

/** Values that do not fit the field they stand beside. */

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

export const hostBits = defineDiagnostic({
  code: "host-bits",
  severity: "warning",
  message: ({ written, range }: { written: string; range: string; address: string }) =>
    `${code(written)} names an address within a range, and stands for the whole range ${code(range)}`,
  help: ({ range, address }: { written: string; range: string; address: string }) =>
    `write ${code(range)}, or ${code(address)} for the address alone`,
  page: policyPage(
    "Some readers of `10.0.0.7/8` see one address and some sixteen million; some programs refuse it. A rule says which it means.",
    "tool net.open {\n  args.from is cidr\n  effect executes\n}\n",
    gateOn("net.open", 'unless args.from in cidr ["10.0.0.7/8"]', "deny"),
    gateOn("net.open", 'unless args.from in cidr ["10.0.0.0/8"]', "deny"),
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

export const noNull = defineDiagnostic({
  code: "no-null",
  severity: "error",
  message: ({ word }: { word: string; left: string }) => `no value is ${code(word)}: a field is there, or it is absent`,
  help: ({ left }: { word: string; left: string }) =>
    `ask whether it is there: ${code(`has ${left}`)}, or ${code(`not has ${left}`)}`,
  page: policyPage(
    'A comparison with an absent field is unknown, so that it would never be true; and `"null"` is a text of four letters.',
    mailTool,
    gateOn("mail.send", "when args.subject == null", "deny"),
    gateOn("mail.send", "when not has args.subject", "deny"),
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
