import type { LineIndex } from "../source/span.ts";
import { codePointWidth, displayWidth } from "./display-width.ts";
import { isInvisible, visible } from "./escape.ts";
import type { RenderOptions } from "./report.ts";

/** A stretch of one file to be underlined. Offsets are UTF-16 code units. */
export interface Annotation {
  readonly start: number;
  readonly end: number;
  readonly label: string | undefined;
  readonly primary: boolean;
}

type Options = Pick<RenderOptions, "width" | "ascii"> & { readonly paint: (text: string, primary: boolean) => string };

/** The lines of a file that carry annotations, with gutter, carets and labels. `gutter` is the width of line numbers. */
export function renderSnippet(
  index: LineIndex,
  annotations: readonly Annotation[],
  gutter: number,
  options: Options,
): readonly string[] {
  const marks = annotations.flatMap((annotation) => marksOf(index, annotation));
  const numbers = [...new Set(marks.map((mark) => mark.line))].sort((one, other) => one - other);
  const bar = `${" ".repeat(gutter)} |`;
  const rows: string[] = [bar];
  let previous: number | undefined;
  for (const number of numbers) {
    if (previous !== undefined && number > previous + 1) rows.push("...");
    const here = marks
      .filter((mark) => mark.line === number)
      .sort((one, other) => one.start - other.start || Number(other.primary) - Number(one.primary));
    const line = layOut(index.line(number), here, options.width - gutter - 3, options.ascii);
    rows.push(`${String(number).padStart(gutter)} | ${line.text}`.trimEnd());
    for (const mark of here) {
      for (const row of underline(line, mark, options)) rows.push(`${bar} ${row}`);
    }
    previous = number;
  }
  return [...rows, bar];
}

/** Columns of one line, as UTF-16 offsets into it. */
interface Mark {
  readonly line: number;
  readonly start: number;
  readonly end: number;
  readonly label: string | undefined;
  readonly primary: boolean;
}

/** A span over several lines is marked on its first and last line; the label stands at its end. */
function marksOf(index: LineIndex, { start, end, label, primary }: Annotation): readonly Mark[] {
  const first = index.at(start);
  const last = index.at(Math.max(start, end));
  const lastText = index.line(last.line);
  if (first.line === last.line || (last.line === first.line + 1 && last.column === 1)) {
    const stop = first.line === last.line ? last.column - 1 : index.line(first.line).length;
    return [{ line: first.line, start: first.column - 1, end: stop, label, primary }];
  }
  const indent = lastText.length - lastText.trimStart().length;
  return [
    { line: first.line, start: first.column - 1, end: index.line(first.line).length, label: undefined, primary },
    { line: last.line, start: Math.min(indent, last.column - 1), end: last.column - 1, label, primary },
  ];
}

interface Cell {
  readonly text: string;
  readonly width: number;
  readonly offset: number;
}

/** A line as it is shown: `columnOf` maps an offset into it to a column of `text`, clipped to what is shown. */
interface LaidOutLine {
  readonly text: string;
  readonly width: number;
  readonly columnOf: (offset: number) => number;
  /** Whether anything of a mark is inside what is shown. */
  readonly shows: (mark: Mark) => boolean;
}

const tabStop = 4;

function layOut(line: string, marks: readonly Mark[], available: number, ascii: boolean): LaidOutLine {
  const cells: Cell[] = [];
  let offset = 0;
  let column = 0;
  for (const character of line) {
    const code = character.codePointAt(0) ?? 0;
    const text = cellText(character, code, column, ascii);
    const width = text === character ? codePointWidth(code) : text.length;
    cells.push({ text, width, offset });
    offset += character.length;
    column += width;
  }
  const columnAt = (target: number): number => {
    let at = 0;
    for (const cell of cells) {
      if (cell.offset >= target) break;
      at += cell.width;
    }
    return at;
  };
  const { from, to } = column <= available ? { from: 0, to: column } : around(marks, columnAt, column, available);
  const ellipsis = ascii ? "..." : "…";
  const lead = from > 0 ? ellipsis : "";
  let at = 0;
  let shown = "";
  let start: number | undefined;
  for (const cell of cells) {
    if (at >= from && at + cell.width <= to) {
      start ??= at;
      shown += cell.text;
    }
    at += cell.width;
  }
  const text = `${lead}${shown}${to < column ? ellipsis : ""}`;
  const shift = lead.length - (start ?? 0);
  const width = lead.length + displayWidth(shown);
  return {
    text,
    width,
    columnOf: (target) => Math.min(width, Math.max(0, columnAt(target) + shift)),
    shows: (mark) => columnAt(mark.end) >= from && columnAt(mark.start) <= to,
  };
}

function cellText(character: string, code: number, column: number, ascii: boolean): string {
  if (character === "\t") return " ".repeat(tabStop - (column % tabStop));
  return isInvisible(code) || (ascii && code > 0x7e) ? visible(character, ascii) : character;
}

/** The window of columns that shows all marks or, where they are too far apart, the primary one with what is around it. */
function around(
  marks: readonly Mark[],
  columnAt: (offset: number) => number,
  total: number,
  available: number,
): { readonly from: number; readonly to: number } {
  const room = Math.max(10, available - 6);
  const extentOf = (some: readonly Mark[]) => ({
    start: Math.min(...some.map((mark) => columnAt(mark.start))),
    end: Math.max(...some.map((mark) => columnAt(mark.end))),
  });
  const all = extentOf(marks);
  const focus = marks.find((mark) => mark.primary) ?? marks[0];
  const { start, end } = all.end - all.start <= room || focus === undefined ? all : extentOf([focus]);
  const before = Math.max(0, Math.floor((room - Math.min(room, end - start)) / 2));
  const from = Math.max(0, Math.min(start - before, total - room));
  return { from, to: Math.min(total, from + room) };
}

/** The carets under a mark, with the label behind them or, where it does not fit, below. */
function underline(line: LaidOutLine, mark: Mark, options: Options): readonly string[] {
  if (!line.shows(mark)) {
    const label = mark.label === undefined ? "" : `: ${visible(mark.label, options.ascii)}`;
    return [options.paint(`(column ${mark.start + 1}${label})`, mark.primary)];
  }
  const start = line.columnOf(mark.start);
  const length = Math.max(1, line.columnOf(mark.end) - start);
  const carets = options.paint((mark.primary ? "^" : "-").repeat(length), mark.primary);
  const indent = " ".repeat(start);
  if (mark.label === undefined) return [`${indent}${carets}`];
  const label = visible(mark.label, options.ascii);
  const fits = start + length + 1 + displayWidth(label) <= Math.max(60, options.width - 6);
  return fits
    ? [`${indent}${carets} ${options.paint(label, mark.primary)}`]
    : [
        `${indent}${carets}`,
        `${" ".repeat(Math.max(0, start + length - displayWidth(label)))}${options.paint(label, mark.primary)}`,
      ];
}
