import { reasonCodes } from "../../ast/reason-code.ts";
import { nearMiss } from "../../diagnostics/near-miss.ts";
import type { Inspection } from "../../engine/inspect-event.ts";
import type { Explained } from "../../report/explained.ts";
import { explanationJson, renderExplanation } from "../../report/explanation-text.ts";
import type { TimelineEntry } from "../../simulate/simulation.ts";
import type { CommandModule } from "../command.ts";
import { diagnosticCatalogue } from "../diagnostic-catalogue.ts";
import { exitFor } from "../exit-code.ts";
import { makeReport } from "../make-report.ts";
import { flag, list, text, UsageError } from "../options.ts";
import { refusalLine } from "../refusal-line.ts";
import { replay, replayOptions } from "../replay.ts";
import { testBlocks } from "../save-tests.ts";
import { rules } from "./rules.ts";

export const explain: CommandModule = {
  usage: "<event>",
  options: [
    ...replayOptions,
    { flags: "--as-test", help: "print the session as a test block that pins its decisions" },
    { flags: "--session <name>", help: "the session, where the trace holds several" },
    { flags: "--event <number>", help: "which event, by the number that simulate prints (default: the last one)" },
  ],
  formats: ["human", "json"],
  examples: [
    [
      "sallyport explain call.json --policy desk.gate",
      "why that event is decided as it is, rule by rule, value by value",
    ],
    ["sallyport explain run.jsonl --event 7 --policy desk.gate", "event 7 of a recorded session"],
    ["sallyport explain unknown-field", "the page of a diagnostic, like sallyport rules"],
  ],
  async run(context, [event = ""], options) {
    const isCode = diagnosticCatalogue.some(({ code }) => code === event) || reasonCodes.some((code) => code === event);
    if (isCode && list(options, "policy").length === 0) return rules.run(context, [event], options);
    const inspections = new Map<TimelineEntry, () => Inspection | undefined>();
    const replayed = await replay(context, [event], options, {
      watch: (entry, inspect) => inspections.set(entry, inspect),
    });
    const report = makeReport(context.shell.host, "explain", {
      ...replayed.parts,
      exit: exitFor(replayed.reasons),
      summary: [...(replayed.parts.summary ?? []), ...(replayed.simulation?.refusals ?? []).map(refusalLine)],
    });
    if (replayed.simulation === undefined || replayed.ir === undefined) return { report, text: "" };
    const wanted = text(options, "session");
    const sessions = replayed.simulation.sessions.filter(({ session }) => wanted === undefined || session === wanted);
    const names = replayed.simulation.sessions.map(({ session }) => session);
    if (sessions.length === 0 && wanted !== undefined && names.length > 0) {
      throw new UsageError(`there is no session \`${wanted}\`; ${nearSession(wanted, names)}`);
    }
    if (sessions.length === 0) return { report, text: "" };
    if (sessions.length > 1) throw new UsageError(`choose one with --session: ${someOf(names)}`);
    if (flag(options, "asTest")) return { report, text: testBlocks(replayed, sessions).text };
    const entry = chooseEntry(sessions[0]?.entries ?? [], text(options, "event"));
    const explained: Explained = {
      entry,
      inspection: inspections.get(entry)?.(),
      policy: replayed.ir,
      format: sessions[0]?.format ?? "",
    };
    if (context.format === "json") return { report, text: explanationJson(explained) };
    return { report, text: (rendering) => renderExplanation(explained, rendering) };
  },
};

const mostNames = 20;

const someOf = (names: readonly string[]): string =>
  names.length <= mostNames
    ? names.join(", ")
    : `${names.slice(0, mostNames).join(", ")} and ${names.length - mostNames} more`;

function nearSession(wanted: string, names: readonly string[]): string {
  const near = nearMiss(wanted, names);
  return near === undefined ? `there are ${someOf(names)}` : `did you mean \`${near}\`?`;
}

function chooseEntry(entries: readonly TimelineEntry[], wanted: string | undefined): TimelineEntry {
  const entry = wanted === undefined ? entries.at(-1) : entries.find(({ index }) => String(index) === wanted);
  if (entry !== undefined) return entry;
  const range = entries.length === 0 ? "there is none" : `they are numbered 0 to ${entries.length - 1}`;
  throw new UsageError(`there is no decided event \`${wanted ?? ""}\`; ${range}`);
}
