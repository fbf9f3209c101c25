import type { CommandEntry } from "../../src/cli/command.ts";
import { commands } from "../../src/cli/commands/index.ts";
import { type ExitReason, exitFor, exitTable } from "../../src/cli/exit-code.ts";
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
    `The same for every command, and changed by no output flag. When several hold, the first of ${precedence().join(", ")} counts.`,
    table(
      ["code", "name in reports", "means"],
      exitTable.map(({ code, reason, means }) => [String(code), codeCell(reason), cell(means)]),
    ),
    ...sections,
  ]);
}

/** The codes in the order in which they win over one another: the winner of all, then of those that are left. */
function precedence(): readonly number[] {
  const left = new Set<ExitReason>(exitTable.map(({ reason }) => reason).filter((reason) => reason !== "clean"));
  const order: number[] = [];
  while (left.size > 0) {
    const { code, reason } = exitFor(left);
    order.push(code);
    left.delete(reason);
  }
  return order;
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
