import type { Inspection } from "../engine/inspect-event.ts";
import type { PolicyIr } from "../engine/ir.ts";
import type { TimelineEntry } from "../simulate/simulation.ts";

/** One decided event, the rules that have a say about it taken apart, the policy, and the format of its trace. */
export interface Explained {
  readonly entry: TimelineEntry;
  readonly inspection: Inspection | undefined;
  readonly policy: PolicyIr;
  readonly format: string;
}
