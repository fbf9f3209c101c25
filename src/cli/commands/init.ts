import { formatText } from "../../parse/print-file.ts";
import { catalogueOf } from "../catalogue-of.ts";
import type { CommandModule, Context } from "../command.ts";
import { exitFor } from "../exit-code.ts";
import { makeReport } from "../make-report.ts";
import { namedServers } from "../named-servers.ts";
import { observedTests } from "../observed-tests.ts";
import { list, UsageError } from "../options.ts";
import { readyCatalogues } from "../ready-catalogues.ts";
import { refusalLine } from "../refusal-line.ts";
import {
  observedPolicy,
  starterConfig,
  starterHook,
  starterPolicy,
  starterTests,
  starterTools,
  starterWorkflow,
} from "../starter.ts";

export const init: CommandModule = {
  usage: "",
  options: [
    {
      flags: "--from <traces>",
      help: "start from the tools in traces or MCP tool lists; may be repeated",
      repeatable: true,
    },
  ],
  formats: ["human"],
  examples: [
    ["sallyport init", "a configuration, a starter policy with tests, a pre-commit hook and a CI workflow"],
    ["sallyport init --from traces/", "the same with a policy over the tools that recorded sessions called"],
  ],
  async run(context, _, options) {
    const from = list(options, "from");
    const policy = from.length === 0 ? starter() : await observed(context, from);
    const files = [
      ["sallyport.yaml", starterConfig],
      ...policy.files,
      [".pre-commit-config.yaml", starterHook],
      [".github/workflows/sallyport.yml", starterWorkflow],
    ] as const;
    const lines = policy.files.length === 0 ? [] : files.map(([path, content]) => writeNew(context, path, content));
    const report = makeReport(context.shell.host, "init", {
      exit: exitFor(policy.reasons),
      diagnostics: policy.diagnostics,
      summary: policy.problems,
    });
    const next = lines.length === 0 ? [] : ["", "next: sallyport lint && sallyport test"];
    return { report, text: [...lines, ...next, ""].join("\n") };
  },
};

interface Planned {
  readonly files: readonly (readonly [string, string])[];
  readonly diagnostics: Awaited<ReturnType<typeof catalogueOf>>["notFound"];
  readonly reasons: readonly ("usage" | "input")[];
  readonly problems: readonly string[];
}

const starter = (): Planned => ({
  files: [
    ["policies/starter.gate", starterPolicy],
    ["policies/starter-tests.gate", starterTests],
    ["policies/tools.json", starterTools],
  ],
  diagnostics: [],
  reasons: [],
  problems: [],
});

/** From tools that were seen: nothing is written when none was, and what could not be read is said. */
async function observed(context: Context, from: readonly string[]): Promise<Planned> {
  const { names, tools, document, notFound, refusals } = await catalogueOf(context, from, true);
  const found = names.length > 0;
  const tests = observedTests(tools);
  return {
    files: found
      ? [
          ["policies/starter.gate", laidOut(observedPolicy(names))],
          ...(tests === undefined ? [] : [["policies/starter-tests.gate", laidOut(tests)] as const]),
          ["policies/tools.json", document],
        ]
      : [],
    diagnostics: notFound,
    reasons: [
      ...(notFound.length > 0 ? (["usage"] as const) : []),
      ...(refusals.length > 0 || !found ? (["input"] as const) : []),
    ],
    problems: [
      ...refusals.map(refusalLine),
      ...readyCatalogues(refusals),
      ...namedServers(context.shell.host, refusals),
      ...(found ? [] : ["no tool was found: nothing is written"]),
    ],
  };
}

/** As `fmt` has it: the names of tools may be long. */
function laidOut(text: string): string {
  const formatted = formatText({ file: "starter.gate", text });
  return formatted.ok ? formatted.text : text;
}

/** Nothing that exists is ever overwritten. */
function writeNew({ shell: { host } }: Context, path: string, content: string): string {
  if (host.kindOf(path) !== "missing") return `kept     ${path} (it exists)`;
  const written = host.writeFile(path, content);
  if (!written.ok) throw new UsageError(`\`${path}\` cannot be written: ${written.problem}`);
  return `written  ${path}`;
}
