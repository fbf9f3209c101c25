import { readFileSync } from "node:fs";

export const readPage = (path: string): string => readFileSync(path, "utf8");

/** The rows of the table that follows a heading, cell by cell. */
export function tableUnder(page: string, heading: string): readonly (readonly string[])[] {
  const lines = page.split("\n");
  const start = lines.indexOf(heading);
  if (start < 0) throw new Error(`no heading ${heading}`);
  const first = lines.findIndex((line, index) => index > start && line.startsWith("|"));
  const after = lines.findIndex((line, index) => index > first && !line.startsWith("|"));
  return lines.slice(first + 2, after).map((line) =>
    line
      .slice(1, -1)
      .split(/(?<!\\)\|/)
      .map((cell) => cell.trim()),
  );
}

/** The words in backticks of a text. */
export const codesIn = (text: string): readonly string[] =>
  [...text.matchAll(/`([^`]*)`/g)].map(([, code = ""]) => code);

/** The fenced blocks of a page by the language behind the fence. */
export const blocksOf = (page: string, language: string): readonly string[] =>
  [...page.matchAll(/^```(\S*)\n([\s\S]*?)^```$/gm)].flatMap(([, name, text = ""]) =>
    name === language ? [text] : [],
  );
