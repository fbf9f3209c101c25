import { setFlagsFromString } from "node:v8";
import { nearMiss } from "../diagnostics/near-miss.ts";
import { version } from "../load/version.ts";
import { visible } from "../report/escape.ts";
import { commands } from "./commands/index.ts";
import { topHelp } from "./help.ts";
import type { Shell } from "./shell.ts";

/** Runs one command line and answers its exit code. Only what the command needs is loaded. */
export async function run(argv: readonly string[], shell: Shell): Promise<number> {
  try {
    return await dispatch(argv, shell);
  } catch (error) {
    shell.err(bugMessage(argv, error, shell.env["SALLYPORT_DEBUG"] !== undefined));
    return 70;
  }
}

async function dispatch(argv: readonly string[], shell: Shell): Promise<number> {
  const [first, ...rest] = argv;
  if (first === "--version" || first === "-V" || first === "version") {
    shell.out(`${version}\n`);
    return 0;
  }
  if (first === "--help" || first === "-h" || (first === "help" && rest[0] === undefined)) {
    shell.out(topHelp(commands));
    return 0;
  }
  if (first === undefined) {
    shell.err(topHelp(commands));
    return 2;
  }
  const name = first === "help" ? rest[0] : first;
  const entry = commands.find((command) => command.name === name);
  if (entry === undefined || name === undefined) {
    const near = nearMiss(
      name ?? "",
      commands.map((command) => command.name),
    );
    const hint = near === undefined ? "sallyport --help lists what there is" : `did you mean \`sallyport ${near}\`?`;
    shell.err(`error: there is no command \`${visible(name ?? "")}\`; ${hint}\n`);
    return 2;
  }
  const { runCommand } = await import("./run-command.ts");
  return runCommand(entry, first === "help" ? ["--help"] : rest, shell);
}

function bugMessage(argv: readonly string[], error: unknown, debug: boolean): string {
  const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return [
    "error: this is our bug, not yours: sallyport stopped in the middle of its work.",
    "Nothing it printed before this line may be taken as a result.",
    `Please report it with this line and, if you can, the input: sallyport ${version}, ${visible(argv[0] ?? "")}: ${visible(what)}`,
    ...(debug ? [error instanceof Error ? (error.stack ?? "") : ""] : ["SALLYPORT_DEBUG=1 shows where."]),
    "",
  ].join("\n");
}

/** The entry of the executable. */
export async function main(): Promise<void> {
  const argv = process.argv.slice(2);
  if (argv.length === 1 && argv[0] === "--version") {
    process.stdout.write(`${version}\n`);
    return;
  }
  optimiseLater();
  let isCut = false;
  for (const stream of [process.stdout, process.stderr]) {
    // A reader that has seen enough (`| head`) is no error of ours; a full disk leaves the result incomplete.
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EPIPE" || isCut) return;
      isCut = true;
      process.exitCode = incomplete;
      process.stderr.write(`error: the result cannot be written: the system says ${error.code ?? error.message}\n`);
    });
  }
  const folder = workingFolder();
  if (folder === undefined) {
    process.stderr.write("error: the working folder does not exist any more\n");
    process.exitCode = 2;
    return;
  }
  const { nodeHost } = await import("../load/node-host.ts");
  const shell: Shell = {
    host: nodeHost(folder, process.stdin),
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    env: process.env,
    outIsTerminal: process.stdout.isTTY === true,
    errIsTerminal: process.stderr.isTTY === true,
    columns: process.stdout.columns,
    today: new Date().toISOString().slice(0, 10),
  };
  const code = await run(argv, shell);
  process.exitCode = isCut ? incomplete : code;
}

/**
 * V8 of Node 20 optimises what ran for some 67,000 bytes of its code. A short run is over before that pays, and with few
 * cores the optimiser takes the run's own time; four times as much costs a long run nothing that can be measured. Later V8
 * counts otherwise, and does not know the word. Before any code is loaded: V8 keeps compiled code for the flags it was made under.
 */
function optimiseLater(): void {
  if (process.versions.v8.startsWith("11.")) setFlagsFromString("--interrupt-budget=300000");
}

/** The exit code of a run whose result is not whole. */
const incomplete = 4;

function workingFolder(): string | undefined {
  try {
    return process.cwd();
  } catch {
    return undefined;
  }
}
