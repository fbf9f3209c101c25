/** The head of every generated page: its title, and that nobody edits it. */
export const pageHead = (title: string, ...paragraphs: readonly string[]): readonly string[] => [
  `# ${title}`,
  "<!-- Written by `npm run generate`. -->",
  ...paragraphs.map(wrapped),
];

/** Blocks with an empty line between them, as one file. */
export const pageOf = (blocks: readonly string[]): string => `${blocks.join("\n\n")}\n`;

export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [tableRow(head), `|${"---|".repeat(head.length)}`, ...rows.map(tableRow)].join("\n");

const tableRow = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;

/** Running text of a source file: its code spans stay, everything else that could be markup is escaped. */
export const words = (text: string): string =>
  text
    .split(/(`[^`]*`)/)
    .map((part) => (part.startsWith("`") ? part : part.replace(/[\\*<]|(?<!\w)_|_(?!\w)/g, "\\$&")))
    .join("");

/** The same in a cell of a table, where a bar ends the cell even in code. */
export const cell = (text: string): string => words(text).replaceAll("|", "\\|");

export const codeCell = (text: string): string => `\`${text.replaceAll("|", "\\|")}\``;

/** A fenced block whose fence is longer than any in the text. */
export function fenced(text: string, language: string): string {
  const runs = [...text.matchAll(/`{3,}/g)].map(([run]) => run.length + 1);
  const fence = "`".repeat(Math.max(3, ...runs));
  return `${fence}${language}\n${text.replace(/\n+$/, "")}\n${fence}`;
}

/** Lines of at most 150 columns. A code span is never broken. */
export function wrapped(text: string): string {
  const lines: string[] = [];
  let line = "";
  for (const word of text.match(/(?:`[^`]*`|\S)+/g) ?? []) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line].join("\n");
}

const width = 150;

export const bullets = (items: readonly string[]): string => items.map((item) => `- ${item}`).join("\n");
