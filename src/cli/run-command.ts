import { type Observation, recordingHost } from "../load/recording-host.ts";
import { recall, remember } from "../load/run-cache.ts";
import { build, version } from "../load/version.ts";
import { visible } from "../report/escape.ts";
import { type ReportFormat, reporters, reportFormats } from "../report/index.ts";
import { plainPalette, type RenderOptions, type Report, type Timeline, timelines } from "../report/report.ts";
import type { CommandEntry, CommandModule, Context, Ran } from "./command.ts";
import { asOfDay, reportTargets } from "./common-options.ts";
import { type ExitReason, exitFor } from "./exit-code.ts";
import { flag, isUsageError, list, type Options, text, UsageError } from "./options.ts";
import { writeOutput } from "./output-file.ts";
import { type ColorMode, choosePalette, wantsAscii } from "./palette.ts";
import { parseArguments } from "./parse-arguments.ts";
import type { Shell } from "./shell.ts";

/** Flags to arguments, one call, one print, one code. */
export async function runCommand(entry: CommandEntry, argv: readonly string[], shell: Shell): Promise<number> {
  const module = await entry.load();
  const formats = module.formats ?? reportFormats;
  const parsed = await parseArguments(entry, module, formats, argv, shell);
  const fail = (reason: ExitReason): void => shell.out(module.failure?.(reason) ?? "");
  if (parsed.kind === "done") {
    if (parsed.code !== 0) fail("usage");
    return parsed.code;
  }
  const { files, options } = parsed;
  try {
    const targets = reportTargets(options, shell.host.folder);
    refuseNames(files, options);
    const context = contextOf(shell, options);
    const ran = await runOrRecall(entry, module, context, files, options);
    // A result that is read whatever happens comes last: behind it nothing can fail any more.
    if (module.failure !== undefined) writeReports(ran.report, targets, shell);
    await print(ran, context, options);
    return module.failure !== undefined ? ran.report.exit.code : writeReports(ran.report, targets, shell);
  } catch (error) {
    fail(isUsageError(error) ? "usage" : "bug");
    if (!isUsageError(error)) throw error;
    shell.err(`error: ${visible(error.message)}\n(sallyport ${entry.name} --help shows what there is)\n`);
    return exitFor(["usage"]).code;
  }
}

function refuseNames(files: readonly string[], options: Options): void {
  const named = [...files, ...list(options, "policy")];
  if (named.includes("")) throw new UsageError("a name is empty; the folder you are in is `.`");
  if (files.includes("-") && list(options, "policy").includes("-"))
    throw new UsageError("standard input can be read once; name a file for one of the two `-`");
}

function contextOf(shell: Shell, options: Options): Context {
  const asOf = asOfDay(options, shell.today);
  const quiet = flag(options, "quiet");
  return {
    shell,
    asOf,
    asOfMs: Date.parse(`${asOf}T00:00:00Z`),
    format: text(options, "format") ?? "human",
    quiet,
    configFile: text(options, "config"),
    stdinName: text(options, "stdinFilename"),
    note(line) {
      if (!quiet) shell.err(`${line}\n`);
    },
  };
}

/** A remembered run is only used when every file and folder it looked at is as it was. */
async function runOrRecall(
  entry: CommandEntry,
  module: CommandModule,
  context: Context,
  files: readonly string[],
  options: Options,
): Promise<Ran> {
  const { shell } = context;
  const wanted =
    module.cacheable?.(options) === true &&
    options["cache"] !== false &&
    !files.includes("-") &&
    (shell.env["CI"] ?? "") === "";
  if (!wanted) return module.run(context, files, options);
  const question = JSON.stringify([version, build, entry.name, files, sorted(options), context.asOf]);
  const found = recall(shell.host, question);
  if (found !== undefined) return { report: found };
  const seen: Observation[] = [];
  const host = recordingHost(shell.host, (observation) => seen.push(observation));
  const ran = await module.run({ ...context, shell: { ...shell, host } }, files, options);
  if (ran.text === undefined) remember(shell.host, question, seen, ran.report);
  return ran;
}

/** Flags that only change how a report is shown take no part. */
const sorted = (options: Options): readonly unknown[] =>
  Object.keys(options)
    .filter((name) => !["format", "report", "color", "quiet", "timeline", "details"].includes(name))
    .sort()
    .map((name) => [name, options[name]]);

async function print(ran: Ran, context: Context, options: Options): Promise<void> {
  const { shell } = context;
  const rendering = await renderOptions(shell, options);
  const format = reportFormats.find((one) => one === context.format) ?? "human";
  if (ran.text === undefined) {
    shell.out(reporters[format](ran.report, rendering));
    return;
  }
  shell.out(typeof ran.text === "string" ? ran.text : ran.text(rendering));
  shell.err(reporters.human(ran.report, { ...rendering, color: plainPalette }));
}

async function renderOptions(shell: Shell, options: Options): Promise<RenderOptions> {
  const wanted = text(options, "timeline");
  const timeline: Timeline = timelines.find((one) => one === wanted) ?? "notable";
  return {
    color: await choosePalette(shell, colorMode(text(options, "color"))),
    width: Math.max(40, shell.outIsTerminal ? (shell.columns ?? 100) : 100),
    ascii: wantsAscii(shell),
    timeline,
    ...detailsOf(text(options, "details")),
  };
}

const detailsOf = (written: string | undefined): { readonly details?: readonly string[] } =>
  written === undefined || written === "all"
    ? {}
    : { details: written === "none" ? [] : written.split(",").map((item) => item.trim()) };

const colorMode = (written: string | undefined): ColorMode =>
  written === "always" || written === "never" ? written : "auto";

function writeReports(
  report: Report,
  targets: readonly { readonly format: ReportFormat; readonly file: string }[],
  shell: Shell,
): number {
  const plain: RenderOptions = { color: plainPalette, width: 100, ascii: false, timeline: "notable" };
  const inputs = [...report.files, ...report.sources.keys()];
  for (const { format, file } of targets) {
    writeOutput(shell.host, `the ${format} report`, file, reporters[format](report, plain), inputs);
  }
  return report.exit.code;
}
