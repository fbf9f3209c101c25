import { bundleText } from "../../bundle/bundle.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { isKid } from "../../load/kid.ts";
import { openBundle } from "../../load/open-bundle.ts";
import { relativeTo } from "../../load/paths.ts";
import { readBundleFile, readKeyText } from "../bundle-files.ts";
import type { CommandModule, Context, Ran } from "../command.ts";
import { allPages } from "../diagnostic-catalogue.ts";
import { type ExitReason, exitFor } from "../exit-code.ts";
import { makeReport } from "../make-report.ts";
import { text, UsageError } from "../options.ts";
import { writeOutput } from "../output-file.ts";
import { isBundlePath } from "../prepare-policies.ts";

export const sign: CommandModule = {
  usage: "<bundle>",
  options: [
    { flags: "--key <file>", help: "the private key: PEM (PKCS #8) or JSON Web Key; Ed25519 or P-256" },
    { flags: "--kid <name>", help: "what the signature calls the key (default: its own `kid`, or its thumbprint)" },
    { flags: "--out <file>", help: "write the signed bundle there and leave the given one as it is" },
  ],
  formats: ["human", "json"],
  examples: [
    ["sallyport sign desk.gatebundle --key release.pem", "puts the signature into the bundle itself"],
    [
      "sallyport sign desk.gatebundle --key release.jwk --kid release-2026 --out signed.gatebundle",
      "a signature that names its key, in another file",
    ],
    ["openssl genpkey -algorithm ed25519 -out release.pem", "makes a private key for it"],
  ],
  async run(context, files, options) {
    const [path = ""] = files;
    if (files.length !== 1) throw new UsageError("sign takes one bundle");
    const key = text(options, "key");
    if (key === undefined) throw new UsageError("name the private key with --key FILE");
    const kid = text(options, "kid");
    if (kid !== undefined && !isKid(kid)) throw new UsageError("--kid takes 1 to 200 printable characters of ASCII");
    const out = text(options, "out");
    if (out !== undefined && !isBundlePath(out)) throw new UsageError(`a bundle ends in .gatebundle, not \`${out}\``);
    const { host } = context.shell;
    if (out !== undefined && relativeTo(host.folder, out) === relativeTo(host.folder, key)) {
      throw new UsageError("the signed bundle would overwrite the key; name another file");
    }
    const signed = await signFile(context, path, key, kid);
    if (!signed.ok) return refused(context, path, signed.diagnostics, signed.reason);
    const target = out ?? (path === "-" ? undefined : path);
    if (target !== undefined) writeOutput(host, "the signed bundle", target, signed.text, []);
    const report = makeReport(host, "sign", { exit: exitFor([]), files: [path], summary: [signed.said] });
    return target === undefined ? { report, text: signed.text } : { report };
  },
};

type Signed =
  | { readonly ok: true; readonly text: string; readonly said: string }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[]; readonly reason: ExitReason };

async function signFile(context: Context, path: string, keyFile: string, kid: string | undefined): Promise<Signed> {
  const keyText = readKeyText(context, keyFile);
  if (!keyText.ok) return keyText;
  const [{ readSigningKey }, { addSignature }] = await Promise.all([
    import("../../load/bundle-key.ts"),
    import("../../load/bundle-signature.ts"),
  ]);
  const key = await readSigningKey(keyText.value);
  if (!key.ok) return { ...key, reason: "usage" };
  const read = await readBundleFile(context, path);
  if (!read.ok) return read;
  const opened = await openBundle(read.value);
  if (!opened.ok) return { ...opened, reason: "input" };
  const { bundle } = opened.value;
  const named = kid === undefined ? key.value : { ...key.value, kid };
  const before = bundle.signature === undefined ? "" : "; the signature that was there is replaced";
  return {
    ok: true,
    text: bundleText(await addSignature(bundle, named)),
    said: `${path}: signed with the key ${named.kid} (${named.algorithm}); bundle sha256 ${bundle.digest}${before}`,
  };
}

function refused(context: Context, path: string, diagnostics: readonly Diagnostic[], reason: ExitReason): Ran {
  const parts = { exit: exitFor([reason]), files: [path], diagnostics, pages: allPages() };
  return { report: makeReport(context.shell.host, "sign", parts) };
}
