import type { Decision, Level, Obligation, Requirement, Unknown } from "../engine/decision.ts";
import type { PolicyIr } from "../engine/ir.ts";
import { uniteByContent } from "../engine/reason.ts";
import type { Event, InvalidEvent, RawEvent } from "../event/event.ts";
import { formatTimestamp } from "../value/timestamp.ts";
import type { Refusal } from "./guard-code.ts";
import { type RecordedContent, recordContent } from "./record-content.ts";
import { type RecordedIdentity, recordIdentity } from "./record-identity.ts";
import { type RecordedReason, recordReason } from "./record-reason.ts";

export type { RecordedContent, RecordedIdentity, RecordedReason };

/**
 * One decision, as auditors and SIEM exporters read it: `decision-record.schema.json` describes it. Redacted unless it says
 * otherwise: of arguments, results and texts it holds type and length. `writeRecord` makes the bytes.
 */
export interface DecisionRecord {
  /** What came of it. `none`: an outcome is reported, or an event was recorded, that asks for no decision. */
  readonly decision: Level | "none";
  /** The version of this form. */
  readonly record: 1;
  /** Numbers the records of one guard from 1 on. */
  readonly sequence?: number;
  readonly event: RecordedEvent;
  readonly identity: RecordedIdentity;
  /** The hash that answers are bound to, of an action that was recorded completely. */
  readonly action_hash?: string;
  readonly policy: RecordedPolicy;
  /** Before requirements were discharged. */
  readonly demanded?: Level;
  /** What the policy left; `decision` is stricter where the guard refused. */
  readonly level?: Level;
  readonly reasons: readonly RecordedReason[];
  /** What was unknown in the conditions of these reasons, each once. */
  readonly unknowns: readonly Unknown[];
  readonly requirements: readonly Requirement[];
  readonly remaining: readonly Requirement[];
  readonly obligations: readonly RecordedObligation[];
  /** Why the guard refused, where it was not the policy. */
  readonly guard?: Refusal;
  readonly content: RecordedContent;
  readonly redacted: boolean;
  readonly times: RecordedTimes;
}

export interface RecordedEvent {
  readonly kind: Event["kind"] | "invalid";
  readonly id?: string;
  readonly session?: string;
  /** The call it begins, starts, answers or ends. */
  readonly call?: string;
  readonly tool?: string;
  readonly tenant?: string;
  /** Who is written to. */
  readonly to?: string;
  /** Who answered, `agent:NAME` or `rule:NAME` for a second opinion, and in which roles. */
  readonly by?: string;
  readonly roles?: readonly string[];
}

export interface RecordedPolicy {
  /** Absent where no policy could be read. */
  readonly name?: string;
  readonly version?: number;
  /** SHA-256 of the canonical IR. */
  readonly digest?: string;
}

/** `due`: performed later, when the action goes out; `undone`: by this program never, its caller performs it. */
export type RecordedObligation = Obligation & { readonly status: ObligationStatus };
export type ObligationStatus = "done" | "failed" | "due" | "undone";

export interface RecordedTimes {
  readonly admitted?: string;
  /** As the source of the event has it. */
  readonly source?: string;
  /** When this record was made, by the clock of the guard. */
  readonly recorded?: string;
}

export interface RecordOptions {
  readonly policy: RecordedPolicy;
  /** For the types of arguments and results. */
  readonly catalogue: PolicyIr["catalogue"];
  readonly full: boolean;
  readonly key: Uint8Array | undefined;
}

/** What a record is made of. */
export interface Recordable {
  readonly event: Event | InvalidEvent;
  /** The action that the event starts, answers or ends. */
  readonly subject?: Event;
  readonly decision: Decision | undefined;
  /** Of the action that was decided. */
  readonly actionHash: string | undefined;
  readonly refusal?: Refusal;
  readonly statusOf: (obligation: Obligation) => ObligationStatus;
  readonly sequence?: number;
  readonly recordedAt?: number;
}

export function recordDecision(given: Recordable, options: RecordOptions): DecisionRecord {
  const { event, decision, refusal } = given;
  const isFull = options.full || decision?.obligations.some(({ kind }) => kind === "record-full") === true;
  const reasons = (decision?.reasons ?? []).map((reason) => recordReason(reason, isFull));
  return withoutUndefined({
    decision: refusal !== undefined && !isOutcome(event) ? "deny" : (decision?.level ?? "none"),
    record: 1,
    sequence: given.sequence,
    event: recordEvent(event, given.subject),
    identity: recordIdentity(given.subject ?? event),
    action_hash: given.actionHash,
    policy: options.policy,
    demanded: decision?.demanded,
    level: decision?.level,
    reasons,
    unknowns: uniteByContent((decision?.reasons ?? []).flatMap(({ unknowns }) => unknowns)),
    requirements: decision?.requirements ?? [],
    remaining: decision?.remaining ?? [],
    obligations: (decision?.obligations ?? []).map((one) => ({ ...one, status: given.statusOf(one) })),
    guard: refusal,
    content: event.kind === "invalid" ? noContent : contentOf(event, options, isFull),
    redacted: !isFull,
    times: timesOf(event, given.recordedAt),
  });
}

const noContent: RecordedContent = { values: [], left_off: 0 };

/** An end that is reported: nothing is left to refuse. */
const isOutcome = ({ kind }: Event | InvalidEvent): boolean => kind === "error" || kind === "cancelled";

function recordEvent(event: Event | InvalidEvent, subject: Event | undefined): RecordedEvent {
  // What is no event may have anything for an id.
  if (event.kind === "invalid")
    return withoutUndefined({ kind: event.kind, id: /^[!-~]{1,128}$/.test(event.id ?? "") ? event.id : undefined });
  const { kind, id, session, raw } = event;
  const tool = event.tool ?? subject?.tool;
  const call = kind === "call" ? (event.call ?? id) : event.call;
  return withoutUndefined({
    kind,
    id,
    session,
    call,
    tool,
    tenant: raw.tenant,
    to: "to" in raw ? raw.to : undefined,
    ...answerOf(raw),
  });
}

function answerOf(raw: RawEvent): Pick<RecordedEvent, "by" | "roles"> {
  switch (raw.kind) {
    case "verification":
      return { by: raw.by.agent === undefined ? `rule:${raw.by.rule ?? ""}` : `agent:${raw.by.agent}` };
    case "approval":
      return { by: raw.by, roles: raw.roles };
    case "confirmation":
    case "rejection":
      return { by: raw.by };
    default:
      return {};
  }
}

function contentOf(event: Event, { catalogue, key }: RecordOptions, full: boolean): RecordedContent {
  const { tool: name } = event;
  const tool = name !== undefined && Object.hasOwn(catalogue.tools, name) ? catalogue.tools[name] : undefined;
  const types = { args: tool?.args ?? { kind: "json" }, result: tool?.result ?? { kind: "json" } } as const;
  return recordContent(event, types, { full, key });
}

function timesOf(event: Event | InvalidEvent, recordedAt: number | undefined): RecordedTimes {
  const recorded = recordedAt === undefined ? undefined : formatTimestamp(recordedAt);
  if (event.kind === "invalid") return withoutUndefined({ recorded });
  return withoutUndefined({
    admitted: event.at === undefined ? undefined : formatTimestamp(event.at),
    source: event.sourceAt === undefined ? undefined : formatTimestamp(event.sourceAt),
    recorded,
  });
}

/** Members that are undefined are left out. */
function withoutUndefined<T extends object>(object: Loose<T>): T {
  return Object.fromEntries(Object.entries(object).filter(([, member]) => member !== undefined)) as unknown as T;
}

type Loose<T> = { readonly [K in keyof T]: T[K] | undefined };
