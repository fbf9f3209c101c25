import type { CommandModule } from "../command.ts";
import { flag } from "../options.ts";
import { severityOption } from "../severity-option.ts";

export const lint: CommandModule = {
  usage: "[files...]",
  options: [
    severityOption,
    { flags: "--allow-undecided", help: "exit 0 although claims are undecided" },
    { flags: "--fix", help: "write the fixes that never change what a policy decides" },
    { flags: "--unsafe", help: "with --fix or --fix-dry-run: the other fixes too" },
    { flags: "--fix-dry-run", help: "print what --fix would write, as a unified diff" },
  ],
  examples: [
    ["sallyport lint policies/", "compiles every policy and runs every rule over it"],
    ["sallyport lint --fix-dry-run policies/", "shows the fixes as a diff"],
    ["sallyport lint policies/ --report sarif=lint.sarif --format github", "annotations and a SARIF file from one run"],
  ],
  cacheable: (options) => !flag(options, "fix") && !flag(options, "fixDryRun"),
  run: async (...given) => (await import("../run-lint.ts")).runLint(...given),
};
