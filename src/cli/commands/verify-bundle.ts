import { bundleEnding } from "../../bundle/bundle.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { irDigest } from "../../engine/canonical-ir.ts";
import { findFiles } from "../../load/find-files.ts";
import { openBundle } from "../../load/open-bundle.ts";
import { readBundleFile, readKeysFile } from "../bundle-files.ts";
import type { CommandModule } from "../command.ts";
import { allPages } from "../diagnostic-catalogue.ts";
import { type ExitReason, exitFor } from "../exit-code.ts";
import { makeReport } from "../make-report.ts";
import { text, UsageError } from "../options.ts";
import { configFor } from "../prepare-policies.ts";

/** What a folder of bundles is searched for. */
const bundleFiles = { endings: [bundleEnding], wanted: `bundle (*${bundleEnding})` } as const;

export const verifyBundle: CommandModule = {
  usage: "<bundles...>",
  options: [
    {
      flags: "--key <file>",
      help: "the public keys: PEM (SPKI), JSON Web Key or a set of them (default: `bundle.key` of sallyport.yaml)",
    },
  ],
  examples: [
    ["sallyport verify-bundle desk.gatebundle --key release.pub.pem", "one key"],
    ["sallyport verify-bundle *.gatebundle --key keys.jwks.json", "several keys, of which each signature names one"],
  ],
  async run(context, files, options) {
    const { host } = context.shell;
    const configured = await configFor(context, []);
    const pages = allPages();
    const failed = (diagnostics: typeof configured.diagnostics) =>
      makeReport(host, "verify-bundle", { exit: exitFor(["usage"]), files, diagnostics, pages });
    if (!configured.ok) return { report: failed(configured.diagnostics) };
    const keyFile = text(options, "key") ?? configured.value.bundle.key;
    if (keyFile === undefined) throw new UsageError("name the public key, or a set of keys, with --key FILE");
    const keys = await readKeysFile(context, keyFile);
    if (!keys.ok) return { report: failed(keys.diagnostics) };
    const { files: found, diagnostics: notFound, unreadable } = findFiles(host, files, bundleFiles);
    const diagnostics: Diagnostic[] = [...notFound, ...unreadable];
    const reasons: ExitReason[] = [
      ...(notFound.length > 0 ? (["usage"] as const) : []),
      ...(unreadable.length > 0 ? (["input"] as const) : []),
    ];
    const summary: string[] = [];
    const digests: string[] = [];
    for (const path of found) {
      const read = await readBundleFile(context, path);
      const opened = read.ok ? await openBundle(read.value, keys.value) : read;
      if (!opened.ok) {
        diagnostics.push(...opened.diagnostics);
        reasons.push(read.ok ? "input" : read.reason);
        continue;
      }
      const { ir, bundle, signer } = opened.value;
      if (signer === undefined) throw new Error("a bundle that was opened with keys has a signer");
      digests.push(irDigest(ir));
      summary.push(
        `${path}: policy ${ir.policy} version ${ir.version}, signed with the key ${signer.kid} (${signer.algorithm}); bundle sha256 ${bundle.digest}`,
      );
    }
    const [policyDigest] = digests;
    const parts = { exit: exitFor(reasons), files: found, diagnostics, summary, pages };
    return {
      report: makeReport(host, "verify-bundle", {
        ...parts,
        ...(found.length === 1 && policyDigest !== undefined ? { policyDigest } : {}),
      }),
    };
  },
};
