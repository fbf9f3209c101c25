import type { Enclosure } from "./enclosing-blocks.ts";
import { type BlockKind, clauseWords } from "./words.ts";

/** What was meant by a word that opens no clause of a block: another word, or a clause of another block. */
export function clauseHint(word: string, enclosure: Enclosure): string | undefined {
  if (enclosure === "gate") {
    if (conditionWords.has(word)) return "a condition opens with `when`";
    if (requirementWords.has(word)) return `write \`require ${word} by …\``;
    if (word === "then") return "write the outcome right after the condition";
  }
  if (enclosure === "grant" && distinctOutcomes.has(word))
    return `\`${word}\` belongs to a gate; a grant says in \`when CONDITION\` what it covers, and what no grant covers is denied`;
  const owners = (Object.keys(owned) as (keyof typeof owned)[]).filter(
    (block) => block !== enclosure && owned[block].includes(word),
  );
  if (owners.length === 0) return undefined;
  return `\`${word}\` belongs to ${owners.map((block) => `${block === "agent" ? "an" : "a"} \`${block}\``).join(" or ")}`;
}

/** What was meant by a word that opens no declaration. */
export const declarationHint = (word: string): string | undefined => declarationHints.get(word);

const conditionWords: ReadonlySet<string> = new Set(["if", "where"]);
const requirementWords: ReadonlySet<string> = new Set(["approval", "confirmation", "verification"]);
const distinctOutcomes: ReadonlySet<string> = new Set(["deny", "unless", "require", "log"]);

const owned = {
  grant: clauseWords.grant,
  gate: clauseWords.gate,
  agent: clauseWords.agent,
  tool: clauseWords.tool,
  control: clauseWords.control,
  test: clauseWords.test,
} as const satisfies Partial<Record<BlockKind, readonly string[]>> as Readonly<
  Record<"grant" | "gate" | "agent" | "tool" | "control" | "test", readonly string[]>
>;

/** Words that open a clause and are hardly the name of a tool, so that they need no line of their own to be one. */
export const distinctClauses: ReadonlySet<string> = new Set([
  "deny",
  "unless",
  "require",
  "overridable",
  "observe",
  "while",
  "until",
  "subject",
  "mtls",
  "revocation",
  "expect",
]);

const declarationHints: ReadonlyMap<string, string> = new Map([
  ["rule", "what restricts is a `gate NAME on TOOL { … }`, what allows a `grant NAME { … }`"],
  ["allow", "what allows is a `grant NAME { to agent … tools … }`"],
  ["permit", "what allows is a `grant NAME { to agent … tools … }`"],
  ["deny", "what restricts is a `gate NAME on TOOL { … }`"],
  ["forbid", "what restricts is a `gate NAME on TOOL { … }`"],
  ["import", 'write `use tools from "./tools.json"`; other files of the policy need no import'],
  ["include", "all files of a folder with the same `policy` line are one policy; none is included"],
  ["#", "a comment starts with `//`"],
]);
