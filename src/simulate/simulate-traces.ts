import { type Level, levels, type ReasonClass } from "../engine/decision.ts";
import type { PolicyIr } from "../engine/ir.ts";
import type { EventKind } from "../event/event.ts";
import type { Assumption } from "./assumptions.ts";
import { orderByTime, type ReplayOptions, type ReplaySession, rank, replaySessions } from "./replay.ts";
import type { Refusal, SimulatedSession, Simulation, Tally, TimelineEntry } from "./simulation.ts";

export interface SimulateOptions extends ReplayOptions {
  readonly refusals: readonly Refusal[];
  /** By format: what its importer says it cannot record. */
  readonly notRecordedBy: Readonly<Record<string, readonly string[]>>;
  readonly notes: readonly string[];
  /** The assumptions as the user wrote them. */
  readonly written: readonly string[];
}

/** Replays sessions under a policy and counts what was decided. The order of sessions is the caller's. */
export function simulateTraces(
  policy: PolicyIr,
  sessions: readonly ReplaySession[],
  options: SimulateOptions,
): Simulation {
  const replayed = replaySessions(policy, sessions, options);
  // An answer re-decides its call: it stands in the timeline and is not counted again.
  const entries = replayed.flatMap((session) => session.entries).filter(({ kind }) => decidedKinds.has(kind));
  return {
    policy: policy.policy,
    mode: options.mode,
    agent: assumedAgent(options.assumptions),
    assumptions: options.written,
    sessions: replayed,
    refusals: options.refusals,
    notRecorded: notRecorded(replayed, options),
    byLevel: countLevels(entries),
    byClass: countClasses(entries),
    byEvidence: countEvidence(entries),
    byRule: tally(entries, ({ decision }) =>
      decision.reasons.filter(({ rule, level }) => rule !== undefined && rank(level) > 0).map(({ rule }) => rule ?? ""),
    ),
    byTool: tally(entries, ({ subject, kind }) => [kind === "call" && subject !== undefined ? subject : `(${kind})`]),
    byAgent: tally(entries, ({ agent }) => [agent ?? "(not recorded)"]),
    notes: [...options.notes, ...hints(entries, replayed, options), ...orderNote(sessions, options)],
  };
}

const decidedKinds: ReadonlySet<string> = new Set(["call", "result", "message", "prompt", "output"]);

const assumedAgent = (assumptions: readonly Assumption[]): string | undefined =>
  assumptions.flatMap((assumption) => (assumption.kind === "agent" ? [assumption.agent] : []))[0];

const zero = (): Record<Level, number> => ({ allow: 0, log: 0, verify: 0, confirm: 0, approve: 0, deny: 0 });

function countLevels(entries: readonly TimelineEntry[]): Readonly<Record<Level, number>> {
  const counts = zero();
  for (const { decision } of entries) counts[decision.level] += 1;
  return counts;
}

/**
 * Each decision above `log` counts once, by the strictest of its reasons; where several are, an invalid event is that before all, and
 * want of evidence explains only what nothing else does.
 */
function countClasses(entries: readonly TimelineEntry[]): Readonly<Record<ReasonClass, number>> {
  const counts: Record<ReasonClass, number> = { rule: 0, not_granted: 0, evidence: 0, invalid: 0 };
  for (const { decision } of entries) {
    if (rank(decision.level) <= rank("log")) continue;
    const acting = decision.reasons.filter(({ observed }) => observed !== true);
    const strictest = Math.max(...acting.map(({ level }) => rank(level)));
    const raising = acting.filter(({ level }) => rank(level) === strictest);
    const classes = new Set(raising.map((reason) => reason.class));
    const first = (["invalid", "rule", "not_granted", "evidence"] as const).find((name) => classes.has(name));
    if (first !== undefined) counts[first] += 1;
  }
  return counts;
}

function countEvidence(entries: readonly TimelineEntry[]): Simulation["byEvidence"] {
  const raised = entries.filter(({ decision }) => rank(decision.level) > rank("log"));
  const forWantOfEvidence = raised.filter(({ wantOfEvidence }) => wantOfEvidence).length;
  return { onEvidence: raised.length - forWantOfEvidence, forWantOfEvidence };
}

function tally(
  entries: readonly TimelineEntry[],
  namesOf: (entry: TimelineEntry) => readonly string[],
): readonly Tally[] {
  const tallies = new Map<string, Record<Level, number>>();
  for (const entry of entries) {
    for (const name of new Set(namesOf(entry))) {
      const counts = tallies.get(name) ?? zero();
      counts[entry.decision.level] += 1;
      tallies.set(name, counts);
    }
  }
  return [...tallies]
    .map(([name, counts]) => ({ name, levels: counts }))
    .sort((left, right) => total(right) - total(left) || (left.name < right.name ? -1 : 1));
}

const total = ({ levels: counts }: Tally): number => levels.reduce((sum, level) => sum + counts[level], 0);

function notRecorded(sessions: readonly SimulatedSession[], options: SimulateOptions): Simulation["notRecorded"] {
  const files = new Map<string, Set<string>>();
  for (const { format, file } of sessions) files.set(format, (files.get(format) ?? new Set()).add(file));
  return [...files]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([format, seen]) => ({ format, files: seen.size, paths: options.notRecordedBy[format] ?? [] }));
}

/** A path that is the name of a term, cut at its first dot. */
const isHistoryTerm = (path: string): boolean => /^(count|sum|distinct|last|previously|since)\(/.test(path);

const statedForAll: ReadonlySet<string> = new Set(["revocation", "heartbeat", "admin"] satisfies EventKind[]);

/** Where the order of sessions is not known, what one of them states for all may come too late for another. */
function orderNote(sessions: readonly ReplaySession[], { assumptions }: SimulateOptions): readonly string[] {
  const isStated = sessions.some(({ events }) => events.some(({ kind }) => statedForAll.has(kind)));
  const isIndependent = assumptions.some(({ kind }) => kind === "sessions");
  if (!isStated || isIndependent || sessions.length <= 1 || orderByTime(sessions) !== undefined) return [];
  return [
    "not every event has a time: a revocation, a heartbeat or a switch counts only in the sessions replayed after it, whichever came first",
  ];
}

/** What would make a report full of missing evidence say more. */
function hints(
  entries: readonly TimelineEntry[],
  sessions: readonly SimulatedSession[],
  options: SimulateOptions,
): readonly string[] {
  const missing = new Set(
    entries
      .filter(({ wantOfEvidence }) => wantOfEvidence)
      .flatMap(({ decision }) =>
        decision.reasons.flatMap(({ unknowns }) => unknowns.map(({ path }) => path.split(".")[0] ?? "")),
      ),
  );
  const given = new Set(options.assumptions.map(({ kind }) => kind));
  const notes: string[] = [];
  const formats = [...new Set(sessions.map(({ format }) => format))].sort().join(", ");
  if (missing.has("agent") || missing.has("chain")) {
    if (!given.has("agent")) notes.push(`${formats} does not record which agent acts: name it with --agent NAME`);
  }
  if ((missing.has("token") || missing.has("peer") || missing.has("revocation")) && !given.has("identity")) {
    notes.push(`${formats} does not record identities: --assume identity=ok replays as if they had been in order`);
  }
  if (missing.has("task") && !given.has("task")) {
    notes.push(`${formats} does not record tasks: --assume task=started replays as if one had run`);
  }
  if (missing.has("at") && !given.has("time")) {
    notes.push(`${formats} does not record times: --assume time=2026-01-01T00:00:00Z+1s gives each event one`);
  }
  if (sessions.length > 1 && !given.has("sessions") && [...missing].some(isHistoryTerm)) {
    notes.push(
      "some history is not recorded: where sessions have no times, --assume sessions=independent replays each by itself",
    );
  }
  if (missing.has("confidence"))
    notes.push(`${formats} does not record confidence: --assume confidence=95% supplies one`);
  return notes;
}
