import type { JsonValue } from "../json/json-value.ts";
import { hasMember, memberOf, textMember } from "./json-members.ts";
import { idKey, isJsonRpc, type McpMessage } from "./mcp-message.ts";

/** Which request each answer and each cancellation speaks of, by index of the messages. */
export interface McpPairing {
  readonly requestOf: ReadonlyMap<number, number>;
  readonly cancelledBy: ReadonlyMap<number, number>;
  readonly answered: ReadonlySet<number>;
  /** Answers for which several open requests had the id. */
  readonly ambiguous: ReadonlySet<number>;
}

/** Ids are unique per direction and connection only, so both sides have their own. */
type Side = "client" | "server";

interface OpenRequest {
  readonly index: number;
  readonly method: string;
  readonly side: Side | undefined;
  open: boolean;
}

const serverMethods = ["sampling/createMessage", "elicitation/create", "roots/list"];
/** Among open requests of one id, this many are compared with an answer. */
const lookAhead = 64;

/** Joins answers to requests: by session, id and side; where both sides have the id open, by what the answer looks like. */
export function pairMcpMessages(messages: readonly McpMessage[]): McpPairing {
  const sideOf = learnDirections(messages);
  const open = new Map<string, { readonly requests: OpenRequest[]; head: number }>();
  const requestOf = new Map<number, number>();
  const cancelledBy = new Map<number, number>();
  const answered = new Set<number>();
  const ambiguous = new Set<number>();

  const candidates = (message: McpMessage, id: JsonValue | undefined, side: Side | undefined): OpenRequest[] => {
    const queue = open.get(tableKey(message, id));
    if (queue === undefined) return [];
    while (queue.requests[queue.head]?.open === false) queue.head += 1;
    return queue.requests
      .slice(queue.head, queue.head + lookAhead)
      .filter((request) => request.open && (side === undefined || request.side === undefined || request.side === side));
  };

  messages.forEach((message, index) => {
    if (!isJsonRpc(message.value)) return;
    const method = textMember(message.value, "method");
    const id = memberOf(message.value, "id");
    const sender = message.direction === undefined ? undefined : sideOf.get(message.direction);
    if (method === "notifications/cancelled") {
      const cancelled = candidates(message, memberOf(memberOf(message.value, "params"), "requestId"), sender);
      const call = cancelled.find((request) => request.method === "tools/call");
      if (call !== undefined) cancelledBy.set(index, call.index);
    } else if (method !== undefined) {
      if (idKey(id) === undefined) return;
      const key = tableKey(message, id);
      const queue = open.get(key) ?? { requests: [], head: 0 };
      queue.requests.push({ index, method, side: sideOfMethod(method) ?? sender, open: true });
      open.set(key, queue);
    } else {
      const receiver = sender === undefined ? undefined : opposite(sender);
      const waiting = candidates(message, id, receiver);
      const fitting = waiting.length > 1 ? waiting.filter((request) => fits(message.value, request.method)) : waiting;
      const request = fitting[0] ?? waiting[0];
      if (request === undefined) return;
      if (fitting.length !== 1) ambiguous.add(index);
      request.open = false;
      requestOf.set(index, request.index);
      answered.add(request.index);
    }
  });
  return { requestOf, cancelledBy, answered, ambiguous };
}

const tableKey = (message: McpMessage, id: JsonValue | undefined): string =>
  `${message.session === undefined ? "" : JSON.stringify(message.session)} ${idKey(id) ?? "none"}`;

/** Either side may ping; of all other requests the method tells who asks. */
function sideOfMethod(method: string): Side | undefined {
  if (method === "ping") return undefined;
  return serverMethods.includes(method) ? "server" : "client";
}

const opposite = (side: Side): Side => (side === "client" ? "server" : "client");

/** What a log's own words for a direction mean, learned from requests that only one side makes. */
function learnDirections(messages: readonly McpMessage[]): ReadonlyMap<string, Side> {
  const sides = new Map<string, Side>();
  const labels = new Set<string>();
  const contradicted = new Set<string>();
  for (const { value, direction } of messages) {
    if (direction === undefined) continue;
    labels.add(direction);
    const method = textMember(value, "method");
    const isRequest = method !== undefined && hasMember(value, "id");
    const side = isRequest ? sideOfMethod(method) : undefined;
    if (side === undefined) continue;
    if (sides.has(direction) && sides.get(direction) !== side) contradicted.add(direction);
    sides.set(direction, side);
  }
  // One word for both directions says nothing.
  if (contradicted.size > 0) return new Map();
  const [known] = sides;
  const other = [...labels].find((label) => !sides.has(label));
  if (labels.size === 2 && known !== undefined && other !== undefined) sides.set(other, opposite(known[1]));
  return sides;
}

function fits(answer: JsonValue, method: string): boolean {
  const result = memberOf(answer, "result");
  if (result === undefined) return method !== "ping";
  switch (method) {
    case "tools/call":
      return (
        ["content", "structuredContent", "isError"].some((member) => hasMember(result, member)) &&
        !hasMember(result, "role")
      );
    case "sampling/createMessage":
      return hasMember(result, "role");
    case "elicitation/create":
      return hasMember(result, "action");
    case "roots/list":
      return hasMember(result, "roots");
    case "ping":
      return typeof result === "object" && result !== null && Object.keys(result).length === 0;
    default:
      return true;
  }
}
