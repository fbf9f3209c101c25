/**
 * The words of the language, once: the token vocabulary, the messages' near misses, the TextMate grammar, `check` and
 * `lint` read them here. No word is reserved by the lexer; a word is a keyword only where the grammar asks for it.
 */

/** Words that open a declaration which this version compiles. */
export const declarationWords = [
  "policy",
  "pack",
  "use",
  "param",
  "context",
  "tool",
  "label",
  "endorse",
  "role",
  "agent",
  "grant",
  "gate",
  "connector",
  "bands",
  "drift",
  "kill_switch",
  "break_glass",
  "let",
  "control",
  "prove",
  "test",
] as const;

/** The words a clause of each block may begin with. `given` and `test` list settings and steps. */
export const clauseWords = {
  tool: ["args", "result", "effect", "undo", "irreversible", "returns"],
  agent: ["subject", "token", "mtls", "revocation", "may", "trust"],
  grant: ["to", "tools", "when", "for", "on", "while", "until", "because", "tags"],
  gate: ["when", "unless", "log", "require", "deny", "overridable", "also", "observe", "because", "tags"],
  connector: ["egress", "rate", "quota", "validate", "redact", "on"],
  bands: ["above", "from", "otherwise"],
  drift: ["metric", "baseline", "warmup", "over", "because"],
  kill_switch: ["scope", "set", "cleared", "because"],
  break_glass: ["gates", "approval", "max", "also", "because"],
  control: ["group", "fail", "require", "partial", "not", "attested", "because", "remedy", "tags"],
  "sub-clause": ["when", "because"],
  test: [
    "given",
    "prompt",
    "system",
    "call",
    "output",
    "message",
    "result",
    "error",
    "started",
    "approve",
    "confirm",
    "verify",
    "reject",
    "revoke",
    "kill",
    "clear",
    "open",
    "close",
    "after",
    "expect",
    "for",
  ],
  given: ["agent", "identity", "token", "task", "egress", "purpose", "on", "confidence"],
} as const;

/** A block whose clauses open with words of `clauseWords`. */
export type BlockKind = keyof typeof clauseWords;

/** Words of conditions. A `let` or a bound name may be none of them. */
export const operatorWords = [
  "and",
  "or",
  "not",
  "has",
  "in",
  "contains",
  "any",
  "all",
  "every",
  "nonempty",
  "where",
  "starts",
  "ends",
  "with",
  "matches",
  "is",
  "empty",
  "of",
  "domain",
  "path",
  "cidr",
  "true",
  "false",
] as const;

/** Words that stand before a parenthesis in a condition. */
export const functionWords = ["origin"] as const;

/** What a history term may begin with, before a parenthesis. */
export const historyWords = ["count", "sum", "distinct", "last", "previously", "never", "since"] as const;

/** Where a path of a condition may start (in a control, the bound entity of the deployment does). */
export const rootWords = [
  "args",
  "result",
  "text",
  "context",
  "token",
  "peer",
  "agent",
  "chain",
  "purpose",
  "confidence",
  "labels",
  "cost",
  "at",
] as const;

/** Symbols of conditions and claims. */
export const operatorSymbols = ["==", "!=", "<=", ">=", "<", ">", "+", "-", "->", "=", "|"] as const;

/** Words inside clauses, after the one that opens it. */
export const innerWords = [
  "version",
  "language",
  "as",
  "sha256",
  "list",
  "money",
  "minor",
  "by",
  "trusted",
  "untrusted",
  "ttl",
  "scope",
  "covers",
  "clears",
  "required",
  "within",
  "per",
  "delegate",
  "depth",
  "behalf",
  "task",
  "max",
  "effect",
  "message",
  "prompt",
  "output",
  "allow",
  "schema",
  "verification",
  "confirmation",
  "approval",
  "user",
  "rule",
  "count",
  "valid",
  "reusable",
  "escalate",
  "after",
  "redact",
  "record",
  "full",
  "alert",
  "notify",
  "owner",
  "methods",
  "ports",
  "types",
  "request",
  "response",
  "violation",
  "sha256",
  "min_deviation",
  "sigma",
  "applicable",
  "each",
  "always",
  "never",
  "no",
  "dead",
  "gates",
  "weaker",
  "than",
  "requires",
  "at",
  "least",
  "even",
  "via",
  "unknown",
  "null",
] as const;

export type KeywordWord =
  | (typeof declarationWords)[number]
  | (typeof clauseWords)[BlockKind][number]
  | (typeof operatorWords)[number]
  | (typeof functionWords)[number]
  | (typeof historyWords)[number]
  | (typeof innerWords)[number];

/** Every word that has its own token type, each once, in code-unit order. */
export const keywordWords: readonly KeywordWord[] = [
  ...new Set<KeywordWord>([
    ...declarationWords,
    ...Object.values(clauseWords).flat(),
    ...operatorWords,
    ...functionWords,
    ...historyWords,
    ...innerWords,
  ]),
].sort();
