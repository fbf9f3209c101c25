import type { CommandModule } from "../command.ts";

export const fmt: CommandModule = {
  usage: "[files...]",
  options: [
    { flags: "--check", help: "write nothing; exit 1 when a file is not formatted" },
    { flags: "--diff", help: "write nothing; print what would change, and exit 1 when something would" },
  ],
  formats: ["human"],
  examples: [
    ["sallyport fmt policies/", "formats every policy file in place"],
    ["sallyport fmt --check policies/", "for CI: names the files that are not formatted"],
    ["sallyport fmt - < desk.gate", "formats standard input to standard output"],
  ],
  run: async (...given) => (await import("../run-fmt.ts")).runFmt(...given),
};
