import { defineDiagnostic } from "./diagnostic.ts";
import { code, deskAgent, financeRole, gateOn, mailTool, policyPage, refundTool } from "./policy-page.ts";

/** Declarations that are incomplete, repeated, or contradict another one. */

export const missingHeader = defineDiagnostic({
  code: "missing-header",
  severity: "error",
  message: () => "this file does not say which policy it belongs to",
  help: () => "start it with `policy NAME version N language 1`",
  page: {
    why: "All files of one policy merge, and the header says which policy that is.",
    bad: "role finance\n",
    good: "policy demo version 1 language 1\nrole finance\n",
  },
});

export const headersDisagree = defineDiagnostic({
  code: "headers-disagree",
  severity: "error",
  message: ({ differs, policy }: { differs: string; policy: string }) =>
    `this file of the policy ${code(policy)} states another ${differs} than the others`,
  help: () => "give all files of the policy the same header",
  page: {
    why: "A policy is released as a whole: one name, one version, one language in all its files.",
    bad: "policy demo version 1 language 1\n// file: other.gate\npolicy demo version 2 language 1\n",
    good: "policy demo version 2 language 1\n// file: other.gate\npolicy demo version 2 language 1\n",
  },
});

export const duplicateName = defineDiagnostic({
  code: "duplicate-name",
  severity: "error",
  message: ({ kind, name }: { kind: string; name: string }) => `the ${kind} ${code(name)} is declared twice`,
  help: () => "rename one of them, or join them",
  label: () => "declared again",
  page: policyPage(
    "Reports, tests and overrides name rules, so a name means one declaration, in all files of the policy.",
    refundTool,
    gateOn("shop.refund", "deny") + gateOn("shop.refund", "log"),
    gateOn("shop.refund", "deny"),
  ),
});

interface Contradiction {
  readonly path: string;
  readonly stated: string;
  readonly schema: string;
}

export const contradiction = defineDiagnostic({
  code: "schema-contradiction",
  severity: "error",
  message: ({ path, stated, schema }: Contradiction) =>
    `${code(path)} is ${schema} by its schema; it cannot be ${stated}`,
  help: () => "a `tool` block says more about a field, never something else",
  label: () => "contradicts the schema",
  page: policyPage(
    "The schema is what the server checks. A refinement that it refuses would leave every call ill-typed.",
    "",
    "tool shop.refund {\n  args.price is int\n  args.price.amount is money USD\n}\n",
    "tool shop.refund {\n  args.price.amount is money USD\n}\n",
  ),
});

export const clauseClash = defineDiagnostic({
  code: "undo-of-irreversible",
  severity: "error",
  message: () => "a tool that can be undone is not irreversible",
  help: () => "keep `undo by TOOL` or `irreversible`",
  page: policyPage(
    "Undo plans and findings read both; together they say nothing.",
    refundTool,
    "tool shop.pay {\n  args.amount is money USD\n  undo by shop.refund\n  irreversible\n}\n",
    "tool shop.pay {\n  args.amount is money USD\n  undo by shop.refund\n}\n",
  ),
});

export const undoOfItself = defineDiagnostic({
  code: "undo-of-itself",
  severity: "error",
  message: ({ tool }: { tool: string }) => `${code(tool)} cannot undo itself`,
  help: () => "name the tool that takes its effect back, or say `irreversible` if there is none",
  page: policyPage(
    "Calling a tool again does its work twice. A tool that says it undoes itself counts as one that can be undone, so what cannot be taken back would pass for harmless.",
    refundTool,
    "tool shop.pay {\n  args.amount is money USD\n  undo by shop.pay\n}\n",
    "tool shop.pay {\n  args.amount is money USD\n  undo by shop.refund\n}\n",
  ),
});

export const duplicateRefinement = defineDiagnostic({
  code: "duplicate-refinement",
  severity: "error",
  message: ({ path }: { path: string }) => `${code(path)} is stated twice in this \`tool\` block`,
  help: () => "keep one of them",
  page: policyPage(
    "Two statements about one field would leave open which of them holds.",
    "",
    "tool shop.refund {\n  args.amount is money USD\n  args.amount is int\n}\n",
    "tool shop.refund {\n  args.amount is money USD\n}\n",
  ),
});

export const toolPathRoot = defineDiagnostic({
  code: "tool-path-root",
  severity: "error",
  message: ({ word }: { word: string }) => `${code(word)} cannot stand here`,
  help: () =>
    "types are stated of `args.…` and `result.…`, trust of `result`, and a currency stands in a text argument `args.…`",
  page: policyPage(
    "A `tool` block speaks of one tool's arguments and result.",
    "",
    "tool shop.refund {\n  args.amount is money in result.currency\n  args.currency is string\n}\n",
    "tool shop.refund {\n  args.amount is money in args.currency\n  args.currency is string\n}\n",
  ),
});

export const grantIncomplete = defineDiagnostic({
  code: "incomplete-grant",
  severity: "error",
  message: ({ grant, missing }: { grant: string; missing: "to" | "tools" }) =>
    `the grant ${code(grant)} does not say ${missing === "to" ? "to whom" : "for which tools"} it is`,
  help: ({ missing }: { grant: string; missing: "to" | "tools" }) =>
    missing === "to" ? "add `to agent NAME`" : "add `tools PATTERN`",
  page: policyPage(
    "Least privilege is stated, never assumed: a grant names its agents and its tools.",
    refundTool + deskAgent,
    "grant refunds {\n  to agent desk\n}\n",
    "grant refunds {\n  to agent desk\n  tools shop.refund\n}\n",
  ),
});

export const gateWithoutOutcome = defineDiagnostic({
  code: "gate-without-outcome",
  severity: "error",
  message: ({ gate }: { gate: string }) => `the gate ${code(gate)} has no outcome`,
  help: () => "add `deny`, `log`, or `require …`",
  label: () => "does nothing",
  page: policyPage(
    "A gate that fires and demands nothing would look like protection and be none.",
    refundTool,
    gateOn("shop.refund", "when args.amount > 500.00 USD"),
    gateOn("shop.refund", "when args.amount > 500.00 USD", "deny"),
  ),
});

export const observationOver = defineDiagnostic({
  code: "observation-over",
  severity: "error",
  message: ({ gate }: { gate: string; owner: string }) =>
    `the observation period of ${code(gate)} is over: the gate acts`,
  help: ({ owner }: { gate: string; owner: string }) =>
    `remove the clause, or let its owner ${JSON.stringify(owner)} set a new date`,
  label: () => "in the past",
  page: policyPage(
    "A shadow gate must not become permanent unseen. Past its date it acts, and the clause that says otherwise is an error.",
    refundTool,
    gateOn("shop.refund", "deny", 'observe until 2020-01-01 owner "ann"'),
    gateOn("shop.refund", "deny", 'observe until 2999-01-01 owner "ann"'),
  ),
});

export const agentWithoutSubject = defineDiagnostic({
  code: "agent-without-subject",
  severity: "error",
  message: ({ agent }: { agent: string }) => `the agent ${code(agent)} has no subject`,
  help: () => 'add `subject "…"`, the identity its credential proves',
  page: policyPage(
    "The subject binds the name to a verified identity; without it anyone could claim the name.",
    "",
    "agent desk {\n  mtls required\n}\n",
    'agent desk {\n  subject "spiffe://example/desk"\n  mtls required\n}\n',
  ),
});

export const sharedSubject = defineDiagnostic({
  code: "shared-subject",
  severity: "error",
  message: ({ subject, owner }: { subject: string; owner: string }) =>
    `${code(subject)} is the subject of ${code(owner)} already`,
  help: () => "give each agent an identity of its own",
  page: policyPage(
    "Two agents with one identity cannot be told apart, so each would have the other's grants.",
    deskAgent,
    'agent payout {\n  subject "spiffe://example/desk"\n}\n',
    'agent payout {\n  subject "spiffe://example/payout"\n}\n',
  ),
});

export const trustCrossed = defineDiagnostic({
  code: "trust-crossed",
  severity: "error",
  message: ({ agent, level, other, otherLevel }: { agent: string; level: string; other: string; otherLevel: string }) =>
    `${code(agent)} has the trust ${level} and ${code(other)} has the trust ${otherLevel}, so nothing goes from one to the other`,
  help: () => "give both the same `trust`, or remove the clause",
  page: policyPage(
    "Agents of two levels of trust never stand in one chain and never write to each other; a clause that says they may would never act.",
    deskAgent,
    'agent mail {\n  subject "spiffe://example/mail"\n  trust internal\n  may message desk\n}\n',
    'agent mail {\n  subject "spiffe://example/mail"\n  may message desk\n}\n',
  ),
});

export const agentOfItself = defineDiagnostic({
  code: "agent-of-itself",
  severity: "error",
  message: ({ agent, clause }: { agent: string; clause: string }) => `${code(agent)} stands in its own ${code(clause)}`,
  help: () => "name the other agent that is meant",
  page: policyPage(
    "Nobody passes work or writes to themselves; where an agent names itself, another one was meant and has no leave.",
    `${refundTool}${deskAgent}`,
    'agent mail {\n  subject "spiffe://example/mail"\n  may delegate shop.refund to agent mail depth 1\n}\n',
    'agent mail {\n  subject "spiffe://example/mail"\n  may delegate shop.refund to agent desk depth 1\n}\n',
  ),
});

export const subjectInDefaults = defineDiagnostic({
  code: "subject-in-defaults",
  severity: "error",
  message: () => "a subject cannot be a default: every agent has its own",
  help: () => "move it to the agent it identifies",
  page: policyPage(
    "`agent defaults` holds what all agents share, and an identity is never shared.",
    deskAgent,
    'agent defaults {\n  subject "spiffe://example/any"\n}\n',
    "agent defaults {\n  token ttl <= 15m\n}\n",
  ),
});

const bands = (...rows: readonly string[]): string =>
  `bands confidence on shop.refund {\n${rows.map((row) => `  ${row}\n`).join("")}}\n`;

export const bandRowsOpen = defineDiagnostic({
  code: "bands-otherwise",
  severity: "error",
  message: ({ problem }: { problem: "missing" | "early" }) =>
    problem === "missing" ? "the last row of bands is `otherwise`" : "rows after `otherwise` are never reached",
  help: () => "end with `otherwise -> …`, the strictest row",
  page: policyPage(
    "`otherwise` takes what no threshold covers, so bands have no gaps.",
    refundTool,
    bands("above 90% -> allow", "from 70% -> log"),
    bands("above 90% -> allow", "otherwise -> deny"),
  ),
});

export const bandNotDescending = defineDiagnostic({
  code: "bands-not-descending",
  severity: "error",
  message: ({ problem }: { problem: string }) => problem,
  help: () => "order the rows from the highest threshold down",
  page: policyPage(
    "Thresholds strictly descend, so every confidence falls into exactly one row.",
    refundTool,
    bands("from 70% -> allow", "above 90% -> log", "otherwise -> deny"),
    bands("above 90% -> allow", "from 70% -> log", "otherwise -> deny"),
  ),
});

export const bandLevelFalls = defineDiagnostic({
  code: "bands-level-falls",
  severity: "error",
  message: () => "a lower confidence has a laxer outcome than a higher one",
  help: () => "outcomes go up as confidence goes down: `allow`, `log`, verification, confirmation, approval, `deny`",
  page: policyPage(
    "Were low confidence laxer, an agent could gain by being unsure.",
    refundTool,
    bands("above 90% -> log", "otherwise -> allow"),
    bands("above 90% -> allow", "otherwise -> log"),
  ),
});

export const countTooSmall = defineDiagnostic({
  code: "count-too-small",
  severity: "error",
  message: ({ clause }: { clause: string }) =>
    `${code(clause)} is at least ${durationClauses.has(clause) ? "1ms" : "1"}`,
  page: policyPage(
    "An approval by nobody, valid for no time or for no execution, an escalation or a step of a test after no time, a delegation of no depth, a token or a task of no length mean nothing.",
    refundTool + financeRole,
    gateOn("shop.refund", "require approval by role finance, count 0"),
    gateOn("shop.refund", "require approval by role finance, count 2"),
  ),
});

const durationClauses: ReadonlySet<string> = new Set([
  "valid",
  "escalate after",
  "after",
  "token ttl <=",
  "revocation within",
  "while task max",
  "max",
]);

export const redactRoot = defineDiagnostic({
  code: "redact-root",
  severity: "error",
  message: ({ word }: { word: string }) => `${code(word)} cannot be redacted`,
  help: () => "redact in `args`, `result`, `text`, or a field below them",
  page: policyPage(
    "Redaction changes what is sent on: arguments, results and texts. The envelope is evidence and stays.",
    mailTool,
    gateOn("mail.send", "log", "also redact [card] in purpose by mask"),
    gateOn("mail.send", "log", "also redact [card] in args.subject by mask"),
  ),
});

export const escalatesToSame = defineDiagnostic({
  code: "escalates-to-same",
  severity: "error",
  message: ({ role }: { role: string }) => `the approval escalates to the role ${code(role)}, which was asked already`,
  help: () => "name the role that answers where this one does not, or remove `escalate`",
  page: policyPage(
    "An escalation adds a second role that may answer. The same one again adds nobody.",
    `${refundTool + financeRole}role board\n`,
    gateOn("shop.refund", "require approval by role finance, escalate after 10m to role finance"),
    gateOn("shop.refund", "require approval by role finance, escalate after 10m to role board"),
  ),
});

interface Blank {
  /** What it belongs to: a clause such as `because`, or the kind of a declaration. */
  readonly what: string;
}

export const blankText = defineDiagnostic({
  code: "blank-text",
  severity: "error",
  message: ({ what }: Blank) => `the text of ${code(what)} is empty`,
  help: () => "write what is meant, or remove the clause",
  label: () => "nothing in it",
  page: policyPage(
    "An alert to nobody, a purpose that is none, an identity without a name: a text that was forgotten would stand for something that never is.",
    refundTool,
    gateOn("shop.refund", "deny", 'also alert ""'),
    gateOn("shop.refund", "deny", 'also alert "soc"'),
  ),
});

export const controlWithoutRequire = defineDiagnostic({
  code: "control-without-require",
  severity: "error",
  message: ({ control }: { control: string }) => `the control ${code(control)} requires nothing`,
  help: () => "add `require CONDITION`: what must be shown for a pass",
  page: policyPage(
    "A pass needs positive evidence. A control that only names failures would pass an empty deployment.",
    "",
    'control C-1 "Agents have owners" for each agent {\n  fail when not has agent.owner.team\n}\n',
    'control C-1 "Agents have owners" for each agent {\n  require has agent.owner.team\n}\n',
  ),
});

export const notALetValue = defineDiagnostic({
  code: "not-a-let-value",
  severity: "error",
  message: () => "a `let` names a condition, a value or a list; this is an origin",
  help: () => "name the whole condition: `let chosen = origin(args.to) contains user`",
  page: policyPage(
    "`origin(…)` alone is only the left side of `contains`.",
    "tool pay.send {\n  args.iban is iban\n  effect pays\n}\n",
    "let seen = origin(args.iban)\n",
    "let seen = origin(args.iban) contains user\n",
  ),
});

export const declarationDiagnostics = [
  missingHeader,
  headersDisagree,
  duplicateName,
  contradiction,
  clauseClash,
  undoOfItself,
  duplicateRefinement,
  toolPathRoot,
  grantIncomplete,
  gateWithoutOutcome,
  observationOver,
  agentWithoutSubject,
  sharedSubject,
  trustCrossed,
  agentOfItself,
  subjectInDefaults,
  bandRowsOpen,
  bandNotDescending,
  bandLevelFalls,
  countTooSmall,
  redactRoot,
  escalatesToSame,
  blankText,
  controlWithoutRequire,
  notALetValue,
];
