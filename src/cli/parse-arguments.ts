import type { Command } from "commander";
import { nearMiss } from "../diagnostics/near-miss.ts";
import { visible } from "../report/escape.ts";
import type { CommandEntry, CommandModule } from "./command.ts";
import { commonOptions } from "./common-options.ts";
import { exitHelp } from "./exit-code.ts";
import type { Options } from "./options.ts";
import type { Shell } from "./shell.ts";

export type Parsed =
  | { readonly kind: "run"; readonly files: readonly string[]; readonly options: Options }
  | { readonly kind: "done"; readonly code: 0 | 2 };

/** Reads the arguments of one command. Help and mistakes are printed here; nothing calls `process.exit`. */
export async function parseArguments(
  entry: CommandEntry,
  module: CommandModule,
  formats: readonly string[],
  argv: readonly string[],
  shell: Shell,
): Promise<Parsed> {
  const { Command, CommanderError, InvalidArgumentError, Option } = await import("commander");
  const oneOf = (choices: readonly string[]) => (value: string) => {
    if (choices.includes(value)) return value;
    const near = nearMiss(value, choices);
    const hint = near === undefined ? "" : `Did you mean ${near}? `;
    throw new InvalidArgumentError(`${hint}Allowed choices are ${choices.join(", ")}.`);
  };
  let files: readonly string[] = [];
  const command = new Command(`sallyport ${entry.name}`);
  command
    .description(entry.summary)
    .exitOverride()
    .configureOutput({
      writeOut: shell.out,
      // What was typed comes back in these messages.
      writeErr: (text) =>
        shell.err(
          text
            .split("\n")
            .map((line) => visible(line))
            .join("\n"),
        ),
      getOutHelpWidth: () => 100,
      getErrHelpWidth: () => 100,
    })
    .showSuggestionAfterError(true)
    .showHelpAfterError(`(sallyport ${entry.name} --help shows what there is)`)
    .addHelpText("after", `\nExamples:\n${examples(module)}\n\n${exitHelp()}`)
    .action(() => {
      files = command.args;
    });
  for (const argument of module.usage.split(" ").filter((word) => word !== "")) command.argument(argument);
  for (const spec of [...module.options, ...commonOptions(formats)]) {
    const option = new Option(spec.flags, spec.help);
    if (spec.choices !== undefined) option.choices(spec.choices).argParser(oneOf(spec.choices));
    if (spec.fallback !== undefined) option.default(spec.fallback);
    if (spec.repeatable === true) {
      option.argParser((value: string, before: readonly string[] | undefined) => [...(before ?? []), value]);
    }
    command.addOption(option);
  }
  try {
    await parse(command, argv);
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return { kind: "done", code: error.code === "commander.helpDisplayed" ? 0 : 2 };
  }
  return { kind: "run", files, options: command.opts() };
}

const parse = (command: Command, argv: readonly string[]): Promise<Command> =>
  command.parseAsync([...argv], { from: "user" });

const examples = (module: CommandModule): string =>
  module.examples.map(([line, does]) => `  ${line}\n      ${does}`).join("\n");
