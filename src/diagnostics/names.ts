import { defineNearMiss } from "./define-near-miss.ts";
import { defineDiagnostic } from "./diagnostic.ts";
import {
  code,
  deskAgent,
  didYouMean,
  financeRole,
  gateOn,
  lookupTool,
  mailTool,
  policyPage,
  refundTool,
  suggestion,
} from "./policy-page.ts";

/** Names that nothing declares, and names that cannot be. */

interface Unknown {
  readonly name: string;
  readonly near: string | undefined;
  readonly known: readonly string[];
}
interface UnknownWord {
  readonly word: string;
  readonly near: string | undefined;
  readonly known: readonly string[];
}

export const unknownTool = defineNearMiss({
  code: "unknown-tool",
  severity: "error",
  message: ({ name }: Unknown) => `no tool is called ${code(name)}`,
  help: ({ near, known }: Unknown) =>
    suggestion(near, known, 'import a catalogue with `use tools from "…"`, or declare the tool with a `tool` block'),
  label: () => "no such tool",
  page: policyPage(
    "A rule on a tool that does not exist would never act. Tool names are compared exactly, case included.",
    refundTool,
    gateOn("shop.refnud", "deny"),
    gateOn("shop.refund", "deny"),
  ),
});

export const patternMatchesNothing = defineNearMiss({
  code: "pattern-matches-nothing",
  severity: "error",
  message: ({ pattern }: { pattern: string; near: string | undefined }) =>
    `the pattern ${code(pattern)} matches no tool`,
  help: ({ near }: { pattern: string; near: string | undefined }) =>
    didYouMean(near) ?? "`*` stands for any characters but `.` and `/`, `**` for any at all",
  label: () => "matches nothing",
  page: policyPage(
    "A rule whose pattern matches nothing would never act, and nobody would notice.",
    refundTool,
    gateOn("store.*", "deny"),
    gateOn("shop.*", "deny"),
  ),
});

export const unknownAgent = defineNearMiss({
  code: "unknown-agent",
  severity: "error",
  message: ({ name }: Unknown) => `no agent is called ${code(name)}`,
  help: ({ near, known }: Unknown) => suggestion(near, known, 'declare it: `agent NAME { subject "…" }`'),
  label: () => "no such agent",
  page: policyPage(
    "An agent is known by its declaration, which binds the name to a verified identity.",
    refundTool + deskAgent,
    "grant refunds {\n  to agent dekc\n  tools shop.refund\n}\n",
    "grant refunds {\n  to agent desk\n  tools shop.refund\n}\n",
  ),
});

export const unknownRole = defineNearMiss({
  code: "unknown-role",
  severity: "error",
  message: ({ name }: Unknown) => `no role is called ${code(name)}`,
  help: ({ near, known }: Unknown) => suggestion(near, known, "declare it: `role NAME`"),
  label: () => "no such role",
  page: policyPage(
    "An approval by a role nobody declared could never be given.",
    refundTool + financeRole,
    gateOn("shop.refund", "require approval by role finanze"),
    gateOn("shop.refund", "require approval by role finance"),
  ),
});

export const unknownRule = defineNearMiss({
  code: "unknown-rule",
  severity: "error",
  message: ({ name }: Unknown) => `no \`let\` is called ${code(name)}`,
  help: ({ near, known }: Unknown) => suggestion(near, known, "declare it: `let NAME = CONDITION`"),
  label: () => "no such rule",
  page: policyPage(
    "A rule that verifies an action is a `let` that holds a condition.",
    refundTool,
    gateOn("shop.refund", "require verification by rule small"),
    `let small = args.amount < 20.00 USD\n${gateOn("shop.refund", "require verification by rule small")}`,
  ),
});

export const unknownGate = defineNearMiss({
  code: "unknown-gate",
  severity: "error",
  message: ({ name }: Unknown) => `no gate is called ${code(name)}`,
  help: ({ near, known }: Unknown) => suggestion(near, known, "the policy has no gate"),
  label: () => "no such gate",
  page: policyPage(
    "`via` pins which gate decided. Built-in gates have names too: `agent:desk:token_ttl`, `bands:confidence:2`.",
    refundTool + gateOn("shop.refund", "deny"),
    'test "refunds are stopped" {\n  call shop.refund { amount: 5 }  expect deny via exampel\n}\n',
    'test "refunds are stopped" {\n  call shop.refund { amount: 5 }  expect deny via example\n}\n',
  ),
});

export const unknownControl = defineNearMiss({
  code: "unknown-control",
  severity: "error",
  message: ({ name }: Unknown) => `no control is called ${code(name)}`,
  help: ({ near, known }: Unknown) => suggestion(near, known, "the policy has no control"),
  label: () => "no such control",
  page: policyPage(
    "A test over a deployment expects a verdict of a control of this policy.",
    'control C-1 "Every agent has an owner" for each agent {\n  require has agent.owner.team\n}\n',
    'test "unowned" on "fixtures/unowned" {\n  expect C-2 fail\n}\n',
    'test "unowned" on "fixtures/unowned" {\n  expect C-1 fail\n}\n',
  ),
});

export const unknownEffect = defineNearMiss({
  code: "unknown-effect",
  severity: "error",
  message: ({ word }: UnknownWord) => `${code(word)} is no effect`,
  help: ({ near, known }: UnknownWord) => suggestion(near, known, ""),
  label: () => "no such effect",
  page: policyPage(
    "Effects are a closed list, so that a gate on an effect covers what it says.",
    "",
    "tool shop.refund {\n  args.amount is money USD\n  effect spends\n}\n",
    "tool shop.refund {\n  args.amount is money USD\n  effect pays\n}\n",
  ),
});

export const effectOnNoTool = defineDiagnostic({
  code: "effect-on-no-tool",
  severity: "error",
  message: ({ effects }: { effects: readonly string[] }) => `no tool has the effect ${effects.map(code).join(" or ")}`,
  help: () => "state the effects of tools in their `tool` blocks: `effect deletes`",
  label: () => "covers no tool",
  page: policyPage(
    "A gate on an effect that no tool states would never act, whatever the tools really do.",
    refundTool,
    gateOn("effect [deletes]", "deny"),
    gateOn("effect [pays]", "deny"),
  ),
});

interface UnknownLabel extends UnknownWord {
  readonly kind: "label" | "recogniser";
}

export const unknownLabel = defineNearMiss({
  code: "unknown-label",
  severity: "error",
  message: ({ word, kind }: UnknownLabel) =>
    kind === "label" ? `no label is called ${code(word)}` : `no content recogniser is called ${code(word)}`,
  help: ({ word, near, known, kind }: UnknownLabel) =>
    near === undefined && kind === "label" ? `declare it: \`label ${word} from TOOL\`` : suggestion(near, known, ""),
  label: ({ kind }: UnknownLabel) => `no such ${kind}`,
  page: policyPage(
    "Labels come from the built-in vocabulary and from `label` declarations; text is searched by the built-in recognisers only.",
    mailTool,
    gateOn("mail.send", "when labels contains secrt", "deny"),
    gateOn("mail.send", "when labels contains secret", "deny"),
  ),
});

export const unknownMember = defineNearMiss({
  code: "unknown-member",
  severity: "error",
  message: ({ word, left }: UnknownWord & { left: string }) => `${code(left)} is never ${code(word)}`,
  help: ({ near, known }: UnknownWord & { left: string }) => suggestion(near, known, ""),
  label: () => "no such value",
  page: policyPage(
    "A field of a closed set compared with a word outside of it would be a condition that never changes.",
    refundTool,
    gateOn("shop.refund", "when egress.method == PSOT", "deny"),
    gateOn("shop.refund", "when egress.method == POST", "deny"),
  ),
});

export const unknownSource = defineNearMiss({
  code: "unknown-source",
  severity: "error",
  message: ({ word }: { word: string; near: string | undefined }) => `${code(word)} is no source of values`,
  help: ({ near }: { word: string; near: string | undefined }) =>
    didYouMean(near) ?? "sources are `user`, `system`, a tool, an agent, and `result.FIELD of TOOL`",
  label: () => "no such source",
  page: policyPage(
    "An origin is the user, the system, a tool, a field of its result, or an agent.",
    mailTool + lookupTool,
    gateOn(
      "mail.send",
      "unless every x in nonempty args.to: origin(x) contains any [usr]",
      "require confirmation by user",
    ),
    gateOn(
      "mail.send",
      "unless every x in nonempty args.to: origin(x) contains any [user]",
      "require confirmation by user",
    ),
  ),
});

export const unknownType = defineNearMiss({
  code: "unknown-type",
  severity: "error",
  message: ({ word }: UnknownWord) => `${code(word)} is no type`,
  help: ({ near, known }: UnknownWord) => suggestion(near, known, ""),
  label: () => "no such type",
  page: policyPage(
    "Types decide how values are read and compared, so there are only those the language documents.",
    "",
    "tool web.fetch {\n  args.address is uri\n  effect reads\n}\n",
    "tool web.fetch {\n  args.address is url\n  effect reads\n}\n",
  ),
});

export const unknownCurrency = defineNearMiss({
  code: "unknown-currency",
  severity: "error",
  message: ({ code: currency }: { code: string; near: string | undefined }) => `${code(currency)} is no currency`,
  help: ({ near }: { code: string; near: string | undefined }) =>
    didYouMean(near) ?? "write an ISO 4217 code such as `USD` or `EUR`",
  label: () => "no such currency",
  page: policyPage(
    "Amounts are compared in one currency only, by its ISO 4217 code.",
    refundTool,
    gateOn("shop.refund", "when args.amount > 500.00 USX", "deny"),
    gateOn("shop.refund", "when args.amount > 500.00 USD", "deny"),
  ),
});

export const unknownWord = defineNearMiss({
  code: "unknown-word",
  severity: "error",
  message: ({ word }: UnknownWord) => `${code(word)} means nothing here`,
  help: ({ near, known }: UnknownWord) => suggestion(near, known, ""),
  label: () => "not a word for this place",
  page: policyPage(
    "Some places take one of a few words: levels, verdicts, who vouches for a context field, how a redaction is done.",
    "",
    'context {\n  ticket.status is "open" | "closed"  from server\n}\n',
    'context {\n  ticket.status is "open" | "closed"  from host\n}\n',
  ),
});

export const letCycle = defineDiagnostic({
  code: "let-cycle",
  severity: "error",
  message: ({ cycle }: { cycle: readonly string[] }) =>
    `these lets need one another: ${cycle.map(code).join(" needs ")}`,
  help: () => "a `let` is replaced by its value; write one of them out",
  page: policyPage(
    "A `let` stands for its value, and a value that contains itself has no end.",
    refundTool,
    `let a = b or confidence < 50%\nlet b = a or confidence < 20%\n${gateOn("shop.refund", "when a", "deny")}`,
    `let a = b or confidence < 50%\nlet b = args.reason == "late"\n${gateOn("shop.refund", "when a", "deny")}`,
  ),
});

export const takenName = defineDiagnostic({
  code: "taken-name",
  severity: "error",
  message: ({ name, taken }: { name: string; taken: string }) => `${code(name)} is already ${taken}`,
  help: () => "choose another name",
  label: () => "already means something",
  page: policyPage(
    "A bound name that hides another would make the condition mean something else than it seems to.",
    mailTool,
    `let address = "ann@example.com"\n${gateOn("mail.send", "when any address in args.to: address == address", "deny")}`,
    `let boss = "ann@example.com"\n${gateOn("mail.send", "when any address in args.to: address == boss", "deny")}`,
  ),
});

export const nameDiagnostics = [
  unknownTool,
  patternMatchesNothing,
  unknownAgent,
  unknownRole,
  unknownRule,
  unknownGate,
  unknownControl,
  unknownEffect,
  effectOnNoTool,
  unknownLabel,
  unknownMember,
  unknownSource,
  unknownType,
  unknownCurrency,
  unknownWord,
  letCycle,
  takenName,
];
