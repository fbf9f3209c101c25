import { canonicalIr, irDigest } from "../../engine/canonical-ir.ts";
import { keyBounds, termBounds } from "../../engine/history/state-bounds.ts";
import { traceMonotone } from "../../engine/history/trace-monotone.ts";
import type { PolicyIr } from "../../engine/ir.ts";
import type { CommandModule } from "../command.ts";
import { allPages } from "../diagnostic-catalogue.ts";
import { emitPolicy, writeModule } from "../emit-policy.ts";
import { exitFor } from "../exit-code.ts";
import { makeReport } from "../make-report.ts";
import { prepareOne } from "../one-policy.ts";
import { text } from "../options.ts";
import { writeOutput } from "../output-file.ts";

export const compile: CommandModule = {
  usage: "[files...]",
  options: [
    {
      flags: "--target <target>",
      help: "what to emit: ir is the canonical policy as JSON, esm a module that decides without this package",
      choices: ["ir", "esm"],
      fallback: "ir",
    },
    {
      flags: "--out <path>",
      help: "write it to a file instead of stdout; with esm into a folder, with its types and its source map",
    },
  ],
  formats: ["human"],
  examples: [
    ["sallyport compile policies/desk.gate", "the canonical IR; its digest goes to stderr"],
    ["sallyport compile policies/desk.gate --out desk.ir.json", "the same into a file"],
    [
      "sallyport compile policies/desk.gate --target esm --out build",
      "build/policy.DIGEST.mjs, .d.mts and .mjs.map: a module with admit, decide, level and step",
    ],
  ],
  async run(context, files, options) {
    const { prepared, compiled } = await prepareOne(context, files);
    const digest = compiled === undefined ? undefined : irDigest(compiled.ir);
    const report = makeReport(context.shell.host, "compile", {
      exit: exitFor(prepared.reasons),
      files: prepared.named,
      diagnostics: prepared.diagnostics,
      sources: prepared.sources,
      pages: allPages(),
      summary: prepared.summary,
      ...(digest === undefined ? {} : { policyDigest: digest }),
    });
    if (compiled === undefined) return { report, text: "" };
    const { host } = context.shell;
    const out = text(options, "out");
    for (const line of historyNotes(compiled.ir)) context.note(line);
    context.note(`${compiled.ir.policy} version ${compiled.ir.version}: sha256 ${digest}`);
    if (text(options, "target") === "esm") {
      const emitted = emitPolicy(host, compiled, prepared.sources);
      const written =
        out === undefined ? `${emitted.name}.mjs` : writeModule(host, out, emitted, prepared.sources.keys());
      context.note(`${written}: sha256 ${host.sha256([emitted.module])}`);
      return { report, text: out === undefined ? emitted.module : "" };
    }
    const emitted = `${canonicalIr(compiled.ir)}\n`;
    if (out !== undefined) writeOutput(host, "the IR", out, emitted, prepared.sources.keys());
    return { report, text: out === undefined ? emitted : "" };
  },
};

/** What the history of this policy needs, and whether a further gate can only make traces stricter. */
function historyNotes(ir: PolicyIr): readonly string[] {
  const { holds, because } = traceMonotone(ir);
  const kib = (bytes: number): string => `${Math.ceil(bytes / 1024)} KiB`;
  return [
    ...termBounds(ir.terms).map(({ term, per, bytes }) => `history: ${term}: at most ${kib(bytes)} per ${per}`),
    ...keyBounds(ir.terms).map(({ per, bytes }) => `history: at most ${kib(bytes)} for each ${per} in all`),
    `trace-monotone: ${holds ? "yes" : `no, because ${because.join("; ")}`}`,
  ];
}
