import { bundleFormat, irPath } from "../../bundle/bundle.ts";
import { findTampering } from "../../bundle/find-tampering.ts";
import { readBundle } from "../../bundle/read-bundle.ts";
import { recompileBundle } from "../../bundle/recompile-bundle.ts";
import { utf8Bytes } from "../../json/sha256.ts";
import { version } from "../../load/version.ts";
import { escapeJson } from "../../report/escape.ts";
import { type Inspection, inspectionText } from "../../report/inspection-text.ts";
import type { SourceText } from "../../source/span.ts";
import { readBundleFile } from "../bundle-files.ts";
import type { CommandModule, ReportParts } from "../command.ts";
import { allPages } from "../diagnostic-catalogue.ts";
import { exitFor } from "../exit-code.ts";
import { makeReport } from "../make-report.ts";
import { UsageError } from "../options.ts";

export const inspect: CommandModule = {
  usage: "<bundle>",
  options: [],
  formats: ["human", "json"],
  examples: [
    ["sallyport inspect desk.gatebundle", "policy, digests, agents, tools, gates and files; who says to have signed"],
    ["sallyport inspect desk.gatebundle --format json", "the same as data"],
  ],
  async run(context, files) {
    const [path = ""] = files;
    if (files.length !== 1) throw new UsageError("inspect takes one bundle");
    const { host } = context.shell;
    const reportOf = (parts: ReportParts) =>
      makeReport(host, "inspect", { files: [path], pages: allPages(), ...parts });
    const read = await readBundleFile(context, path);
    if (!read.ok)
      return { report: reportOf({ exit: exitFor([read.reason]), diagnostics: read.diagnostics }), text: "" };
    const { inspection, diagnostics } = await inspectBundle(read.value);
    const report = reportOf({ exit: exitFor(diagnostics.length > 0 ? ["input"] : []), diagnostics });
    if (inspection === undefined) return { report, text: "" };
    const isJson = context.format === "json";
    return { report, text: isJson ? `${escapeJson(inspection)}\n` : inspectionText(inspection) };
  },
};

/** What a bundle says of itself where its parts fit one another, and what its sources compile to. */
async function inspectBundle(source: SourceText) {
  const read = readBundle(source);
  if (!read.ok) return { inspection: undefined, diagnostics: read.diagnostics };
  const { digest, manifest, entries, signature } = read.value;
  const tampering = findTampering(read.value, source);
  if (tampering.length > 0) return { inspection: undefined, diagnostics: tampering };
  const recompiled = recompileBundle(read.value, source.file, version);
  const signed = signature === undefined ? undefined : await signerOf(signature, source.file);
  const sizeOf = new Map(entries.map(({ path, text }) => [path, utf8Bytes(text).length]));
  const inspection: Inspection = {
    schema: "sallyport-inspection/1",
    file: source.file,
    format: bundleFormat,
    digest,
    compiler: manifest.compiler,
    policyDigest: manifest.entries.find(({ path }) => path === irPath)?.sha256 ?? "",
    policy: recompiled.ok
      ? {
          name: recompiled.value.ir.policy,
          version: recompiled.value.ir.version,
          language: recompiled.value.ir.language,
          agents: recompiled.value.ir.agents.map(({ name }) => name),
          tools: Object.keys(recompiled.value.ir.catalogue.tools).sort(),
          gates: recompiled.value.ir.gates.filter(({ builtIn }) => !builtIn).map(({ name }) => name),
        }
      : null,
    builtIns: manifest.builtIns,
    files: manifest.entries.map((entry) => ({ ...entry, bytes: sizeOf.get(entry.path) ?? 0 })),
    signature: signed?.ok === true ? { ...signed.value, verified: false } : null,
  };
  const errors = [
    ...(recompiled.ok ? [] : recompiled.diagnostics),
    ...(signed?.ok === false ? signed.diagnostics : []),
  ];
  return { inspection, diagnostics: errors };
}

async function signerOf(signature: string, file: string) {
  const { readSignature } = await import("../../load/bundle-signature.ts");
  return readSignature(signature, file);
}
