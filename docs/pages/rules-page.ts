import { type CatalogueEntry, diagnosticCatalogue } from "../../src/cli/diagnostic-catalogue.ts";
import { visible } from "../../src/report/escape.ts";
import { fenced, pageHead, pageOf, words, wrapped } from "./markdown.ts";

/** Every diagnostic and lint rule, phase by phase, with what raises it and what does not. */
export function rulesPage(): string {
  const phases = [...new Set(diagnosticCatalogue.map(({ phase }) => phase))];
  return pageOf([
    ...pageHead(
      "Rules and diagnostics",
      "Everything that is said about a policy, a configuration, a trace or a manifest, in the order of a run. `sallyport rules CODE` prints one " +
        "entry. The first example of an entry raises its code, the second does not; tests run those that are policies, catalogues, traces and " +
        "manifests. What is invisible in an example is written as `\\u{202e}`.",
      "Codes are permanent. The level of a lint rule is set under `rules` in `sallyport.yaml`; a finding is silenced in place by " +
        "`// sallyport-ignore CODE: reason`.",
    ),
    ...phases.flatMap((phase) => phaseBlocks(phase)),
  ]);
}

function phaseBlocks(phase: string): readonly string[] {
  const entries = diagnosticCatalogue
    .filter((entry) => entry.phase === phase)
    .sort((left, right) => (left.code < right.code ? -1 : 1));
  return [
    `## ${phase.slice(0, 1).toUpperCase()}${phase.slice(1)}`,
    wrapped(entries.map(({ code }) => `[${code}](#${code})`).join(" · ")),
    ...entries.flatMap(entryBlocks),
  ];
}

const entryBlocks = ({ code, severity, page: { why, bad, good } }: CatalogueEntry): readonly string[] => [
  `### ${code}`,
  wrapped(`*${severity}.* ${words(why)}`),
  "Raises it:",
  example(bad),
  "Does not:",
  example(good),
];

function example(text: string): string {
  if (text.trim() === "") return "An empty file.";
  const shown = text
    .trimEnd()
    .split("\n")
    .map((line) => visible(line))
    .join("\n");
  return fenced(shown, languageOf(text));
}

function languageOf(text: string): string {
  if (/^(?:\/\/.*\n)*policy /.test(text)) return "gate";
  if (/^\s*[{[]/.test(text)) return /^\{.*\n\{/.test(text) ? "jsonl" : "json";
  return /^[\w.-]+:(?: |$)/m.test(text) ? "yaml" : "";
}
