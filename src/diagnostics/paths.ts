import { defineNearMiss } from "./define-near-miss.ts";
import { defineDiagnostic } from "./diagnostic.ts";
import { code, didYouMean, gateOn, lookupTool, mailTool, policyPage, refundTool, suggestion } from "./policy-page.ts";

/** Paths that lead nowhere, or not on every tool. */

interface UnknownRoot {
  readonly word: string;
  readonly near: string | undefined;
  readonly known: readonly string[];
}

export const unknownRoot = defineNearMiss({
  code: "unknown-root",
  severity: "error",
  message: ({ word }: UnknownRoot) => `${code(word)} is no field of the event, no \`let\` and no bound name`,
  help: ({ near, known }: UnknownRoot) =>
    didYouMean(near) ?? `a path starts with ${known.slice(0, 14).map(code).join(", ")}; a text stands in quotes`,
  label: () => "unknown here",
  page: policyPage(
    "Every path starts at a documented root, at a bound name or at a `let`. Without this error a slip would be a condition about nothing.",
    refundTool,
    gateOn("shop.refund", 'when arg.reason == "late"', "deny"),
    gateOn("shop.refund", 'when args.reason == "late"', "deny"),
  ),
});

export const bindingEnded = defineDiagnostic({
  code: "binding-ended",
  severity: "error",
  message: ({ word }: { word: string }) =>
    `${code(word)} is bound by the quantifier before, whose body ended at \`and\` or \`or\``,
  help: () => "put the whole body in parentheses: `any x in LIST: (A and B)`",
  label: () => "no longer bound here",
  page: policyPage(
    "The body of a quantifier is one relation, or several in parentheses. Otherwise nobody could say where it ends.",
    mailTool,
    gateOn("mail.send", 'when any x in args.to: x in domain ["example.com"] and x != "ann@example.com"', "deny"),
    gateOn("mail.send", 'when any x in args.to: (x in domain ["example.com"] and x != "ann@example.com")', "deny"),
  ),
});

interface UnknownField {
  readonly field: string;
  readonly parent: string;
  readonly near: string | undefined;
  readonly known: readonly string[];
  /** The tools that were looked at; empty where the field is none of a tool. */
  readonly tools: readonly string[];
}

export const unknownField = defineNearMiss({
  code: "unknown-field",
  severity: "error",
  message: ({ field, parent, tools }: UnknownField) =>
    `${code(parent)} has no field ${code(field)}${tools.length === 0 ? "" : ` ${onTools(tools)}`}`,
  help: ({ near, known }: UnknownField) => suggestion(near, known, "no field is declared there"),
  label: () => "no such field",
  page: policyPage(
    "A field that no schema has would be absent for ever. Fields that a schema leaves open are declared in the `tool` block.",
    refundTool,
    gateOn("shop.refund", "when args.amuont > 500.00 USD", "deny"),
    gateOn("shop.refund", "when args.amount > 500.00 USD", "deny"),
  ),
});

const onTools = (tools: readonly string[]): string =>
  tools.length === 1 ? `on ${code(tools[0] ?? "")}` : `on any of the ${tools.length} tools covered`;

const rootOf: Readonly<Record<string, string>> = {
  args: "calls",
  result: "results",
};

export const wrongPhase = defineDiagnostic({
  code: "wrong-phase",
  severity: "error",
  message: ({ root, phases }: { root: string; phases: readonly string[] }) =>
    `${code(root)} belongs to ${rootOf[root] ?? "other phases"}; this is asked on ${phases.map(plural).join(" and ")}`,
  help: ({ root }: { root: string; phases: readonly string[] }) =>
    root === "result" ? "write the gate `on result of TOOL`" : "use `text`, or write the gate on a tool",
  label: () => "not there at this phase",
  page: policyPage(
    "A prompt has no arguments and a call has no result yet. Such a condition could never be decided.",
    lookupTool,
    gateOn("crm.get_customer", 'when result.email == "ann@example.com"', "deny"),
    gateOn("result of crm.get_customer", 'when result.email == "ann@example.com"', "deny"),
  ),
});

const plural = (phase: string): string => (phase === "output" ? "outputs" : `${phase}s`);

export const unguardedPath = defineDiagnostic({
  code: "unguarded-path",
  severity: "error",
  message: ({ path, missing }: { path: string; missing: readonly string[] }) =>
    `${code(path)} does not exist on ${listed(missing)}, which this rule covers too`,
  help: ({ path }: { path: string; missing: readonly string[] }) =>
    `write \`has ${path} and …\` (or \`not has ${path} or …\`), or narrow the rule to the tools that have it`,
  label: () => "missing on some tools",
  page: policyPage(
    "Where the field is absent the condition is unknown: a gate would fire, a grant would not apply. A guard says that this is meant.",
    refundTool + mailTool,
    gateOn("shop.refund, mail.send", "when args.amount > 500.00 USD", "deny"),
    gateOn("shop.refund, mail.send", "when has args.amount and args.amount > 500.00 USD", "deny"),
  ),
});

const listed = (names: readonly string[]): string =>
  names.length > 3
    ? `${names.slice(0, 3).map(code).join(", ")} and ${names.length - 3} others`
    : names.map(code).join(", ");

interface Conflict {
  readonly path: string;
  readonly left: { readonly tool: string; readonly type: string };
  readonly right: { readonly tool: string; readonly type: string };
}

export const conflictingTypes = defineDiagnostic({
  code: "conflicting-types",
  severity: "error",
  message: ({ path, left, right }: Conflict) =>
    `${code(path)} is ${left.type} on ${code(left.tool)} and ${right.type} on ${code(right.tool)}`,
  help: () => "write one rule for each kind of tool, or state the type in their `tool` blocks",
  label: () => "of two types",
  page: policyPage(
    "One comparison cannot mean the same for an amount of money and a plain number.",
    `${refundTool}tool stock.take {\n  args.amount is int\n  effect writes\n}\n`,
    gateOn("shop.refund, stock.take", "when args.amount > 500.00 USD", "deny"),
    gateOn("shop.refund", "when args.amount > 500.00 USD", "deny"),
  ),
});

interface NotARecord {
  readonly field: string;
  readonly parent: string;
  readonly type: string;
  readonly reason: "open" | "list" | "scalar" | "field";
  readonly tools: readonly string[];
}

export const notARecord = defineDiagnostic({
  code: "not-a-record",
  severity: "error",
  message: ({ field, parent, type, reason }: NotARecord) =>
    reason === "open"
      ? `nothing states which fields ${code(parent)} has, so ${code(field)} cannot be read`
      : `${code(parent)} is ${type} and has no field ${code(field)}`,
  help: ({ field, parent, reason }: NotARecord) => {
    if (measures.has(field) && reason !== "open")
      return reason === "list"
        ? "there is no length in conditions; whether it is empty is `is empty`"
        : 'there is no length in conditions; a text is bounded by a pattern: `matches ".{0,200}"`';
    if (reason === "open") return `state it in the \`tool\` block: \`${parent}.${field} is TYPE\``;
    return reason === "list" ? `ask about its elements: \`any x in ${parent}: x.${field} …\`` : undefined;
  },
  label: () => "no field here",
  page: policyPage(
    "Only records have fields. The elements of a list are reached by `any` and `every`; what a schema leaves open is stated in the `tool` block.",
    mailTool,
    gateOn("mail.send", 'when args.subject.line contains "urgent"', "deny"),
    gateOn("mail.send", 'when args.subject contains "urgent"', "deny"),
  ),
});

const measures: ReadonlySet<string> = new Set(["length", "size", "len", "count"]);

export const letHasNoFields = defineDiagnostic({
  code: "let-has-no-fields",
  severity: "error",
  message: ({ name }: { name: string }) => `${code(name)} is a \`let\`, which has no fields`,
  help: () => "write the path out, or name it whole in the `let`",
  page: policyPage(
    "A `let` names a condition, a value or a list. To name a field, put the whole path into it.",
    `context {\n  ticket.status is "open" | "closed"  from host\n}\n${refundTool}`,
    `let ticket = context.ticket.status\n${gateOn("shop.refund", 'when ticket.status == "open"', "deny")}`,
    `let status = context.ticket.status\n${gateOn("shop.refund", 'when status == "open"', "deny")}`,
  ),
});

export const misplacedOf = defineDiagnostic({
  code: "misplaced-of",
  severity: "error",
  message: () => "`FIELD of TOOL` names a source of values and stands only right of `origin(…) contains`",
  help: () => "a gate `on result of TOOL` can read `result.FIELD`",
  page: policyPage(
    "An earlier result is not a field of the present event. What can be asked is whether a value came from it.",
    mailTool + lookupTool,
    gateOn("mail.send", "when any x in args.to: x == result.email of crm.get_customer", "deny"),
    gateOn("mail.send", "when any x in args.to: origin(x) contains result.email of crm.get_customer", "deny"),
  ),
});

export const pathDiagnostics = [
  unknownRoot,
  bindingEnded,
  unknownField,
  wrongPhase,
  unguardedPath,
  conflictingTypes,
  notARecord,
  letHasNoFields,
  misplacedOf,
];
