import type { Host } from "../load/host.ts";

/** What a run may reach besides files: its two outputs, the environment and today's date. Tests hand in one in memory. */
export interface Shell {
  readonly host: Host;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether results, and notes, go to a terminal. */
  readonly outIsTerminal: boolean;
  readonly errIsTerminal: boolean;
  readonly columns: number | undefined;
  /** `YYYY-MM-DD`, UTC. */
  readonly today: string;
}
