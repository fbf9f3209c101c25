import { openBundle } from "../load/open-bundle.ts";
import { readBundleFile, readKeysFile } from "./bundle-files.ts";
import type { Context } from "./command.ts";
import { configFor, nothing, type OnePolicy, type Prepared } from "./prepare-policies.ts";

/** A policy from a bundle: the same as from its files, after everything about the bundle was checked. */
export async function prepareBundle(context: Context, path: string, bundleKey: string | undefined): Promise<OnePolicy> {
  // From the working folder, not from the bundle's: who put the bundle there may have put a configuration beside it.
  const configured = await configFor(context, []);
  if (!configured.ok) return { prepared: nothing(configured.diagnostics), compiled: undefined };
  const config = configured.value;
  const refused = (found: Pick<Prepared, "diagnostics" | "reasons">): OnePolicy => ({
    prepared: { ...nothing([]), config, named: [path], ...found },
    compiled: undefined,
  });
  const keyFile = bundleKey ?? config.bundle.key;
  const keys = keyFile === undefined ? undefined : await readKeysFile(context, keyFile);
  if (keys !== undefined && !keys.ok) return refused({ diagnostics: keys.diagnostics, reasons: [keys.reason] });
  const read = await readBundleFile(context, path);
  if (!read.ok) return refused({ diagnostics: read.diagnostics, reasons: [read.reason] });
  const opened = await openBundle(read.value, keys?.value);
  if (!opened.ok) return refused({ diagnostics: opened.diagnostics, reasons: ["input"] });
  const { bundle, signer, checked, ir } = opened.value;
  const said =
    signer === undefined
      ? `note: the signature of ${path} was not checked, as no key is configured (--bundle-key, or \`bundle: { key: … }\`)`
      : `note: ${path} is signed by the key ${signer.kid} (${signer.algorithm}); bundle sha256 ${bundle.digest}`;
  return {
    prepared: {
      ...nothing(opened.diagnostics),
      config,
      named: [path],
      sources: new Map(bundle.entries.map((entry) => [`${path}/${entry.path}`, entry.text])),
      reasons: [],
      summary: [said],
    },
    compiled: { checked, ir },
  };
}
