import type { CommandModule } from "../command.ts";

export const test: CommandModule = {
  usage: "[files...]",
  options: [{ flags: "--run <glob>", help: "only tests whose title matches; * stands for any characters" }],
  examples: [
    ["sallyport test policies/", "runs every test block"],
    ['sallyport test policies/desk.gate --run "*refund*"', "those whose title speaks of refunds"],
    ["sallyport test policies/ --report junit=tests.xml", "and a JUnit file for CI"],
  ],
  cacheable: () => true,
  run: async (...given) => (await import("../run-test.ts")).runTest(...given),
};
