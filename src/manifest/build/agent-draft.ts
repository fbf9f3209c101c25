import { declaredBy, enforcedBy, type Ground } from "../../model/fact.ts";
import type { Facts } from "../../model/record.ts";
import type { FactSource } from "../../value/value.ts";
import type { ComposeService, Declaration, McpClient, Scan, Workload } from "../scan.ts";

/** An agent before its facts: where it was found, under the name it has in this report. */
export interface AgentDraft {
  readonly name: string;
  readonly namespace: string;
  readonly platform: "kubernetes" | "compose" | "mcp_client" | "declared";
  readonly source: FactSource;
  readonly workloads: readonly Workload[];
  readonly composeService: ComposeService | undefined;
  readonly mcpClient: McpClient | undefined;
  readonly declaration: Declaration | undefined;
  /** The scan, with what this agent's own declaration calls complete. */
  readonly scan: Scan;
}

/**
 * What a list of an agent rests on. An empty list that is known to be whole rests on whoever called it complete: the
 * `spec.complete` of the agent's own declaration, or the project's configuration.
 */
export function listGround(
  { declaration, source }: AgentDraft,
  words: readonly string[],
  isEmptyAndClosed: boolean,
): Ground {
  if (!isEmptyAndClosed) return enforcedBy(source);
  const stated = declaration?.spec
    .get("complete")
    .items()
    .find((item) => words.includes(item.text() ?? ""));
  return declaredBy(stated?.source(`the scan is declared to hold all ${words[0] ?? ""}`) ?? source);
}

/** Something an agent has that is a subject of its own. */
export interface PartDraft {
  readonly name: string;
  readonly facts: Facts;
  readonly source: FactSource;
}
