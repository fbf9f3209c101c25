import { traceBadRecord, traceUnmatchedResult } from "../../diagnostics/trace.ts";
import { isJsonArray, isJsonObject, type JsonValue } from "../../json/json-value.ts";
import { readArguments } from "../arguments.ts";
import { contentText } from "../content-text.ts";
import { isEventName } from "../event-name.ts";
import { below, collectImport, type ImportCollector, type Place } from "../import-collector.ts";
import type { ImportContext, Importer, TraceFile } from "../importer.ts";
import {
  describeMember,
  hasMember,
  listMember,
  memberOf,
  nameOfJsonKind,
  quoteText,
  textMember,
} from "../json-members.ts";
import { notInTranscripts } from "../not-recorded.ts";
import type { RecordedOutcome, SessionBuilder } from "../session-builder.ts";

export const agentdojo: Importer = {
  format: "agentdojo",
  title: "an AgentDojo run log",
  notRecorded: notInTranscripts,
  remarks: [
    "The session is the file, with the index of the run where a file holds several; `pipeline_name` is the model and names no agent.",
    "A tool message with an `error` is an attempt that had no effect: an `error` event.",
    "Where ids are empty, null or missing, a tool message is joined by its embedded `tool_call`, then by order.",
    "`injections`, `security` and `utility` are knowledge about the run, not of the agent: no event holds them.",
    "`evaluation_timestamp` is the time of the evaluation, not of an event.",
  ],
  detect({ values }) {
    const runs = values.flatMap((value) => (isJsonArray(value) ? value : [value]));
    return runs.length === 0 ? 0 : runs.filter(isRun).length / runs.length;
  },
  import: importRuns,
};

const isRun = (value: JsonValue): boolean => hasMember(value, "messages") && hasMember(value, "suite_name");

function importRuns({ file }: TraceFile, { document }: ImportContext) {
  const collector = collectImport(agentdojo, file);
  const runs = document.records.flatMap((record) =>
    isJsonArray(record.value)
      ? record.value.map((value, index) => ({ value, place: { record, path: [index] } }))
      : [{ value: record.value, place: { record, path: [] } }],
  );
  runs.forEach(({ value, place }, index) => {
    if (isJsonArray(memberOf(value, "messages"))) {
      importRun(value, place, runs.length === 1 ? file : `${file}[${index}]`, collector);
    } else {
      collector.refuse(traceBadRecord, place, {
        found: isJsonObject(value) ? "an object without a list `messages`" : nameOfJsonKind(value),
        expected: "an AgentDojo run",
      });
    }
  });
  return collector.finish();
}

function importRun(run: JsonValue, place: Place, name: string, collector: ImportCollector): void {
  const session = collector.session(name);
  listMember(run, "messages").forEach((message, index) => {
    importMessage(message, index, below(place, "messages", index), session, collector);
  });
  const error = textMember(run, "error");
  if (error !== undefined && error !== "") session.note(`the run ended in an error: ${quoteText(error, 200)}`);
}

function importMessage(
  message: JsonValue,
  index: number,
  place: Place,
  session: SessionBuilder,
  collector: ImportCollector,
): void {
  const { text, others } = contentText(memberOf(message, "content"));
  for (const other of others) session.note(`message ${index} holds ${other}; only its text is read`);
  const said = { text, complete: others.length === 0 };
  const isSaid = text !== undefined || !said.complete;
  switch (textMember(message, "role")) {
    case "system":
      if (isSaid) session.prompt("system", said);
      return;
    case "user":
      if (isSaid) session.prompt("user", said);
      return;
    case "assistant":
      if (!said.complete || (text !== undefined && text !== "")) session.output(said);
      importCalls(message, index, place, session, collector);
      return;
    case "tool": {
      const why = session.outcome(outcomeOf(message, text, others.length === 0));
      if (why !== undefined) collector.refuse(traceUnmatchedResult, place, { result: "this tool message", why });
      return;
    }
    default:
      collector.refuse(traceBadRecord, place, {
        found: `a message of the role ${describeMember(message, "role")}`,
        expected: "system, user, assistant or tool",
      });
  }
}

function importCalls(
  message: JsonValue,
  index: number,
  place: Place,
  session: SessionBuilder,
  collector: ImportCollector,
): void {
  listMember(message, "tool_calls").forEach((call, position) => {
    const tool = textMember(call, "function");
    if (!isEventName(tool)) {
      collector.refuse(traceBadRecord, below(place, "tool_calls", position), {
        found: `a call whose tool name is ${describeMember(call, "function")}`,
        expected: "a name under `function`",
      });
      return;
    }
    session.calls(String(index), [{ id: memberOf(call, "id"), tool, args: readArguments(memberOf(call, "args")) }]);
  });
}

function outcomeOf(message: JsonValue, text: string | undefined, complete: boolean): RecordedOutcome {
  const embedded = memberOf(message, "tool_call");
  const args = readArguments(memberOf(embedded, "args"));
  const error = textMember(message, "error");
  return {
    id: memberOf(message, "tool_call_id") ?? memberOf(embedded, "id"),
    tool: textMember(embedded, "function"),
    args: args.ok ? args.args : undefined,
    outcome:
      error !== undefined && error !== ""
        ? { kind: "error", message: text === undefined || text === "" || text === error ? error : `${error}\n${text}` }
        : { kind: "result", content: text, complete },
  };
}
