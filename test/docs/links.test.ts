import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";

const pages = [
  "README.md",
  ...readdirSync("grammar/types").map((name) => `grammar/types/${name}`),
  ...readdirSync("docs").flatMap((name) => (name.endsWith(".md") ? [`docs/${name}`] : [])),
];

describe.each(pages)("%s", (path) => {
  const text = withoutBlocks(readFileSync(path, "utf8"));

  it("links only to what is there", () => {
    const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = ""]) => link);
    expect(links.filter((link) => !leadsSomewhere(path, link))).toEqual([]);
  });

  it("is closed wherever it is opened: every block that `npm run generate` fills has its end", () => {
    const opened = text.match(/<!-- (?:file|output): /g)?.length ?? 0;
    expect(text.match(/<!-- end -->/g)?.length ?? 0).toBe(opened);
  });
});

function leadsSomewhere(from: string, link: string): boolean {
  if (link.startsWith("https://")) return true;
  const [file = "", anchor] = link.split("#");
  const target = file === "" ? from : join(dirname(from), file);
  if (!existsSync(target)) return false;
  if (anchor === undefined) return true;
  return statSync(target).isFile() && anchorsOf(readFileSync(target, "utf8")).has(anchor);
}

/** As GitHub makes them of headings. */
const anchorsOf = (markdown: string): ReadonlySet<string> =>
  new Set(
    [...withoutBlocks(markdown).matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N}_ -]/gu, "")
        .replaceAll(" ", "-"),
    ),
  );

function withoutBlocks(markdown: string): string {
  return markdown.replace(/^(`{3,})\S*(?: .*)?\n[\s\S]*?^\1$/gm, "");
}
