import { bundleEnding, bundleText } from "../../bundle/bundle.ts";
import { type BundledFile, makeBundle } from "../../bundle/make-bundle.ts";
import { commonFolder, join } from "../../load/paths.ts";
import { version } from "../../load/version.ts";
import type { CommandModule, Context } from "../command.ts";
import { allPages } from "../diagnostic-catalogue.ts";
import { exitFor } from "../exit-code.ts";
import { makeReport } from "../make-report.ts";
import { prepareOne } from "../one-policy.ts";
import { text, UsageError } from "../options.ts";
import { writeOutput } from "../output-file.ts";
import { isBundlePath, type Prepared } from "../prepare-policies.ts";

export const bundle: CommandModule = {
  usage: "[files...]",
  options: [{ flags: "--out <file>", help: `write it to a file (NAME${bundleEnding}) instead of stdout` }],
  formats: ["human"],
  examples: [
    [
      "sallyport bundle policies/desk --out desk.gatebundle",
      "all files of the policy and its catalogues, with digests; the bundle's own digest goes to stderr",
    ],
    ["sallyport bundle policies/desk.gate | sha256sum", "the same bytes in every clone, whatever its folder"],
  ],
  async run(context, files, options) {
    const given = files.find(isBundlePath);
    if (given !== undefined) throw new UsageError(`\`${given}\` is a bundle already`);
    const out = text(options, "out");
    // Only files that end so are taken for bundles where a policy is named.
    if (out !== undefined && !isBundlePath(out))
      throw new UsageError(`a bundle ends in ${bundleEnding}, not \`${out}\``);
    const { prepared, compiled } = await prepareOne(context, files);
    const made = compiled === undefined ? undefined : makeBundle(bundledFiles(context, prepared), version);
    const isRefused = made !== undefined && !made.ok;
    const report = makeReport(context.shell.host, "bundle", {
      exit: exitFor([...prepared.reasons, ...(isRefused ? (["policy"] as const) : [])]),
      files: prepared.named,
      diagnostics: isRefused ? made.diagnostics : prepared.diagnostics,
      sources: prepared.sources,
      pages: allPages(),
      summary: prepared.summary,
    });
    if (made === undefined || !made.ok) return { report, text: "" };
    const written = bundleText(made.value);
    if (out !== undefined) writeOutput(context.shell.host, "the bundle", out, written, prepared.sources.keys());
    context.note(`${compiled?.ir.policy} version ${compiled?.ir.version}: bundle sha256 ${made.value.digest}`);
    return { report, text: out === undefined ? written : "" };
  },
};

/** The files of the policy by their paths from the deepest folder that holds all of them, so that no clone's own place is in them. */
function bundledFiles({ shell: { host } }: Context, { policies }: Prepared): readonly BundledFile[] {
  const files = policies.flatMap(({ loaded }) => [
    ...loaded.files.map((one) => ({ file: one.file, text: one.text, kind: "policy" as const })),
    ...loaded.packs.files.map((one) => ({ file: one.file, text: one.text, kind: "pack" as const })),
    ...[...loaded.catalogues].map(([file, source]) => ({ file, text: source.text, kind: "catalogue" as const })),
  ]);
  if (files.some(({ file }) => file === "<stdin>")) {
    throw new UsageError("a bundle holds files by name: say what standard input is with --stdin-filename");
  }
  const absolute = files.map(({ file }) => join(host.folder, file));
  const root = commonFolder(absolute);
  return files.map((one, at) => ({ ...one, path: (absolute[at] ?? "").slice(root.length).replace(/^\//, "") }));
}
