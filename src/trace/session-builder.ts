import type { RawEvent } from "../event/event.ts";
import type { JsonObject, JsonValue } from "../json/json-value.ts";
import { assertNever } from "../source/assert-never.ts";
import type { ReadArguments } from "./arguments.ts";
import type { ImportedSession } from "./importer.ts";
import { quoteText } from "./json-members.ts";
import { openCalls } from "./open-calls.ts";
import { sessionNotes } from "./session-notes.ts";
import { toolName } from "./tool-name.ts";

export interface RecordedCall {
  readonly id: JsonValue | undefined;
  /** As the host spells it. */
  readonly tool: string;
  readonly args: ReadArguments;
}

export interface RecordedOutcome {
  readonly id: JsonValue | undefined;
  /** Tool and arguments, where a result repeats them. */
  readonly tool?: string | undefined;
  readonly args?: JsonObject | undefined;
  readonly outcome:
    | { readonly kind: "result"; readonly content: JsonValue | undefined; readonly complete: boolean }
    | { readonly kind: "error"; readonly message: string | undefined }
    | { readonly kind: "cancelled" };
}

/** What somebody said; `complete` is false where there was more than its text. */
export interface Said {
  readonly text: string | undefined;
  readonly complete: boolean;
}

/** Collects one session; times are RFC 3339 texts. */
export interface SessionBuilder {
  readonly prompt: (from: "user" | "system", said: Said, at?: string) => void;
  readonly output: (said: Said, at?: string) => void;
  /** Adds calls to the message `group`, which stands where its first call was added. */
  readonly calls: (group: string, calls: readonly RecordedCall[], at?: string) => void;
  /** Returns why the outcome belongs to no call, or undefined when it was joined. */
  readonly outcome: (outcome: RecordedOutcome, at?: string) => string | undefined;
  readonly note: (text: string) => void;
  /** The session began before what was recorded of it. */
  readonly lackPast: () => void;
  /** `nextId` numbers the events of the whole file. */
  readonly finish: (nextId: () => string) => ImportedSession;
}

interface CallEntry extends RecordedCall {
  readonly name: string;
  readonly at: string | undefined;
  ended: boolean;
  eventId: string;
}

type Entry =
  | {
      readonly kind: "prompt";
      readonly from: "user" | "system";
      readonly said: Said;
      readonly at: string | undefined;
    }
  | { readonly kind: "output"; readonly said: Said; readonly at: string | undefined }
  | { readonly kind: "group"; readonly calls: CallEntry[] }
  | {
      readonly kind: "outcome";
      readonly call: CallEntry;
      readonly outcome: RecordedOutcome["outcome"];
      readonly at: string | undefined;
    };

/**
 * Builds the events of one session. The calls of a message come first, in listed order; then `started` for each that has
 * a result or an error, derived and timed with the last call of the message; then the outcomes as recorded.
 */
export function buildSession(
  session: string,
  file: string,
  format: string,
  formatNotRecorded: readonly string[],
): SessionBuilder {
  const entries: Entry[] = [];
  const groups = new Map<string, { readonly index: number; readonly calls: CallEntry[] }>();
  const open = openCalls<CallEntry>();
  const notes = sessionNotes();
  let lacksPast = false;

  return {
    lackPast() {
      lacksPast = true;
    },
    prompt: (from, said, at) => void entries.push({ kind: "prompt", from, said, at }),
    output: (said, at) => void entries.push({ kind: "output", said, at }),
    note: notes.add,
    calls(groupName, calls, at) {
      let group = groups.get(groupName);
      if (group === undefined) {
        group = { index: groups.size, calls: [] };
        groups.set(groupName, group);
        entries.push({ kind: "group", calls: group.calls });
      }
      for (const call of calls) {
        const entry: CallEntry = { ...call, name: toolName(call.tool), at, ended: false, eventId: "" };
        if (entry.name !== call.tool) notes.renamed(call.tool, entry.name);
        group.calls.push(entry);
        const args = call.args.ok ? call.args.args : undefined;
        open.add(entry, { id: call.id, tool: entry.name, args }, group.index);
      }
    },
    outcome(recorded, at) {
      const tool = recorded.tool === undefined ? undefined : toolName(recorded.tool);
      const joined = open.join({ id: recorded.id, tool, args: recorded.args });
      if (joined.kind === "unmatched") return joined.why;
      notes.joined(joined.by);
      if (recorded.outcome.kind !== "cancelled") joined.call.ended = true;
      entries.push({ kind: "outcome", call: joined.call, outcome: recorded.outcome, at });
      return undefined;
    },
    finish(nextId) {
      const missing = lacksPast ? [...formatNotRecorded, "past"] : formatNotRecorded;
      const events = entries.flatMap((entry) => eventsOf(entry, session, nextId, missing));
      for (const entry of entries) {
        if (entry.kind !== "group") continue;
        for (const call of entry.calls) {
          if (!call.args.ok) {
            notes.add(`the arguments of ${call.eventId} (${quoteText(call.name)}) are not recorded: ${call.args.why}`);
          }
          if (!call.ended) notes.withoutOutcome(`${call.eventId} (${quoteText(call.name)})`);
        }
      }
      return { session, format, file, events, notes: notes.all() };
    },
  };
}

/** In a replay a recorded time is both, so an event lacks neither or both, whatever its format usually has. */
const timePaths: readonly string[] = ["at", "source_time"];

function eventsOf(
  entry: Entry,
  session: string,
  nextId: () => string,
  formatNotRecorded: readonly string[],
): readonly RawEvent[] {
  const untimed = formatNotRecorded.filter((path) => !timePaths.includes(path));
  const envelope = (at: string | undefined, missing: readonly string[] = []) => ({
    id: nextId(),
    session,
    ...(at === undefined ? {} : { at }),
    not_recorded: [...untimed, ...(at === undefined ? timePaths : []), ...missing],
  });
  switch (entry.kind) {
    case "prompt":
      return [{ kind: "prompt", ...envelope(entry.at), from: entry.from, ...saidMembers(entry.said) }];
    case "output":
      return [{ kind: "output", ...envelope(entry.at), ...saidMembers(entry.said) }];
    case "group":
      return groupEvents(entry.calls, envelope);
    case "outcome":
      return [outcomeEvent(entry, envelope)];
    default:
      return assertNever(entry);
  }
}

const saidMembers = ({ text, complete }: Said) => ({
  ...(text === undefined ? {} : { text }),
  ...(complete ? {} : { complete: false }),
});

type MakeEnvelope = (
  at: string | undefined,
  missing?: readonly string[],
) => {
  readonly id: string;
  readonly session: string;
  readonly at?: string;
  readonly not_recorded: readonly string[];
};

function groupEvents(calls: readonly CallEntry[], envelope: MakeEnvelope): readonly RawEvent[] {
  const events: RawEvent[] = [];
  for (const call of calls) {
    const event: RawEvent = call.args.ok
      ? { kind: "call", ...envelope(call.at), tool: call.name, args: call.args.args }
      : { kind: "call", ...envelope(call.at, ["args"]), tool: call.name };
    call.eventId = event.id;
    events.push(event);
  }
  const lastAt = calls.at(-1)?.at;
  for (const call of calls) {
    if (call.ended) events.push({ kind: "started", ...envelope(lastAt), call: call.eventId, tool: call.name });
  }
  return events;
}

function outcomeEvent(entry: Entry & { readonly kind: "outcome" }, envelope: MakeEnvelope): RawEvent {
  const { call, outcome, at } = entry;
  const joins = { call: call.eventId, tool: call.name };
  switch (outcome.kind) {
    case "result": {
      if (outcome.content === undefined) return { kind: "result", ...envelope(at, ["content"]), ...joins };
      const incomplete = outcome.complete ? {} : { complete: false };
      return { kind: "result", ...envelope(at), ...joins, content: outcome.content, ...incomplete };
    }
    case "error":
      return outcome.message === undefined
        ? { kind: "error", ...envelope(at, ["message"]), ...joins }
        : { kind: "error", ...envelope(at), ...joins, message: outcome.message };
    case "cancelled":
      return { kind: "cancelled", ...envelope(at), ...joins };
    default:
      return assertNever(outcome);
  }
}
