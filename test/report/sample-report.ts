import type { AuditItem, AuditReport } from "../../src/audit/audit-result.ts";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.ts";
import type { Decision, Level, Reason } from "../../src/engine/decision.ts";
import { plainPalette, type RenderOptions, type Report } from "../../src/report/report.ts";
import type { Simulation, TimelineEntry } from "../../src/simulate/simulation.ts";

/** The shared sample: one of everything a report can hold, with hostile texts where inputs speak. */
export const gateText = [
  "policy support version 1 language 1",
  'use tools from "./tools.json"',
  "",
  "gate mail on mail.send {",
  '  when args.to == "a\u202eb"',
  '\tunless acton.type == "日本語e\u0301"',
  "  deny",
  "}",
  "gate mail on mail.read {",
  "  log",
  "}",
  "",
].join("\n");

export const gateFile = "policies/a b#1.gate";

const spanOf = (text: string, from = 0): { file: string; start: number; end: number } => {
  const start = gateText.indexOf(text, from);
  return { file: gateFile, start, end: start + text.length };
};

const second = gateText.indexOf("gate mail on mail.read");

export const diagnostics: readonly Diagnostic[] = [
  {
    code: "unknown-field",
    severity: "error",
    message: "`acton` is not a field of the event",
    spans: [{ ...spanOf("acton.type"), label: "no such field", primary: true }],
    notes: [],
    help: "did you mean `action`?",
    fixes: [{ title: "write `action`", safe: false, edits: [{ ...spanOf("acton"), text: "action" }] }],
  },
  {
    code: "duplicate-name",
    severity: "warning",
    message:
      "the name `mail` is declared twice <b>|`x`|</b> [click](https://evil.example) @octocat #12 %0A::error::x]]>",
    spans: [
      { ...spanOf("mail", second), label: "again here", primary: true },
      { ...spanOf("mail", gateText.indexOf("gate")), label: "first declared here", primary: false },
      { file: "policies/other.gate", start: 0, end: 6, label: "and here", primary: false },
    ],
    notes: [
      "names are shared by all files of a policy, because what is written in one file acts in every other one too",
    ],
    fixes: [],
  },
];

const reason = (level: Level, over: Partial<Reason>): Reason => ({
  code: "gate",
  class: "rule",
  level,
  unknowns: [],
  support: [],
  ...over,
});

const decision = (level: Level, reasons: readonly Reason[]): Decision => ({
  demanded: level,
  level,
  reasons,
  requirements: [],
  remaining: [],
  obligations: [],
});

const entry = (index: number, level: Level, over: Partial<TimelineEntry>, because: Reason): TimelineEntry => ({
  index,
  id: `e${index}`,
  kind: "call",
  subject: "mail.send",
  agent: "helper",
  at: undefined,
  decision: decision(level, [because]),
  actionHash: undefined,
  summary: "{}",
  ran: true,
  wantOfEvidence: false,
  ...over,
});

const none: Readonly<Record<Level, number>> = { allow: 0, log: 0, verify: 0, confirm: 0, approve: 0, deny: 0 };

export const simulation: Simulation = {
  policy: "support",
  mode: "recorded",
  agent: "helper",
  assumptions: ["confidence=95%"],
  sessions: [
    {
      session: "s1\u001b[31m",
      file: "traces/one.jsonl",
      format: "sallyport",
      strictest: "deny",
      entries: [
        entry(
          0,
          "allow",
          { kind: "prompt", subject: undefined, ran: undefined },
          reason("allow", { code: "granted", rule: "read" }),
        ),
        entry(1, "log", { subject: "mail.read" }, reason("log", { rule: "seen" })),
        entry(2, "deny", {}, reason("deny", { rule: "mail", because: "Mail | goes to <known> addresses only" })),
        entry(
          3,
          "approve",
          { ran: false, wantOfEvidence: true },
          reason("approve", {
            rule: "large",
            class: "evidence",
            unknowns: [{ path: "token.ttl", cause: "not_recorded" }],
          }),
        ),
      ],
    },
    {
      session: "s2",
      file: "traces/one.jsonl",
      format: "sallyport",
      strictest: "allow",
      entries: [entry(0, "allow", { subject: "mail.read" }, reason("allow", { code: "granted", rule: "read" }))],
    },
  ],
  refusals: [{ file: "traces/bad.json", line: 3, column: 7, code: "not-json", message: "a `}` is missing" }],
  notRecorded: [{ format: "sallyport", files: 1, paths: ["token", "peer"] }],
  byLevel: { ...none, allow: 2, log: 1, approve: 1, deny: 1 },
  byClass: { rule: 4, not_granted: 0, evidence: 1, invalid: 0 },
  byEvidence: { onEvidence: 1, forWantOfEvidence: 1 },
  byRule: [
    { name: "large", levels: { ...none, approve: 1 } },
    { name: "mail", levels: { ...none, deny: 1 } },
  ],
  byTool: [{ name: "mail.send", levels: { ...none, deny: 1, approve: 1 } }],
  byAgent: [{ name: "helper", levels: { ...none, allow: 2, log: 1, approve: 1, deny: 1 } }],
  notes: ["calls were taken in file order"],
};

const source = { file: "deploy/agent.yaml", line: 12, column: 9, path: "spec.template.expiry", text: "3600" };

const item = (over: Partial<AuditItem> & Pick<AuditItem, "id" | "verdict">): AuditItem => ({
  title: "Tokens live 30 minutes at most",
  group: "Identity & Authentication",
  ordinal: 3,
  basis: undefined,
  subjects: [],
  tags: ["asi2026:ASI03"],
  because: undefined,
  controlled: true,
  accepted: undefined,
  ...over,
});

const subject = {
  basis: undefined,
  evidence: [],
  missing: [],
  remedy: undefined,
} as const;

export const audit: AuditReport = {
  items: [
    item({
      id: "ZT-ID-1",
      verdict: "pass",
      basis: "enforced",
      title: "Unique cryptographic identity per agent",
      ordinal: 1,
      subjects: [
        {
          ...subject,
          subject: "agent helper",
          verdict: "pass",
          basis: "enforced",
          clause: "require has agent.identity",
        },
      ],
    }),
    item({
      id: "ZT-ID-3",
      verdict: "fail",
      basis: "enforced",
      because: "A stolen token must die quickly",
      subjects: [
        {
          ...subject,
          subject: "agent helper",
          verdict: "fail",
          basis: "enforced",
          clause: "require every token in agent.tokens: token.lifetime <= 30m",
          evidence: [
            {
              path: "token.lifetime",
              value: "1h",
              basis: "enforced",
              sources: [{ ...source, rule: "Kubernetes: omitted means 3600" }],
            },
          ],
          remedy: "set serviceAccountToken.expirationSeconds to 1800 or less",
        },
      ],
    }),
    item({
      id: "ZT-SB-2",
      verdict: "unknown",
      title: "Rate limits and quotas on connectors",
      group: "Sandbox Execution",
      ordinal: 2,
      subjects: [
        {
          ...subject,
          subject: "connector helper/stripe",
          verdict: "unknown",
          clause: "require has connector.rate",
          missing: [{ path: "connector.rate", decidedBy: "the gateway's configuration" }],
        },
      ],
    }),
    item({
      id: "ZT-IR-4",
      verdict: "unknown",
      controlled: false,
      title: "Stakeholder communication within agreed times",
      group: "Incident Response",
      ordinal: 4,
      accepted: { owner: "ciso", reason: "drill planned", until: "2027-01-31" },
    }),
  ],
  agents: [{ name: "helper", source }],
  proposals: [{ name: "worker", why: "it mounts a model key", source }],
  refusals: [{ file: "deploy/bad.yaml", line: undefined, column: undefined, code: "not-yaml", message: "is no YAML" }],
  unclaimed: [{ file: "deploy/grafana.yaml", kind: "Grafana" }],
  counts: { fail: 1, partial: 0, unknown: 2, pass: 1, "not-applicable": 0 },
  byBasis: { enforced: 2, declared: 0, attested: 0, capability: 0, none: 2 },
  inputDigest: "00".repeat(32),
  files: 3,
};

export const sampleReport: Report = {
  version: "0.0.0",
  command: "sample",
  exit: { code: 4, reason: "input" },
  files: [gateFile, "policies/other.gate"],
  diagnostics,
  sources: new Map([
    [gateFile, gateText],
    ["policies/other.gate", "policy support version 1 language 1\n"],
  ]),
  pages: new Map([
    [
      "unknown-field",
      { why: "A field that does not exist is never true.", bad: "when acton == 1", good: "when args.n == 1" },
    ],
  ]),
  tests: [
    { title: "mail to a stranger", file: gateFile, start: 0, end: 6, passed: true, failures: [] },
    {
      title: "mail & <more>",
      file: gateFile,
      start: 0,
      end: 6,
      passed: false,
      failures: [{ start: 7, end: 14, message: 'expected deny via mail, got "allow"' }],
    },
  ],
  simulation,
  failOn: "deny",
  audit,
  policyDigest: "11".repeat(32),
  asOf: "2026-03-15",
  summary: ["1 of 2 traces was not replayed"],
};

export const plainOptions: RenderOptions = { color: plainPalette, width: 100, ascii: false, timeline: "notable" };
