import { traceBadRecord, traceUnmatchedResult } from "../../diagnostics/trace.ts";
import type { JsonValue } from "../../json/json-value.ts";
import { readArguments } from "../arguments.ts";
import { type ClaudeLine, claudeLineReader, claudeLines, isClaudeLine } from "../claude-lines.ts";
import { contentText, partName } from "../content-text.ts";
import { isEventName } from "../event-name.ts";
import { below, collectImport, type ImportCollector, type Place } from "../import-collector.ts";
import type { Importer } from "../importer.ts";
import { describeMember, memberOf, textMember } from "../json-members.ts";
import { notInTimedTranscripts } from "../not-recorded.ts";
import { recordedTime } from "../recorded-time.ts";
import type { RecordedOutcome, SessionBuilder } from "../session-builder.ts";

export const claudeCode: Importer = {
  format: "claude-code",
  title: "a Claude Code transcript",
  notRecorded: [...notInTimedTranscripts, "prompts.system"],
  remarks: [
    "Lines stay in file order: a retry branches off under `parentUuid`, but what the earlier branch did was done.",
    "Lines with the same `message.id` are one message; its calls stand before any of their results, each with its own time.",
    "A user line with a `tool_result` is the tools', not the human's; texts beside it are the host's. Texts in lines marked `isMeta`, `isCompactSummary` and outputs of local commands are not the human's either.",
    "A side chain is another agent without a recorded name. Its first text was written by the calling agent and is skipped: the calling agent's `Task` arguments hold it.",
    "Images and files of the human are not read; the prompt is `complete: false`, so that nobody takes its text for all of it.",
    "A session that goes on from a line that the file does not hold began earlier: what it did until then is not recorded (`past`).",
    "`mcp__SERVER__TOOL` is read as `SERVER.TOOL`.",
    "`toolUseResult` repeats the result and is not read.",
  ],
  detect({ values }) {
    const record = { position: () => ({ line: 1, column: 1 }) };
    const lines = claudeLines(values.map((value) => ({ ...record, value }))).map(({ value }) => value);
    return lines.filter(isClaudeLine).length / Math.max(1, lines.length);
  },
  import({ file }, { document }) {
    const collector = collectImport(claudeCode, file);
    const read = claudeLineReader();
    const state: WalkState = { parents: new Set(), uuids: new Set(), around: undefined, started: new Set() };
    claudeLines(document.records).forEach(({ value, place }, index) => {
      const result = read(value, place);
      if (result.kind === "skipped") {
        collector.skip(place, result.reason);
        return;
      }
      state.around = result.line.session ?? state.around;
      const session = collector.session(state.around ?? file);
      if (result.line.session === undefined && state.around !== undefined) {
        session.note("lines without a session are counted to the session around them");
      }
      noteTree(result.line, state, session);
      importLine(result.line, index, session, collector);
    });
    return collector.finish();
  },
};

interface WalkState {
  readonly parents: Set<string>;
  readonly uuids: Set<string>;
  readonly started: Set<SessionBuilder>;
  /** The session of the nearest line before that names one. */
  around: string | undefined;
}

/** Says where the tree of lines is no plain list: a retry, a history that starts elsewhere, a side chain. */
function noteTree({ line, place, type, blocks }: ClaudeLine, state: WalkState, session: SessionBuilder): void {
  const at = `line ${place.record.position(place.path).line}`;
  const parent = textMember(line, "parentUuid");
  const human = type === "user" && !blocks.some(isToolResult);
  if (human && parent !== undefined && state.parents.has(parent)) {
    session.note(`${at} goes back to an earlier point; what was done before stays in, because it was done`);
  }
  if (parent !== undefined && !state.uuids.has(parent) && !state.started.has(session)) {
    session.note(`${at} goes on from a line that this file does not hold: the session began earlier`);
    session.lackPast();
  }
  if (memberOf(line, "isSidechain") === true) {
    session.note("a side chain: its calls were made by another agent, whose name is not recorded");
  }
  state.started.add(session);
  if (parent !== undefined) state.parents.add(parent);
  const uuid = textMember(line, "uuid");
  if (uuid !== undefined) state.uuids.add(uuid);
}

interface Walk {
  readonly line: ClaudeLine;
  readonly at: string | undefined;
  /** The message the line is a part of. */
  readonly group: string;
  readonly session: SessionBuilder;
  readonly collector: ImportCollector;
}

function importLine(line: ClaudeLine, index: number, session: SessionBuilder, collector: ImportCollector): void {
  const { at, problem } = recordedTime(memberOf(line.line, "timestamp"));
  if (problem !== undefined) session.note(problem);
  const walk: Walk = { line, at, group: textMember(line.message, "id") ?? `line ${index}`, session, collector };
  line.blocks.forEach((block, position) => {
    const place = below(line.place, ...contentSteps(line, position));
    if (isToolResult(block)) importResult(block, place, walk);
    else if (line.type === "assistant") importAssistantBlock(block, place, walk);
    else importUserBlock(block, place, walk);
  });
}

/** A content that is one text has no blocks to point at. */
const contentSteps = (line: ClaudeLine, position: number): readonly (string | number)[] =>
  typeof memberOf(line.message, "content") === "string" ? ["message", "content"] : ["message", "content", position];

/** `tool_result`, and the results of tools that the provider runs (`web_search_tool_result`). */
function isToolResult(block: JsonValue): boolean {
  const type = textMember(block, "type");
  return (
    type === "tool_result" || (type?.endsWith("_tool_result") === true && memberOf(block, "tool_use_id") !== undefined)
  );
}

const localOutput = ["<local-command-stdout>", "<local-command-stderr>", "<bash-stdout>", "<bash-stderr>"];

function importUserBlock(block: JsonValue, place: Place, { line, at, session, collector }: Walk): void {
  const text = textOf(block);
  const reason = whyNotHuman(text ?? "", line);
  const others = line.blocks.filter((other) => textOf(other) === undefined);
  if (text !== undefined && reason === undefined) {
    session.prompt("user", { text, complete: others.length === 0 }, at);
    return;
  }
  collector.skip(place, text === undefined ? `${partName(block)} in a user line` : (reason ?? ""));
  // What the human showed beside a text is told with that; without any it is told once.
  if (reason === undefined && others.length === line.blocks.length && block === others[0])
    session.prompt("user", { text: undefined, complete: false }, at);
}

const textOf = (block: JsonValue): string | undefined =>
  textMember(block, "type") === "text" ? textMember(block, "text") : undefined;

function whyNotHuman(text: string, line: ClaudeLine): string | undefined {
  if (line.blocks.some(isToolResult)) return "a text beside a tool result: the host's, not the human's";
  if (memberOf(line.line, "isSidechain") === true) {
    return "the text that opens a side chain: the calling agent's, not the human's";
  }
  if (localOutput.some((tag) => text.startsWith(tag))) return "the output of a local command, not the human's words";
  return undefined;
}

function importAssistantBlock(block: JsonValue, place: Place, { at, group, session, collector }: Walk): void {
  switch (textMember(block, "type")) {
    case "text": {
      const text = textMember(block, "text");
      if (text !== undefined && text !== "") session.output({ text, complete: true }, at);
      return;
    }
    case "tool_use":
    case "server_tool_use": {
      const tool = textMember(block, "name");
      if (isEventName(tool)) {
        const call = { id: memberOf(block, "id"), tool, args: readArguments(memberOf(block, "input")) };
        session.calls(group, [call], at);
      } else {
        const found = `a call whose tool name is ${describeMember(block, "name")}`;
        collector.refuse(traceBadRecord, place, { found, expected: "a name under `name`" });
      }
      return;
    }
    case "thinking":
    case "redacted_thinking":
      session.note("the agent's thinking is no event");
      return;
    default:
      collector.skip(place, `${partName(block)} in an assistant line`);
  }
}

function importResult(block: JsonValue, place: Place, { at, session, collector }: Walk): void {
  const content = memberOf(block, "content");
  const { text, others } = contentText(content);
  // The format leaves the content out where a tool said nothing.
  const said = content === undefined || content === null ? "" : text;
  const outcome: RecordedOutcome["outcome"] =
    memberOf(block, "is_error") === true
      ? { kind: "error", message: said }
      : { kind: "result", content: said, complete: others.length === 0 };
  const why = session.outcome({ id: memberOf(block, "tool_use_id"), outcome }, at);
  if (why !== undefined) collector.refuse(traceUnmatchedResult, place, { result: "this tool result", why });
}
