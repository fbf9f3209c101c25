import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { RenderOptions, Report } from "../report/report.ts";
import type { Exit, ExitReason } from "./exit-code.ts";
import type { Options } from "./options.ts";
import type { Shell } from "./shell.ts";

/** One line of the command list; `load` brings in what only this command needs. */
export interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  readonly load: () => Promise<CommandModule>;
}

export interface OptionSpec {
  /** As commander writes them: `--mode <mode>`. */
  readonly flags: string;
  readonly help: string;
  readonly choices?: readonly string[];
  readonly fallback?: string;
  /** May be given several times; the values make a list. */
  readonly repeatable?: boolean;
}

/** A command: its words, and a thin shell over library functions. */
export interface CommandModule {
  /** The arguments, `[files...]`. */
  readonly usage: string;
  readonly options: readonly OptionSpec[];
  /** Command line and what it does. */
  readonly examples: readonly (readonly [string, string])[];
  /** Which formats its result has; all report formats unless said. */
  readonly formats?: readonly string[];
  /** True where the same files and flags give the same report and nothing is written: the run may be remembered. */
  readonly cacheable?: (options: Options) => boolean;
  /** The result on stdout when the run could not be, for callers who read a result whatever happens. Written without the run. */
  readonly failure?: (reason: ExitReason) => string;
  readonly run: (context: Context, files: readonly string[], options: Options) => Promise<Ran>;
}

export interface Context {
  readonly shell: Shell;
  readonly asOf: string;
  readonly asOfMs: number;
  readonly format: string;
  readonly quiet: boolean;
  readonly configFile: string | undefined;
  readonly stdinName: string | undefined;
  /** A line for the person, on stderr; silent with `--quiet`. */
  readonly note: (text: string) => void;
}

/** `text` is the result of commands whose result is no report; what there is to say about the inputs goes to stderr then. */
export interface Ran {
  readonly report: Report;
  readonly text?: string | ((options: RenderOptions) => string);
}

/** What a command fills in of a report; the rest is added where it is printed. */
export type ReportParts = Partial<Omit<Report, "version" | "command" | "exit">> & {
  readonly exit: Exit;
  readonly diagnostics?: readonly Diagnostic[];
};
