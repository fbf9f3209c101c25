import type { CommandModule } from "../command.ts";
import { severityOption } from "../severity-option.ts";

export const check: CommandModule = {
  usage: "[files...]",
  options: [severityOption],
  examples: [
    ["sallyport check policies/", "every policy below the folder; silent when all is well"],
    ["sallyport check policies/desk.gate", "the whole policy of that file, reporting on the file"],
    [
      "cat desk.gate | sallyport check - --stdin-filename policies/desk.gate",
      "an unsaved buffer, among its neighbours",
    ],
  ],
  cacheable: () => true,
  run: async (...given) => (await import("../run-check.ts")).runCheck(...given),
};
