import type { Context, Ran } from "./command.ts";
import { allPages } from "./diagnostic-catalogue.ts";
import { exitFor } from "./exit-code.ts";
import { makeReport } from "./make-report.ts";
import type { Options } from "./options.ts";
import { preparePolicies } from "./prepare-policies.ts";
import { failSeverity, reachesSeverity } from "./severity-option.ts";

/** Parses and types policies, and reports on the files that were named. */
export async function runCheck(context: Context, files: readonly string[], options: Options): Promise<Ran> {
  const prepared = await preparePolicies(context, files);
  const limit = failSeverity(options);
  const found = prepared.diagnostics.some(({ severity }) => reachesSeverity(severity, limit));
  return {
    report: makeReport(context.shell.host, "check", {
      exit: exitFor([...prepared.reasons, ...(found ? (["findings"] as const) : [])]),
      files: prepared.named,
      diagnostics: prepared.diagnostics,
      sources: prepared.sources,
      pages: allPages(),
      summary: prepared.summary,
    }),
  };
}
