import type { AdminStatement } from "../event/event.ts";

/** What an event says about its circumstances (`docs/events.md`). The guard adds `kind`, `at` and, without one, the `id`. */
export interface Envelope {
  /** One id is one content for ever; the same call again under its id goes on where it was left, and never runs twice. */
  readonly id?: string;
  readonly session: string;
  readonly tenant?: string;
  readonly agent?: string;
  readonly chain?: readonly (
    | { readonly user: string; readonly roles?: readonly string[] }
    | { readonly agent: string }
  )[];
  readonly purpose?: string;
  readonly confidence?: number | string;
  readonly context?: Readonly<Record<string, unknown>>;
  readonly token?: {
    readonly verified?: boolean;
    readonly subject?: string;
    readonly scopes?: readonly string[];
    readonly issued_at?: string;
    readonly expires_at?: string;
    readonly claims?: Readonly<Record<string, unknown>>;
  };
  readonly peer?: { readonly mutual?: boolean; readonly agent?: string };
  readonly egress?: { readonly url?: string; readonly method?: string; readonly type?: string };
  readonly labels?: readonly string[];
  readonly cost?: number;
  readonly source_time?: string;
  readonly not_recorded?: readonly string[];
}

export interface GuardCall extends Envelope {
  readonly tool: string;
  readonly args?: Readonly<Record<string, unknown>>;
}

export interface GuardOutput extends Envelope {
  readonly text: string;
  /** False: there is more than the text, an image say. It is not decided on, and may hold anything. */
  readonly complete?: boolean;
}

export interface GuardPrompt extends GuardOutput {
  readonly from?: "user" | "system";
}

export interface GuardMessage extends GuardOutput {
  readonly to: string;
}

/** What the host tells the guard besides: nobody's action, and answers that come from outside a handler. */
export type GuardFeed = Envelope &
  (
    | {
        readonly kind: "revocation";
        readonly subject:
          | Readonly<Record<"agent" | "token" | "user", string | undefined>>
          | Readonly<Record<string, string>>;
      }
    | { readonly kind: "heartbeat" }
    | { readonly kind: "task_start"; readonly task: string; readonly agents?: readonly string[] }
    | { readonly kind: "task_end"; readonly task: string }
    | { readonly kind: "baseline"; readonly digest: string }
    /** One statement: `{ set: NAME }` or `{ clear: NAME }` a kill switch, `{ open: NAME }` or `{ close: NAME }` a break glass. */
    | {
        readonly kind: "admin";
        readonly by: string;
        readonly roles: readonly string[];
        readonly statement: AdminStatement;
      }
    | {
        readonly kind: "verification";
        readonly call: string;
        readonly by: Readonly<Record<string, string>>;
        readonly action_hash: string;
      }
    | { readonly kind: "confirmation"; readonly call: string; readonly by: string; readonly action_hash: string }
    | {
        readonly kind: "approval";
        readonly call: string;
        readonly by: string;
        readonly roles: readonly string[];
        readonly action_hash: string;
        readonly expires_at?: string;
      }
    | { readonly kind: "rejection"; readonly call: string; readonly by: string }
  );
