import { nearMiss } from "../../diagnostics/near-miss.ts";
import { escapeJson, visible } from "../../report/escape.ts";
import type { CommandModule, Context } from "../command.ts";
import { allCodes, type CatalogueEntry, diagnosticCatalogue } from "../diagnostic-catalogue.ts";
import { exitFor } from "../exit-code.ts";
import { makeReport } from "../make-report.ts";
import { UsageError } from "../options.ts";

export const rules: CommandModule = {
  usage: "[code]",
  options: [],
  formats: ["human", "json"],
  examples: [
    ["sallyport rules", "every rule and diagnostic, by phase"],
    ["sallyport rules unknown-field", "why it is said, what raises it and what does not"],
  ],
  async run(context, [code]) {
    const text = code === undefined ? listing(context) : page(context, code);
    return { report: makeReport(context.shell.host, "rules", { exit: exitFor([]) }), text };
  },
};

function listing({ format }: Context): string {
  if (format === "json") {
    return `${escapeJson(diagnosticCatalogue.map(({ code, severity, phase, page }) => ({ code, severity, phase, why: page.why })))}\n`;
  }
  const width = Math.max(...diagnosticCatalogue.map(({ code }) => code.length));
  const phases = [...new Set(diagnosticCatalogue.map(({ phase }) => phase))];
  return phases
    .map((phase) => {
      const rows = diagnosticCatalogue
        .filter((entry) => entry.phase === phase)
        .map(({ code, severity, page: { why } }) => `  ${code.padEnd(width)}  ${severity.padEnd(7)}  ${why}`);
      return `${phase}\n${rows.sort().join("\n")}\n`;
    })
    .join("\n");
}

function page({ format }: Context, code: string): string {
  const entry = diagnosticCatalogue.find((one) => one.code === code);
  if (entry === undefined) {
    const near = nearMiss(code, allCodes());
    throw new UsageError(
      `there is no rule \`${visible(code)}\`; ${near === undefined ? "sallyport rules lists them" : `did you mean \`${near}\`?`}`,
    );
  }
  return format === "json" ? `${escapeJson(entry)}\n` : human(entry);
}

const human = ({ code, severity, phase, page: { why, bad, good } }: CatalogueEntry): string =>
  [
    `${code} (${severity}, ${phase})`,
    "",
    why,
    "",
    "Raises it:",
    "",
    indent(bad),
    "",
    "Does not:",
    "",
    indent(good),
    "",
  ].join("\n");

const indent = (text: string): string =>
  text
    .trimEnd()
    .split("\n")
    .map((line) => `    ${line}`.trimEnd())
    .join("\n");
