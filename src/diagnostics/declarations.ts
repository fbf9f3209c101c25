import { defineDiagnostic } from "./diagnostic.ts";
import { code, deskAgent, financeRole, gateOn, policyPage, refundTool } from "./policy-page.ts";

/** Declarations that are incomplete, repeated, or contradict another one; what all kinds of them have in common. */

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

interface Copy {
  readonly other: string;
  readonly count: number;
  /** How many names the file declares. */
  readonly of: number;
  readonly kind: "policy" | "pack";
  readonly name: string;
}

export const duplicateFile = defineDiagnostic({
  code: "duplicate-file",
  severity: "error",
  message: ({ other, count, of }: Copy) =>
    `${count === of ? `all ${of}` : `${count} of the ${of}`} names of this file are declared in ${code(other)} too`,
  help: ({ kind, name }: Copy) =>
    `every file whose header says \`${kind} ${name}\` belongs to that ${kind}: delete the copy, or give it a name of its own`,
  label: () => "belongs to the same as the other",
  page: {
    why: "All files of one policy merge, so a copy that keeps the header declares everything twice. Nothing else is said of such a file until it is gone.",
    bad: "policy demo version 1 language 1\nrole finance\nrole legal\nrole ciso\n// file: copy.gate\npolicy demo version 1 language 1\nrole finance\nrole legal\nrole ciso\n",
    good: "policy demo version 1 language 1\nrole finance\nrole legal\nrole ciso\n// file: more.gate\npolicy demo version 1 language 1\nrole support\n",
  },
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
  duplicateFile,
  grantIncomplete,
  countTooSmall,
  blankText,
  controlWithoutRequire,
  notALetValue,
];
