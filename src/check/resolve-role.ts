import type { Name } from "../ast/name.ts";
import { unknownRole } from "../diagnostics/names.ts";
import { nearMiss } from "../diagnostics/near-miss.ts";
import type { Checker } from "./scope.ts";

/** A declared role by its name. */
export function resolveRole(name: Name, checker: Checker): string | undefined {
  const { roles } = checker.names;
  if (checker.names.unvalued.has(name.text)) return undefined;
  const given = checker.pack?.roles.get(name.text);
  if (given !== undefined) return given;
  if (roles.has(name.text)) return name.text;
  checker.report.add(
    unknownRole.at(name.span, { name: name.text, near: nearMiss(name.text, roles), known: [...roles].sort() }),
  );
  return undefined;
}
