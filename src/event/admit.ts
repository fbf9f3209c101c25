import type { JsonValue } from "../json/json-value.ts";
import { readPath } from "../value/field-path.ts";
import { parseTimestamp } from "../value/timestamp.ts";
import { absent, type Field, present, textField, unrecorded } from "../value/value.ts";
import { admitPlainCall } from "./admit-plain-call.ts";
import type { Catalogue, Tool } from "./catalogue.ts";
import { readChain } from "./chain-field.ts";
import { contentAnswers } from "./content-answers.ts";
import { contextField } from "./context-field.ts";
import {
  canonicalEgress,
  confidenceType,
  costType,
  egressType,
  envelopeText,
  peerType,
  typedMember,
} from "./envelope-fields.ts";
import type { Event, EventFields, InvalidEvent, RawEvent } from "./event.ts";
import { eventGaps, findContradiction } from "./event-gaps.ts";
import { lazyHashes } from "./event-hashes.ts";
import { type Layout, layoutOf } from "./layout.ts";
import { phaseFields } from "./phase-fields.ts";
import type { Typing } from "./plain-call.ts";
import { fieldsWithRow, openRow, slotOf } from "./row.ts";
import { tokenField, trustOf } from "./token-field.ts";

export interface AdmitOptions {
  /** Reads a text result where its tool says `result is yaml`; undefined for a text that is none. Without it none is read. */
  readonly readYaml?: (text: string) => JsonValue | undefined;
}

/**
 * Types a record by the catalogue and brings it into canonical form: what `decide` reads (`language.md` 3, 9). Pure; never
 * throws. A record that contradicts itself is invalid: a path listed as not recorded that is there, a chain that does not
 * end with the acting agent. Of a plain call the fields are typed when one is first asked for, so `raw` must not change;
 * what `readEvent` has read is frozen and cannot.
 */
export function admit(raw: RawEvent, catalogue: Catalogue, options: AdmitOptions = noOptions): Event | InvalidEvent {
  const plain = raw.kind === "call" ? admitPlainCall(raw, catalogue, typingBy(catalogue, options)) : undefined;
  return plain ?? admitProperly(raw, catalogue, options);
}

const noOptions: AdmitOptions = {};

/** A typing for each catalogue, and for the options that were given with it last. */
const typings = new WeakMap<Catalogue, { readonly options: AdmitOptions; readonly typing: Typing }>();

/** What was asked for last is mostly asked for again. */
let latest: { readonly catalogue: Catalogue; readonly options: AdmitOptions; readonly typing: Typing } | undefined;

function typingBy(catalogue: Catalogue, options: AdmitOptions): Typing {
  if (latest?.catalogue === catalogue && latest.options === options) return latest.typing;
  const known = typings.get(catalogue);
  const typing = known?.options === options ? known.typing : makeTyping(catalogue, options);
  latest = { catalogue, options, typing };
  typings.set(catalogue, { options, typing });
  return typing;
}

function makeTyping(catalogue: Catalogue, options: AdmitOptions): Typing {
  return {
    fieldsOf(raw) {
      const event = admitProperly(raw, catalogue, options);
      if (event.kind === "invalid") throw new Error("a plain call was admitted that is invalid");
      return event.fields;
    },
  };
}

/** The same, with nothing put off: the reference for plain calls, and the way of everything else. */
export function admitProperly(raw: RawEvent, catalogue: Catalogue, options: AdmitOptions): Event | InvalidEvent {
  const invalid = (path: string, message: string): InvalidEvent => ({ kind: "invalid", id: raw.id, path, message });
  const at = raw.at === undefined ? undefined : parseTimestamp(raw.at);
  if (raw.at !== undefined && at === undefined) return invalid("at", "found no RFC 3339 time with a zone");
  const contradiction = findContradiction(raw);
  if (contradiction !== undefined) {
    const path = JSON.stringify(raw.not_recorded?.[contradiction]);
    return invalid(
      `not_recorded[${contradiction}]`,
      `the record has something at ${path}, which it lists as not recorded`,
    );
  }
  const gaps = eventGaps(raw);
  const gap = (root: string) => gaps.below.get(root);
  const chain = readChain(raw.chain, gap("chain"));
  if (chain === undefined) return invalid("chain", "a chain is an optional user, followed by agents");
  if (raw.agent !== undefined && lastAgent(chain.chain) !== undefined && lastAgent(chain.chain) !== raw.agent) {
    return invalid("chain", "the chain does not end with the acting agent");
  }

  const tool = toolOf(raw, catalogue);
  const phase = phaseFields(raw, tool, gaps, options.readYaml ?? (() => undefined));
  const satisfies = contentAnswers(raw, phase, catalogue);
  const token = tokenField(raw.token, gap("token"));
  const context = contextField(raw.context, catalogue, gap("context"), trustOf(token.field));
  const peer = typedMember("peer", raw.peer, peerType, gap("peer"));
  const egress = typedMember("egress", raw.egress, egressType, gap("egress"));
  const confidence = typedMember("confidence", raw.confidence, confidenceType, gap("confidence"));
  const cost = typedMember("cost", raw.cost, costType, gap("cost"));
  const tenant = envelopeText(raw.tenant, gap("tenant"));
  const agent = envelopeText(raw.agent, gap("agent"));
  const purpose = envelopeText(raw.purpose, gap("purpose"));
  const recipient = envelopeText(raw.kind === "message" ? raw.to : undefined, undefined);
  const toolName = "tool" in raw ? raw.tool : undefined;

  const fields: EventFields = {
    args: phase.args,
    result: phase.result,
    text: phase.text,
    context: context.field,
    token: token.field,
    peer: peer.field,
    agent,
    chain: chain.field,
    purpose,
    confidence: confidence.field,
    cost: cost.field,
    at: timeField(at, gap("at") !== undefined),
    egress: canonicalEgress(egress.field),
    tool: toolField(raw, toolName),
    recipient,
  };

  return {
    kind: raw.kind,
    id: raw.id,
    call: raw.call,
    tenant,
    session: raw.session,
    at,
    sourceAt: raw.source_time === undefined ? undefined : parseTimestamp(raw.source_time),
    agent,
    chain: chain.chain,
    tool: toolName,
    fields: raw.kind === "call" ? withRow(fields, raw.tool, layoutOf(catalogue)) : fields,
    hostLabels: raw.labels,
    violations: sorted(
      [phase, context, token, peer, egress, confidence, cost].flatMap(({ violations }) => violations),
      ({ path, expected, found }) => [path, expected, found].join("\u0000"),
    ),
    undeclared: sorted(phase.undeclared, (path) => path),
    parts: phase.parts,
    partsComplete: phase.partsComplete,
    ...(satisfies === undefined ? {} : { satisfies }),
    hashes: lazyHashes(raw, () =>
      isAction(raw)
        ? {
            kind: raw.kind,
            tool: toolName === undefined ? undefined : { name: toolName, schemaDigest: tool?.schemaDigest },
            content: phase.content,
            text: raw.kind === "call" || raw.kind === "result" ? absent : phase.text,
            agent,
            recipient,
            chain: chain.chain,
            tenant,
            purpose,
          }
        : undefined,
    ),
    raw,
  };
}

/** In the order of their keys: the order in which a catalogue lists its fields says nothing. */
function sorted<T>(items: readonly T[], keyOf: (item: T) => string): readonly T[] {
  if (items.length < 2) return items;
  const keyed = items.map((item) => ({ item, key: keyOf(item) }));
  return keyed
    .sort((left, right) => (left.key < right.key ? -1 : left.key > right.key ? 1 : 0))
    .map(({ item }) => item);
}

/** The fields of a call with the row that says the same. */
function withRow(fields: EventFields, tool: string, layout: Layout): EventFields {
  const places = layout.placesOf(tool);
  if (places === undefined) return fields;
  const row = openRow(layout.size);
  for (const { root, segments, slot } of places) row[slot] = slotOf(readPath(fields[root], segments));
  return fieldsWithRow(layout, row, fields);
}

function toolOf(raw: RawEvent, catalogue: Catalogue): Tool | undefined {
  const name = "tool" in raw ? raw.tool : undefined;
  return name !== undefined && Object.hasOwn(catalogue.tools, name) ? catalogue.tools[name] : undefined;
}

const lastAgent = (chain: Event["chain"]): string | undefined => {
  const last = chain.state === "value" ? chain.principals.at(-1) : undefined;
  return last?.kind === "agent" ? last.agent : undefined;
};

const timeField = (at: number | undefined, isGap: boolean): Field =>
  at !== undefined ? present({ kind: "timestamp", ms: at }) : isGap ? unrecorded("not_recorded") : absent;

/** An event that belongs to a call has a tool, whether it repeats it or not. */
function toolField(raw: RawEvent, name: string | undefined): Field {
  if (name !== undefined) return textField(name);
  return ["started", "result", "error", "cancelled"].includes(raw.kind) ? unrecorded("not_recorded") : absent;
}

/** Can a gate act on it, and is it known what it is? A result whose tool was not recorded may be any tool's. */
const isAction = (raw: RawEvent): boolean =>
  raw.kind === "result" ? raw.tool !== undefined : ["call", "prompt", "output", "message"].includes(raw.kind);
