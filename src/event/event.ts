import type { JsonValue } from "../json/json-value.ts";
import type { Field } from "../value/value.ts";

/** Every kind of event (`language.md` 9). `trace/` imports every format into these; `admit` types them for the engine. */
export const eventKinds = [
  "call",
  "decision",
  "started",
  "result",
  "error",
  "cancelled",
  "prompt",
  "output",
  "message",
  "verification",
  "confirmation",
  "approval",
  "rejection",
  "revocation",
  "heartbeat",
  "task_start",
  "task_end",
  "baseline",
  "admin",
] as const;
export type EventKind = (typeof eventKinds)[number];

/**
 * The canonical record as JSON: one object a line in canonical JSONL. A member that is missing is *absent*, unless its
 * path is listed in `not_recorded` (`"confidence"`, `"token"`, `"args.amount"`): then nobody can say. Unknown members are
 * refused. Times are RFC 3339 texts with a zone. The JSON Schema is `event.schema.json`.
 */
export interface RawEnvelope {
  readonly id: string;
  /** Joins decision, started, result, error, cancelled, verification, confirmation, approval, rejection to their call. */
  readonly call?: string;
  readonly tenant?: string;
  readonly session: string;
  readonly seq?: JsonValue;
  /** Admission time, assigned by the single writer of the partition. */
  readonly at?: string;
  readonly source_time?: string;
  /** The acting agent's name in the policy. */
  readonly agent?: string;
  /** From the head (the user) to the acting agent: `[{ "user": "u-17", "roles": ["support"] }, { "agent": "triage" }]`. */
  readonly chain?: readonly JsonValue[];
  readonly purpose?: string;
  readonly confidence?: JsonValue;
  readonly context?: { readonly [key: string]: JsonValue };
  readonly token?: { readonly [key: string]: JsonValue };
  readonly peer?: { readonly [key: string]: JsonValue };
  readonly egress?: { readonly [key: string]: JsonValue };
  readonly labels?: readonly string[];
  readonly cost?: JsonValue;
  readonly not_recorded?: readonly string[];
}

export type RawEvent = RawEnvelope &
  (
    | { readonly kind: "call"; readonly tool: string; readonly args?: { readonly [key: string]: JsonValue } }
    /** What the log says was decided then, by whatever decided: `proceed` or `block`. */
    | { readonly kind: "decision"; readonly outcome: "proceed" | "block"; readonly reason?: string }
    | { readonly kind: "started"; readonly tool?: string }
    /** `content` is the result: a text, or JSON. `complete: false` says that parts of it were not recorded. */
    | { readonly kind: "result"; readonly tool?: string; readonly content?: JsonValue; readonly complete?: boolean }
    | { readonly kind: "error"; readonly tool?: string; readonly message?: string }
    | { readonly kind: "cancelled"; readonly tool?: string }
    /** `from` defaults to `user`; `system` is the operator's own text. */
    | {
        readonly kind: "prompt";
        readonly from?: "user" | "system";
        readonly text?: string;
        /** As of a result: there was more than its text, an image say. */
        readonly complete?: boolean;
      }
    | { readonly kind: "output"; readonly text?: string; readonly complete?: boolean }
    | { readonly kind: "message"; readonly to: string; readonly text?: string; readonly complete?: boolean }
    | {
        readonly kind: "verification";
        readonly by: { readonly agent?: string; readonly rule?: string };
        readonly action_hash?: string;
      }
    | { readonly kind: "confirmation"; readonly by: string; readonly action_hash?: string }
    | {
        readonly kind: "approval";
        readonly by: string;
        readonly roles: readonly string[];
        readonly action_hash?: string;
        readonly expires_at?: string;
      }
    | { readonly kind: "rejection"; readonly by: string }
    | {
        readonly kind: "revocation";
        readonly subject: { readonly agent?: string; readonly token?: string; readonly user?: string };
      }
    | { readonly kind: "heartbeat" }
    | { readonly kind: "task_start"; readonly task: string; readonly agents?: readonly string[] }
    | { readonly kind: "task_end"; readonly task: string }
    | { readonly kind: "baseline"; readonly digest: string }
    /** What a person states in these roles; which tenant, session or agent is meant, the envelope says. */
    | {
        readonly kind: "admin";
        readonly by: string;
        readonly roles: readonly string[];
        readonly statement: AdminStatement;
      }
  );

/** Exactly one: `set` or `clear` a kill switch, `open` or `close` a break glass, by its name in the policy. */
export type AdminStatement = {
  readonly set?: string;
  readonly clear?: string;
  readonly open?: string;
  readonly close?: string;
};

/** A principal of the chain; the user stands at the head only. */
export type Principal =
  | { readonly kind: "user"; readonly user: string; readonly roles: readonly string[] | undefined }
  | { readonly kind: "agent"; readonly agent: string };

/** A leaf whose type contradicts the schema; its field is unrecorded (`ill_typed`) and a `schema_violation` deny joins. */
export interface SchemaViolation {
  readonly path: string;
  readonly expected: string;
  readonly found: string;
}

/** By the digest of a schema: does the content satisfy it? `unknown` where not all of the content was recorded. */
export type SchemaAnswers = Readonly<Record<string, boolean | "unknown">>;

/** The fields a condition can read, by root. `labels` and `revocation` come from the state. */
export type EventFields = Readonly<
  Record<
    | "args"
    | "result"
    | "text"
    | "context"
    | "token"
    | "peer"
    | "agent"
    | "chain"
    | "purpose"
    | "confidence"
    | "cost"
    | "at"
    | "egress"
    | "tool"
    | "recipient",
    Field
  >
>;

/** One piece of text the provenance index may see: where it stands in a result (`[]` for the whole), and the text. */
export interface SourceTextPart {
  readonly path: readonly string[];
  readonly text: string;
}

/** The two hashes of an event. Copies of an event share them, for they are of one record. */
export interface EventHashes {
  /** SHA-256 over the canonical typed action (`language.md` 4); undefined where something of it is unrecorded. */
  action(): string | undefined;
  /** SHA-256 over the raw content, for `id_reuse`. */
  content(): string;
}

/** What `admit` makes of a raw event: typed, canonical, hashed. `decide` reads only this and the state. */
export interface Event {
  readonly kind: EventKind;
  readonly id: string;
  readonly call: string | undefined;
  readonly tenant: Field;
  readonly session: string;
  /** Milliseconds since the epoch; undefined where the time was not recorded. */
  readonly at: number | undefined;
  /** What the host's `source_time` says, likewise; undefined where it says nothing. */
  readonly sourceAt: number | undefined;
  readonly agent: Field;
  readonly chain:
    | { readonly state: "value"; readonly principals: readonly Principal[] }
    | { readonly state: "absent" | "unrecorded" };
  readonly tool: string | undefined;
  readonly fields: EventFields;
  /** Labels the host itself supplies for this event; undefined when it leaves that to the session. */
  readonly hostLabels: readonly string[] | undefined;
  readonly violations: readonly SchemaViolation[];
  /** Paths of arguments outside a closed schema. */
  readonly undeclared: readonly string[];
  /** For results, prompts and messages: what the provenance index sees, and whether that is all of it. */
  readonly parts: readonly SourceTextPart[];
  readonly partsComplete: boolean;
  readonly hashes: EventHashes;
  /** Of prompts, messages, outputs and results, where the policy has schemas: which of them the content satisfies. */
  readonly satisfies?: SchemaAnswers;
  /**
   * The raw event as admitted, for kinds whose own members the state reads (approval, revocation, task_start …). It must
   * not change any more: `hashes` reads it when first asked. What `readEvent` has read is frozen.
   */
  readonly raw: RawEvent;
}

/** A broken envelope: denied `invalid_event`. `path` names the member at fault. */
export interface InvalidEvent {
  readonly kind: "invalid";
  readonly id: string | undefined;
  readonly path: string;
  readonly message: string;
}
