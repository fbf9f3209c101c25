import type { Diagnostic, LabelledSpan, Severity } from "../diagnostics/diagnostic.ts";
import { assertNever } from "../source/assert-never.ts";
import type { LineIndex } from "../source/span.ts";
import { wrap } from "./display-width.ts";
import { visible } from "./escape.ts";
import type { Palette, RenderOptions } from "./report.ts";
import { renderSnippet } from "./snippet.ts";
import type { SourceIndex } from "./source-index.ts";

type Options = Pick<RenderOptions, "color" | "width" | "ascii">;

/** One diagnostic as a person sees it: headline, place, snippet, notes, help, fixes, and where to read more. */
export function renderDiagnostic(
  diagnostic: Diagnostic,
  index: SourceIndex,
  options: Options,
  documented = true,
): string {
  const { ascii, color } = options;
  const paint = severityPaint(color, diagnostic.severity);
  const headline = `${paint(`${diagnostic.severity}[${visible(diagnostic.code, ascii)}]`)}: ${color.bold(visible(diagnostic.message, ascii))}`;
  const primary = diagnostic.spans.find((span) => span.primary) ?? diagnostic.spans[0];
  const files = [
    ...new Set([...(primary === undefined ? [] : [primary.file]), ...diagnostic.spans.map((s) => s.file)]),
  ];
  const gutter = String(Math.max(1, ...diagnostic.spans.map((span) => lastLine(index, span)))).length;
  const places = files.flatMap((file) => {
    const spans = diagnostic.spans.filter((span) => span.file === file);
    return renderPlace(file, spans, index(file), gutter, options, paint);
  });
  const remarks = [
    ...diagnostic.notes.map((note) => ["note", note] as const),
    ...(diagnostic.help === undefined ? [] : [["help", diagnostic.help] as const]),
    ...diagnostic.fixes.map((fix) => ["fix", `${fix.title} (${fix.safe ? "--fix" : "--fix --unsafe"})`] as const),
    ...(documented ? [["docs", `sallyport rules ${diagnostic.code}`] as const] : []),
  ];
  return [headline, ...places, ...remarks.flatMap(([word, text]) => renderRemark(word, text, options))].join("\n");
}

const severityPaint = (color: Palette, severity: Severity): ((text: string) => string) => {
  switch (severity) {
    case "error":
      return color.error;
    case "warning":
      return color.warning;
    case "info":
      return color.info;
    default:
      return assertNever(severity);
  }
};

const lastLine = (index: SourceIndex, span: LabelledSpan): number =>
  index(span.file)?.at(Math.max(span.start, span.end)).line ?? 1;

function renderPlace(
  file: string,
  spans: readonly LabelledSpan[],
  index: LineIndex | undefined,
  gutter: number,
  options: Options,
  paint: (text: string) => string,
): readonly string[] {
  const arrow = `${" ".repeat(gutter)}${options.color.dim("-->")} ${visible(file, options.ascii)}`;
  const main = spans.find((span) => span.primary) ?? spans[0];
  if (index === undefined || main === undefined) return [arrow];
  const { line, column } = index.at(main.start);
  const annotations = spans.map(({ start, end, label, primary }) => ({ start, end, label, primary }));
  const snippet = renderSnippet(index, annotations, gutter, {
    width: options.width,
    ascii: options.ascii,
    paint: (text, primary) => (primary ? paint(text) : options.color.info(text)),
  });
  return [`${arrow}:${line}:${column}`, ...snippet];
}

function renderRemark(word: string, text: string, { color, width, ascii }: Options): readonly string[] {
  const lead = ` = ${word}: `;
  const [first = "", ...rest] = wrap(visible(text, ascii), Math.max(40, width - lead.length));
  return [` = ${color.bold(`${word}:`)} ${first}`, ...rest.map((line) => " ".repeat(lead.length) + line)];
}
