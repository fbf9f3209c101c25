import type { Name } from "../ast/name.ts";
import { unknownWord } from "../diagnostics/names.ts";
import { nearMiss } from "../diagnostics/near-miss.ts";
import type { Checker } from "./scope.ts";

/** The levels of a decision, in ascending order. */
export const levelWords = ["allow", "log", "verify", "confirm", "approve", "deny"] as const;

export function resolveLevel(name: Name, checker: Pick<Checker, "report">): string | undefined {
  const known: readonly string[] = levelWords;
  if (known.includes(name.text)) return name.text;
  checker.report.add(unknownWord.at(name.span, { word: name.text, near: nearMiss(name.text, known), known }));
  return undefined;
}
