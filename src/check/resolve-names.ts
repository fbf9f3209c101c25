import type { CheckedName } from "../ast/checked-condition.ts";
import type { Name } from "../ast/name.ts";

/** Every name with its place; undefined after an error in any, all of which the resolver reported. */
export function resolveNames(
  names: readonly Name[],
  resolve: (name: Name) => string | undefined,
): readonly CheckedName[] | undefined {
  const resolved = names.flatMap((name) => {
    const known = resolve(name);
    return known === undefined ? [] : [{ name: known, span: name.span }];
  });
  return resolved.length === names.length ? resolved : undefined;
}
