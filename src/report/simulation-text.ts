import { type Level, levels } from "../engine/decision.ts";
import type { SimulatedSession, Simulation, Tally, TimelineEntry } from "../simulate/simulation.ts";
import { explainEntry, ruleOf } from "./decision-words.ts";
import { visible } from "./escape.ts";
import { isBlocking } from "./finding.ts";
import { count } from "./plural.ts";
import type { Palette, RenderOptions } from "./report.ts";
import { type Column, renderTable } from "./table.ts";

const notableLimit = 20;

/** A replay as a person reads it: timelines, totals, and what the formats could not say. */
export function renderSimulation(simulation: Simulation, options: RenderOptions): string {
  const shown = shownSessions(simulation.sessions, options);
  const blocks = [
    heading(simulation, options),
    ...shown.sessions.map((session) => renderSession(session, options)),
    ...(shown.note === undefined ? [] : [options.color.dim(shown.note)]),
    renderTotals(simulation, options),
    ...tallies(simulation, options),
    ...renderRefusals(simulation, options),
    renderEvidence(simulation, options),
    ...(simulation.notes.length === 0
      ? []
      : [simulation.notes.map((note) => `note: ${visible(note, options.ascii)}`).join("\n")]),
  ];
  return blocks.join("\n\n");
}

function heading(simulation: Simulation, { color, ascii }: RenderOptions): string {
  const files = new Set(simulation.sessions.map((session) => session.file)).size;
  const decisions = simulation.sessions.reduce((sum, session) => sum + session.entries.length, 0);
  const agent = simulation.agent === undefined ? "" : `, as agent ${visible(simulation.agent, ascii)}`;
  return `${color.bold(`policy ${visible(simulation.policy, ascii)}`)}, ${simulation.mode} replay${agent}: ${count(decisions, "decision")} in ${count(simulation.sessions.length, "session")} of ${count(files, "file")}`;
}

function shownSessions(
  sessions: readonly SimulatedSession[],
  { timeline }: RenderOptions,
): { readonly sessions: readonly SimulatedSession[]; readonly note: string | undefined } {
  if (timeline === "all") return { sessions, note: undefined };
  if (timeline === "none") return { sessions: [], note: undefined };
  const wanted =
    timeline === "denied"
      ? sessions.filter((session) => session.entries.some((entry) => entry.decision.level === "deny"))
      : sessions.filter((session) => session.entries.some(isBlocking));
  const some = timeline === "denied" ? wanted : wanted.slice(0, notableLimit);
  const quiet = sessions.length - wanted.length;
  const rest = wanted.length - some.length;
  const parts = [
    ...(quiet > 0 ? [`${count(quiet, "session")} with nothing ${timeline === "denied" ? "denied" : "above log"}`] : []),
    ...(rest > 0 ? [`${rest} more like those above`] : []),
  ];
  return {
    sessions: some,
    note: parts.length === 0 ? undefined : `not shown: ${parts.join(", ")} (--timeline all shows every event)`,
  };
}

function renderSession(session: SimulatedSession, options: RenderOptions): string {
  const { ascii, color, timeline } = options;
  const rows = session.entries.filter((entry) => {
    if (timeline === "all") return true;
    return timeline === "denied" ? entry.decision.level === "deny" : entry.decision.level !== "allow";
  });
  const hidden = session.entries.length - rows.length;
  const title = `${color.bold(`session ${visible(session.session, ascii)}`)} (${visible(session.file, ascii)}, ${visible(session.format, ascii)})`;
  const table = renderTable(
    timelineColumns(color),
    rows.map((entry) => timelineRow(entry, ascii)),
    {
      width: options.width,
      ascii,
      indent: "  ",
      dim: color.dim,
    },
  );
  const rest = hidden === 0 ? [] : [color.dim(`  ${count(hidden, "other event")} not shown`)];
  return [title, ...table, ...rest].join("\n");
}

const timelineColumns = (color: Palette): readonly Column[] => [
  { title: "#", align: "right" },
  { title: "level", paint: (text) => levelPaint(color, text.trim())(text) },
  { title: "event", max: 34 },
  { title: "ran" },
  { title: "rule", max: 32 },
  { title: "why" },
];

const timelineRow = (entry: TimelineEntry, ascii: boolean): readonly string[] => [
  String(entry.index),
  entry.decision.level,
  visible(entry.subject === undefined ? entry.kind : `${entry.kind} ${entry.subject}`, ascii),
  entry.ran === undefined ? "" : entry.ran ? "yes" : "no",
  visible(ruleOf(entry), ascii),
  visible(isBlocking(entry) ? `${explainEntry(entry)}; with ${entry.summary}` : explainEntry(entry), ascii),
];

export function levelPaint(color: Palette, level: string): (text: string) => string {
  if (level === "allow") return color.good;
  if (level === "log") return color.info;
  return level === "deny" ? color.error : color.warning;
}

function renderTotals(simulation: Simulation, { color }: RenderOptions): string {
  const byLevel = levels
    .filter((level) => simulation.byLevel[level] > 0)
    .map((level) => levelPaint(color, level)(`${level} ${simulation.byLevel[level]}`));
  const { onEvidence, forWantOfEvidence } = simulation.byEvidence;
  const above = onEvidence + forWantOfEvidence;
  return [
    `${color.bold("decisions:")} ${byLevel.length === 0 ? "none" : byLevel.join("  ")}`,
    `above log: ${above}, of which ${onEvidence} on recorded facts and ${forWantOfEvidence} only because something was not recorded`,
    `why: ${simulation.byClass.rule} by a rule, ${simulation.byClass.not_granted} not granted, ${simulation.byClass.evidence} for want of evidence, ${simulation.byClass.invalid} invalid`,
  ].join("\n");
}

const tallies = (simulation: Simulation, options: RenderOptions): readonly string[] =>
  (
    [
      ["by rule", simulation.byRule],
      ["by tool", simulation.byTool],
      ["by agent", simulation.byAgent],
    ] as const
  )
    .filter(([, rows]) => rows.length > 0)
    .map(([title, rows]) => renderTally(title, rows, options));

function renderTally(title: string, tally: readonly Tally[], options: RenderOptions): string {
  const used = levels.filter((level) => tally.some((row) => row.levels[level] > 0));
  const columns: readonly Column[] = [
    { title, max: 40 },
    ...used.map((level): Column => ({ title: level, align: "right" })),
    { title: "" },
  ];
  const cell = (row: Tally, level: Level): string => (row.levels[level] === 0 ? "." : String(row.levels[level]));
  const rows = tally.map((row) => [visible(row.name, options.ascii), ...used.map((level) => cell(row, level)), ""]);
  return renderTable(columns, rows, { ...options, indent: "", dim: options.color.dim }).join("\n");
}

const renderRefusals = (simulation: Simulation, { ascii, color }: RenderOptions): readonly string[] =>
  simulation.refusals.length === 0
    ? []
    : [
        [
          color.error(`not replayed: ${count(simulation.refusals.length, "input")}`),
          ...simulation.refusals.map(({ file, line, column, code, message }) => {
            const place = line === undefined ? file : `${file}:${line}:${column ?? 1}`;
            return `  ${visible(place, ascii)}: ${visible(`${message} [${code}]`, ascii)}`;
          }),
        ].join("\n"),
      ];

/** Printed in every report: a decision is only worth what its evidence is. */
function renderEvidence(simulation: Simulation, { ascii, color }: RenderOptions): string {
  const formats = simulation.notRecorded.map(({ format, files, paths }) => {
    const list = paths.length === 0 ? "records everything a policy can read" : `does not record ${paths.join(", ")}`;
    return `  ${visible(`${format} (${count(files, "file")}): ${list}`, ascii)}`;
  });
  const assumed = simulation.assumptions.map((assumption) => `  ${visible(assumption, ascii)}`);
  return [
    color.bold("what the logs cannot say:"),
    ...(formats.length === 0 ? ["  nothing was read"] : formats),
    color.bold("assumed for what was not recorded:"),
    ...(assumed.length === 0 ? ["  nothing"] : assumed),
  ].join("\n");
}
