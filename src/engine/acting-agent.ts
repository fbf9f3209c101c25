import { agentSlot } from "../event/layout.ts";
import { textOf } from "./circumstances.ts";
import type { Frame } from "./frame.ts";

/** The name of the acting agent, from the row where there is one; undefined where it is absent or unrecorded. */
export function actingAgent(frame: Frame): string | undefined {
  const named = frame.row[agentSlot];
  return typeof named === "string" ? named : textOf(frame.read("agent", none));
}

const none: readonly never[] = [];
