import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { allowInGate, denyHard, logEnhanced, noElse, noPriority } from "../diagnostics/syntax-slips.ts";
import type { Mistake } from "./mistake.ts";

/** Clauses that other policy languages have and this one leaves out on purpose. */
export function explainForeignClause({ file, found, before, enclosure }: Mistake): Diagnostic | undefined {
  if (found === undefined || !ruleBlocks.has(enclosure)) return undefined;
  const span = { file, start: found.startOffset, end: found.endOffset + 1 };
  const word = found.image;
  if (word === "hard" && before?.image === "deny") return denyHard.at(span, {});
  if (word === "enhanced" && before?.image === "log") return logEnhanced.at(span, {});
  if (priorityWords.has(word)) return noPriority.at(span, { word });
  if (enclosure !== "gate") return undefined;
  if (elseWords.has(word)) return noElse.at(span, { word });
  return word === "allow" || word === "permit" ? allowInGate.at(span, {}) : undefined;
}

/** Words that would open such a clause. */
export const foreignClauseWords: ReadonlySet<string> = new Set([
  "allow",
  "permit",
  "priority",
  "order",
  "salience",
  "else",
  "elif",
  "elsif",
  "elseif",
  "otherwise",
]);

const ruleBlocks: ReadonlySet<string> = new Set(["gate", "grant", "bands"]);
const priorityWords: ReadonlySet<string> = new Set(["priority", "order", "salience"]);
const elseWords: ReadonlySet<string> = new Set(["else", "elif", "elsif", "elseif", "otherwise"]);
