import { traceBadRecord, traceProseOnly, traceUnmatchedResult } from "../../diagnostics/trace.ts";
import { isJsonArray } from "../../json/json-value.ts";
import { assertNever } from "../../source/assert-never.ts";
import { contentText } from "../content-text.ts";
import { isEventName } from "../event-name.ts";
import { below, collectImport, type ImportCollector } from "../import-collector.ts";
import type { Importer } from "../importer.ts";
import { describeMember, memberOf, quoteText, textMember } from "../json-members.ts";
import { notInTranscripts } from "../not-recorded.ts";
import { conversationParts, type PlacedMessage } from "../openai-conversations.ts";
import { isChatMessage, isChatPart, writtenCalls } from "../openai-message.ts";
import type { SessionBuilder } from "../session-builder.ts";

export const openaiChat: Importer = {
  format: "openai-chat",
  title: "OpenAI chat messages",
  notRecorded: notInTranscripts,
  remarks: [
    "Read are a list of messages, `{messages}`, lists and lines of these, messages one a line, and tau-bench records `{task_id, trial, traj}`.",
    "The session is the file, with the index of the conversation where a file holds several.",
    "Arguments are a JSON text; one that is empty, cut off or no object leaves the arguments unrecorded.",
    "A conversation that the next one repeats and goes on with is skipped: request logs repeat the history.",
    "tau-bench's gold actions under `info` were never executed and are no events.",
    "Dialogues as plain text (`messages_display`) are refused.",
    "Images, audio and files are not read; what was said with one is `complete: false`, so that nobody takes its text for all of it.",
  ],
  detect({ values }) {
    const parts = conversationParts(values.map((value) => ({ value, position: () => ({ line: 1, column: 1 }) })));
    const fitting = parts.filter(
      (part) =>
        part.kind === "prose" ||
        part.kind === "repeated" ||
        (part.kind === "conversation" && part.messages.every(({ value }) => isChatMessage(value))),
    );
    return parts.length === 0 ? 0 : fitting.length / parts.length;
  },
  import({ file }, { document }) {
    const collector = collectImport(openaiChat, file);
    const parts = conversationParts(document.records);
    parts.forEach((part, index) => {
      switch (part.kind) {
        case "conversation": {
          const session = collector.session(parts.length === 1 ? file : `${file}[${index}]`);
          for (const note of part.notes) session.note(note);
          part.messages.forEach((message, position) => {
            importMessage(message, position, session, collector);
          });
          return;
        }
        case "repeated":
          collector.skip(part.place, "the next conversation repeats this one and goes on with it");
          return;
        case "prose":
          collector.refuse(traceProseOnly, part.place, { member: part.member });
          return;
        case "unknown":
          collector.refuse(traceBadRecord, part.place, { found: part.found, expected: "a conversation" });
          return;
        default:
          assertNever(part);
      }
    });
    return collector.finish();
  },
};

function importMessage(
  { value, place }: PlacedMessage,
  index: number,
  session: SessionBuilder,
  collector: ImportCollector,
): void {
  const content = memberOf(value, "content");
  if (isJsonArray(content)) {
    content.forEach((part, position) => {
      if (isChatPart(part)) return;
      collector.refuse(traceBadRecord, below(place, "content", position), {
        found: `a content part of the type ${describeMember(part, "type")}`,
        expected: "text, refusal, image_url, input_audio or file",
      });
    });
  }
  const { text, others } = contentText(content);
  const role = textMember(value, "role");
  if (role !== "tool" && role !== "function") {
    for (const other of others) session.note(`message ${index} holds ${other}; only its text is read`);
  }
  const said = { text, complete: others.length === 0 };
  const isSaid = text !== undefined || !said.complete;
  switch (role) {
    case "system":
    case "developer":
      if (isSaid) session.prompt("system", said);
      return;
    case "user":
      if (isSaid) session.prompt("user", said);
      return;
    case "assistant":
      if (!said.complete || (text !== undefined && text !== "")) session.output(said);
      importAssistant(value, index, place, session, collector);
      return;
    case "tool":
    case "function": {
      const why = session.outcome({
        id: memberOf(value, "tool_call_id"),
        tool: textMember(value, "name"),
        outcome: { kind: "result", content: text, complete: others.length === 0 },
      });
      if (why !== undefined) collector.refuse(traceUnmatchedResult, place, { result: "this tool message", why });
      return;
    }
    default:
      collector.refuse(traceBadRecord, place, {
        found: `a message of the role ${describeMember(value, "role")}`,
        expected: "system, developer, user, assistant, tool or function",
      });
  }
}

function importAssistant(
  message: PlacedMessage["value"],
  index: number,
  place: PlacedMessage["place"],
  session: SessionBuilder,
  collector: ImportCollector,
): void {
  const refused = textMember(message, "refusal");
  if (refused !== undefined && refused !== "") session.output({ text: refused, complete: true });
  for (const { call, path } of writtenCalls(message)) {
    if (isEventName(call.tool)) {
      session.calls(String(index), [{ ...call, tool: call.tool }]);
    } else {
      collector.refuse(traceBadRecord, below(place, ...path), {
        found: `a call whose tool name is ${call.tool === undefined ? "nothing" : quoteText(call.tool)}`,
        expected: "a name under `function.name`",
      });
    }
  }
}
