import { defineDiagnostic } from "./diagnostic.ts";
import { code } from "./policy-page.ts";
import { gate, header } from "./syntax-page.ts";

/** Slips from other languages, found while reading a `.gate` file. */

export const foreignOperator = defineDiagnostic({
  code: "foreign-operator",
  severity: "error",
  message: ({ found }: { found: string; written: string }) => `${code(found)} is not an operator of conditions`,
  help: ({ written }: { found: string; written: string }) => `write ${code(written)}`,
  page: {
    why: "Operators are words where a word exists: `and`, `or`, `not`; comparisons are `==`, `!=`, `<`, `<=`, `>`, `>=`.",
    bad: gate("when args.amount > 500.00 USD && confidence < 90%", "deny"),
    good: gate("when args.amount > 500.00 USD and confidence < 90%", "deny"),
  },
});

export const noArithmetic = defineDiagnostic({
  code: "no-arithmetic",
  severity: "error",
  message: ({ found }: { found: string }) =>
    `${code(found)} does not calculate: the only arithmetic is \`+\` and \`-\``,
  help: () => "compare with the value already multiplied or divided; a tool whose name has `/`, `*` or `-` is quoted",
  page: {
    why: "Conditions stay exact and provable because they only add and subtract amounts of one unit.",
    bad: gate("when args.amount > args.limit * 2", "deny"),
    good: gate("when args.amount > args.limit + args.limit", "deny"),
  },
});

export const wrongComment = defineDiagnostic({
  code: "wrong-comment",
  severity: "error",
  message: ({ found }: { found: string }) => `${code(found)} does not open a comment`,
  help: () => "a comment starts with `//` and ends with its line",
  page: {
    why: "There is one kind of comment. A block comment could hide rules from a reader who sees only a part of the file.",
    bad: `${header}# two people from here on\nrole finance\n`,
    good: `${header}// two people from here on\nrole finance\n`,
  },
});

export const straySemicolon = defineDiagnostic({
  code: "stray-semicolon",
  severity: "error",
  message: () => "clauses do not end with `;`",
  help: () => "remove it: a clause ends where the next one begins",
  page: {
    why: "The formatter writes one clause a line; nothing separates them.",
    bad: gate("deny;"),
    good: gate("deny"),
  },
});

export const regexLiteral = defineDiagnostic({
  code: "regex-literal",
  severity: "error",
  message: ({ found }: { found: string }) => `${code(found)}: patterns are quoted texts`,
  help: ({ written }: { found: string; written: string }) =>
    `write ${code(`matches ${written}`)}, which matches the whole text; for addresses, paths and hosts use \`in domain\`, \`in path\`, \`in cidr\``,
  page: {
    why: "`matches` takes a quoted pattern of the linear RE2 subset and always matches the whole text.",
    bad: gate("when args.id matches /re_.*/", "deny"),
    good: gate('when args.id matches "re_.*"', "deny"),
  },
});

export const noElse = defineDiagnostic({
  code: "no-else",
  severity: "error",
  message: ({ word }: { word: string }) => `a gate has no ${code(word)}`,
  help: () => "write a second gate with its own condition; all gates that fire are joined, the strictest level decides",
  page: {
    why: "Gates do not depend on their order, so there is no other branch: each gate says by itself when it acts.",
    bad: gate("when args.amount > 500.00 USD", "deny", "else log"),
    good: `${gate("when args.amount > 500.00 USD", "deny")}gate small on stripe.create_refund {\n  log\n}\n`,
  },
});

export const allowInGate = defineDiagnostic({
  code: "allow-in-gate",
  severity: "error",
  message: () => "a gate cannot `allow`: gates only restrict",
  help: () => "a `grant` allows; to exempt cases from this gate write `unless CONDITION`",
  page: {
    why: "If a gate could allow, adding one could loosen a policy. Only grants allow, and only what no gate restricts.",
    bad: gate("when args.amount < 5.00 USD", "allow"),
    good: gate("unless args.amount < 5.00 USD", "deny"),
  },
});

export const denyHard = defineDiagnostic({
  code: "deny-hard",
  severity: "error",
  message: () => "there is no `deny hard`: a deny is hard unless the gate is `overridable`",
  help: () => "write `deny`",
  page: {
    why: "Only `overridable` gates can be overridden, by an open `break_glass`, so nothing needs to be said for the others.",
    bad: gate("deny hard"),
    good: gate("deny"),
  },
});

export const logEnhanced = defineDiagnostic({
  code: "log-enhanced",
  severity: "error",
  message: () => "there is no `log enhanced`",
  help: () => "write `log` and, as a clause of its own, `also record full`",
  page: {
    why: "How much is recorded is an obligation to the host, and is united over all gates; the level `log` only says that it is logged.",
    bad: gate("log enhanced"),
    good: gate("log", "also record full"),
  },
});

export const noPriority = defineDiagnostic({
  code: "no-priority",
  severity: "error",
  message: ({ word }: { word: string }) => `there is no ${code(word)}: the order of rules never matters`,
  help: () => "remove it; of all gates that fire, the strictest level decides",
  page: {
    why: "Decisions join over everything that fires, so no rule can be put before another.",
    bad: gate("priority 10", "deny"),
    good: gate("deny"),
  },
});
