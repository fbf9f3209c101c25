import { levels, type Reason, type Requirement, type Unknown } from "../engine/decision.ts";
import { describeObligation, describeRequirement } from "../engine/describe-rule.ts";
import type { InspectedGate, InspectedGrant, Inspection } from "../engine/inspect-event.ts";
import { clauseRows, type ExplainedRow } from "./clause-rows.ts";
import { reasonInWords } from "./decision-words.ts";
import { wrap } from "./display-width.ts";
import { escapeJson, visible } from "./escape.ts";
import type { Explained } from "./explained.ts";
import { decidedBy, missingInWords } from "./missing-words.ts";
import { nearestMisses } from "./nearest-miss.ts";
import type { RenderOptions } from "./report.ts";
import { levelPaint } from "./simulation-text.ts";

/**
 * One decision in full: every rule that decided with its clauses and the values under them, what is missing and what would
 * decide it, the rules that did not act, the nearest miss, and what remains to be done.
 */
export function renderExplanation(explained: Explained, options: RenderOptions): string {
  const { entry, inspection } = explained;
  const { decision } = entry;
  const { color } = options;
  const rows = (list: readonly ExplainedRow[]): readonly string[] => list.flatMap((row) => renderRow(row, options));
  const subject = entry.subject === undefined ? entry.kind : `${entry.kind} ${entry.subject}`;
  const who = entry.agent === undefined ? "" : ` by agent ${entry.agent}`;
  const demanded = decision.demanded === decision.level ? "" : ` (demanded: ${decision.demanded})`;
  const paragraph = (text: string): readonly string[] => plainLines(text, 0, options);
  const blocks: readonly (readonly string[])[] = [
    [
      ...paragraph(`event ${entry.index}: ${subject}${who}`),
      ...(entry.summary === "" ? [] : plainLines(entry.summary, 2, options)),
      `decision: ${levelPaint(color, decision.level)(decision.level)}${demanded}`,
      ...(entry.wantOfEvidence
        ? paragraph("It rests only on what was not recorded, so it says nothing about the agent.")
        : []),
    ],
    ...strictestFirst(decision.reasons).map((reason) => [
      ...reasonLines(reason, options),
      ...rows(rowsOf(reason, explained)),
    ]),
    titled("missing", missingLines(explained, options)),
    titled(
      "nearest miss",
      nearestMisses(explained).flatMap((line) => plainLines(line, 2, options, 2)),
    ),
    titled("did not act", quietLines(inspection, options)),
    [
      ...demands(decision.requirements, decision.remaining).flatMap(paragraph),
      ...decision.obligations.flatMap((obligation) => paragraph(`obliges: it ${describeObligation(obligation)}`)),
      ...(entry.actionHash === undefined ? [] : [color.dim(`action: sha256 ${entry.actionHash}`)]),
    ],
  ];
  const shown = blocks.filter((block) => block.length > 0).map((block) => block.join("\n"));
  return `${shown.join("\n\n")}\n`;
}

/** The same as data. */
export const explanationJson = ({ entry, inspection, format }: Explained): string =>
  `${escapeJson({ ...entry, format, ...(inspection === undefined ? {} : { inspection }) })}\n`;

const strictestFirst = (reasons: readonly Reason[]): readonly Reason[] =>
  [...reasons].sort((left, right) => levels.indexOf(right.level) - levels.indexOf(left.level));

const titled = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : [title, ...lines];

function reasonLines(reason: Reason, options: RenderOptions): readonly string[] {
  const shadow = reason.observed === true ? " (only observed: it does not act)" : "";
  const by = reason.overriddenBy?.join(", ");
  const overridden = by === undefined ? "" : ` (overridden by break glass ${by})`;
  const [first = "", ...rest] = plainLines(
    `${(reason.rule ?? reason.code) + shadow + overridden}: ${reasonInWords(reason)}`,
    levelWidth,
    options,
  );
  const painted = levelPaint(options.color, reason.level)(reason.level.padEnd(levelWidth));
  return [painted + first.slice(levelWidth), ...rest];
}

const levelWidth = 9;

/** The clauses behind a reason; where it has none of its own, the facts it rests on. */
function rowsOf(reason: Reason, { inspection, format }: Explained): readonly ExplainedRow[] {
  const isGate = reason.code === "gate" || reason.code === "killed";
  const gate = isGate ? gateOf(reason, inspection) : undefined;
  if (gate !== undefined) return gateRows(gate, format);
  if (reason.code === "granted") {
    const granted = inspection?.grants.filter(({ name, truth }) => name === reason.rule && truth === "true") ?? [];
    const [first] = granted;
    if (first !== undefined) return grantRows(first, format);
  }
  if (reason.code === "not_granted" || reason.code === "grant_undecided") {
    const failed = inspection?.grants.filter(({ truth }) => truth !== "true") ?? [];
    if (failed.length > 0) {
      return failed.flatMap((grant): readonly ExplainedRow[] => [
        { label: "grant", truth: grant.truth, depth: 0, text: `${grant.name} to agent ${grant.agent}`, value: false },
        ...grantRows(grant, format).map((row) => ({ ...row, depth: row.depth + 1 })),
      ]);
    }
  }
  return [
    ...reason.support
      .filter(({ path }) => !reason.unknowns.some((unknown) => unknown.path === path))
      .map(({ path, value }) => valueRow(path, value)),
    ...reason.unknowns.map((unknown) => valueRow(unknown.path, missingInWords(unknown, format))),
  ];
}

const valueRow = (path: string, value: string): ExplainedRow => ({
  label: "",
  truth: undefined,
  depth: 0,
  text: `${path} is ${value}`,
  value: true,
});

const gateOf = (reason: Reason, inspection: Inspection | undefined): InspectedGate | undefined =>
  inspection?.gates.find(({ name }) => name === reason.rule);

function gateRows({ about, when, unless }: InspectedGate, format: string): readonly ExplainedRow[] {
  return [
    ...(about.truth === "unknown" ? clauseRows("on", about, format) : []),
    ...(when === undefined ? [] : clauseRows("when", when, format)),
    ...(unless === undefined ? [] : clauseRows("unless", unless, format)),
  ];
}

const grantRows = ({ clauses }: InspectedGrant, format: string): readonly ExplainedRow[] =>
  clauses.flatMap((clause, at) => clauseRows(at === 0 ? "needs" : "", clause, format));

const truthColumn = 9;
const textColumn = 18;

/** `when     true    args.amount > 500.00 USD`: what stands where, whether it holds, and indented by depth what it says. */
function renderRow({ label, truth, depth, text, value }: ExplainedRow, options: RenderOptions): readonly string[] {
  const indent = textColumn + depth * 2 + (value ? 2 : 0);
  const lead = `  ${label}`.padEnd(truthColumn);
  const [first = "", ...rest] = plainLines(text, Math.min(indent, Math.floor(options.width / 2)), options);
  const body = first.slice(Math.min(textColumn, first.length - first.trimStart().length));
  const { color } = options;
  const mark = (truth ?? "").padEnd(textColumn - truthColumn);
  const painted = truth === "unknown" ? color.warning(mark) : mark;
  return [
    (lead + painted + (value ? color.dim(body) : body)).trimEnd(),
    ...rest.map((line) => (value ? color.dim(line) : line)),
  ];
}

/** Text made visible, broken at the width; every line indented, and those after the first by `hang` more. */
function plainLines(text: string, indent: number, { width, ascii }: RenderOptions, hang = 0): readonly string[] {
  return wrap(visible(text, ascii), Math.max(20, width - indent - hang)).map(
    (line, at) => " ".repeat(indent + (at === 0 ? 0 : hang)) + line,
  );
}

/** Each missing value once, with what would decide it. */
function missingLines({ entry, format }: Explained, options: RenderOptions): readonly string[] {
  const byPath = new Map<string, Unknown>();
  for (const { unknowns } of entry.decision.reasons) for (const unknown of unknowns) byPath.set(unknown.path, unknown);
  // A value that is there and does not decide is no gap: its clause says why.
  return [...byPath.values()]
    .filter(({ cause }) => cause !== "ambiguous")
    .sort((left, right) => (left.path < right.path ? -1 : 1))
    .flatMap((unknown) => {
      const remedy = decidedBy(unknown, format);
      return plainLines(`${unknown.path} is ${missingInWords(unknown, format)}`, 2, options).concat(
        remedy === undefined ? [] : plainLines(`to decide it: ${remedy}`, 4, options),
      );
    });
}

/** Gates that are about the event and stayed quiet, and what kept them so. */
function quietLines(inspection: Inspection | undefined, options: RenderOptions): readonly string[] {
  return (inspection?.gates ?? [])
    .filter(({ fires }) => !fires)
    .flatMap(({ name, when, unless }) => {
      const [word, clause] = when?.truth === "false" ? (["when", when] as const) : (["unless", unless] as const);
      const values = clause === undefined ? [] : settling(clause);
      const seen = values.length === 0 ? "" : ` (${values.join(", ")})`;
      return plainLines(`${name}: \`${word}\` is ${word === "when" ? "false" : "true"}${seen}`, 2, options, 2);
    });
}

/** The values of the clauses that have the truth of the whole, as far as a line holds them. */
function settling(clause: Parameters<typeof clauseRows>[1]): readonly string[] {
  const own = clause.values.map(({ path, value }) => `${path} is ${value}`);
  const below = clause.operands
    .filter(({ truth }) => truth === clause.truth || clause.text === "not")
    .flatMap(settling);
  return [...new Set([...(below.length > 0 ? [] : own), ...below])].slice(0, 4);
}

const demands = (all: readonly Requirement[], remaining: readonly Requirement[]): readonly string[] =>
  all.map((requirement) => {
    const open = remaining.some((one) => JSON.stringify(one) === JSON.stringify(requirement));
    return `requires: ${describeRequirement(requirement)}${open ? "" : " (done)"}`;
  });
