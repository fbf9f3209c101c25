import type { Type } from "../value/type.ts";
import type { Catalogue } from "./catalogue.ts";
import type { EventFields } from "./event.ts";

/** Where the fields of calls stand in their rows, for one catalogue. */
export interface Layout {
  /** How long every row is. */
  readonly size: number;
  /** The declared tools, in an order of their own. */
  readonly tools: readonly string[];
  /** What a row of a call of this tool holds; undefined for an undeclared tool. */
  readonly placesOf: (tool: string) => readonly Place[] | undefined;
  /** The slot of a path in the rows of all these tools; undefined where some have none. */
  readonly slotOf: (
    root: keyof EventFields,
    segments: readonly string[],
    tools: readonly string[],
  ) => number | undefined;
}

export interface Place {
  readonly root: keyof EventFields;
  readonly segments: readonly string[];
  readonly slot: number;
}

// INVARIANT: these are the positions in `envelope`.
export const agentSlot = 0;
export const purposeSlot = 1;
export const verifiedSlot = 3;

const envelope: readonly Omit<Place, "slot">[] = [
  { root: "agent", segments: [] },
  { root: "purpose", segments: [] },
  { root: "confidence", segments: [] },
  { root: "token", segments: ["verified"] },
  { root: "token", segments: ["subject"] },
  { root: "token", segments: ["scopes"] },
  { root: "peer", segments: ["mutual"] },
];

/** One layout a catalogue: it depends on nothing else, and catalogues do not change. */
const layouts = new WeakMap<Catalogue, Layout>();

export function layoutOf(catalogue: Catalogue): Layout {
  const known = layouts.get(catalogue);
  if (known !== undefined) return known;
  const made = makeLayout(catalogue);
  layouts.set(catalogue, made);
  return made;
}

function makeLayout(catalogue: Catalogue): Layout {
  const shared: Place[] = [
    ...envelope,
    ...Object.keys(catalogue.context)
      .sort()
      .map((path) => ({ root: "context" as const, segments: path.split(".") })),
  ].map((place, slot) => ({ ...place, slot }));
  const leaves = new Map(Object.values(catalogue.tools).map(({ name, args }) => [name, leavesOf(args)]));
  const slots = placeArguments(leaves, shared.length);
  const sharedSlots = new Map(shared.map(({ root, segments, slot }) => [keyOf([root, ...segments]), slot]));
  const places = new Map(
    [...leaves].map(([tool, paths]) => [
      tool,
      [
        ...shared,
        ...paths.map((segments) => ({ root: "args" as const, segments, slot: slots.get(keyOf(segments)) ?? 0 })),
      ],
    ]),
  );
  const keys = new Map([...leaves].map(([tool, paths]) => [tool, new Set(paths.map(keyOf))]));
  // How many tools have a path: what all have, any of them has. There are rows of declared tools only.
  const holders = new Map<string, number>();
  for (const paths of keys.values()) for (const key of paths) holders.set(key, (holders.get(key) ?? 0) + 1);
  return {
    size: Math.max(shared.length, ...[...slots.values()].map((slot) => slot + 1)),
    tools: [...leaves.keys()],
    placesOf: (tool) => places.get(tool),
    slotOf(root, segments, tools) {
      if (root !== "args") return sharedSlots.get(keyOf([root, ...segments]));
      const key = keyOf(segments);
      const slot = slots.get(key);
      if (slot === undefined || holders.get(key) === leaves.size) return slot;
      return tools.every((tool) => keys.get(tool)?.has(key) === true) ? slot : undefined;
    },
  };
}

/**
 * One slot a path, the same in every tool that has it, so that a condition on several tools reads one slot; paths that no
 * tool has together share slots, so that rows stay short however many tools there are.
 */
function placeArguments(
  leaves: ReadonlyMap<string, readonly (readonly string[])[]>,
  first: number,
): ReadonlyMap<string, number> {
  const toolsOf = new Map<string, string[]>();
  for (const [tool, paths] of leaves) {
    for (const path of paths) {
      const key = keyOf(path);
      const tools = toolsOf.get(key);
      if (tools === undefined) toolsOf.set(key, [tool]);
      else tools.push(tool);
    }
  }
  const taken = new Map([...leaves.keys()].map((tool) => [tool, new Set<number>()]));
  const slots = new Map<string, number>();
  for (const key of [...toolsOf.keys()].sort()) {
    const tools = toolsOf.get(key) ?? [];
    let slot = first;
    while (tools.some((tool) => taken.get(tool)?.has(slot) === true)) slot += 1;
    for (const tool of tools) taken.get(tool)?.add(slot);
    slots.set(key, slot);
  }
  return slots;
}

/** Every path of a record that leads to something other than a record. */
function leavesOf(type: Type, path: readonly string[] = []): readonly (readonly string[])[] {
  if (type.kind !== "record") return path.length === 0 ? [] : [path];
  return Object.entries(type.fields)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .flatMap(([name, field]) => leavesOf(field.type, [...path, name]));
}

const keyOf = (segments: readonly string[]): string => JSON.stringify(segments);
