import { lowerPolicy } from "../engine/lower.ts";
import type { Context } from "./command.ts";
import { UsageError } from "./options.ts";
import { prepareBundle } from "./prepare-bundle.ts";
import { isBundlePath, type OnePolicy, preparePolicies } from "./prepare-policies.ts";

/**
 * For commands that act on one policy: several are a mistake of the command line, which is said. A bundle takes the place of its
 * files; `bundleKey` names the keys that it must be signed with, and otherwise the configuration may.
 */
export async function prepareOne(
  context: Context,
  files: readonly string[],
  bundleKey?: string,
  measuring = false,
): Promise<OnePolicy> {
  const bundle = files.find(isBundlePath);
  if (bundle !== undefined) {
    if (files.length > 1) throw new UsageError(`a bundle is a whole policy: name \`${bundle}\` alone`);
    return prepareBundle(context, bundle, bundleKey);
  }
  if (bundleKey !== undefined) {
    throw new UsageError("--bundle-key checks the signature of a bundle, and no policy named here is one");
  }
  const prepared = await preparePolicies(context, files, measuring);
  const names = prepared.policies.map(({ loaded }) => loaded.name ?? loaded.files[0]?.file ?? "?");
  const [pack] = prepared.packs;
  if (names.length === 0 && pack !== undefined) {
    const name = pack[0]?.header?.name.text ?? pack[0]?.file;
    throw new UsageError(`\`${name}\` is a pack, which decides nothing by itself: name a policy that uses it`);
  }
  if (names.length > 1)
    throw new UsageError(`one policy is needed, and these files hold ${names.length}: ${names.join(", ")}`);
  const checked = prepared.reasons.length > 0 ? undefined : prepared.policies[0]?.checked;
  return { prepared, compiled: checked === undefined ? undefined : { checked, ir: lowerPolicy(checked) } };
}
