import type { CheckedPolicy } from "../ast/checked.ts";
import type { ParsedFile } from "../ast/parsed.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { lintWithIgnored } from "../lint/lint-policy.ts";
import { undecidedClaim } from "../lint/rules/undecided-claim.ts";
import { applyFixes, type Fixed } from "../load/apply-fixes.ts";
import { type Config, ruleLevel, severityOfLevel } from "../load/config.ts";
import { unifiedDiff } from "../load/unified-diff.ts";
import { count } from "../report/plural.ts";
import type { Context, Ran } from "./command.ts";
import { allCodes, allPages } from "./diagnostic-catalogue.ts";
import { exitFor } from "./exit-code.ts";
import { makeReport } from "./make-report.ts";
import { flag, type Options, UsageError } from "./options.ts";
import { aboutNamed, type Prepared, preparePolicies } from "./prepare-policies.ts";
import { failSeverity, reachesSeverity } from "./severity-option.ts";

/** Checks policies and runs every lint rule over those that compile; writes or shows fixes when asked. */
export async function runLint(context: Context, files: readonly string[], options: Options): Promise<Ran> {
  const wantsDiff = flag(options, "fixDryRun");
  const wantsFix = flag(options, "fix");
  if (flag(options, "unsafe") && !wantsFix && !wantsDiff)
    throw new UsageError("--unsafe goes with --fix or --fix-dry-run");
  if (wantsFix && files.includes("-")) throw new UsageError("--fix cannot write to standard input; use --fix-dry-run");
  const first = await lintOnce(context, files);
  if (!wantsFix && !wantsDiff) return { report: reportOf(context, first, options, []) };
  const fixed = applyFixes(fixableHere(first), first.prepared.sources, flag(options, "unsafe"));
  if (wantsDiff) {
    const text = fixed.map(({ file, before, after }) => unifiedDiff(file, before, after)).join("");
    return { report: reportOf(context, first, options, []), text };
  }
  write(context, fixed);
  const written = fixed.map(({ file, applied }) => `fixed ${count(applied, "finding")} in ${file}`);
  return { report: reportOf(context, fixed.length === 0 ? first : await lintOnce(context, files), options, written) };
}

/** What is wrong in a pack that was not named is for its author to mend: here it is pinned as it is. */
const fixableHere = ({ found, prepared: { named } }: Linted): readonly Diagnostic[] =>
  found.map((diagnostic) => ({
    ...diagnostic,
    fixes: diagnostic.fixes.filter(({ edits }) => edits.every(({ file }) => named.includes(file))),
  }));

interface Linted {
  readonly prepared: Prepared;
  readonly found: readonly Diagnostic[];
  readonly summary: readonly string[];
  /** What was found and is not shown, if anything. */
  readonly hidden: readonly string[];
}

async function lintOnce(context: Context, files: readonly string[]): Promise<Linted> {
  const prepared = await preparePolicies(context, files);
  const linted = prepared.policies.flatMap(({ checked }) =>
    checked === undefined ? [] : [lintOne(checked, prepared.config, context)],
  );
  const about = (diagnostics: readonly Diagnostic[]): readonly Diagnostic[] =>
    aboutNamed(diagnostics, prepared.named).shown;
  const hidden = hiddenLine(
    about(linted.flatMap(({ ignored }) => ignored)),
    about(linted.flatMap(({ turnedOff }) => turnedOff)),
  );
  return {
    prepared,
    found: [...prepared.diagnostics, ...about(linted.flatMap(({ found }) => found))],
    summary: prepared.summary,
    hidden,
  };
}

interface LintedPolicy {
  readonly found: readonly Diagnostic[];
  readonly ignored: readonly Diagnostic[];
  readonly turnedOff: readonly Diagnostic[];
}

function lintOne(checked: CheckedPolicy, config: Config, context: Context): LintedPolicy {
  const all = lintWithIgnored(checked, { asOfMs: context.asOfMs, otherCodes: allCodes() });
  const levelOf = ({ code, spans }: Diagnostic) =>
    ruleLevel(config, code, spans.find(({ primary }) => primary)?.file ?? "");
  const found = all.found.flatMap((diagnostic) => {
    const level = levelOf(diagnostic);
    if (level === undefined) return [diagnostic];
    return level === "off" ? [] : [{ ...diagnostic, severity: severityOfLevel(level) }];
  });
  return { found, ignored: all.ignored, turnedOff: all.found.filter((diagnostic) => levelOf(diagnostic) === "off") };
}

/** A policy that is clean because of exceptions must not look like one that needs none. */
function hiddenLine(ignored: readonly Diagnostic[], turnedOff: readonly Diagnostic[]): readonly string[] {
  const parts = [
    hiddenPart(ignored, "ignored in the policy"),
    hiddenPart(turnedOff, "turned off in the configuration"),
  ].filter((part) => part !== undefined);
  return parts.length === 0 ? [] : [`not shown: ${parts.join("; ")}`];
}

function hiddenPart(hidden: readonly Diagnostic[], how: string): string | undefined {
  const codes = [...new Set(hidden.map(({ code }) => code))].sort();
  return hidden.length === 0 ? undefined : `${count(hidden.length, "finding")} ${how} (${codes.join(", ")})`;
}

function reportOf(
  context: Context,
  { prepared, found, summary, hidden }: Linted,
  options: Options,
  written: readonly string[],
) {
  const limit = failSeverity(options);
  const failing = found.some(({ severity }) => reachesSeverity(severity, limit));
  const undecided = found.some(({ code }) => code === undecidedClaim.code) && !flag(options, "allowUndecided");
  return makeReport(context.shell.host, "lint", {
    exit: exitFor([
      ...prepared.reasons,
      ...(failing ? (["findings"] as const) : []),
      ...(undecided ? (["undecided"] as const) : []),
    ]),
    files: prepared.named,
    diagnostics: found,
    sources: prepared.sources,
    pages: allPages(),
    asOf: context.asOf,
    summary: [
      ...summary,
      ...written,
      ...(found.length === 0 ? [...prepared.policies.map(cleanLine), ...prepared.packs.map(packLine)] : []),
      ...hidden,
    ],
  });
}

/** Silence would not tell a clean policy from one that was not read. */
function cleanLine({ checked }: Prepared["policies"][number]): string {
  if (checked === undefined) return "";
  const { name, files, tools, grants, gates, controls } = checked;
  const parts = [
    count(tools.length, "tool"),
    count(grants.length, "grant"),
    count(gates.length, "gate"),
    count(controls.length, "control"),
  ];
  return `no findings in policy ${name}: ${count(files.length, "file")}, ${parts.filter((part) => !part.startsWith("0 ")).join(", ")}`;
}

/** Only tools give the rules of a pack a meaning, so there is little to lint without them. */
function packLine(files: readonly ParsedFile[]): string {
  const name = files[0]?.header?.name.text ?? "";
  return `pack ${name}: no mistakes by itself; its rules are checked and linted where a policy uses it`;
}

function write(context: Context, fixed: readonly Fixed[]): void {
  for (const { file, after } of fixed) {
    const result = context.shell.host.writeFile(file, after);
    if (!result.ok) throw new UsageError(`\`${file}\` cannot be written: ${result.problem}`);
  }
}
