import { nodeHost } from "../src/load/node-host.ts";
import { articlePage } from "./pages/article-page.ts";
import { checklistPage } from "./pages/checklist-page.ts";
import { commandsPage } from "./pages/commands-page.ts";
import { factsPage } from "./pages/facts-page.ts";
import { manifestsPage } from "./pages/manifests-page.ts";
import { recognisersPage } from "./pages/recognisers-page.ts";
import { rulesPage } from "./pages/rules-page.ts";
import { traceFormatsPage } from "./pages/trace-formats-page.ts";
import { typePages } from "./pages/type-pages.ts";

/** The generated pages of this folder, and of the types in grammar/, by their path; `npm run generate` writes them. The same on every machine. */
export const generatedFiles = async (): Promise<Readonly<Record<string, string>>> => ({
  "docs/rules.md": rulesPage(),
  "docs/commands.md": await commandsPage(silentShell()),
  "docs/trace-formats.md": traceFormatsPage(),
  "docs/manifests.md": manifestsPage(),
  "docs/facts.md": factsPage(),
  "docs/checklist.md": checklistPage(),
  "docs/article.md": articlePage(),
  "docs/recognisers.md": recognisersPage(),
  ...typePages(),
});

/** Enough to ask a command for its help. */
const silentShell = () => ({
  host: nodeHost(process.cwd(), process.stdin),
  out: () => {},
  err: (text: string) => void process.stderr.write(text),
  env: {},
  outIsTerminal: false,
  errIsTerminal: false,
  columns: undefined,
  today: "2026-01-01",
});
