import { catalogueOf } from "../catalogue-of.ts";
import type { CommandModule } from "../command.ts";
import { exitFor } from "../exit-code.ts";
import { makeReport } from "../make-report.ts";
import { UsageError } from "../options.ts";
import { readyCatalogues } from "../ready-catalogues.ts";
import { refusalLine } from "../refusal-line.ts";
import { suggest } from "../suggest.ts";

/** What to do when the files hold no tool. */
const nextStep = {
  "from-mcp": "; from-mcp takes a `tools/list` result, and from-trace also infers tools from the calls of a trace",
  "from-trace": "; a trace shows tools in its tool list and in its calls",
} as const;

export const schema: CommandModule = {
  usage: "<source> <files...>",
  options: [],
  formats: ["human"],
  examples: [
    ["sallyport schema from-mcp tools-list.json > tools.json", "a catalogue from the result of MCP's tools/list"],
    [
      "sallyport schema from-trace traces/ > tools.json",
      "one from tool lists and calls in traces; what is inferred is marked",
    ],
  ],
  async run(context, [source, ...named]) {
    if (source !== "from-mcp" && source !== "from-trace") {
      const hint = suggest(source ?? "", ["from-mcp", "from-trace"]);
      throw new UsageError(`the source is from-mcp or from-trace, not \`${source ?? ""}\`${hint}`);
    }
    const { files, names, document, notFound, refusals, notes } = await catalogueOf(
      context,
      named,
      source === "from-trace",
    );
    const found = names.length > 0;
    const report = makeReport(context.shell.host, "schema", {
      exit: exitFor([
        ...(notFound.length > 0 ? (["usage"] as const) : []),
        ...(refusals.length > 0 || !found ? (["input"] as const) : []),
      ]),
      files,
      diagnostics: notFound,
      summary: [
        ...refusals.map(refusalLine),
        ...readyCatalogues(refusals),
        ...notes.map((note) => `note: ${note}`),
        ...(found ? [] : [`no tool was found: no catalogue is written${notFound.length > 0 ? "" : nextStep[source]}`]),
      ],
    });
    return { report, text: found ? document : "" };
  },
};
