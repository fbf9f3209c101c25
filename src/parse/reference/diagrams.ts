import { grammarRules } from "./grammar-rules.ts";
import { lexicalRules } from "./lexical-rules.ts";
import { escapeXml, railroadSvg } from "./railroad.ts";

/** The railroad diagrams of all rules as one page that needs nothing else. */
export function diagramsPage(): string {
  const rules = grammarRules();
  const sections = rules.map(
    ({ name, body }) => `<section id="rule-${name}"><h2>${name}</h2>\n${railroadSvg(body)}</section>`,
  );
  const contents = rules.map(({ name }) => `<a href="#rule-${name}">${name}</a>`).join(" ");
  const tokens = lexicalRules.map(
    ({ name, body, note }) =>
      `<tr><td>${name}</td><td><code>${escapeXml(body)}</code></td><td>${escapeXml(note)}</td></tr>`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>The grammar of .gate files</title>
<style>${style}</style>
</head>
<body>
<h1>The grammar of .gate files, language 1</h1>
<p>Drawn from the parser. Square boxes are rules and link to them; round boxes are written as they stand, or are tokens (set in italics), explained at the end.</p>
<nav>${contents}</nav>
${sections.join("\n")}
<h2>Tokens</h2>
<table>
${tokens.join("\n")}
</table>
</body>
</html>
`;
}

const style = `
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 75rem; padding: 0 1rem; color: #1c2128; background: #fff; }
h2 { font-size: 1rem; margin: 1.5rem 0 .2rem; }
nav a { margin-right: .6rem; }
section { overflow-x: auto; }
svg path, svg circle { fill: none; stroke: #57606a; stroke-width: 1.5; }
svg rect { stroke: #57606a; stroke-width: 1.2; }
svg rect.literal { fill: #ddf4ff; } svg rect.token { fill: #fff8c5; } svg rect.rule { fill: #f6f8fa; }
svg text { font: 12.5px ui-monospace, Menlo, Consolas, monospace; text-anchor: middle; fill: #1c2128; }
svg rect.token + text { font-style: italic; }
td { padding: .1rem 1rem .1rem 0; vertical-align: top; }
@media (prefers-color-scheme: dark) {
  body { color: #e6edf3; background: #0d1117; } a { color: #58a6ff; }
  svg path, svg circle, svg rect { stroke: #8b949e; } svg text { fill: #e6edf3; }
  svg rect.literal { fill: #0c2d4a; } svg rect.token { fill: #3b2e08; } svg rect.rule { fill: #161b22; }
}
`;
