import { example, guarded } from "../example.ts";
import { defineRule } from "../rule.ts";

/** Characters that a reader takes for one another; all tool names are ASCII. */
const looksLike: Readonly<Record<string, string>> = {
  "0": "o",
  O: "o",
  I: "l",
  "1": "l",
  i: "l",
  "-": "_",
  ".": "_",
  "/": "_",
};
const skeleton = (name: string): string =>
  [...name]
    .map((character) => looksLike[character] ?? looksLike[character.toLowerCase()] ?? character.toLowerCase())
    .join("");

export const confusableTools = defineRule<{ tool: string; other: string }>({
  code: "confusable-tools",
  severity: "warning",
  why: "Tool names compare exactly. A server that offers `read_fi1e` beside `read_file` is either careless or an attack on the reader.",
  bad: example(`${guarded}tool l0ok { args.query is string  effect reads }\n`),
  good: example(guarded),
  message: ({ tool, other }) => `\`${tool}\` and \`${other}\` are different tools that a reader takes for one`,
  help: () => "rename one of them at its server, or import one catalogue under a prefix that tells them apart",
  *find({ policy }) {
    const seen = new Map<string, (typeof policy.tools)[number]>();
    for (const tool of [...policy.tools].sort((left, right) => (left.name < right.name ? -1 : 1))) {
      const key = skeleton(tool.name);
      const other = seen.get(key);
      if (other === undefined) seen.set(key, tool);
      else {
        yield {
          span: tool.span,
          args: { tool: tool.name, other: other.name },
          details: { related: [{ span: other.span, label: `\`${other.name}\` comes from here` }] },
        };
      }
    }
  },
});
