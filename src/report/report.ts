import type { AuditReport } from "../audit/audit-result.ts";
import type { Diagnostic, DiagnosticPage } from "../diagnostics/diagnostic.ts";
import type { Level } from "../engine/decision.ts";
import type { Simulation, TestResult } from "../simulate/simulation.ts";

/** Everything one run of one command has to say. Reporters turn it into text; nothing else is printed as a result. */
export interface Report {
  readonly version: string;
  readonly command: string;
  readonly exit: { readonly code: number; readonly reason: string };
  /** The inputs this report speaks about, as the user would name them, sorted. */
  readonly files: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
  /** Texts by file, for snippets and line numbers. */
  readonly sources: ReadonlyMap<string, string>;
  /** The offline page of every code that can occur, for SARIF's rule metadata. */
  readonly pages: ReadonlyMap<string, DiagnosticPage>;
  readonly tests?: readonly TestResult[];
  readonly simulation?: Simulation;
  /** Decisions at or above this level are findings; absent: a replay only reports. */
  readonly failOn?: Level;
  readonly audit?: AuditReport;
  readonly policyDigest?: string;
  /** The day expiries were judged by, `YYYY-MM-DD`. */
  readonly asOf?: string;
  /** Closing lines in words. */
  readonly summary: readonly string[];
}

/** Colours arrive as functions; `plainPalette` leaves texts alone. */
export interface Palette {
  readonly error: (text: string) => string;
  readonly warning: (text: string) => string;
  readonly info: (text: string) => string;
  readonly good: (text: string) => string;
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
}

export interface RenderOptions {
  readonly color: Palette;
  /** Columns of the terminal, at least 40. */
  readonly width: number;
  /** Only ASCII may be written. */
  readonly ascii: boolean;
  /** Which sessions of a replay are shown event by event. */
  readonly timeline: Timeline;
  /** The items of an audit that are shown in full; undefined: all that did not pass. */
  readonly details?: readonly string[];
}

export const timelines = ["notable", "all", "denied", "none"] as const;
/** `notable`: sessions with something above `log`, at most 20; the report says how many are left out. */
export type Timeline = (typeof timelines)[number];

export type Reporter = (report: Report, options: RenderOptions) => string;

const asIs = (text: string): string => text;
export const plainPalette: Palette = { error: asIs, warning: asIs, info: asIs, good: asIs, bold: asIs, dim: asIs };
