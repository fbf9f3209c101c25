import { formatDuration } from "../value/duration.ts";
import type { Type } from "../value/type.ts";
import type { Root } from "./condition.ts";

/**
 * What can have happened to a call, or to a message (attempted, denied) (`language.md` 5). `attempted`: it was put to decision; `started`: it began, or was let
 * go ahead and may begin; `executed`: its result was seen; `failed`: its error was; `denied`: the decision was a deny;
 * `approved`: people approved it and it was let go ahead.
 */
export const pastPhases = ["attempted", "started", "executed", "denied", "approved", "failed"] as const;
export type PastPhase = (typeof pastPhases)[number];

/** Whose past is counted: a register each session, acting agent, user at the head of the chain, tenant, or one for all. */
export const historyKeys = ["session", "agent", "user", "tenant", "global"] as const;
export type HistoryKey = (typeof historyKeys)[number];

/** A path without its type: what `with` compares. */
export interface HistoryPath {
  readonly root: Root;
  readonly segments: readonly string[];
}

/** Past events of one phase, of the tools that some pattern matches, whose fields equal those of the event that asks. */
export interface PastEvent {
  readonly phase: PastPhase;
  /** Messages between agents too: `attempted message`. They have no tool, and are attempted or denied. */
  readonly messages?: true;
  /** As written, sorted. */
  readonly patterns: readonly string[];
  /** The tools of the catalogue that they match, sorted. */
  readonly tools: readonly string[];
  /** Sorted by their printed form, each once. */
  readonly with: readonly { readonly past: HistoryPath; readonly now: HistoryPath }[];
}

interface Windowed {
  /** Its text as policies write it; equal names are equal terms. */
  readonly name: string;
  /** An event counts while `0 <= now - at <= withinMs`. */
  readonly withinMs: number;
  readonly per: HistoryKey;
}

/**
 * One term, free of spans. `never(EV)` is the negation of `previously(EV)`. `since(A, B)` holds if some B lies in the
 * window and an A came after the last B.
 */
export type HistoryTerm = Windowed &
  (
    | { readonly kind: "count"; readonly event: PastEvent }
    | { readonly kind: "previously"; readonly event: PastEvent }
    | {
        readonly kind: "sum";
        readonly event: PastEvent;
        readonly path: HistoryPath;
        readonly type: Type;
        readonly currency?: string;
      }
    | { readonly kind: "distinct"; readonly event: PastEvent; readonly path: HistoryPath }
    | { readonly kind: "last"; readonly event: PastEvent; readonly path: HistoryPath; readonly type: Type }
    | { readonly kind: "since"; readonly event: PastEvent; readonly after: PastEvent }
  );

/** Without its name, which follows from the rest. */
export type HistoryContent = HistoryTerm extends infer T ? (T extends HistoryTerm ? Omit<T, "name"> : never) : never;

/** The term with its name, its lists sorted and each entry once. */
export function nameTerm(content: HistoryContent): HistoryTerm {
  const term = { ...content, event: sortEvent(content.event) };
  if (term.kind === "since") {
    const since = { ...term, after: sortEvent(term.after) };
    return { ...since, name: printTerm(since) };
  }
  return { ...term, name: printTerm(term) } as HistoryTerm; // only the name was missing
}

/** What a term is when it stands as an operand. */
export function typeOfTerm(term: HistoryTerm): Type {
  switch (term.kind) {
    case "count":
    case "distinct":
      return { kind: "int" };
    case "previously":
    case "since":
      return { kind: "bool" };
    case "sum":
      return term.currency === undefined || term.type.kind !== "money"
        ? term.type
        : { ...term.type, currency: { kind: "fixed", code: term.currency } };
    case "last":
      return term.type;
  }
}

function printTerm(content: HistoryContent): string {
  return `${content.kind}(${printInner(content)}) within ${formatDuration(content.withinMs)} per ${content.per}${
    content.kind === "sum" && content.currency !== undefined ? ` in ${content.currency}` : ""
  }`;
}

function printInner(content: HistoryContent): string {
  switch (content.kind) {
    case "count":
    case "previously":
      return printPastEvent(content.event);
    case "sum":
    case "distinct":
    case "last":
      return `${printHistoryPath(content.path)} of ${printPastEvent(content.event)}`;
    case "since":
      return `${printPastEvent(content.event)}, ${printPastEvent(content.after)}`;
  }
}

export const printHistoryPath = ({ root, segments }: HistoryPath): string => [root, ...segments].join(".");

export function printPastEvent({ phase, patterns, messages, with: equalities }: PastEvent): string {
  const withs = equalities.length === 0 ? "" : ` with ${equalities.map(printEquality).join(" and ")}`;
  const subjects = [...patterns.map(printPattern), ...(messages === undefined ? [] : [messageWord])];
  return `${phase} ${subjects.join(", ")}${withs}`;
}

const printEquality = ({ past, now }: PastEvent["with"][number]): string =>
  `${printHistoryPath(past)} == this.${printHistoryPath(now)}`;

/** What stands for messages in place of a tool; a tool of that name is quoted. */
export const messageWord = "message";

/** A name outside the plain alphabet is quoted, as in the source. */
const printPattern = (pattern: string): string =>
  /^[A-Za-z0-9_.*/-]+$/.test(pattern) && pattern !== messageWord ? pattern : JSON.stringify(pattern);

function sortEvent(event: PastEvent): PastEvent {
  const equalities = new Map(event.with.map((equality) => [printEquality(equality), equality]));
  return {
    phase: event.phase,
    ...(event.messages === undefined ? {} : { messages: event.messages }),
    patterns: [...new Set(event.patterns)].sort(),
    tools: [...new Set(event.tools)].sort(),
    with: [...equalities].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, equality]) => equality),
  };
}
