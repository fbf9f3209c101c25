import { type ReasonCode, reasonCodes } from "../../ast/reason-code.ts";
import { nearMiss } from "../../diagnostics/near-miss.ts";
import { reasonWords } from "../../report/decision-words.ts";
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
  const reasons = reasonCodes.map((code) => `  ${code.padEnd(width)}  ${reasonWords[code]}`);
  const phases = [...new Set(diagnosticCatalogue.map(({ phase }) => phase))];
  return phases
    .map((phase) => {
      const rows = diagnosticCatalogue
        .filter((entry) => entry.phase === phase)
        .map(({ code, severity, page: { why } }) => `  ${code.padEnd(width)}  ${severity.padEnd(7)}  ${why}`);
      return `${phase}\n${rows.sort().join("\n")}\n`;
    })
    .concat(`reasons of decisions\n${reasons.sort().join("\n")}\n`)
    .join("\n");
}

function page({ format }: Context, code: string): string {
  const entry = diagnosticCatalogue.find((one) => one.code === code);
  const reason = reasonCodes.find((one) => one === code);
  if (reason !== undefined) return reasonPage(reason, format);
  if (entry === undefined) {
    const near = nearMiss(code, [...allCodes(), ...reasonCodes]);
    throw new UsageError(
      `there is no rule \`${visible(code)}\`; ${near === undefined ? "sallyport rules lists them" : `did you mean \`${near}\`?`}`,
    );
  }
  return format === "json" ? `${escapeJson(entry)}\n` : human(entry);
}

function reasonPage(code: ReasonCode, format: string): string {
  const why = reasonWords[code];
  if (format === "json") return `${escapeJson({ code, phase: "reasons of decisions", why })}\n`;
  return `${code} (a reason of a decision)\n\n${why}\n\nA test pins it with \`expect deny via ${code}\`; \`sallyport explain EVENT --policy P\` shows the values behind it.\n`;
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
