/** A stretch of one file. Offsets are UTF-16 code units, `end` exclusive; `file` is the path the user would recognise. */
export interface Span {
  readonly file: string;
  readonly start: number;
  readonly end: number;
}

/** A text and the name under which diagnostics speak of it. */
export interface SourceText {
  readonly file: string;
  readonly text: string;
}

/** One-based line and column, columns in UTF-16 code units as editors and SARIF count them. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Answers positions in one text in O(log lines); build it once per text. */
export interface LineIndex {
  readonly at: (offset: number) => Position;
  /** The text of a one-based line without its line break; empty past the end. */
  readonly line: (line: number) => string;
  readonly lineCount: number;
}

/** Line breaks are LF, CRLF and lone CR, as in the YAML and editor worlds. */
export function indexLines(text: string): LineIndex {
  const starts: number[] = [0];
  for (let offset = 0; offset < text.length; offset += 1) {
    const code = text.charCodeAt(offset);
    if (code === 10 || (code === 13 && text.charCodeAt(offset + 1) !== 10)) starts.push(offset + 1);
  }
  const startOf = (line: number): number => starts[line - 1] ?? text.length;
  return {
    lineCount: starts.length,
    at(offset) {
      let low = 0;
      let high = starts.length - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if ((starts[middle] ?? 0) <= offset) low = middle;
        else high = middle - 1;
      }
      return { line: low + 1, column: Math.max(0, offset - (starts[low] ?? 0)) + 1 };
    },
    line(line) {
      return text.slice(startOf(line), startOf(line + 1)).replace(/[\r\n]+$/, "");
    },
  };
}
