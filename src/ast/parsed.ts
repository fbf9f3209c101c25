import type { Span } from "../source/span.ts";

/** A word of the policy: a name, a keyword used as a name, or a bare vocabulary word. Quoted names have `quoted`. */
export interface Name {
  readonly text: string;
  readonly span: Span;
  readonly quoted: boolean;
}

/** A quoted text with its escapes resolved. */
export interface QuotedText {
  readonly text: string;
  readonly span: Span;
}

/** A comment with its `//`; `ownLine` is false when code stands before it on the line. */
export interface Comment {
  readonly text: string;
  readonly span: Span;
  readonly ownLine: boolean;
}

/** One `.gate` file. `text` is kept for the printer, which never loses a comment. */
export interface ParsedFile {
  readonly file: string;
  readonly text: string;
  readonly header: PolicyHeader | undefined;
  readonly declarations: readonly Declaration[];
  readonly comments: readonly Comment[];
}

/** `policy NAME version N language N`, or `pack …`: what a policy uses, and what is none by itself. */
export interface PolicyHeader {
  readonly kind: "policy" | "pack";
  readonly span: Span;
  readonly name: Name;
  readonly version: number;
  readonly language: number;
}

export type Declaration =
  | UseTools
  | UsePack
  | ParamDeclaration
  | ContextDeclaration
  | ToolDeclaration
  | LabelDeclaration
  | EndorseDeclaration
  | RoleDeclaration
  | AgentDeclaration
  | GrantDeclaration
  | GateDeclaration
  | ConnectorDeclaration
  | BandsDeclaration
  | DriftDeclaration
  | KillSwitchDeclaration
  | BreakGlassDeclaration
  | LetDeclaration
  | ControlDeclaration
  | ProveDeclaration
  | TestDeclaration;

/** `use tools from "./stripe.json" as stripe` */
export interface UseTools {
  readonly kind: "use-tools";
  readonly span: Span;
  readonly path: QuotedText;
  readonly prefix: Name | undefined;
}

/** `use pack "../packs/assistant" sha256 "…" with { own_domains: ["example.com"] }` */
export interface UsePack {
  readonly kind: "use-pack";
  readonly span: Span;
  readonly path: QuotedText;
  /** Missing only where the checker says so, with the right one. */
  readonly digest: QuotedText | undefined;
  readonly values: readonly ParamValue[];
}
export interface ParamValue {
  readonly span: Span;
  readonly name: Name;
  readonly value: Expression;
}

/** `param own_domains is list of domain`, or with what holds where nothing is given: `param limit is int = 5`. */
export interface ParamDeclaration {
  readonly kind: "param";
  readonly span: Span;
  readonly name: Name;
  readonly type: ParsedType;
  readonly fallback: Expression | undefined;
}

/** `context { ticket.status is "open" | "closed" from host }` */
export interface ContextDeclaration {
  readonly kind: "context";
  readonly span: Span;
  readonly fields: readonly ContextField[];
}
export interface ContextField {
  readonly span: Span;
  readonly path: readonly Name[];
  readonly type: ParsedType;
  readonly from: Name;
}

/** `"open" | "closed"`, `int`, `money USD minor`, `money in args.currency minor`, `list of domain`. */
export type ParsedType =
  | { readonly kind: "named"; readonly span: Span; readonly name: Name }
  | { readonly kind: "enum"; readonly span: Span; readonly values: readonly QuotedText[] }
  | { readonly kind: "list"; readonly span: Span; readonly element: ParsedType }
  | { readonly kind: "money"; readonly span: Span; readonly currency: Name | ParsedPath; readonly minor: boolean };

/** `tool NAME { … }`: refines what the tool's schema leaves open. */
export interface ToolDeclaration {
  readonly kind: "tool";
  readonly span: Span;
  readonly name: Name;
  readonly clauses: readonly ToolClause[];
}
export type ToolClause =
  | { readonly kind: "type"; readonly span: Span; readonly path: ParsedPath; readonly type: ParsedType }
  | { readonly kind: "effect"; readonly span: Span; readonly effects: readonly Name[] }
  | { readonly kind: "undo"; readonly span: Span; readonly by: Name }
  | { readonly kind: "irreversible"; readonly span: Span }
  | { readonly kind: "result-format"; readonly span: Span; readonly format: Name }
  | { readonly kind: "trust"; readonly span: Span; readonly path: ParsedPath; readonly trust: Name }
  | { readonly kind: "returns"; readonly span: Span; readonly labels: readonly Name[] };

/** `label secret from Read when …` */
export interface LabelDeclaration {
  readonly kind: "label";
  readonly span: Span;
  readonly label: Name;
  readonly from: readonly Name[];
  readonly when: Expression | undefined;
}
/** `endorse crm.lookup_address clears [untrusted]` */
export interface EndorseDeclaration {
  readonly kind: "endorse";
  readonly span: Span;
  readonly tool: Name;
  readonly labels: readonly Name[];
}
export interface RoleDeclaration {
  readonly kind: "role";
  readonly span: Span;
  readonly names: readonly Name[];
}

/** `agent NAME { … }` or `agent defaults { … }` (`name.text === "defaults"`). */
export interface AgentDeclaration {
  readonly kind: "agent";
  readonly span: Span;
  readonly name: Name;
  readonly clauses: readonly AgentClause[];
}
export type AgentClause =
  | { readonly kind: "subject"; readonly span: Span; readonly subject: QuotedText }
  | { readonly kind: "token-ttl"; readonly span: Span; readonly limit: DurationLiteral }
  | { readonly kind: "token-scope"; readonly span: Span }
  | { readonly kind: "mtls"; readonly span: Span }
  | { readonly kind: "revocation"; readonly span: Span; readonly within: DurationLiteral }
  | { readonly kind: "may-message"; readonly span: Span; readonly agents: readonly Name[] }
  | {
      readonly kind: "may-delegate";
      readonly span: Span;
      readonly tools: readonly Name[];
      readonly to: Name;
      readonly depth: number | undefined;
    }
  | { readonly kind: "trust"; readonly span: Span; readonly level: Name };

export interface DurationLiteral {
  readonly span: Span;
  readonly ms: number;
}

export interface GrantDeclaration {
  readonly kind: "grant";
  readonly span: Span;
  readonly name: Name;
  readonly clauses: readonly GrantClause[];
}
export type GrantClause =
  | { readonly kind: "to"; readonly span: Span; readonly agents: readonly Name[] }
  | { readonly kind: "tools"; readonly span: Span; readonly patterns: readonly Name[] }
  | { readonly kind: "when"; readonly span: Span; readonly condition: Expression }
  | { readonly kind: "for-purpose"; readonly span: Span; readonly purposes: readonly QuotedText[] }
  | { readonly kind: "on-behalf-of"; readonly span: Span; readonly roles: readonly Name[] }
  | { readonly kind: "while-task"; readonly span: Span; readonly max: DurationLiteral | undefined }
  | { readonly kind: "until"; readonly span: Span; readonly at: { readonly span: Span; readonly ms: number } }
  | { readonly kind: "because"; readonly span: Span; readonly text: QuotedText }
  | { readonly kind: "tags"; readonly span: Span; readonly tags: readonly QuotedText[] };

export interface GateDeclaration {
  readonly kind: "gate";
  readonly span: Span;
  readonly name: Name;
  readonly on: readonly GateTarget[];
  readonly clauses: readonly GateClause[];
}
export type GateTarget =
  | { readonly kind: "tool"; readonly span: Span; readonly pattern: Name }
  | { readonly kind: "effect"; readonly span: Span; readonly effects: readonly Name[] }
  | { readonly kind: "result"; readonly span: Span; readonly pattern: Name }
  | { readonly kind: "message"; readonly span: Span; readonly to: Name | undefined }
  | { readonly kind: "prompt"; readonly span: Span }
  | { readonly kind: "output"; readonly span: Span };
export type GateClause =
  | { readonly kind: "when"; readonly span: Span; readonly condition: Expression }
  | { readonly kind: "unless"; readonly span: Span; readonly condition: Expression }
  | { readonly kind: "outcome"; readonly span: Span; readonly outcome: ParsedOutcome }
  /** `require schema "./answer.json"`: the gate acts unless the content satisfies it. */
  | { readonly kind: "schema"; readonly span: Span; readonly path: QuotedText }
  | { readonly kind: "also"; readonly span: Span; readonly obligation: ParsedObligation }
  | { readonly kind: "overridable"; readonly span: Span }
  | {
      readonly kind: "observe";
      readonly span: Span;
      readonly until: { readonly span: Span; readonly ms: number };
      readonly owner: QuotedText;
    }
  | { readonly kind: "because"; readonly span: Span; readonly text: QuotedText }
  | { readonly kind: "tags"; readonly span: Span; readonly tags: readonly QuotedText[] };

export type ParsedOutcome =
  | { readonly kind: "allow"; readonly span: Span }
  | { readonly kind: "log"; readonly span: Span }
  | { readonly kind: "deny"; readonly span: Span }
  | {
      readonly kind: "verification";
      readonly span: Span;
      readonly by: { readonly kind: "agent" | "rule"; readonly name: Name };
    }
  | { readonly kind: "confirmation"; readonly span: Span }
  | {
      readonly kind: "approval";
      readonly span: Span;
      readonly role: Name;
      readonly count: number | undefined;
      readonly valid: DurationLiteral | undefined;
      readonly reusable: number | undefined;
      readonly escalate: { readonly after: DurationLiteral; readonly role: Name } | undefined;
    };

export type ParsedObligation =
  | {
      readonly kind: "redact";
      readonly span: Span;
      readonly recognisers: readonly Name[];
      readonly path: ParsedPath;
      readonly by: Name;
    }
  | { readonly kind: "record-full"; readonly span: Span }
  | { readonly kind: "alert"; readonly span: Span; readonly target: QuotedText }
  | { readonly kind: "notify"; readonly span: Span; readonly target: QuotedText };

/** `connector NAME for PATTERNS { … }`: what holds for every call to the outside that these tools make. */
export interface ConnectorDeclaration {
  readonly kind: "connector";
  readonly span: Span;
  readonly name: Name;
  readonly tools: readonly Name[];
  readonly clauses: readonly ConnectorClause[];
}
export type ConnectorClause =
  | {
      readonly kind: "egress";
      readonly span: Span;
      readonly hosts: readonly QuotedText[];
      readonly methods: readonly Name[] | undefined;
      readonly ports: readonly { readonly span: Span; readonly value: number }[] | undefined;
      readonly types: readonly QuotedText[] | undefined;
    }
  | {
      readonly kind: "rate";
      readonly span: Span;
      readonly limit: { readonly span: Span; readonly value: number };
      readonly within: DurationLiteral;
      readonly per: Name;
    }
  | {
      readonly kind: "quota";
      readonly span: Span;
      readonly limit: Expression;
      readonly path: ParsedPath;
      readonly within: DurationLiteral;
      readonly per: Name;
    }
  | { readonly kind: "validate"; readonly span: Span; readonly phases: readonly ("request" | "response")[] }
  | {
      readonly kind: "redact";
      readonly span: Span;
      readonly redaction: Extract<ParsedObligation, { readonly kind: "redact" }>;
    }
  | {
      readonly kind: "on-violation";
      readonly span: Span;
      readonly outcome: ParsedOutcome;
      readonly also: readonly ParsedObligation[];
    };

/** `bands confidence on TARGETS { above 90% -> allow … otherwise -> … }` */
export interface BandsDeclaration {
  readonly kind: "bands";
  readonly span: Span;
  readonly subject: Name;
  readonly on: readonly GateTarget[];
  readonly rows: readonly BandRow[];
}
export interface BandRow {
  readonly span: Span;
  readonly bound: { readonly kind: "above" | "from"; readonly value: Expression } | { readonly kind: "otherwise" };
  readonly outcome: ParsedOutcome;
}

/** `drift NAME per agent { metric … baseline … warmup … over … }` */
export interface DriftDeclaration {
  readonly kind: "drift";
  readonly span: Span;
  readonly name: Name;
  readonly per: Name;
  readonly clauses: readonly DriftClause[];
}
export type DriftClause =
  /** `metric calls = count(attempted *) within 5m`: a history term without its key, which is the declaration's. */
  | { readonly kind: "metric"; readonly span: Span; readonly name: Name; readonly term: Expression }
  | {
      readonly kind: "baseline";
      readonly span: Span;
      readonly path: QuotedText;
      readonly sha256: QuotedText | undefined;
      readonly minDeviation: { readonly span: Span; readonly digits: string } | undefined;
    }
  | ({ readonly kind: "warmup"; readonly events: number } & DriftRow)
  | ({ readonly kind: "over"; readonly sigmas: { readonly span: Span; readonly digits: string } } & DriftRow)
  | { readonly kind: "because"; readonly span: Span; readonly text: QuotedText };
export interface DriftRow {
  readonly span: Span;
  readonly outcome: ParsedOutcome;
  readonly also: readonly ParsedObligation[];
}

/** `kill_switch NAME { scope tenant  set by role ciso, count 2  cleared by role ciso, count 2 }` */
export interface KillSwitchDeclaration {
  readonly kind: "kill_switch";
  readonly span: Span;
  readonly name: Name;
  readonly clauses: readonly KillSwitchClause[];
}
export type KillSwitchClause =
  | { readonly kind: "scope"; readonly span: Span; readonly scope: Name }
  | { readonly kind: "set-by"; readonly span: Span; readonly by: ParsedQuorum }
  | { readonly kind: "cleared-by"; readonly span: Span; readonly by: ParsedQuorum }
  | { readonly kind: "because"; readonly span: Span; readonly text: QuotedText };

/** `break_glass NAME { gates velocity  approval by role incident_commander, count 2  max 30m  also record full }` */
export interface BreakGlassDeclaration {
  readonly kind: "break_glass";
  readonly span: Span;
  readonly name: Name;
  readonly clauses: readonly BreakGlassClause[];
}
export type BreakGlassClause =
  | { readonly kind: "gates"; readonly span: Span; readonly gates: readonly Name[] }
  | { readonly kind: "approval"; readonly span: Span; readonly by: ParsedQuorum }
  | { readonly kind: "max"; readonly span: Span; readonly max: DurationLiteral }
  | { readonly kind: "also"; readonly span: Span; readonly obligation: ParsedObligation }
  | { readonly kind: "because"; readonly span: Span; readonly text: QuotedText };

/** `by role ciso, count 2, valid 15m`: how many different persons of a role, and how long the word of one counts. */
export interface ParsedQuorum {
  readonly span: Span;
  readonly role: Name;
  readonly count: number | undefined;
  readonly valid: DurationLiteral | undefined;
}

export interface LetDeclaration {
  readonly kind: "let";
  readonly span: Span;
  readonly name: Name;
  readonly value: Expression;
}

export interface ControlDeclaration {
  readonly kind: "control";
  readonly span: Span;
  readonly name: Name;
  readonly title: QuotedText;
  readonly subject: Name;
  readonly clauses: readonly ControlClause[];
}
export type ControlClause =
  | { readonly kind: "group"; readonly span: Span; readonly group: Name; readonly ordinal: number }
  | {
      readonly kind: "fail-when";
      readonly span: Span;
      readonly condition: Expression;
      readonly because: QuotedText | undefined;
    }
  | {
      readonly kind: "require";
      readonly span: Span;
      readonly condition: Expression;
      readonly because: QuotedText | undefined;
    }
  | {
      readonly kind: "partial";
      readonly span: Span;
      readonly condition: Expression;
      readonly because: QuotedText | undefined;
    }
  | {
      readonly kind: "not-applicable";
      readonly span: Span;
      readonly condition: Expression;
      readonly because: QuotedText | undefined;
    }
  | {
      readonly kind: "attested-by";
      readonly span: Span;
      readonly attestation: Name;
      readonly when: Expression | undefined;
    }
  | { readonly kind: "because"; readonly span: Span; readonly text: QuotedText }
  | { readonly kind: "remedy"; readonly span: Span; readonly platform: Name; readonly text: QuotedText }
  | { readonly kind: "tags"; readonly span: Span; readonly tags: readonly QuotedText[] };

export interface ProveDeclaration {
  readonly kind: "prove";
  readonly span: Span;
  readonly claim: ParsedClaim;
}
export type ParsedClaim =
  | {
      readonly kind: "never";
      readonly tools: Name;
      readonly with: Expression | undefined;
      readonly evenWithBreakGlass: boolean;
    }
  | {
      readonly kind: "always";
      readonly tools: Name;
      readonly with: Expression | undefined;
      readonly demand:
        | { readonly kind: "requirement"; readonly outcome: ParsedOutcome }
        | { readonly kind: "at-least"; readonly level: Name };
      readonly evenWithBreakGlass: boolean;
    }
  | { readonly kind: "no-dead-gates" }
  | { readonly kind: "not-weaker-than"; readonly file: QuotedText };

/** `test "…" { … }` over events, or `test "…" on "fixtures/case" { expect CONTROL VERDICT for SUBJECT NAME }` over a deployment. */
export interface TestDeclaration {
  readonly kind: "test";
  readonly span: Span;
  readonly title: QuotedText;
  readonly on: QuotedText | undefined;
  readonly rows: TestRows | undefined;
  readonly steps: readonly TestStep[];
}
/** `for each row in [ { amount: 5, level: "allow" }, … ]`: `row.amount` stands for the value in the steps. */
export interface TestRows {
  readonly span: Span;
  readonly binding: Name;
  readonly rows: readonly DataValue[];
}

/** JSON-like data of test steps. Numbers keep their lexeme; bare words are texts; `reference` is `row.amount`. */
export type DataValue =
  | { readonly kind: "text"; readonly span: Span; readonly text: string }
  | { readonly kind: "number"; readonly span: Span; readonly lexeme: string }
  | { readonly kind: "bool"; readonly span: Span; readonly value: boolean }
  | { readonly kind: "null"; readonly span: Span }
  | { readonly kind: "list"; readonly span: Span; readonly items: readonly DataValue[] }
  | {
      readonly kind: "record";
      readonly span: Span;
      readonly entries: readonly { readonly key: Name; readonly value: DataValue }[];
    }
  | { readonly kind: "reference"; readonly span: Span; readonly path: readonly Name[] };

export type TestStep =
  | { readonly kind: "given"; readonly span: Span; readonly settings: readonly GivenSetting[] }
  | { readonly kind: "prompt"; readonly span: Span; readonly text: DataValue; readonly expect: readonly Expectation[] }
  | { readonly kind: "system"; readonly span: Span; readonly text: DataValue; readonly expect: readonly Expectation[] }
  | { readonly kind: "output"; readonly span: Span; readonly text: DataValue; readonly expect: readonly Expectation[] }
  | {
      readonly kind: "message";
      readonly span: Span;
      readonly to: Name;
      readonly text: DataValue;
      readonly expect: readonly Expectation[];
    }
  | {
      readonly kind: "call";
      readonly span: Span;
      readonly tool: Name;
      readonly args: DataValue;
      readonly expect: readonly Expectation[];
    }
  | { readonly kind: "result"; readonly span: Span; readonly value: DataValue; readonly expect: readonly Expectation[] }
  | { readonly kind: "error"; readonly span: Span; readonly text: DataValue }
  | { readonly kind: "started"; readonly span: Span; readonly expect: readonly Expectation[] }
  | {
      readonly kind: "approve" | "confirm" | "verify" | "reject";
      readonly span: Span;
      readonly by: DataValue | undefined;
      readonly role: Name | undefined;
      readonly agent: Name | undefined;
      readonly expect: readonly Expectation[];
    }
  | { readonly kind: "revoke"; readonly span: Span; readonly subject: Name }
  /** `kill stop_all by "ann" role ciso`: what an administrator states, and who that is. */
  | {
      readonly kind: "state";
      readonly span: Span;
      readonly action: StatedAction;
      readonly subject: Name;
      readonly by: DataValue;
      readonly role: Name | undefined;
      readonly expect: readonly Expectation[];
    }
  | { readonly kind: "after"; readonly span: Span; readonly duration: DurationLiteral }
  | { readonly kind: "expect"; readonly span: Span; readonly expect: readonly Expectation[] }
  | {
      readonly kind: "expect-control";
      readonly span: Span;
      readonly control: Name;
      readonly verdict: Name;
      readonly subject: { readonly kind: Name; readonly name: Name } | undefined;
    };

/** What an administrator does: `kill` sets and `clear` clears a kill switch, `open` and `close` are said of a break glass. */
export type StatedAction = "kill" | "clear" | "open" | "close";

/** One setting of `given`: `agent refund`, `identity ok`, `purpose "…"`, `task started`, `egress none`, `on behalf of role support`, `confidence 97%`, `context.ticket.status "open"`. */
export type GivenSetting =
  | { readonly kind: "agent"; readonly span: Span; readonly name: Name }
  | { readonly kind: "identity" | "token" | "task" | "egress"; readonly span: Span; readonly state: Name }
  | { readonly kind: "purpose"; readonly span: Span; readonly value: DataValue }
  | { readonly kind: "on-behalf-of"; readonly span: Span; readonly role: Name }
  | {
      readonly kind: "confidence";
      readonly span: Span;
      readonly value: DataValue | { readonly kind: "percent"; readonly span: Span; readonly fraction: string };
    }
  | { readonly kind: "field"; readonly span: Span; readonly path: readonly Name[]; readonly value: DataValue };

/** `expect approve via large`: `level` and the gates that must be among the deciding ones; `unknown` pins what was missing. */
export type Expectation =
  | { readonly kind: "level"; readonly span: Span; readonly level: Name; readonly via: readonly Name[] }
  | { readonly kind: "unknown"; readonly span: Span; readonly path: readonly Name[] };

/** `args.amount`, `result.email of crm.get_customer` has `of`. The first segment may be a root, a bound name or a let. */
export interface ParsedPath {
  readonly span: Span;
  readonly segments: readonly Name[];
}

/** `language.md` 3. Relations keep the written operator; `check` resolves it by the left side's type. */
export type Expression =
  | { readonly kind: "text"; readonly span: Span; readonly text: string }
  | { readonly kind: "number"; readonly span: Span; readonly digits: string }
  | { readonly kind: "percent"; readonly span: Span; readonly digits: string }
  | {
      readonly kind: "money";
      readonly span: Span;
      readonly digits: string;
      readonly currency: Name;
      readonly minor: boolean;
    }
  | { readonly kind: "duration"; readonly span: Span; readonly ms: number; readonly lexeme: string }
  | { readonly kind: "timestamp"; readonly span: Span; readonly ms: number; readonly lexeme: string }
  | { readonly kind: "bool"; readonly span: Span; readonly value: boolean }
  | { readonly kind: "list"; readonly span: Span; readonly items: readonly Expression[] }
  | { readonly kind: "path"; readonly span: Span; readonly segments: readonly Name[] }
  | { readonly kind: "path-of"; readonly span: Span; readonly segments: readonly Name[]; readonly of: Name }
  | { readonly kind: "group"; readonly span: Span; readonly inner: Expression }
  | { readonly kind: "not"; readonly span: Span; readonly operand: Expression }
  | { readonly kind: "all" | "any"; readonly span: Span; readonly operands: readonly Expression[] }
  | { readonly kind: "has"; readonly span: Span; readonly operand: Expression }
  | { readonly kind: "origin"; readonly span: Span; readonly operand: Expression }
  | {
      readonly kind: "sum";
      readonly span: Span;
      readonly operator: "+" | "-";
      readonly left: Expression;
      readonly right: Expression;
    }
  | {
      readonly kind: "relation";
      readonly span: Span;
      readonly operator: RelationOperator;
      readonly operatorSpan: Span;
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly kind: "emptiness"; readonly span: Span; readonly operand: Expression; readonly negated: boolean }
  | {
      readonly kind: "quantifier";
      readonly span: Span;
      readonly quantifier: "every" | "any";
      readonly binding: Name;
      readonly nonempty: boolean;
      readonly list: Expression;
      readonly where: Expression | undefined;
      readonly body: Expression;
    }
  /** `sum` and its like have a path, `since` two events. Both limits may be missing, which is reported. */
  | {
      readonly kind: "history";
      readonly span: Span;
      readonly word: Name;
      readonly path: ParsedPath | undefined;
      readonly events: readonly ParsedPastEvent[];
      readonly within: DurationLiteral | undefined;
      readonly per: Name | undefined;
    };

/** `started mail.send with args.to == this.args.to` */
export interface ParsedPastEvent {
  readonly span: Span;
  readonly phase: Name;
  readonly pattern: Name;
  readonly with: Expression | undefined;
}

export type RelationOperator =
  | "=="
  | "!="
  | "<"
  | "<="
  | ">"
  | ">="
  | "in"
  | "not in"
  | "contains"
  | "contains any"
  | "contains all"
  | "starts with"
  | "ends with"
  | "in domain"
  | "in path"
  | "in cidr"
  | "not in domain"
  | "not in path"
  | "not in cidr"
  | "matches";
