import type { CheckedPolicy } from "../ast/checked.ts";
import { nearMiss } from "../diagnostics/near-miss.ts";
import { irDigest } from "../engine/canonical-ir.ts";
import type { PolicyIr } from "../engine/ir.ts";
import type { RawEvent } from "../event/event.ts";
import type { Config } from "../load/config.ts";
import { loadTraces } from "../load/load-traces.ts";
import { type Assumption, applyAssumptions, parseAssumption } from "../simulate/assumptions.ts";
import type { ReplayOptions } from "../simulate/replay.ts";
import { simulateTraces } from "../simulate/simulate-traces.ts";
import type { Simulation } from "../simulate/simulation.ts";
import { importers } from "../trace/importers/index.ts";
import type { Context, OptionSpec, ReportParts } from "./command.ts";
import { allPages } from "./diagnostic-catalogue.ts";
import type { ExitReason } from "./exit-code.ts";
import { prepareOne } from "./one-policy.ts";
import { list, type Options, text, UsageError } from "./options.ts";
import { startProgress } from "./progress.ts";
import { yamlOptions } from "./yaml-options.ts";

/** The flags of every command that replays. */
export const replayOptions: readonly OptionSpec[] = [
  {
    flags: "--policy <file>",
    help: "the policy, or a bundle of it; may be repeated for several of its files",
    repeatable: true,
  },
  { flags: "--bundle-key <file>", help: "the public keys with which a bundle given as policy must be signed" },
  { flags: "--agent <name>", help: "who acts, where the format cannot record it" },
  {
    flags: "--assume <path=value>",
    help: "fills what the format cannot record: identity=ok, confidence=95%; printed in the report",
    repeatable: true,
  },
  {
    flags: "--mode <mode>",
    help: "recorded: as the log went on; counterfactual: blocked calls did not happen",
    choices: ["recorded", "counterfactual"],
    fallback: "recorded",
  },
  {
    flags: "--trace-format <name>",
    help: "the format of the traces, instead of finding out",
    choices: importers.map(({ format }) => format),
  },
  { flags: "--performs <list>", help: "the obligations the host performs, with commas; without this: all" },
];

export interface Replayed {
  /** Undefined when the policy does not compile. */
  readonly simulation: Simulation | undefined;
  readonly ir: PolicyIr | undefined;
  /** The events of each session with the assumptions filled in, in the order of `simulation.sessions`. */
  readonly events: readonly (readonly RawEvent[])[];
  readonly parts: Omit<ReportParts, "exit">;
  readonly reasons: readonly ExitReason[];
}

/** What a command wants to see of a replay. With `measure`, drifts are measured instead of acting. */
export interface Watching {
  readonly watch?: ReplayOptions["watch"];
  readonly measure?: (policy: CheckedPolicy) => NonNullable<ReplayOptions["measure"]>;
}

/** Policy, traces and assumptions from the command line, and the replay of one under the other. */
export async function replay(
  context: Context,
  files: readonly string[],
  options: Options,
  { watch, measure }: Watching = {},
): Promise<Replayed> {
  const policyFiles = list(options, "policy");
  if (policyFiles.length === 0) throw new UsageError("name the policy with --policy FILE");
  const { prepared, compiled } = await prepareOne(
    context,
    policyFiles,
    text(options, "bundleKey"),
    measure !== undefined,
  );
  const parts = {
    diagnostics: prepared.diagnostics.filter(({ severity }) => severity === "error"),
    sources: prepared.sources,
    pages: allPages(),
    asOf: context.asOf,
    summary: prepared.summary,
  };
  if (compiled === undefined)
    return { simulation: undefined, ir: undefined, events: [], parts, reasons: prepared.reasons };
  const { ir, checked } = compiled;
  const { assumptions, written } = assumptionsOf(options, prepared.config);
  refuseUnknownAgent(assumptions, ir);
  const progress = startProgress(context, "reading traces");
  const traces = await loadTraces(context.shell.host, files, {
    stdinName: context.stdinName,
    format: text(options, "traceFormat"),
    progress: progress.step,
  });
  progress.stop();
  const performs =
    text(options, "performs")
      ?.split(",")
      .map((one) => one.trim()) ?? prepared.config.simulate.performs;
  const simulation = simulateTraces(ir, traces.sessions, {
    mode: text(options, "mode") === "counterfactual" ? "counterfactual" : "recorded",
    assumptions,
    written,
    refusals: traces.refusals,
    notRecordedBy: traces.notRecordedBy,
    notes: traces.notes,
    ...(performs === undefined ? {} : { performs }),
    ...(watch === undefined ? {} : { watch }),
    ...(measure === undefined ? {} : { measure: measure(checked) }),
    ...(await yamlOptions(ir)),
  });
  return {
    simulation,
    ir,
    events: traces.sessions.map(({ events }) =>
      events.map((event, index) => applyAssumptions(event, index, assumptions, ir)),
    ),
    parts: {
      ...parts,
      diagnostics: [...parts.diagnostics, ...traces.notFound],
      files: traces.files,
      policyDigest: irDigest(ir),
    },
    reasons: [
      ...(traces.notFound.length > 0 ? (["usage"] as const) : []),
      ...(traces.refusals.length > 0 ? (["input"] as const) : []),
    ],
  };
}

/** A misspelt agent would deny everything and look like a result. */
function refuseUnknownAgent(assumptions: readonly Assumption[], ir: PolicyIr): void {
  const names = ir.agents.map(({ name }) => name);
  for (const assumption of assumptions) {
    if (assumption.kind !== "agent" || names.includes(assumption.agent)) continue;
    const near = nearMiss(assumption.agent, names);
    const hint = near === undefined ? `it declares ${names.join(", ") || "none"}` : `did you mean \`${near}\`?`;
    throw new UsageError(`policy ${ir.policy} declares no agent \`${assumption.agent}\`; ${hint}`);
  }
}

/** Flags win over the configuration, member by member. */
function assumptionsOf(
  options: Options,
  { simulate: defaults }: Config,
): { readonly assumptions: readonly Assumption[]; readonly written: readonly string[] } {
  const agent = text(options, "agent") ?? defaults.agent;
  const flags = list(options, "assume").flatMap((one) => one.split(","));
  const named = new Set(flags.map((one) => one.split("=")[0]));
  const kept = defaults.assume.filter((one) => !named.has(one.split("=")[0]));
  const written = [...(agent === undefined ? [] : [`agent=${agent}`]), ...kept, ...flags].map((one) => one.trim());
  const assumptions = written.map((one) => {
    const parsed = parseAssumption(one);
    if (parsed.kind === "error") throw new UsageError(parsed.message);
    return parsed;
  });
  return { assumptions, written };
}
