import { defineNearMiss } from "./define-near-miss.ts";
import { defineDiagnostic } from "./diagnostic.ts";
import { code, gateOn, mailTool, policyPage, refundTool, suggestion } from "./policy-page.ts";

/** History terms: what they count, over which window, for whom. */

const counting = (term: string): string => gateOn("shop.refund", `when ${term} >= 3`, "deny");

export const historyWithoutLimit = defineDiagnostic({
  code: "history-without-limit",
  severity: "error",
  message: ({ word, missing }: { word: string; missing: "within" | "per" }) =>
    missing === "within"
      ? `${code(`${word}(…)`)} does not say over which time`
      : `${code(`${word}(…)`)} does not say for whom`,
  help: ({ missing }: { word: string; missing: "within" | "per" }) =>
    missing === "within"
      ? "write `within 1h` behind it: every history has a window"
      : "write `per session`, `per agent`, `per user`, `per tenant` or `per global` behind it",
  label: () => "without a limit",
  page: policyPage(
    "Without a window a term would need memory for ever, and without a key nobody could say whose past it is. Both are part of what a rule means, so neither has a default.",
    refundTool,
    counting("count(started shop.refund)"),
    counting("count(started shop.refund) within 1h per agent"),
  ),
});

export const emptyWindow = defineDiagnostic({
  code: "empty-window",
  severity: "error",
  message: () => "a window of no length holds nothing",
  help: () => "write how far back it reaches: `within 1h`",
  label: () => "no length",
  page: policyPage(
    "An event counts while it is not older than the window. One of length zero would only hold what happens in the same millisecond.",
    refundTool,
    counting("count(started shop.refund) within 0s per agent"),
    counting("count(started shop.refund) within 1h per agent"),
  ),
});

interface UnknownWord {
  readonly word: string;
  readonly near: string | undefined;
  readonly known: readonly string[];
}

export const unknownPhase = defineNearMiss({
  code: "unknown-phase",
  severity: "error",
  message: ({ word }: UnknownWord) => `${code(word)} is nothing that happens to a call`,
  help: ({ near, known }: UnknownWord) => suggestion(near, known, ""),
  label: () => "no such phase",
  page: policyPage(
    "A call is attempted, started, executed, denied, approved or failed. A quota means `started`: what was let go ahead counts before its result is there.",
    refundTool,
    counting("count(startet shop.refund) within 1h per agent"),
    counting("count(started shop.refund) within 1h per agent"),
  ),
});

export const unknownHistoryKey = defineNearMiss({
  code: "unknown-history-key",
  severity: "error",
  message: ({ word }: UnknownWord) => `history is not kept per ${code(word)}`,
  help: ({ near, known }: UnknownWord) => suggestion(near, known, ""),
  label: () => "no such key",
  page: policyPage(
    "History is kept for a session, an agent, a user, a tenant, or once for all of them.",
    refundTool,
    counting("count(started shop.refund) within 1h per sesion"),
    counting("count(started shop.refund) within 1h per session"),
  ),
});

export const withNotEquality = defineDiagnostic({
  code: "with-not-equality",
  severity: "error",
  message: () => "`with` takes equalities between a field of the past event and one of `this` event",
  help: () => "write `with args.order == this.args.order`, and join several by `and`",
  label: () => "not such an equality",
  page: policyPage(
    "Each value of these fields has a register of its own, found at once. Anything else would need every past event to be kept.",
    refundTool,
    counting("count(started shop.refund with args.amount > 5.00 USD) within 1h per agent"),
    counting("count(started shop.refund with args.amount == this.args.amount) within 1h per agent"),
  ),
});

export const misplacedThis = defineDiagnostic({
  code: "misplaced-this",
  severity: "error",
  message: () => "`this` is the event that asks, and stands only behind `with` in a history term",
  help: () => "elsewhere a path means the event itself: write `args.amount`",
  label: () => "not in a `with`",
  page: policyPage(
    "Everywhere but in a `with`, a path already means the event that is decided.",
    refundTool,
    gateOn("shop.refund", "when this.args.amount > 5.00 USD", "deny"),
    gateOn("shop.refund", "when args.amount > 5.00 USD", "deny"),
  ),
});

export const pastMessage = defineDiagnostic({
  code: "past-message",
  severity: "error",
  message: () => "messages are counted, and no more",
  help: () => 'write `count(attempted message)` or `count(denied message)`; a tool of that name is quoted: `"message"`',
  label: () => "not known of messages",
  page: policyPage(
    "A message between agents has no tool, so there is no argument to sum or to compare; and it goes out at once, so it neither starts nor returns.",
    refundTool,
    counting("count(started message) within 1h per agent"),
    counting("count(attempted message) within 1h per agent"),
  ),
});

interface HistoryType {
  readonly word: string;
  readonly written: string;
  readonly type: string;
}

export const historyType = defineDiagnostic({
  code: "history-type",
  severity: "error",
  message: ({ word, written, type }: HistoryType) => `${code(written)}, which is ${type}, does not fit ${code(word)}`,
  help: ({ word }: HistoryType) => historyTypeHelp[word] ?? "name a field with one value",
  label: () => "cannot be kept",
  page: policyPage(
    "A sum is of numbers and amounts; what is told apart, remembered or compared is one value, not a list or a record.",
    mailTool,
    gateOn("mail.send", "when sum(args.subject of started mail.send) within 1h per agent > 3", "deny"),
    gateOn("mail.send", "when distinct(args.to of started mail.send) within 1h per agent > 3", "deny"),
  ),
});

const historyTypeHelp: Readonly<Record<string, string>> = {
  sum: "`sum` adds up numbers and amounts; `count` counts events",
  distinct: "`distinct` counts the values of a field, or those in a list of plain values",
  last: "`last` remembers one value: name a field of it",
  with: "`with` compares single values: name a field of it",
};

export const sumWithoutCurrency = defineDiagnostic({
  code: "sum-without-currency",
  severity: "error",
  message: ({ written }: { written: string }) => `nothing says in which currency ${code(written)} is meant`,
  help: () => "compare it with an amount: `… > 2_000.00 USD`; amounts of other currencies are never added up",
  label: () => "of several currencies",
  page: policyPage(
    "Where another argument holds the currency, a sum could be of any. The amount it is compared with says which; what was paid in others only makes its upper end unknown.",
    "tool shop.pay {\n  args.currency is string\n  args.amount is money in args.currency minor\n  args.limit is money in args.currency minor\n  effect pays\n}\n",
    gateOn("shop.pay", "when sum(args.amount of started shop.pay) within 1h per agent > args.limit", "deny"),
    gateOn("shop.pay", "when sum(args.amount of started shop.pay) within 1h per agent > 2_000.00 USD", "deny"),
  ),
});

export const historyOfDeployment = defineDiagnostic({
  code: "history-of-deployment",
  severity: "error",
  message: ({ word }: { word: string }) => `${code(`${word}(…)`)} asks about events, and a deployment has none`,
  help: () => "write it in a gate or a grant",
  label: () => "not in a control",
  page: policyPage(
    "A control judges what a scan found. What agents did stands in traces, which gates decide.",
    refundTool,
    'control X-1 "x" for each agent {\n  require never(failed shop.refund) within 1h per session\n}\n',
    gateOn("shop.refund", "unless never(failed shop.refund) within 1h per session", "deny"),
  ),
});

export const historyDiagnostics = [
  historyWithoutLimit,
  emptyWindow,
  unknownPhase,
  unknownHistoryKey,
  withNotEquality,
  misplacedThis,
  historyType,
  pastMessage,
  sumWithoutCurrency,
  historyOfDeployment,
];
