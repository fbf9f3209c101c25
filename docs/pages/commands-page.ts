import type { CommandEntry } from "../../src/cli/command.ts";
import { commands } from "../../src/cli/commands/index.ts";
import { exitTable } from "../../src/cli/exit-code.ts";
import { parseArguments } from "../../src/cli/parse-arguments.ts";
import type { Shell } from "../../src/cli/shell.ts";
import { reportFormats } from "../../src/report/index.ts";
import { cell, codeCell, fenced, pageHead, pageOf, table } from "./markdown.ts";

/** What `--help` prints, command by command, and the one table of exit codes. */
export async function commandsPage(shell: Shell): Promise<string> {
  const sections: string[] = [];
  for (const entry of commands) sections.push(`## ${entry.name}`, fenced(await helpOf(entry, shell), ""));
  return pageOf([
    ...pageHead(
      "Commands",
      "What `sallyport COMMAND --help` prints. Results go to stdout, everything else to stderr. Files may be folders, patterns, or `-` for standard input.",
    ),
    table(
      ["command", "does"],
      commands.map(({ name, summary }) => [`[\`${name}\`](#${name})`, cell(summary)]),
    ),
    "## Exit codes",
    "The same for every command, and changed by no output flag. When several hold, the first of 70, 2, 3, 4, 1, 5 counts.",
    table(
      ["code", "name in reports", "means"],
      exitTable.map(({ code, reason, means }) => [String(code), codeCell(reason), cell(means)]),
    ),
    ...sections,
  ]);
}

/** The help of one command; the exit codes at its end stand on the page once. */
async function helpOf(entry: CommandEntry, shell: Shell): Promise<string> {
  let printed = "";
  const listening: Shell = {
    ...shell,
    out: (text) => {
      printed += text;
    },
  };
  const module = await entry.load();
  await parseArguments(entry, module, module.formats ?? reportFormats, ["--help"], listening);
  return printed.split("\nExit codes:\n")[0] ?? printed;
}
