import { parseTimestamp } from "../value/timestamp.ts";
import { absent, type Field, textField } from "../value/value.ts";
import type { Catalogue, Tool } from "./catalogue.ts";
import { readChain } from "./chain-field.ts";
import { declaredContext } from "./context-field.ts";
import { confidenceType, peerType } from "./envelope-fields.ts";
import type { Event, RawEvent } from "./event.ts";
import { agentSlot, type Layout, layoutOf, purposeSlot, verifiedSlot } from "./layout.ts";
import { createPlainCall, type Typing } from "./plain-call.ts";
import { createRowReader, type RowReader } from "./read-row.ts";
import { openRow, type Slot } from "./row.ts";
import { tokenType } from "./token-field.ts";

/**
 * Admits a call in which nothing is out of the ordinary: everything recorded, of its type, and declared. Only its row is
 * made; `typing` makes the fields when one is asked for. Undefined where anything has to be looked at properly, and
 * where the record contradicts itself.
 */
export function admitPlainCall(
  raw: Extract<RawEvent, { readonly kind: "call" }>,
  catalogue: Catalogue,
  typing: Typing,
): Event | undefined {
  const readers = readersOf(catalogue);
  const tool = readers.tools.get(raw.tool) ?? addTool(raw.tool, catalogue, readers);
  if (tool === undefined || raw.egress !== undefined || raw.cost !== undefined) return undefined;
  if (raw.not_recorded !== undefined && raw.not_recorded.length > 0) return undefined;
  const at = raw.at === undefined ? undefined : parseTimestamp(raw.at);
  if (raw.at !== undefined && at === undefined) return undefined;

  const row: Slot[] = tool.emptyRow.slice();
  row[agentSlot] = raw.agent ?? null;
  row[purposeSlot] = raw.purpose ?? null;
  if (
    !tool.args(raw.args ?? noArguments, row) ||
    !readers.token(raw.token, row) ||
    !readers.peer(raw.peer, row) ||
    !readers.confidence(raw.confidence, row) ||
    !readers.context(raw.context, row)
  )
    return undefined;
  // What nobody verified is unrecorded, whether the token or a context it vouches for says it.
  if (row[verifiedSlot] !== true && (raw.token !== undefined || readers.isVouchedFor)) return undefined;

  const { chain } = raw.chain === undefined ? noChain : (readChain(raw.chain, undefined) ?? {});
  if (chain === undefined) return undefined;
  const last = chain.state === "value" ? chain.principals.at(-1) : undefined;
  if (last?.kind === "agent" && raw.agent !== undefined && last.agent !== raw.agent) return undefined;

  return createPlainCall({
    raw,
    tool: tool.declared,
    toolIndex: tool.index,
    layout: readers.layout,
    row,
    at,
    sourceAt: raw.source_time === undefined ? undefined : parseTimestamp(raw.source_time),
    agent: agentOf(raw.agent, readers),
    tenant: fieldOf(raw.tenant),
    chain,
    typing,
  });
}

const noArguments = {};
const noChain: { readonly chain: Event["chain"] } = { chain: { state: "absent" } };

const fieldOf = (text: string | undefined): Field => (text === undefined ? absent : textField(text));

/** Of one agent there are mostly many calls, one after the other: they share its field. */
function agentOf(agent: string | undefined, readers: Readers): Field {
  if (agent === undefined) return absent;
  if (readers.latest.name !== agent) readers.latest = { name: agent, field: textField(agent) };
  return readers.latest.field;
}

interface ToolReader {
  readonly declared: Tool;
  readonly index: number;
  readonly args: RowReader;
  /** That of a call without anything. */
  readonly emptyRow: readonly Slot[];
}

function addTool(name: string, { tools }: Catalogue, readers: Readers): ToolReader | undefined {
  const declared = Object.hasOwn(tools, name) ? tools[name] : undefined;
  if (declared === undefined) return undefined;
  const { layout } = readers;
  const args = createRowReader("args", declared.args, layout, [name]);
  const emptyRow = openRow(layout.size);
  for (const { slot } of layout.placesOf(name) ?? []) emptyRow[slot] = null;
  const made: ToolReader = { declared, index: layout.tools.indexOf(name), args, emptyRow };
  readers.tools.set(name, made);
  return made;
}

interface Readers {
  latest: { readonly name: string | undefined; readonly field: Field };
  readonly layout: Layout;
  /** Those that were called already. */
  readonly tools: Map<string, ToolReader>;
  readonly token: RowReader;
  readonly peer: RowReader;
  readonly confidence: RowReader;
  readonly context: RowReader;
  /** Does a verified token vouch for a field of the context? */
  readonly isVouchedFor: boolean;
}

/** One set a catalogue: it depends on nothing else, and catalogues do not change. */
const known = new WeakMap<Catalogue, Readers>();

let latest: { readonly catalogue: Catalogue; readonly readers: Readers } | undefined;

function readersOf(catalogue: Catalogue): Readers {
  if (latest?.catalogue === catalogue) return latest.readers;
  const readers = known.get(catalogue) ?? createReaders(catalogue);
  known.set(catalogue, readers);
  latest = { catalogue, readers };
  return readers;
}

function createReaders(catalogue: Catalogue): Readers {
  const layout = layoutOf(catalogue);
  const context = declaredContext(catalogue.context);
  return {
    latest: { name: undefined, field: absent },
    layout,
    tools: new Map(),
    token: createRowReader("token", tokenType, layout, []),
    peer: createRowReader("peer", peerType, layout, []),
    confidence: createRowReader("confidence", confidenceType, layout, []),
    context: createRowReader("context", context.type, layout, []),
    isVouchedFor: context.vouchedByToken.length > 0,
  };
}
