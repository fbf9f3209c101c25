import { version } from "../load/version.ts";
import type { CommandEntry } from "./command.ts";
import { exitHelp } from "./exit-code.ts";

/** The page of `sallyport --help`, made from the command list without loading any command. */
export function topHelp(commands: readonly CommandEntry[]): string {
  const width = Math.max(...commands.map(({ name }) => name.length));
  return [
    `sallyport ${version}: a policy language for AI agents`,
    "",
    "Usage: sallyport COMMAND [FILES…] [options]",
    "",
    "Commands:",
    ...commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`),
    "",
    "Common options:",
    "  --format FORMAT        human, json, sarif, junit, github or markdown",
    "  --report FORMAT=FILE   also write the report to a file; may be repeated",
    "  --help                 this page, or that of a command",
    "  --version              the version",
    "",
    exitHelp(),
    "",
    "sallyport COMMAND --help shows examples. Files may be folders, patterns, or - for standard input.",
    "",
  ].join("\n");
}
