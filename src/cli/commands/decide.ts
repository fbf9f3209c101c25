import { irDigest } from "../../engine/canonical-ir.ts";
import type { PolicyIr } from "../../engine/ir.ts";
import type { State } from "../../engine/state.ts";
import { createEngine, type Engine } from "../../engine/step.ts";
import { admit } from "../../event/admit.ts";
import type { Event, InvalidEvent } from "../../event/event.ts";
import { readEvent } from "../../event/read-event.ts";
import { type DecisionRecord, recordDecision } from "../../guard/decision-record.ts";
import { failureRecord } from "../../guard/failure-record.ts";
import type { GuardCode } from "../../guard/guard-code.ts";
import { writeRecord } from "../../guard/write-record.ts";
import { readJson } from "../../json/read-json.ts";
import { readText } from "../../load/read-text.ts";
import type { CommandModule, Context, Ran, ReportParts } from "../command.ts";
import { allPages } from "../diagnostic-catalogue.ts";
import { type ExitReason, exitFor } from "../exit-code.ts";
import { makeReport } from "../make-report.ts";
import { prepareOne } from "../one-policy.ts";
import { flag, list, type Options, text, UsageError } from "../options.ts";
import { readState, writeState } from "../state-file.ts";
import { yamlOptions } from "../yaml-options.ts";

export const decide: CommandModule = {
  usage: "<event>",
  options: [
    { flags: "--policy <file>", help: "the policy; may be repeated for several of its files", repeatable: true },
    {
      flags: "--state <file>",
      help: "the state before the event; the state after it takes its place. Without one each event is the first",
    },
    { flags: "--new-state", help: "the state file is not there yet: begin with an empty state and create it" },
    { flags: "--lost-state", help: "there was a state and nobody has it any more: begin with one that knows this" },
    {
      flags: "--performs <list>",
      help: "the obligations the caller performs, with commas: redact, alert, notify, confine; what is not listed is denied",
    },
    { flags: "--full", help: "the record holds arguments, results and texts" },
  ],
  formats: ["json"],
  examples: [
    [
      "sallyport decide - --policy desk.gate --state desk.state < event.json",
      "one event in, one decision record out, on one line; `decision` is its first member",
    ],
    [
      "exit 0: decided, whatever the decision is; any other code: not decided",
      "a deny stands on stdout then too; whatever is no record with exit 0 counts as a deny as well",
    ],
  ],
  failure: (reason) =>
    `${writeRecord(failureRecord({ code: failureCodes[reason] ?? "guard_failed", message: "there was no run" }))}\n`,
  async run(context, [file = "-"], options) {
    if (list(options, "policy").length === 0) throw new UsageError("name the policy with --policy FILE");
    const performs = performedBy(options);
    const read = await readText(context.shell.host, file, stdinName(context));
    const { prepared, compiled } = await prepareOne(context, list(options, "policy"));
    const parts = {
      diagnostics: prepared.diagnostics.filter(({ severity }) => severity === "error"),
      sources: prepared.sources,
      pages: allPages(),
      summary: prepared.summary,
    };
    if (compiled === undefined) {
      const message = "the policy does not compile";
      return ended(context, parts, prepared.reasons, failureRecord({ code: "policy_unavailable", message }));
    }
    const { ir } = compiled;
    const policy = { name: ir.policy, version: ir.version, digest: irDigest(ir) };
    const failed = (code: GuardCode, message: string, more: ReportFindings = {}): Ran =>
      ended(context, { ...parts, ...more }, ["input"], failureRecord({ code, message }, policy));
    if (!read.ok) return failed("invalid_call", "the event cannot be read", { diagnostics: read.diagnostics });
    const json = readJson(read.value.text);
    // What was found there is for the person who looks at stderr; the record holds nothing of the event.
    if (!json.ok) return failed("invalid_call", "the event is no JSON", { summary: [json.error.message] });
    const event = await admitted(json.value, ir);
    const engine = createEngine(ir, { engine: "closures", performs: ["record-full", ...performs] });
    const stepped = await stepOn(context, text(options, "state"), beginningOf(options), ir, engine, event);
    if ("problem" in stepped) return failed("state_unavailable", stepped.problem);
    const record = recordDecision(
      {
        event,
        decision: stepped.decision,
        actionHash: stepped.actionHash,
        statusOf: ({ kind }) => (kind === "record-full" ? "done" : "undone"),
      },
      { policy, catalogue: ir.catalogue, full: flag(options, "full"), key: undefined },
    );
    return ended(context, parts, event.kind === "invalid" ? ["input"] : [], record);
  },
};

type ReportFindings = Pick<ReportParts, "diagnostics" | "summary">;

const failureCodes: Partial<Record<ExitReason, GuardCode>> = { usage: "wrong_usage", bug: "guard_failed" };

const stdinName = ({ stdinName: name }: Context) => (name === undefined ? {} : { stdinName: name });

function ended(
  { shell }: Context,
  parts: Omit<ReportParts, "exit">,
  reasons: readonly ExitReason[],
  record: DecisionRecord,
): Ran {
  const said = record.guard === undefined ? [] : [record.guard.message];
  const report = makeReport(shell.host, "decide", {
    ...parts,
    exit: exitFor(reasons),
    summary: [...(parts.summary ?? []), ...said],
  });
  return { report, text: `${writeRecord(record)}\n` };
}

const performable = ["redact", "alert", "notify", "confine"];

function performedBy(options: Options): readonly string[] {
  const named = (text(options, "performs") ?? "").split(",").map((one) => one.trim());
  const performed = named.filter((one) => one !== "");
  const unknown = performed.find((one) => !performable.includes(one));
  if (unknown !== undefined)
    throw new UsageError(
      `--performs takes ${performable.join(", ")}, not \`${unknown}\`; a full record is printed anyway`,
    );
  return performed;
}

async function admitted(value: Parameters<typeof readEvent>[0], ir: PolicyIr): Promise<Event | InvalidEvent> {
  const read = readEvent(value);
  return "kind" in read ? read : admit(read.raw, ir.catalogue, await yamlOptions(ir));
}

type SteppedOn = Pick<ReturnType<Engine["step"]>, "decision" | "actionHash"> | { readonly problem: string };

/** How long another process may hold the state file. */
const lockWaitMs = 5_000;

/** One step of the state in the file, as its only writer. The decision counts only when the state after it was written. */
async function stepOn(
  { shell: { host } }: Context,
  file: string | undefined,
  beginning: Beginning | undefined,
  ir: PolicyIr,
  engine: Engine,
  event: Event | InvalidEvent,
): Promise<SteppedOn> {
  if (file === undefined) {
    if (beginning !== undefined) throw new UsageError(`--${beginning}-state needs --state FILE`);
    return engine.step(engine.initial(), event, { explain: true });
  }
  const release = await host.lock(file, lockWaitMs);
  if (release === undefined) {
    return { problem: `another process works on the state; if there is none, remove \`${file}.lock\`` };
  }
  try {
    const before =
      beginning === undefined ? readState(host, file, ir.policy) : newState(engine, beginning, host.kindOf(file));
    if (!before.ok) return { problem: before.message };
    const stepped = engine.step(before.state, event, { explain: true });
    const problem =
      stepped.state === before.state && beginning === undefined
        ? undefined
        : writeState(host, file, ir.policy, stepped.state);
    return problem === undefined ? stepped : { problem };
  } finally {
    release();
  }
}

type Beginning = "new" | "lost";

function beginningOf(options: Options): Beginning | undefined {
  const [isNew, isLost] = [flag(options, "newState"), flag(options, "lostState")];
  if (isNew && isLost) throw new UsageError("give --new-state or --lost-state, not both");
  return isNew ? "new" : isLost ? "lost" : undefined;
}

const newState = (
  engine: Engine,
  beginning: Beginning,
  kind: string,
): { readonly ok: true; readonly state: State } | { readonly ok: false; readonly message: string } =>
  kind === "missing"
    ? { ok: true, state: beginning === "new" ? engine.initial() : engine.lost() }
    : { ok: false, message: `the state file is there already; leave --${beginning}-state out` };
