import { nearMiss } from "../diagnostics/near-miss.ts";
import { relativeTo } from "../load/paths.ts";
import { type ReportFormat, reportFormats } from "../report/index.ts";
import type { OptionSpec } from "./command.ts";
import { list, type Options, text, UsageError } from "./options.ts";

/** The flags every command has. */
export const commonOptions = (formats: readonly string[]): readonly OptionSpec[] => [
  { flags: "--format <format>", help: "how the result is printed", choices: formats, fallback: formats[0] ?? "human" },
  { flags: "--report <format=file>", help: "also write the report to a file; may be repeated", repeatable: true },
  { flags: "--color <when>", help: "colours", choices: ["auto", "always", "never"], fallback: "auto" },
  { flags: "--config <file>", help: "the configuration instead of the sallyport.yaml found upward" },
  { flags: "--stdin-filename <name>", help: "what to call standard input (`-`) in messages" },
  { flags: "--as-of <date>", help: "the day, YYYY-MM-DD, by which expiries are judged (default: today)" },
  { flags: "--no-cache", help: "do not remember or reuse earlier runs" },
  { flags: "--quiet", help: "no notes on stderr" },
];

/** `--report sarif=out.sarif`, several at once from one run. */
export function reportTargets(
  options: Options,
  folder: string,
): readonly { readonly format: ReportFormat; readonly file: string }[] {
  const targets = list(options, "report").map((written) => {
    const at = written.indexOf("=");
    const name = written.slice(0, Math.max(0, at));
    const file = written.slice(at + 1);
    const format = reportFormats.find((one) => one === name);
    if (at < 0 || file === "")
      throw new UsageError(`--report takes FORMAT=FILE, as in --report sarif=out.sarif, not \`${written}\``);
    if (format === undefined) {
      const near = nearMiss(name, reportFormats);
      const hint = near === undefined ? `known are ${reportFormats.join(", ")}` : `did you mean \`${near}\`?`;
      throw new UsageError(`there is no report format \`${name}\`; ${hint}`);
    }
    return { format, file };
  });
  const paths = targets.map(({ file }) => relativeTo(folder, file));
  const twice = targets.find((_, at) => paths.indexOf(paths[at] ?? "") < at);
  if (twice !== undefined) throw new UsageError(`two reports go to \`${twice.file}\`; name a file for each`);
  return targets;
}

export function asOfDay(options: Options, today: string): string {
  const written = text(options, "asOf");
  if (written === undefined) return today;
  if (!isDay(written)) throw new UsageError(`--as-of takes a day as YYYY-MM-DD, not \`${written}\``);
  return written;
}

function isDay(text: string): boolean {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? [];
  if (year === undefined) return false;
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return date.toISOString().slice(0, 10) === text;
}
