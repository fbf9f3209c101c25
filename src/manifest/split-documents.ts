export interface Part {
  /** Offset of the part in its file. */
  readonly start: number;
  readonly text: string;
}

/**
 * Cuts a YAML stream at its document markers. A line that starts with `---` or `...` ends whatever stands before it, even
 * inside a quoted or block scalar (YAML 1.2.2, 9.1.2), so one broken document cannot swallow the next.
 */
export function splitDocuments(text: string): readonly Part[] {
  const parts: Part[] = [];
  let start = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  const close = (end: number): void => {
    const part = text.slice(start, end);
    if (hasContent(part)) parts.push({ start, text: part });
  };
  for (let line = start; line < text.length; line = nextLine(text, line)) {
    const marker = text.startsWith("---", line) || text.startsWith("...", line);
    if (!marker || !isBreak(text.charCodeAt(line + 3))) continue;
    if (text.startsWith("---", line)) {
      close(line);
      start = line;
    } else {
      close(line);
      start = nextLine(text, line);
    }
  }
  close(text.length);
  return parts;
}

function nextLine(text: string, from: number): number {
  const at = text.indexOf("\n", from);
  return at < 0 ? text.length : at + 1;
}

/** Blank, line break or the end of the text (NaN). */
const isBreak = (code: number): boolean =>
  Number.isNaN(code) || code === 32 || code === 9 || code === 10 || code === 13;

/** Anything but markers, comments, directives and blank lines. */
const hasContent = (part: string): boolean =>
  part.split("\n").some((line) => {
    const rest = (line.startsWith("---") ? line.slice(3) : line).trim();
    return rest !== "" && !rest.startsWith("#") && !line.startsWith("%");
  });
