import { type Ground, listFact } from "../../model/fact.ts";
import type { Facts } from "../../model/record.ts";
import type { FactSource, Field } from "../../value/value.ts";
import type { Connection } from "./transport.ts";

/** A connector before it has its agent's name; host, port and scheme are what it is joined by. */
export interface ConnectorDraft {
  readonly name: string;
  readonly facts: Facts;
  readonly source: FactSource;
  readonly host: string | undefined;
  readonly port: number | undefined;
  readonly scheme: string;
  readonly isDeclared: boolean;
  readonly connection: Connection | undefined;
}

/** Only a process on the same machine is handed directories. */
export const noRoots = (ground: Ground): Field => listFact([], false, ground);
