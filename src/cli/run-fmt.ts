import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { lintRules } from "../lint/rules/index.ts";
import { findFiles } from "../load/find-files.ts";
import { loadConfig } from "../load/load-config.ts";
import { policyFiles } from "../load/load-policy.ts";
import { readText } from "../load/read-text.ts";
import { unifiedDiff } from "../load/unified-diff.ts";
import { formatText } from "../parse/print-file.ts";
import { visible } from "../report/escape.ts";
import { count } from "../report/plural.ts";
import { map, type Outcome, succeed } from "../source/outcome.ts";
import type { SourceText } from "../source/span.ts";
import type { Context, Ran } from "./command.ts";
import { allPages } from "./diagnostic-catalogue.ts";
import { type ExitReason, exitFor } from "./exit-code.ts";
import { makeReport } from "./make-report.ts";
import { flag, type Options, UsageError } from "./options.ts";
import { refuseBundles } from "./prepare-policies.ts";

/** Formats the files that were named, and no others of their policies. A file with mistakes is left as it is. */
export async function runFmt(context: Context, named: readonly string[], options: Options): Promise<Ran> {
  const { host } = context.shell;
  const wanted = named.length > 0 ? succeed<readonly string[], Diagnostic>(named) : await configured(context);
  if (!wanted.ok) {
    return { report: makeReport(host, "fmt", { exit: exitFor(["usage"]), diagnostics: wanted.diagnostics }), text: "" };
  }
  refuseBundles(wanted.value);
  const { files, diagnostics: notFound, unreadable } = findFiles(host, wanted.value, policyFiles);
  const diagnostics: Diagnostic[] = [...notFound, ...unreadable];
  const reasons = new Set<ExitReason>([
    ...(notFound.length > 0 ? (["usage"] as const) : []),
    ...(unreadable.length > 0 ? (["policy"] as const) : []),
  ]);
  const sources = new Map<string, string>();
  const changed: { readonly source: SourceText; readonly after: string; readonly isStdin: boolean }[] = [];
  let output = "";
  for (const path of files) {
    const read = await readText(host, path, context.stdinName === undefined ? {} : { stdinName: context.stdinName });
    const formatted = read.ok ? formatText(read.value) : read;
    const source = read.ok ? read.value : read.shown;
    if (source !== undefined) sources.set(source.file, source.text);
    if (!read.ok || !formatted.ok) {
      diagnostics.push(...("diagnostics" in formatted ? formatted.diagnostics : []));
      reasons.add("policy");
    } else if ("text" in formatted) {
      const isStdin = path === "-";
      if (formatted.text !== read.value.text) changed.push({ source: read.value, after: formatted.text, isStdin });
      if (isStdin && !flag(options, "check") && !flag(options, "diff")) output += formatted.text;
    }
  }
  if (flag(options, "diff"))
    output += changed.map(({ source, after }) => unifiedDiff(source.file, source.text, after)).join("");
  else if (flag(options, "check")) output += changed.map(({ source }) => `${visible(source.file)}\n`).join("");
  else for (const { source, after, isStdin } of changed) if (!isStdin) write(context, source.file, after);
  const onlyLooks = flag(options, "check") || flag(options, "diff");
  if (onlyLooks && changed.length > 0) reasons.add("findings");
  const verb = onlyLooks ? "not formatted" : "formatted";
  return {
    report: makeReport(host, "fmt", {
      exit: exitFor(reasons),
      files: [...sources.keys()],
      diagnostics,
      sources,
      pages: allPages(),
      summary: changed.length === 0 || context.quiet ? [] : [`${count(changed.length, "file")} ${verb}`],
    }),
    text: output,
  };
}

async function configured(context: Context): Promise<Outcome<readonly string[], Diagnostic>> {
  const codes = lintRules.map(({ code }) => code);
  const config = await loadConfig(context.shell.host, context.configFile, codes);
  if (!config.ok || config.value.policies.length > 0) return map(config, ({ policies }) => policies);
  throw new UsageError("name policy files or folders, or list them as `policies` in sallyport.yaml");
}

function write({ shell: { host } }: Context, file: string, text: string): void {
  const written = host.writeFile(file, text);
  if (!written.ok) throw new UsageError(`\`${file}\` cannot be written: ${written.problem}`);
}
