import {
  type AuditItem,
  type AuditReport,
  type Evidence,
  type SubjectVerdict,
  type Verdict,
  verdicts,
} from "../audit/audit-result.ts";
import { basisCounts, decidedBasis } from "./basis-counts.ts";
import { wrap } from "./display-width.ts";
import { visible } from "./escape.ts";
import { count } from "./plural.ts";
import type { Palette, RenderOptions } from "./report.ts";
import { renderTable } from "./table.ts";

/** An audit as a person reads it: counts, every item in one line, then what decided each item that did not pass. */
export function renderAudit(audit: AuditReport, options: RenderOptions): string {
  const open = audit.items.filter((item) => item.verdict !== "pass" && item.verdict !== "not-applicable");
  const judged = open.filter(({ controlled, id }) => controlled && options.details?.includes(id) !== false);
  const left = open.filter(({ controlled }) => controlled).length - judged.length;
  const blocks = [
    headline(audit, options),
    ...groupsOf(audit.items).map((items) => renderGroup(items, options)),
    ...(judged.length === 0 ? [] : [options.color.bold("What did not pass")]),
    ...judged.map((item) => renderItem(item, options)),
    ...(left === 0
      ? []
      : [options.color.dim(`${count(left, "item")} not shown in full (--details all shows every one)`)]),
    ...renderUncontrolled(
      open.filter(({ controlled }) => !controlled),
      options,
    ),
    ...renderScan(audit, options),
  ];
  return blocks.join("\n\n");
}

/** Counts only: verdicts of different weight are never blended into one score. */
function headline(audit: AuditReport, { color, width }: RenderOptions): string {
  const scope = `${count(audit.items.length, "item")} over ${count(audit.agents.length, "agent")} in ${count(audit.files, "file")}:`;
  const plain = verdicts.map((verdict) => `${verdict} ${audit.counts[verdict]}`).join("  ");
  const counted = verdicts.map((verdict) => verdictPaint(color, verdict)(`${verdict} ${audit.counts[verdict]}`));
  const bases = basisCounts(audit);
  return [
    `${color.bold(scope)}${scope.length + plain.length < width ? " " : "\n  "}${counted.join("  ")}`,
    ...bases,
    color.dim(`scanned set sha256 ${audit.inputDigest}`),
  ].join("\n");
}

function groupsOf(items: readonly AuditItem[]): readonly (readonly AuditItem[])[] {
  const groups = new Map<string, AuditItem[]>();
  for (const item of items) groups.set(item.group, [...(groups.get(item.group) ?? []), item]);
  return [...groups.values()];
}

function renderGroup(items: readonly AuditItem[], options: RenderOptions): string {
  const { ascii, color } = options;
  const rows = items.map((item) => [
    item.verdict,
    item.id,
    visible(`${item.title}${basisWords(item)}${item.accepted === undefined ? "" : ", accepted"}`, ascii),
  ]);
  const columns = [
    { title: "", paint: (text: string) => verdictPaint(color, text.trim())(text) },
    { title: "" },
    { title: "" },
  ];
  const table = renderTable(columns, rows, { ...options, indent: "  ", dim: color.dim });
  return [color.bold(visible(items[0]?.group ?? "", ascii)), ...table].join("\n");
}

const basisWords = (item: AuditItem): string => {
  const basis = decidedBasis(item);
  return basis === undefined ? "" : ` (${basis})`;
};

function renderItem(item: AuditItem, options: RenderOptions): string {
  const { ascii, color } = options;
  const subjects = item.subjects.filter(({ verdict }) => verdict !== "pass" && verdict !== "not-applicable");
  const others = item.subjects.length - subjects.length;
  const remedies = [...new Set(subjects.flatMap(({ remedy }) => (remedy === undefined ? [] : [remedy])))];
  return [
    `${verdictPaint(color, item.verdict)(item.verdict)} ${color.bold(`${visible(item.id, ascii)} ${visible(item.title, ascii)}`)}`,
    ...(item.because === undefined ? [] : paragraph("because ", item.because, options)),
    ...subjects.flatMap((subject) => renderSubject(subject, options)),
    ...(others === 0 ? [] : [color.dim(`  ${count(others, "other subject")} passed or not applicable`)]),
    ...remedies.flatMap((remedy) => paragraph("remedy ", remedy, options)),
    ...(item.accepted === undefined ? [] : paragraph("accepted ", acceptedWords(item.accepted), options)),
  ].join("\n");
}

/** Items nobody can judge yet, each with what would decide it. */
function renderUncontrolled(items: readonly AuditItem[], options: RenderOptions): readonly string[] {
  if (items.length === 0) return [];
  const rows = items.map((item) => {
    const needed = [...new Set(item.subjects.flatMap(({ missing }) => missing.map(({ decidedBy }) => decidedBy)))];
    const accepted = item.accepted === undefined ? [] : [`accepted ${acceptedWords(item.accepted)}`];
    return [item.id, [needed.join("; ") || "a control", ...accepted].join("; ")].map((cell) =>
      visible(cell, options.ascii),
    );
  });
  const table = renderTable([{ title: "item" }, { title: "decided by" }], rows, {
    ...options,
    indent: "  ",
    dim: options.color.dim,
  });
  return [[options.color.bold(`No control is loaded for ${count(items.length, "item")}`), ...table].join("\n")];
}

const acceptedWords = ({ owner, reason, until }: NonNullable<AuditItem["accepted"]>): string =>
  `by ${owner} until ${until}: ${reason}`;

/** The verdict stands; somebody answers for it for a time. */
const waivedWords = ({ owner, reason, ticket, until, source }: NonNullable<SubjectVerdict["waived"]>): string =>
  `waived by ${owner} until ${until}${ticket === undefined ? "" : ` (${ticket})`}: ${reason} (${source.file}:${source.line}:${source.column})`;

function renderSubject(subject: SubjectVerdict, options: RenderOptions): readonly string[] {
  const missing = new Set(subject.missing.map(({ path }) => path));
  const known = subject.evidence.filter(({ path }) => !missing.has(path));
  return [
    ...paragraph(`${subject.verdict} `, `${subject.subject}: ${subject.clause}`, options, {
      paint: verdictPaint(options.color, subject.verdict),
    }),
    ...(subject.waived === undefined ? [] : paragraph("", waivedWords(subject.waived), options, { indent: 4 })),
    ...known.flatMap((evidence) => renderEvidence(evidence, options)),
    ...subject.missing.flatMap(({ path, decidedBy }) =>
      paragraph("missing ", `${path}: decided by ${decidedBy}`, options, { indent: 4 }),
    ),
  ];
}

function renderEvidence(evidence: Evidence, options: RenderOptions): readonly string[] {
  const paint = options.color.dim;
  const basis = evidence.basis === undefined ? "" : ` (${evidence.basis})`;
  const places = evidence.sources.flatMap(({ file, line, column, path, text, rule }) => [
    ...paragraph("at ", `${file}:${line}:${column} ${path}: ${text}`, options, { indent: 6, paint }),
    ...(rule === undefined ? [] : paragraph("by ", rule, options, { indent: 6, paint })),
  ]);
  const fact = paragraph("", `${evidence.path} = ${evidence.value}${basis}`, options, { indent: 4 });
  return [...fact, ...new Set(places)];
}

/** A text after a word that tells what it is; what does not fit goes on below it. */
function paragraph(
  lead: string,
  text: string,
  { width, ascii }: RenderOptions,
  { indent = 2, paint = (word: string) => word } = {},
): readonly string[] {
  const inset = " ".repeat(indent + Math.max(2, lead.length));
  const room = Math.max(20, width - inset.length);
  // An empty lead leaves the first line two columns more than those below; they are not worth a second rule.
  return wrap(visible(text, ascii), room).map((line, at) =>
    at === 0 ? " ".repeat(indent) + paint(lead.trimEnd()) + (lead === "" ? "" : " ") + line : inset + line,
  );
}

function renderScan(audit: AuditReport, options: RenderOptions): readonly string[] {
  const section = (title: string, rows: readonly string[]): readonly string[] =>
    rows.length === 0
      ? []
      : [[options.color.bold(title), ...rows.flatMap((row) => paragraph("", row, options))].join("\n")];
  const place = (file: string, line: number | undefined, column: number | undefined): string =>
    line === undefined ? file : `${file}:${line}:${column ?? 1}`;
  return [
    ...section(
      "Agents",
      audit.agents.map(({ name, source }) => `${name} at ${place(source.file, source.line, source.column)}`),
    ),
    ...section(
      "Perhaps agents, not judged",
      audit.proposals.map(
        ({ name, why, source }) => `${name} at ${place(source.file, source.line, source.column)}: ${why}`,
      ),
    ),
    ...section(
      "Could not be read",
      audit.refusals.map(
        ({ file, line, column, code, message }) => `${place(file, line, column)}: ${message} [${code}]`,
      ),
    ),
    ...section(
      "Claimed by no reader, part of no verdict",
      audit.unclaimed.map(({ file, kind }) => `${file}: ${kind}`),
    ),
  ];
}

export function verdictPaint(color: Palette, verdict: Verdict | string): (text: string) => string {
  switch (verdict) {
    case "fail":
      return color.error;
    case "partial":
    case "unknown":
      return color.warning;
    case "pass":
      return color.good;
    default:
      return color.dim;
  }
}
