import type { JsonObject, JsonValue } from "../json/json-value.ts";
import { sameJson } from "./same-json.ts";

/** What joins a result to its call. */
export interface CallKey {
  /** As recorded; missing, null and empty ids join nothing. */
  readonly id: JsonValue | undefined;
  readonly tool: string | undefined;
  readonly args: JsonObject | undefined;
}

export type Joined<Call> =
  | { readonly kind: "joined"; readonly call: Call; readonly by: "id" | "order" | "repeated-id" }
  | { readonly kind: "unmatched"; readonly why: string };

/** The calls that wait for a result. Both take constant time on average, however many calls a hostile file holds. */
export interface OpenCalls<Call> {
  /** `group` is the message the call stands in; messages are numbered upwards. */
  readonly add: (call: Call, key: CallKey, group: number) => void;
  readonly join: (key: CallKey) => Joined<Call>;
}

interface Waiting<Call> {
  readonly call: Call;
  readonly key: CallKey;
  open: boolean;
}

/** Calls in listed order; those before `head` are closed. */
interface Queue<Call> {
  readonly items: Waiting<Call>[];
  head: number;
}

/**
 * Joins results to calls: by the recorded id where it is unique; among calls of one id, and where ids are missing, null
 * or empty, by order within the message, helped by the tool and arguments a result may repeat. A result that names a
 * tool nobody waits for joins nothing.
 */
export function openCalls<Call>(): OpenCalls<Call> {
  const queues = new Map<string, Queue<Call>>();
  const groupsOfId = new Map<string, number[]>();
  const openOfId = new Map<string, number>();
  /** Ids of which several calls were open at once; their results can only be told apart by order. */
  const contested = new Set<string>();
  let latest = -1;

  const enqueue = (name: string, waiting: Waiting<Call>): void => {
    const queue = queues.get(name);
    if (queue === undefined) queues.set(name, { items: [waiting], head: 0 });
    else queue.items.push(waiting);
  };
  const close = (waiting: Waiting<Call>): void => {
    waiting.open = false;
    const id = usableId(waiting.key.id);
    if (id === undefined) return;
    const rest = (openOfId.get(id) ?? 1) - 1;
    openOfId.set(id, rest);
    if (rest === 0) contested.delete(id);
  };
  const take = (name: string, key: CallKey): Waiting<Call> | undefined => {
    const found = best(queues.get(key.tool === undefined ? name : `${name}/${key.tool}`), key);
    if (found !== undefined) close(found);
    return found;
  };
  /** The newest message that still has an open call of this id: an old call without a result must not take a newer one's. */
  const newestGroup = (id: string): number | undefined => {
    const groups = groupsOfId.get(id) ?? [];
    for (let group = groups.at(-1); group !== undefined; group = groups.at(-1)) {
      if (firstOpen(queues.get(idQueue(group, id))) !== undefined) return group;
      groups.pop();
    }
    return undefined;
  };

  return {
    add(call, key, group) {
      const waiting: Waiting<Call> = { call, key, open: true };
      const id = usableId(key.id);
      const names = [`${group} all`, id === undefined ? `${group} unnamed` : idQueue(group, id)];
      for (const name of names) {
        enqueue(name, waiting);
        if (key.tool !== undefined) enqueue(`${name}/${key.tool}`, waiting);
      }
      if (id !== undefined) {
        const groups = groupsOfId.get(id) ?? [];
        if (groups.at(-1) !== group) groups.push(group);
        groupsOfId.set(id, groups);
        const waitingForId = (openOfId.get(id) ?? 0) + 1;
        openOfId.set(id, waitingForId);
        if (waitingForId > 1) contested.add(id);
      }
      latest = Math.max(latest, group);
    },
    join(key) {
      const id = usableId(key.id);
      if (id !== undefined && groupsOfId.has(id)) {
        const group = newestGroup(id);
        if (group === undefined) return { kind: "unmatched", why: "its call has a result already" };
        const name = idQueue(group, id);
        const repeated = contested.has(id);
        const found = take(name, key) ?? take(name, { ...key, tool: undefined });
        if (found === undefined) return { kind: "unmatched", why: "no call waits for it" };
        return { kind: "joined", call: found.call, by: repeated ? "repeated-id" : "id" };
      }
      const found = take(id === undefined ? `${latest} all` : `${latest} unnamed`, key);
      if (found === undefined) return { kind: "unmatched", why: "no call waits for it" };
      return { kind: "joined", call: found.call, by: "order" };
    },
  };
}

/** Of equal tools, the call with the same arguments is looked for among this many. */
const lookAhead = 64;

/** The first open call with the same arguments, else the first open one. */
function best<Call>(queue: Queue<Call> | undefined, key: CallKey): Waiting<Call> | undefined {
  const first = firstOpen(queue);
  if (queue === undefined || first === undefined || key.args === undefined) return first;
  for (const waiting of queue.items.slice(queue.head, queue.head + lookAhead)) {
    if (waiting.open && sameJson(waiting.key.args, key.args)) return waiting;
  }
  return first;
}

function firstOpen<Call>(queue: Queue<Call> | undefined): Waiting<Call> | undefined {
  if (queue === undefined) return undefined;
  while (queue.items[queue.head]?.open === false) queue.head += 1;
  return queue.items[queue.head];
}

const idQueue = (group: number, id: string): string => `${group} id ${JSON.stringify(id)}`;

const usableId = (id: JsonValue | undefined): string | undefined =>
  typeof id === "string" && id !== "" ? id : undefined;
