import type { CheckedPolicy } from "../../ast/checked.ts";
import type { CheckedDrift } from "../../ast/checked-drift.ts";
import { nearMiss } from "../../diagnostics/near-miss.ts";
import { folderOf, join, relativeTo } from "../../load/paths.ts";
import { count } from "../../report/plural.ts";
import { baselineText } from "../../simulate/baseline-text.ts";
import { type Measurement, measureDrift } from "../../simulate/measure-drift.ts";
import type { CommandModule, Context } from "../command.ts";
import { exitFor } from "../exit-code.ts";
import { makeReport } from "../make-report.ts";
import { text, UsageError } from "../options.ts";
import { writeOutput } from "../output-file.ts";
import { replay, replayOptions } from "../replay.ts";

export const baseline: CommandModule = {
  usage: "<traces...>",
  options: [
    ...replayOptions,
    { flags: "--drift <name>", help: "which drift of the policy is measured; needed where it has several" },
    { flags: "--out <file>", help: "write it to a file instead of stdout" },
  ],
  formats: ["human"],
  examples: [
    ["sallyport baseline traces/ --policy policies/desk.gate", "the baseline; its digest goes to stderr"],
    [
      "sallyport baseline traces/ --policy policies/desk.gate --drift usual --out policies/baseline.json",
      "the same for one of several drifts, into the file that the policy names",
    ],
  ],
  async run(context, files, options) {
    let measuring: Measuring | undefined;
    const { ir, parts, reasons } = await replay(context, files, options, {
      measure(policy) {
        const drift = driftOf(policy, text(options, "drift"));
        measuring = { drift, measurement: measureDrift(drift) };
        return measuring.measurement.measure;
      },
    });
    const made =
      measuring === undefined ? undefined : measured(context, measuring, ir?.agents.map(({ name }) => name) ?? []);
    const isShort = ir !== undefined && made === undefined && reasons.length === 0;
    const report = makeReport(context.shell.host, "baseline", {
      ...parts,
      exit: exitFor(isShort ? ["input"] : reasons),
      ...(isShort ? { summary: [...(parts.summary ?? []), "fewer than two decisions say what is usual"] } : {}),
    });
    if (made === undefined || measuring === undefined || reasons.length > 0) return { report, text: "" };
    const out = text(options, "out");
    if (out === undefined) return { report, text: made };
    const { host } = context.shell;
    // The baseline that the policy names is what a new one replaces; everything else that was read stays.
    const { span, path } = measuring.drift.baseline;
    const own = relativeTo(host.folder, join(folderOf(span.file), path));
    writeOutput(
      host,
      "the baseline",
      out,
      made,
      [...(parts.sources?.keys() ?? [])].filter((file) => file !== own),
    );
    return { report, text: "" };
  },
};

interface Measuring {
  readonly drift: CheckedDrift;
  readonly measurement: Measurement;
}

/** The text of the baseline; what it rests on and its digest are told beside it. */
function measured(context: Context, { drift, measurement }: Measuring, agents: readonly string[]): string | undefined {
  const metrics = measurement.measured();
  for (const { name, all, unknown } of metrics) {
    const left = unknown === 0 ? "" : `; not known exactly at ${unknown}, which are left out`;
    context.note(`${name}: measured at ${count(all.samples, "decision")}${left}`);
  }
  const made = baselineText(drift, metrics, agents);
  if (made !== undefined) context.note(`${drift.name}: sha256 ${made.digest}`);
  return made?.text;
}

function driftOf({ name: policy, drifts }: CheckedPolicy, wanted: string | undefined): CheckedDrift {
  const names = drifts.map(({ name }) => name);
  if (names.length === 0) throw new UsageError(`policy ${policy} has no drift to measure`);
  const [only, ...others] = drifts;
  if (wanted === undefined && only !== undefined && others.length === 0) return only;
  if (wanted === undefined)
    throw new UsageError(`policy ${policy} has several drifts: name one of ${names.join(", ")} with --drift`);
  const drift = drifts.find(({ name }) => name === wanted);
  if (drift !== undefined) return drift;
  const near = nearMiss(wanted, names);
  const hint = near === undefined ? `it has ${names.join(", ")}` : `did you mean \`${near}\`?`;
  throw new UsageError(`policy ${policy} has no drift \`${wanted}\`; ${hint}`);
}
