import { defineDiagnostic } from "./diagnostic.ts";
import { code, financeRole, gateOn, mailTool, policyPage, refundTool } from "./policy-page.ts";

/** Mistakes in what gates and bands do when they act. */

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

export const gateDiagnostics = [
  gateWithoutOutcome,
  observationOver,
  bandRowsOpen,
  bandNotDescending,
  bandLevelFalls,
  redactRoot,
  escalatesToSame,
];
