import type { LetDeclaration } from "../ast/parsed.ts";
import { takenName } from "../diagnostics/names.ts";
import type { Type } from "../value/type.ts";
import { httpMethods } from "./roots.ts";
import type { Checker } from "./scope.ts";

/**
 * Reports lets that have the name of an agent, of an HTTP method, or, where there are controls, of a member of the model's closed sets:
 * `agent == clerk` and `token.validation == strict` would silently compare with whatever the `let` holds. Labels and recognisers
 * stay what they are.
 */
export function reportHidingLets(
  lets: ReadonlyMap<string, LetDeclaration>,
  hasControls: boolean,
  { names, report }: Pick<Checker, "names" | "report">,
): void {
  if (lets.size === 0) return;
  const members = new Set(hasControls ? Object.values(names.subjectTypes).flatMap(membersOf) : []);
  for (const [name, { name: written }] of lets) {
    const taken = names.agents.has(name)
      ? "the name of an agent"
      : httpMethods.includes(name)
        ? "the name of an HTTP method"
        : members.has(name)
          ? "a word of the deployment model"
          : undefined;
    if (taken !== undefined) report.add(takenName.at(written.span, { name, taken }));
  }
}

function membersOf(type: Type): readonly string[] {
  switch (type.kind) {
    case "string":
      return type.values ?? [];
    case "list":
      return membersOf(type.element);
    case "record":
      return Object.values(type.fields).flatMap((field) => membersOf(field.type));
    default:
      return [];
  }
}
