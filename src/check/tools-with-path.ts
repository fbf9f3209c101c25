import type { Name } from "../ast/name.ts";
import type { Checker } from "./scope.ts";
import { walkType } from "./walk-type.ts";

/** Those of the tools whose arguments, or whose result, have this field. */
export function toolsWithPath(
  tools: readonly string[],
  root: "args" | "result",
  below: readonly Name[],
  { names }: Checker,
): readonly string[] {
  return tools.filter((name) => {
    const type = names.tools.get(name)?.[root];
    return type !== undefined && walkType(type, below).ok;
  });
}
