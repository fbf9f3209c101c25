import type { OriginSource } from "../ast/condition.ts";
import { assertNever } from "../source/assert-never.ts";
import { formatDecimal } from "../value/decimal.ts";
import type { Truth, Value } from "../value/value.ts";
import { type IndexedText, indexText, matchText, type Wanted, wantedOf } from "./provenance-text.ts";

/** Where a text came from. `path` is the place within a result, `[]` for the whole. */
export interface ProvenanceSource {
  readonly kind: "user" | "system" | "user-or-system" | "tool" | "agent";
  /** The tool or the agent; "" for the user and the system, and where it was not recorded: then it may be any. */
  readonly name: string;
  readonly path: readonly string[];
  /** The whole of a result whose fields stand beside it: no field needs to be looked for in it. */
  readonly split?: boolean;
}

/** One text, or the mark that a text of this source was not (wholly) recorded. */
export interface ProvenanceEntry {
  readonly source: ProvenanceSource;
  readonly text: string;
  readonly complete: boolean;
}

/**
 * The texts of a session that a value may have come from. A value outside, growing inside: versions share one growing
 * list and see only its first `count` entries, so that a step costs what it adds and an old state stays what it was.
 */
export interface Provenance {
  readonly count: number;
  readonly size: number;
  /** The budget was spent: later texts are not indexed, and a miss says nothing. */
  readonly overflowed: boolean;
  readonly shared: SharedTexts;
}

interface SharedTexts {
  readonly entries: ProvenanceEntry[];
  /** Filled when first asked for; indexes belong to `entries` one by one. */
  readonly indexed: IndexedText[];
}

/** Characters of text kept per session, unless the engine was created with another budget: 1 MiB. */
export const defaultTextBudget = 1_048_576;

export const emptyProvenance = (): Provenance => ({
  count: 0,
  size: 0,
  overflowed: false,
  shared: { entries: [], indexed: [] },
});

/** Adds a text. One that does not fit into the budget is not kept, and is remembered as not kept. */
export function addText(provenance: Provenance, entry: ProvenanceEntry, budget: number): Provenance {
  const size = provenance.size + entry.text.length;
  if (size > budget) return { ...provenance, overflowed: true };
  const shared = ownShared(provenance);
  shared.entries.push(entry);
  return { ...provenance, count: provenance.count + 1, size, shared };
}

/** The list may be extended in place only by the version that sees all of it; another branch gets a copy. */
function ownShared({ shared, count }: Provenance): SharedTexts {
  if (shared.entries.length === count) return shared;
  return { entries: shared.entries.slice(0, count), indexed: shared.indexed.slice(0, count) };
}

export const provenanceEntries = ({ shared, count }: Provenance): readonly ProvenanceEntry[] =>
  shared.entries.slice(0, count);

/**
 * Was the value seen at the source before (`language.md` 6)? True: it stands there as whole tokens, in canonical form,
 * and is above the information threshold. False: it has a strict form, is nowhere in the texts however loosely compared,
 * and those were all recorded and kept. Otherwise unknown.
 * `unseen` says that the source has returned something which was not recorded (a started call without a result).
 */
export function originOf(
  provenance: Provenance,
  value: Value,
  source: OriginSource,
  unseen: (tool: string) => boolean,
): Truth {
  const wanted = wantedValue(value);
  if (wanted === undefined) return "unknown";
  let certain = wanted.strict && !provenance.overflowed && !toolsOf(source).some(unseen);
  for (let index = 0; index < provenance.count; index += 1) {
    const entry = provenance.shared.entries[index];
    if (entry === undefined) continue;
    const reach = reaches(source, entry.source);
    if (reach === "no") continue;
    if (!entry.complete) certain = false;
    const found = matchText(wanted, indexOf(provenance, index, entry.text));
    if (found === "whole" && reach === "yes") return "true";
    if (found !== "absent") certain = false;
  }
  return certain ? "false" : "unknown";
}

function indexOf({ shared }: Provenance, index: number, text: string): IndexedText {
  const known = shared.indexed[index];
  if (known !== undefined) return known;
  const indexed = indexText(text);
  shared.indexed[index] = indexed;
  return indexed;
}

function wantedValue(value: Value): Wanted | undefined {
  switch (value.kind) {
    case "text":
    case "command":
      return wantedOf(value.text);
    case "url":
      return wantedOf(value.href);
    case "number":
      return wantedOf(formatDecimal(value.value));
    case "bool":
    case "money":
    case "duration":
    case "timestamp":
    case "list":
    case "record":
    case "labels":
    case "interval":
      return undefined;
    default:
      return assertNever(value);
  }
}

const toolsOf = (source: OriginSource): readonly string[] =>
  source.kind === "tool" || source.kind === "field" ? source.tools : [];

/** `maybe`: a text that was not read as fields may hold the field. */
function reaches(wanted: OriginSource, source: ProvenanceSource): "yes" | "no" | "maybe" {
  const anonymous = source.name === "";
  switch (wanted.kind) {
    case "user":
    case "system":
      if (source.kind === "user-or-system") return "maybe";
      return source.kind === wanted.kind ? "yes" : "no";
    case "agent":
      if (source.kind !== "agent") return "no";
      return anonymous ? "maybe" : source.name === wanted.agent ? "yes" : "no";
    case "tool":
      if (source.kind !== "tool") return "no";
      return anonymous ? "maybe" : wanted.tools.includes(source.name) ? "yes" : "no";
    case "field": {
      const { path } = source;
      if (source.kind !== "tool" || source.split === true) return "no";
      if (anonymous) return "maybe";
      if (!wanted.tools.includes(source.name)) return "no";
      if (wanted.path.every((segment, index) => segment === path[index])) return "yes";
      return path.every((segment, index) => segment === wanted.path[index]) ? "maybe" : "no";
    }
    default:
      return assertNever(wanted);
  }
}
