import { traceBadRecord, traceFragment, traceUnmatchedResult } from "../../diagnostics/trace.ts";
import { type JsonValue, jsonObject } from "../../json/json-value.ts";
import { type ReadArguments, readArguments } from "../arguments.ts";
import { isEventName } from "../event-name.ts";
import { collectImport, type ImportCollector } from "../import-collector.ts";
import type { Importer } from "../importer.ts";
import { describeMember, hasMember, memberOf, nameOfJsonKind, quoteText, textMember } from "../json-members.ts";
import { nameOfFragment } from "../mcp-fragments.ts";
import { idKey, isJsonRpc, type McpMessage, mcpMessages } from "../mcp-message.ts";
import { type McpPairing, pairMcpMessages } from "../mcp-pairing.ts";
import { mcpErrorText, mcpOutcome } from "../mcp-result.ts";
import { notInTranscripts } from "../not-recorded.ts";
import { recordedTime } from "../recorded-time.ts";
import type { RecordedOutcome, SessionBuilder } from "../session-builder.ts";

export const mcpJsonrpc: Importer = {
  format: "mcp-jsonrpc",
  title: "MCP JSON-RPC messages",
  notRecorded: [...notInTranscripts, "messages", "prompts"],
  remarks: [
    "Read are single messages, batches, lines of these, and lines `{direction, message, timestamp?, session?}`.",
    "The session is the file unless the lines name one; the client's name is no agent.",
    'Answers are joined by id, in any order; the number 1 is not the text "1", and each side has its own ids.',
    "`error` and `isError` are `error` events; `notifications/cancelled` is `cancelled` unless an answer came after all.",
    "Structured content is the result; where the texts beside it say something else, or parts are no text, the result is incomplete.",
    "Requests of the server (sampling, elicitation) and every method but `tools/call` are skipped.",
    "Fragments of messages (a result, a tool definition, parameters) are refused.",
  ],
  detect({ values }) {
    const messages = mcpMessages(values.map((value) => ({ value, position: () => ({ line: 1, column: 1 }) })));
    const whole = messages.filter(({ value }) => isJsonRpc(value)).length;
    if (whole > 0) return whole / messages.length;
    // A sure sign of nothing else: fragments are recognised only to be refused by name.
    return messages.length > 0 && messages.every(({ value }) => nameOfFragment(value) !== undefined) ? 0.2 : 0;
  },
  import({ file }, { document }) {
    const collector = collectImport(mcpJsonrpc, file);
    const messages = mcpMessages(document.records);
    const pairing = pairMcpMessages(messages);
    messages.forEach((message, index) => {
      importMessage(message, index, { file, messages, pairing, collector });
    });
    return collector.finish();
  },
};

interface Log {
  readonly file: string;
  readonly messages: readonly McpMessage[];
  readonly pairing: McpPairing;
  readonly collector: ImportCollector;
}

function importMessage(message: McpMessage, index: number, log: Log): void {
  const { value, place } = message;
  const method = textMember(value, "method");
  if (!isJsonRpc(value)) refuseFragment(message, log);
  else if (method === "tools/call") importCall(message, index, log);
  else if (method === "notifications/cancelled") importCancellation(message, index, log);
  else if (method !== undefined) log.collector.skip(place, whySkipped(method, hasMember(value, "id")));
  else if (hasMember(value, "result") || hasMember(value, "error")) importAnswer(message, index, log);
  else {
    log.collector.refuse(traceBadRecord, place, {
      found: "a message without `method`, `result` and `error`",
      expected: "a request or an answer",
    });
  }
}

function refuseFragment({ value, place }: McpMessage, { collector }: Log): void {
  const looksLike = nameOfFragment(value);
  if (looksLike !== undefined) collector.refuse(traceFragment, place, { looksLike });
  else collector.refuse(traceBadRecord, place, { found: nameOfJsonKind(value), expected: "a JSON-RPC message" });
}

function sessionOf(message: McpMessage, log: Log): SessionBuilder {
  return log.collector.session(isEventName(message.session) ? message.session : log.file);
}

function timeOf(message: McpMessage, session: SessionBuilder): string | undefined {
  const { at, problem } = recordedTime(message.timestamp);
  if (problem !== undefined) session.note(problem);
  return at;
}

function importCall(message: McpMessage, index: number, log: Log): void {
  const params = memberOf(message.value, "params");
  const tool = textMember(params, "name");
  if (!isEventName(tool)) {
    const found = `a call whose tool name is ${describeMember(params, "name")}`;
    log.collector.refuse(traceBadRecord, message.place, { found, expected: "a name under `params.name`" });
    return;
  }
  const session = sessionOf(message, log);
  if (idKey(memberOf(message.value, "id")) === undefined) {
    session.note(`the call on line ${lineOf(message)} has no id, so that no answer can be joined to it`);
  }
  const call = { id: requestId(index), tool, args: callArguments(memberOf(params, "arguments")) };
  session.calls(`batch ${message.batch}`, [call], timeOf(message, session));
}

const lineOf = ({ place }: McpMessage): number => place.record.position(place.path).line;

/** MCP leaves `arguments` out where a call has none. */
const callArguments = (written: JsonValue | undefined): ReadArguments =>
  written === undefined ? { ok: true, args: jsonObject([]) } : readArguments(written);

/** Requests were paired by position already; the builder only needs a name for each. */
const requestId = (index: number): string => `request ${index}`;

function importCancellation(message: McpMessage, index: number, log: Log): void {
  const request = log.pairing.cancelledBy.get(index);
  if (request === undefined) {
    log.collector.skip(message.place, "a cancellation of no call that this file shows as waiting");
  } else if (log.pairing.answered.has(request)) {
    log.collector.skip(message.place, "a cancellation that came too late: the call was answered");
  } else {
    const session = sessionOf(log.messages[request] ?? message, log);
    session.outcome({ id: requestId(request), outcome: { kind: "cancelled" } }, timeOf(message, session));
  }
}

function importAnswer(message: McpMessage, index: number, log: Log): void {
  const requestIndex = log.pairing.requestOf.get(index);
  const request = requestIndex === undefined ? undefined : log.messages[requestIndex];
  const result = memberOf(message.value, "result");
  if (requestIndex !== undefined && request !== undefined) {
    const method = textMember(request.value, "method") ?? "";
    if (method === "tools/call") importCallAnswer(message, index, { index: requestIndex, message: request }, log);
    else log.collector.skip(message.place, `the answer to ${quoteText(method)}`);
  } else if (hasMember(result, "content")) {
    const why = "no open request has its id";
    log.collector.refuse(traceUnmatchedResult, message.place, { result: "this result", why });
  } else {
    log.collector.skip(message.place, "an answer to a request that this file does not hold");
  }
}

function importCallAnswer(
  message: McpMessage,
  index: number,
  request: { readonly index: number; readonly message: McpMessage },
  log: Log,
): void {
  const session = sessionOf(request.message, log);
  if (log.pairing.ambiguous.has(index)) {
    session.note(`several open requests had the id of the answer on line ${lineOf(message)}`);
  }
  const result = memberOf(message.value, "result");
  const resultType = memberOf(result, "resultType");
  if (resultType !== undefined && resultType !== "complete") {
    const type = describeMember(result, "resultType");
    log.collector.skip(message.place, `an answer of the type ${type}: the call has not ended`);
    return;
  }
  const outcome: RecordedOutcome["outcome"] =
    result === undefined
      ? { kind: "error", message: mcpErrorText(memberOf(message.value, "error")) }
      : mcpOutcome(result);
  // The request may have been refused for want of a tool name; then its answer belongs to nothing.
  const why = session.outcome({ id: requestId(request.index), outcome }, timeOf(message, session));
  if (why !== undefined) log.collector.refuse(traceUnmatchedResult, message.place, { result: "this result", why });
}

function whySkipped(method: string, isRequest: boolean): string {
  switch (method) {
    case "sampling/createMessage":
      return "a request of the server for a completion: what the model made of it is not shown";
    case "elicitation/create":
      return "a request of the server for the user's input";
    default:
      return `a ${isRequest ? "request" : "notification"} ${quoteText(method)}: no call of a tool`;
  }
}
