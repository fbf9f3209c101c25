import type { CheckedPolicy } from "../ast/checked.ts";
import type { PolicyIr } from "../engine/ir.ts";
import { lowerPolicy } from "../engine/lower.ts";
import type { Context } from "./command.ts";
import { UsageError } from "./options.ts";
import { type Prepared, preparePolicies } from "./prepare-policies.ts";

export interface OnePolicy {
  readonly prepared: Prepared;
  /** Undefined: it does not compile, and `prepared` says why. */
  readonly compiled: { readonly checked: CheckedPolicy; readonly ir: PolicyIr } | undefined;
}

/** For commands that act on one policy: several are a mistake of the command line, which is said. */
export async function prepareOne(context: Context, files: readonly string[]): Promise<OnePolicy> {
  const prepared = await preparePolicies(context, files);
  const names = prepared.policies.map(({ loaded }) => loaded.name ?? loaded.files[0]?.file ?? "?");
  if (names.length > 1)
    throw new UsageError(`one policy is needed, and these files hold ${names.length}: ${names.join(", ")}`);
  const checked = prepared.reasons.length > 0 ? undefined : prepared.policies[0]?.checked;
  return { prepared, compiled: checked === undefined ? undefined : { checked, ir: lowerPolicy(checked) } };
}
