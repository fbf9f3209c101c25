import type { Operand } from "../ast/condition.ts";
import type { EventFields } from "../event/event.ts";
import type { Layout } from "../event/layout.ts";

/** The slot of an operand in the rows of the events that a condition is judged on; undefined where it has none. */
export type SlotFinder = (operand: Operand<unknown>) => number | undefined;

export const noSlots: SlotFinder = () => undefined;

const rowRoots: ReadonlySet<string> = new Set<keyof EventFields>([
  "args",
  "agent",
  "purpose",
  "confidence",
  "token",
  "peer",
  "context",
]);

/** For conditions that are judged on calls of these tools. */
export const slotsFor =
  (layout: Layout, tools: readonly string[]): SlotFinder =>
  (operand) =>
    operand.kind === "path" && rowRoots.has(operand.root)
      ? layout.slotOf(operand.root as keyof EventFields, operand.segments, tools)
      : undefined;
