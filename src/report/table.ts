import { cut, displayWidth, padEnd, wrap } from "./display-width.ts";

export interface Column {
  readonly title: string;
  readonly align?: "left" | "right";
  /**
   * The column is cut at this many columns. The last one takes what the line leaves, and goes on below; where the line leaves
   * little, it stands on lines of its own.
   */
  readonly max?: number;
  /** Applied after padding. */
  readonly paint?: (text: string, row: readonly string[]) => string;
}

/** Columns: in less, a text is harder to read than on a line of its own. */
const leastRoom = 32;

/** Aligned columns without borders. Texts must have been made visible before. */
export function renderTable(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  options: {
    readonly width: number;
    readonly ascii: boolean;
    readonly indent: string;
    readonly dim: (text: string) => string;
  },
): readonly string[] {
  const widths = columns.map((column, at) => {
    const widest = Math.max(displayWidth(column.title), ...rows.map((row) => displayWidth(row[at] ?? "")));
    return Math.min(widest, column.max ?? widest);
  });
  const before = widths.slice(0, -1).reduce((sum, width) => sum + width + 2, options.indent.length);
  const isTight = options.width - before < Math.min(leastRoom, widths.at(-1) ?? 0);
  const inset = isTight ? options.indent.length + 4 : before;
  const room = Math.max(20, options.width - inset);
  const titles = columns.map((column) => column.title);
  const line = (cells: readonly string[], paint: (text: string, column: Column) => string): readonly string[] => {
    const wrapped = wrap(cells[columns.length - 1] ?? "", room);
    const [last = "", ...below] = isTight && cells !== titles ? ["", ...wrapped] : wrapped;
    const first = columns.map((column, at) => {
      if (at === columns.length - 1)
        return paint(column.align === "right" ? last.padStart(widths[at] ?? 0) : last, column);
      const width = widths[at] ?? 0;
      const text = cut(cells[at] ?? "", width, options.ascii);
      return paint(column.align === "right" ? text.padStart(width) : padEnd(text, width), column);
    });
    const lastColumn = columns.at(-1);
    const painted = (text: string): string => (lastColumn === undefined ? text : paint(text, lastColumn));
    return [(options.indent + first.join("  ")).trimEnd(), ...below.map((text) => " ".repeat(inset) + painted(text))];
  };
  const titled = columns.some((column) => column.title !== "");
  return [
    ...(titled ? line(titles, (text) => text).map(options.dim) : []),
    ...rows.flatMap((row) => line(row, (text, column) => column.paint?.(text, row) ?? text)),
  ];
}
