import { type Bundle, bundleText } from "../bundle/bundle.ts";
import { findTampering } from "../bundle/find-tampering.ts";
import { readBundle } from "../bundle/read-bundle.ts";
import { type RecompiledPolicy, recompileBundle } from "../bundle/recompile-bundle.ts";
import { keyUnreadable } from "../diagnostics/bundle-signature.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { fail, type Outcome, succeed } from "../source/outcome.ts";
import type { SourceText } from "../source/span.ts";
import type { BundleKey } from "./bundle-key.ts";
import type { Signer } from "./bundle-signature.ts";
import { isKid, kidHelp } from "./kid.ts";
import { version } from "./version.ts";

/** A bundle that is whole, with the policy that its own sources compile to. */
export interface OpenedBundle extends RecompiledPolicy {
  readonly bundle: Bundle;
  /** Whose signature was checked; undefined: no key was given, and who made the bundle is not known. */
  readonly signer: Signer | undefined;
}

/**
 * Opens a bundle: its form, the digests of its parts, its signature when there are `keys` (an unsigned bundle is refused then),
 * and that its IR is what its sources compile to. Everything that is wrong is a diagnostic. `keys` come from `readBundleKeys`.
 */
export async function openBundle(
  source: SourceText,
  keys?: readonly BundleKey[],
): Promise<Outcome<OpenedBundle, Diagnostic>> {
  const read = readBundle(source);
  if (!read.ok) return read;
  const bundle = read.value;
  const tampering = findTampering(bundle, source);
  if (tampering.length > 0) return fail(tampering);
  const verified = keys === undefined ? undefined : await verify(bundle, source.file, keys);
  if (verified !== undefined && !verified.ok) return verified;
  const recompiled = recompileBundle(bundle, source.file, version);
  if (!recompiled.ok) return recompiled;
  return succeed({ ...recompiled.value, bundle, signer: verified?.value }, recompiled.diagnostics);
}

// The library for signatures is loaded by those who check or make one.
async function verify(bundle: Bundle, file: string, keys: readonly BundleKey[]) {
  const { verifySignature } = await import("./bundle-signature.ts");
  return verifySignature(bundle, file, keys);
}

/** The public keys in the text of a PEM file, a JSON Web Key or a set of them; no message shows any of it. */
export async function readBundleKeys(source: SourceText): Promise<Outcome<readonly BundleKey[], Diagnostic>> {
  const { readVerifyingKeys } = await import("./bundle-key.ts");
  return readVerifyingKeys(source);
}

/**
 * The text of a bundle with a signature by the private key in `key` (a PEM file or a JSON Web Key). The bundle is opened first: what
 * is not whole is not signed. `kid` names the key; without it the key's own name counts, or its thumbprint.
 */
export async function signBundle(
  source: SourceText,
  key: SourceText,
  kid?: string,
): Promise<Outcome<string, Diagnostic>> {
  const [{ readSigningKey }, { addSignature }] = await Promise.all([
    import("./bundle-key.ts"),
    import("./bundle-signature.ts"),
  ]);
  if (kid !== undefined && !isKid(kid)) {
    const problem = "the name that it is to have is none";
    return fail([keyUnreadable.at({ file: key.file, start: 0, end: 0 }, { problem, fix: kidHelp })]);
  }
  const signing = await readSigningKey(key);
  if (!signing.ok) return signing;
  const opened = await openBundle(source);
  if (!opened.ok) return opened;
  const signed = await addSignature(opened.value.bundle, kid === undefined ? signing.value : { ...signing.value, kid });
  return succeed(bundleText(signed));
}
