import type { Event, RawEvent } from "../event/event.ts";
import { knownHashes } from "../event/event-hashes.ts";
import { copyFields } from "../event/row.ts";
import type { JsonObject } from "../json/json-value.ts";
import { readJson } from "../json/read-json.ts";
import { writeJson } from "../json/write-json.ts";
import { parseTimestamp } from "../value/timestamp.ts";
import { decodeField, encodeField, type Plain, type PlainObject } from "./encode-field.ts";

/** An admitted event as plain JSON, exactly: a pending action is decided again on what was admitted, not read again. */
export function encodeEvent(event: Event): PlainObject {
  const { fields, raw, tenant, agent, call, at, sourceAt: _inRaw, tool, hostLabels, hashes, ...plain } = event;
  const optional = { call, at, tool, hostLabels, actionHash: hashes.action() };
  return {
    ...(plain as unknown as PlainObject),
    contentHash: hashes.content(),
    ...withoutUndefined(optional),
    chain: withoutUndefined(
      event.chain.state === "value"
        ? { state: "value", principals: event.chain.principals.map((one) => withoutUndefined({ ...one })) }
        : { state: event.chain.state },
    ),
    tenant: encodeField(tenant),
    agent: encodeField(agent),
    fields: Object.fromEntries(Object.entries(copyFields(fields)).map(([root, field]) => [root, encodeField(field)])),
    raw: writeJson(raw as unknown as JsonObject),
  };
}

/** The inverse of `encodeEvent`; what it did not write is our bug and throws. */
export function decodeEvent(encoded: PlainObject): Event {
  const { fields, raw, tenant, agent, chain, actionHash, contentHash, ...plain } = encoded;
  const read = readJson(String(raw));
  if (!read.ok) throw new Error("the snapshot holds an event that is no JSON");
  const record = read.value as unknown as RawEvent;
  const principals = (chain as { readonly principals?: readonly PlainObject[] }).principals;
  return {
    ...({ call: undefined, at: undefined, tool: undefined, hostLabels: undefined } as const),
    ...(plain as unknown as Omit<Event, "fields" | "raw" | "sourceAt" | "tenant" | "agent" | "chain" | "hashes">),
    sourceAt: record.source_time === undefined ? undefined : parseTimestamp(record.source_time),
    chain:
      principals === undefined
        ? (chain as unknown as Event["chain"])
        : ({ state: "value", principals: principals.map(decodePrincipal) } as unknown as Event["chain"]),
    tenant: decodeField(tenant),
    agent: decodeField(agent),
    fields: Object.fromEntries(
      Object.entries(fields as PlainObject).map(([root, field]) => [root, decodeField(field)]),
    ) as unknown as Event["fields"],
    hashes: knownHashes(actionHash === undefined ? undefined : String(actionHash), String(contentHash)),
    raw: record,
  };
}

const decodePrincipal = (principal: PlainObject): PlainObject =>
  principal["kind"] === "user" && principal["roles"] === undefined
    ? { ...principal, roles: undefined as unknown as Plain }
    : principal;

/** Members that are undefined have no form in JSON. */
export const withoutUndefined = (object: object): PlainObject =>
  Object.fromEntries(Object.entries(object).filter(([, member]) => member !== undefined));
