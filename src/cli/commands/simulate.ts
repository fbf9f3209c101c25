import { type Level, levels } from "../../engine/decision.ts";
import { timelines } from "../../report/report.ts";
import type { Simulation } from "../../simulate/simulation.ts";
import type { CommandModule } from "../command.ts";
import { type ExitReason, exitFor } from "../exit-code.ts";
import { makeReport } from "../make-report.ts";
import { text } from "../options.ts";
import { replay, replayOptions } from "../replay.ts";
import { saveTests } from "../save-tests.ts";

export const simulate: CommandModule = {
  usage: "<traces...>",
  options: [
    ...replayOptions,
    { flags: "--fail-on <level>", help: "exit 1 when a decision reaches this level", choices: levels },
    {
      flags: "--timeline <which>",
      help: "which sessions are shown event by event",
      choices: timelines,
      fallback: "notable",
    },
    { flags: "--save-test <file>", help: "write the sessions with something above log as test blocks into a new file" },
  ],
  examples: [
    ["sallyport simulate traces/ --policy policies/desk.gate", "what the policy would have said to recorded sessions"],
    [
      "sallyport simulate run.jsonl --policy desk.gate --agent helper --assume identity=ok",
      "a format that records neither agents nor identities",
    ],
    [
      "sallyport simulate traces/ --policy desk.gate --fail-on deny --timeline denied",
      "fails when anything is denied, and shows where",
    ],
    [
      "sallyport simulate run.jsonl --policy desk.gate --save-test desk-run-tests.gate",
      "pins what was decided as tests",
    ],
  ],
  async run(context, files, options) {
    const replayed = await replay(context, files, options);
    const { simulation, parts, reasons } = replayed;
    const saved = text(options, "saveTest");
    const written = saved === undefined ? [] : saveTests(context, replayed, saved);
    const failOn = levels.find((level) => level === text(options, "failOn"));
    return {
      report: makeReport(context.shell.host, "simulate", {
        ...parts,
        summary: [...(parts.summary ?? []), ...written],
        exit: exitFor([...reasons, ...(simulation === undefined ? [] : judge(simulation, failOn))]),
        // That a name led nowhere is said; a replay of nothing has nothing to add.
        ...(simulation === undefined || isNothing(simulation, parts.files) ? {} : { simulation }),
        ...(failOn === undefined ? {} : { failOn }),
      }),
    };
  },
};

const isNothing = ({ refusals }: Simulation, files: readonly string[] = []): boolean =>
  files.length === 0 && refusals.length === 0;

/** A decision that rests only on what was not recorded says nothing about the agent: that is undecided, not a finding. */
function judge(simulation: Simulation, failOn: Level | undefined): readonly ExitReason[] {
  if (failOn === undefined) return [];
  const reached = simulation.sessions
    .flatMap(({ entries }) => entries)
    .filter(({ decision }) => levels.indexOf(decision.level) >= levels.indexOf(failOn));
  if (reached.some(({ wantOfEvidence }) => !wantOfEvidence)) return ["findings"];
  return reached.length > 0 ? ["undecided"] : [];
}
