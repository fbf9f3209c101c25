import { type Diagnostic, type DiagnosticKind, defineDiagnostic } from "./diagnostic.ts";

/** What reading a `.gate` file can find: characters, literals, blocks, clauses, conditions, slips from other languages. */

const header = "policy support version 1 language 1\n";
const gate = (...clauses: readonly string[]): string =>
  `${header}gate large on stripe.create_refund {\n${clauses.map((clause) => `  ${clause}\n`).join("")}}\n`;

const code = (text: string): string => `\`${text}\``;
const didYouMean = (near: string | undefined): string | undefined =>
  near === undefined ? undefined : `did you mean ${code(near)}?`;
const listed = (words: readonly string[]): string => words.map(code).join(", ");

/* The file as a whole */

export const fileTooLarge = defineDiagnostic({
  code: "file-too-large",
  severity: "error",
  message: ({ characters, limit }: { characters: number; limit: number }) =>
    `this file has ${characters} characters; a policy file has at most ${limit}`,
  help: () => "split the policy into several files: all files of one policy merge",
  page: {
    why: "A policy is read by people. A file of this size is generated or not a policy, and nothing of it was read.",
    bad: "// a file of more than 4 MiB (4194304 characters)\n",
    good: header,
  },
});

export const forbiddenCharacter = defineDiagnostic({
  code: "forbidden-character",
  severity: "error",
  message: ({ character, name }: { character: string; name: string }) =>
    `${character} (${name}) may not stand in a policy`,
  help: ({ written }: { character: string; name: string; written: string }) =>
    `remove it; in a quoted text write the escape ${code(written)}`,
  label: () => "invisible here",
  page: {
    why: "Control characters, bidirectional controls and invisible characters make a policy look different from what it says (the Trojan Source attacks), so they are refused everywhere, comments and texts included.",
    bad: gate("deny", 'because "amount\u202e above the limit"'),
    good: gate("deny", 'because "amount\\u202e above the limit"'),
  },
});

export const nestingTooDeep = defineDiagnostic({
  code: "nesting-too-deep",
  severity: "error",
  message: ({ limit }: { limit: number }) => `this nests deeper than ${limit} levels`,
  help: () => "name parts of the condition with `let` and use the names",
  label: () => "too deep",
  page: {
    why: "Nesting is bounded so that no policy can exhaust the compiler. The declaration was not read.",
    bad: gate(`when ${"(".repeat(65)}args.amount > 5${")".repeat(65)}`, "deny"),
    good: gate("when ((args.amount > 5))", "deny"),
  },
});

export const tooManyMistakes = defineDiagnostic({
  code: "too-many-mistakes",
  severity: "error",
  message: ({ shown }: { shown: number }) => `${shown} mistakes are shown; from here on the file was not read`,
  help: () => "repair the ones above and run again",
  page: {
    why: "After this many mistakes the file is most likely not a policy, and more messages help nobody.",
    bad: `${header}${"; ".repeat(101)}\n`,
    good: header,
  },
});

/* Characters and literals */

export const unexpectedCharacter = defineDiagnostic({
  code: "unexpected-character",
  severity: "error",
  message: ({ characters }: { characters: string }) => `${code(characters)} has no meaning here`,
  help: ({ hint }: { characters: string; hint?: string }) => hint,
  page: {
    why: "The language uses letters, digits, quoted texts and a few symbols; data with other characters is quoted.",
    bad: gate("when args.amount > $500", "deny"),
    good: gate("when args.amount > 500.00 USD", "deny"),
  },
});

export const nonAsciiName = defineDiagnostic({
  code: "non-ascii-name",
  severity: "error",
  message: ({ name }: { name: string }) => `the name ${code(name)} has letters outside ASCII`,
  help: () => "write names with A-Z, a-z, 0-9 and `_`; a tool's unusual name may be quoted",
  page: {
    why: "Letters of different alphabets look alike, so that two names could look equal and be different. Names are ASCII; texts may hold any visible letter.",
    bad: `${header}role gäste\n`,
    good: `${header}role guests\n`,
  },
});

export const unterminatedText = defineDiagnostic({
  code: "unterminated-text",
  severity: "error",
  message: () => "this quoted text is not closed on its line",
  help: () => 'close it with `"`; a line break inside a text is written `\\n`',
  label: () => "opened here",
  page: {
    why: "A quoted text ends on the line on which it starts, so that a forgotten quote cannot swallow the rules below it.",
    bad: gate("deny", 'because "too much'),
    good: gate("deny", 'because "too much"'),
  },
});

export const wrongQuotes = defineDiagnostic({
  code: "wrong-quotes",
  severity: "error",
  message: ({ quoted }: { quoted: string }) => `${code(quoted)} is not quoted with straight double quotes`,
  help: ({ written }: { quoted: string; written: string }) => `write ${code(written)}`,
  page: {
    why: "Texts stand in straight double quotes, with JSON's escapes. Single, curly and back quotes mean nothing here.",
    bad: gate("deny", "because 'too much'"),
    good: gate("deny", 'because "too much"'),
  },
});

export const unquotedText = defineDiagnostic({
  code: "unquoted-text",
  severity: "error",
  message: ({ found }: { found: string; written: string }) => `${code(found)} stands without quotes`,
  help: ({ found, written }: { found: string; written: string }) =>
    found.includes("://") ? `write ${code(written)}; outside quotes \`//\` opens a comment` : `write ${code(written)}`,
  label: () => "needs quotes",
  page: {
    why: "Addresses, reasons and other data stand in double quotes. Outside of them `//` opens a comment, which would swallow the rest of the line.",
    bad: gate("when args.callback == https://example.com/hook", "deny"),
    good: gate('when args.callback == "https://example.com/hook"', "deny"),
  },
});

export const badEscape = defineDiagnostic({
  code: "bad-escape",
  severity: "error",
  message: ({ found }: { found: string }) => `${code(found)} is not an escape of a quoted text`,
  help: () => "the escapes are JSON's: `\\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u0041`; a backslash itself is `\\\\`",
  page: {
    why: "Escapes are JSON's, so that a text means the same here and in the tool's schema. Lone surrogates have no UTF-8 form.",
    bad: gate('when args.path matches "\\d+"', "deny"),
    good: gate('when args.path matches "\\\\d+"', "deny"),
  },
});

export const malformedNumber = defineDiagnostic({
  code: "malformed-number",
  severity: "error",
  message: ({ lexeme, expected }: { lexeme: string; expected: string }) => `${code(lexeme)} is not ${expected}`,
  help: () => "numbers look like `500`, `500.00`, `2_000` or `-5`; with units `500.00 USD`, `90%`, `15m`",
  page: {
    why: "Numbers are exact decimals, written out: no leading zeros, no exponent, `_` only between digits.",
    bad: gate("when args.amount > 0500", "deny"),
    good: gate("when args.amount > 500", "deny"),
  },
});

export const malformedDuration = defineDiagnostic({
  code: "malformed-duration",
  severity: "error",
  message: ({ lexeme }: { lexeme: string }) => `${code(lexeme)} is not a duration`,
  help: ({ near }: { lexeme: string; near?: string }) =>
    near === undefined
      ? "durations look like `30s`, `15m`, `1h30m` or `7d`: units descend, each at most once, and no sign"
      : didYouMean(near),
  page: {
    why: "Durations have the units d, h, m, s and ms, in this order, each at most once; at most 100 years; a clause takes no negative one.",
    bad: gate("require approval by role finance, valid 15min"),
    good: gate("require approval by role finance, valid 15m"),
  },
});

export const malformedTimestamp = defineDiagnostic({
  code: "malformed-timestamp",
  severity: "error",
  message: ({ lexeme }: { lexeme: string }) => `${code(lexeme)} is not a date or a moment that exists`,
  help: () =>
    "write `2027-01-31` for the start of that day in UTC, or a moment with its zone: `2027-01-31T08:00:00Z`, `2027-01-31T08:00:00+02:00`",
  page: {
    why: "A date alone is the start of that day in UTC, everywhere a moment may stand. A moment with a time is RFC 3339 with its zone; without one, the same policy would mean different things on different machines.",
    bad: gate("deny", 'observe until 2027-02-30 owner "security"'),
    good: gate("deny", 'observe until 2027-02-28 owner "security"'),
  },
});

export const notTestData = defineDiagnostic({
  code: "not-test-data",
  severity: "error",
  message: ({ found }: { found: string }) => `${found} is no value of a raw event`,
  help: () => "test data is JSON, as the tool receives it: write the plain number or text",
  page: {
    why: "The arguments in a test are the raw event's, before any typing: that is what the test shows.",
    bad: `${header}test "cap" {\n  call stripe.create_refund { amount: 5 USD }   expect deny\n}\n`,
    good: `${header}test "cap" {\n  call stripe.create_refund { amount: 500, currency: "usd" }   expect deny\n}\n`,
  },
});

/* Slips from other languages */

export const foreignOperator = defineDiagnostic({
  code: "foreign-operator",
  severity: "error",
  message: ({ found }: { found: string; written: string }) => `${code(found)} is not an operator of conditions`,
  help: ({ written }: { found: string; written: string }) => `write ${code(written)}`,
  page: {
    why: "Operators are words where a word exists: `and`, `or`, `not`; comparisons are `==`, `!=`, `<`, `<=`, `>`, `>=`.",
    bad: gate("when args.amount > 500.00 USD && confidence < 90%", "deny"),
    good: gate("when args.amount > 500.00 USD and confidence < 90%", "deny"),
  },
});

export const noArithmetic = defineDiagnostic({
  code: "no-arithmetic",
  severity: "error",
  message: ({ found }: { found: string }) =>
    `${code(found)} does not calculate: the only arithmetic is \`+\` and \`-\``,
  help: () => "compare with the value already multiplied or divided; a tool whose name has `/`, `*` or `-` is quoted",
  page: {
    why: "Conditions stay exact and provable because they only add and subtract amounts of one unit.",
    bad: gate("when args.amount > args.limit * 2", "deny"),
    good: gate("when args.amount > args.limit + args.limit", "deny"),
  },
});

export const wrongComment = defineDiagnostic({
  code: "wrong-comment",
  severity: "error",
  message: ({ found }: { found: string }) => `${code(found)} does not open a comment`,
  help: () => "a comment starts with `//` and ends with its line",
  page: {
    why: "There is one kind of comment. A block comment could hide rules from a reader who sees only a part of the file.",
    bad: `${header}# two people from here on\nrole finance\n`,
    good: `${header}// two people from here on\nrole finance\n`,
  },
});

export const straySemicolon = defineDiagnostic({
  code: "stray-semicolon",
  severity: "error",
  message: () => "clauses do not end with `;`",
  help: () => "remove it: a clause ends where the next one begins",
  page: {
    why: "The formatter writes one clause a line; nothing separates them.",
    bad: gate("deny;"),
    good: gate("deny"),
  },
});

export const regexLiteral = defineDiagnostic({
  code: "regex-literal",
  severity: "error",
  message: ({ found }: { found: string }) => `${code(found)}: patterns are quoted texts`,
  help: ({ written }: { found: string; written: string }) =>
    `write ${code(`matches ${written}`)}, which matches the whole text; for addresses, paths and hosts use \`in domain\`, \`in path\`, \`in cidr\``,
  page: {
    why: "`matches` takes a quoted pattern of the linear RE2 subset and always matches the whole text.",
    bad: gate("when args.id matches /re_.*/", "deny"),
    good: gate('when args.id matches "re_.*"', "deny"),
  },
});

export const noElse = defineDiagnostic({
  code: "no-else",
  severity: "error",
  message: ({ word }: { word: string }) => `a gate has no ${code(word)}`,
  help: () => "write a second gate with its own condition; all gates that fire are joined, the strictest level decides",
  page: {
    why: "Gates do not depend on their order, so there is no other branch: each gate says by itself when it acts.",
    bad: gate("when args.amount > 500.00 USD", "deny", "else log"),
    good: `${gate("when args.amount > 500.00 USD", "deny")}gate small on stripe.create_refund {\n  log\n}\n`,
  },
});

export const allowInGate = defineDiagnostic({
  code: "allow-in-gate",
  severity: "error",
  message: () => "a gate cannot `allow`: gates only restrict",
  help: () => "a `grant` allows; to exempt cases from this gate write `unless CONDITION`",
  page: {
    why: "If a gate could allow, adding one could loosen a policy. Only grants allow, and only what no gate restricts.",
    bad: gate("when args.amount < 5.00 USD", "allow"),
    good: gate("unless args.amount < 5.00 USD", "deny"),
  },
});

export const denyHard = defineDiagnostic({
  code: "deny-hard",
  severity: "error",
  message: () => "there is no `deny hard`: a deny is hard unless the gate is `overridable`",
  help: () => "write `deny`",
  page: {
    why: "Only `overridable` gates can be overridden, by an open `break_glass`, so nothing needs to be said for the others.",
    bad: gate("deny hard"),
    good: gate("deny"),
  },
});

export const logEnhanced = defineDiagnostic({
  code: "log-enhanced",
  severity: "error",
  message: () => "there is no `log enhanced`",
  help: () => "write `log` and, as a clause of its own, `also record full`",
  page: {
    why: "How much is recorded is an obligation to the host, and is united over all gates; the level `log` only says that it is logged.",
    bad: gate("log enhanced"),
    good: gate("log", "also record full"),
  },
});

export const noPriority = defineDiagnostic({
  code: "no-priority",
  severity: "error",
  message: ({ word }: { word: string }) => `there is no ${code(word)}: the order of rules never matters`,
  help: () => "remove it; of all gates that fire, the strictest level decides",
  page: {
    why: "Decisions join over everything that fires, so no rule can be put before another.",
    bad: gate("priority 10", "deny"),
    good: gate("deny"),
  },
});

/* Blocks and declarations */

export const unclosedBlock = defineDiagnostic({
  code: "unclosed-block",
  severity: "error",
  message: ({ block }: { block: string }) => `the block of ${code(block)} is not closed`,
  help: () => "add `}`",
  label: () => "opened here",
  page: {
    why: "Every `{` needs its `}`. Reading goes on at the next declaration that opens a line.",
    bad: `${header}gate a on mail.send {\n  deny\n\ngate b on mail.send {\n  log\n}\n`,
    good: `${header}gate a on mail.send {\n  deny\n}\n\ngate b on mail.send {\n  log\n}\n`,
  },
});

export const unopenedBlock = defineDiagnostic({
  code: "unopened-block",
  severity: "error",
  message: ({ declaration, found }: { declaration: string; found: string }) =>
    `${code(declaration)} needs its clauses in \`{ … }\`, but here stands ${code(found)}`,
  help: () => "add `{` before the clauses",
  page: {
    why: "Clauses stand in braces; newlines and indentation mean nothing.",
    bad: `${header}gate a on mail.send\n  deny\n}\n`,
    good: `${header}gate a on mail.send {\n  deny\n}\n`,
  },
});

export const unclosedBracket = defineDiagnostic({
  code: "unclosed-bracket",
  severity: "error",
  message: ({ opening, found }: { opening: string; closing: string; found: string }) =>
    `${code(opening)} is not closed before ${found}`,
  help: ({ closing }: { opening: string; closing: string; found: string }) => `add ${code(closing)}`,
  label: () => "opened here",
  page: {
    why: "Every parenthesis and bracket is closed within its clause.",
    bad: gate("when (args.amount > 5 and confidence < 90%", "deny"),
    good: gate("when (args.amount > 5 and confidence < 90%)", "deny"),
  },
});

export const strayBrace = defineDiagnostic({
  code: "stray-brace",
  severity: "error",
  message: () => "this `}` closes nothing",
  help: () => "remove it, or the `}` above that closed the block too early",
  page: {
    why: "A `}` too many usually means that a block was closed too early, and that the clauses below it belong to nothing.",
    bad: `${gate("deny")}}\n`,
    good: gate("deny"),
  },
});

/** A word that opens nothing here; `hint` says what was meant where that is known. */
interface UnknownOpening {
  readonly found: string;
  readonly near?: string | undefined;
  readonly words: readonly string[];
  readonly hint?: string | undefined;
}

export const unknownDeclaration = defineDiagnostic({
  code: "unknown-declaration",
  severity: "error",
  message: ({ found }: UnknownOpening) => `${code(found)} does not open a declaration`,
  help: ({ near, words, hint }: UnknownOpening) =>
    hint ?? didYouMean(near) ?? `declarations open with ${listed(words)}`,
  page: {
    why: "Between blocks only declarations stand.",
    bad: `${header}gat large on stripe.create_refund {\n  deny\n}\n`,
    good: gate("deny"),
  },
});

export const unknownClause = defineDiagnostic({
  code: "unknown-clause",
  severity: "error",
  message: ({ found, block }: UnknownOpening & { block: string }) =>
    `${code(found)} does not open a clause of ${block}`,
  help: ({ near, words, hint }: UnknownOpening & { block: string }) =>
    hint ?? didYouMean(near) ?? `its clauses open with ${listed(words)}`,
  page: {
    why: "Each clause starts with a word of its block. An unknown one is never skipped: it could be the one that restricts.",
    bad: gate("wen args.amount > 500.00 USD", "deny"),
    good: gate("when args.amount > 500.00 USD", "deny"),
  },
});

export const duplicateClause = defineDiagnostic({
  code: "duplicate-clause",
  severity: "error",
  message: ({ clause, block }: { clause: string; block: string }) => `${code(clause)} stands twice in this ${block}`,
  help: ({ clause }: { clause: string; block: string }) => duplicateHelp.get(clause) ?? "keep one of them",
  page: {
    why: "Two conditions would leave open whether both or either is meant; so does every other clause of which there can be one.",
    bad: gate("when args.amount > 500.00 USD", "when confidence < 90%", "deny"),
    good: gate("when args.amount > 500.00 USD and confidence < 90%", "deny"),
  },
});

const duplicateHelp: ReadonlyMap<string, string> = new Map([
  ["when", "join the conditions with `and` or `or`"],
  ["unless", "join the conditions with `or` (either exempts) or `and` (both are needed)"],
  ["because", 'keep one; the text of a sub-clause stands in its braces: `partial { when … because "…" }`'],
  ["tags", "put all tags into one list"],
  ["effect", "list all effects in one clause, separated by commas"],
]);

export const ambiguousBecause = defineDiagnostic({
  code: "ambiguous-because",
  severity: "error",
  message: () => "this `because` could belong to `not applicable` or to the control",
  help: () => 'write `not applicable { when … because "…" }`, or put the control\'s `because` before it',
  page: {
    why: "Line breaks mean nothing, so a `because` right after a `not applicable` without braces belongs to it, which its place on a new line contradicts.",
    bad: `${header}control X-1 "Title" for each agent {\n  require has agent.identity\n  not applicable when deployment.single\n  because "identity"\n}\n`,
    good: `${header}control X-1 "Title" for each agent {\n  because "identity"\n  require has agent.identity\n  not applicable when deployment.single\n}\n`,
  },
});

export const headerNotFirst = defineDiagnostic({
  code: "header-not-first",
  severity: "error",
  message: () => "the `policy` line heads the file",
  help: () => "move it to the top, or remove it if it is the second one",
  page: {
    why: "The header says to which policy everything in the file belongs, so it stands once, before everything else.",
    bad: `role finance\n${header}`,
    good: `${header}role finance\n`,
  },
});

export const unknownLanguage = defineDiagnostic({
  code: "unknown-language",
  severity: "error",
  message: ({ language }: { language: number }) => `this compiler reads language 1, not ${language}`,
  help: () => "write `language 1`, or use a newer compiler",
  page: {
    why: "The number says which grammar and which meaning the file was written for; guessing would be unsafe.",
    bad: "policy support version 1 language 2\n",
    good: header,
  },
});

/* Clauses and conditions */

export const missingComma = defineDiagnostic({
  code: "missing-comma",
  severity: "error",
  message: ({ before, after }: { before: string; after: string }) =>
    `a comma is missing between ${code(before)} and ${code(after)}`,
  help: ({ before, after }: { before: string; after: string }) => `write ${code(`${before}, ${after}`)}`,
  page: {
    why: "The items of a list are separated by commas, inside brackets and outside.",
    bad: gate("when text contains any [card iban]", "deny"),
    good: gate("when text contains any [card, iban]", "deny"),
  },
});

export const trailingComma = defineDiagnostic({
  code: "trailing-comma",
  severity: "error",
  message: ({ next }: { next: string }) => `after this comma a list goes on, but ${code(next)} opens a clause`,
  help: ({ next }: { next: string }) => `remove the comma; if ${code(next)} is a name, quote it`,
  page: {
    why: "Outside brackets a comma says that the list goes on. A trailing comma may stand only in `[ ]` and in records.",
    bad: `${header}grant pay {\n  to agent refund\n  tools stripe.create_refund,\n  while task\n}\n`,
    good: `${header}grant pay {\n  to agent refund\n  tools stripe.create_refund\n  while task\n}\n`,
  },
});

export const mixedAndOr = defineDiagnostic({
  code: "mixed-and-or",
  severity: "error",
  message: () => "`and` and `or` mix only with parentheses",
  help: ({ readings: [first, second] }: { readings: readonly [string, string] }) =>
    `write ${code(first)} or ${code(second)}`,
  label: () => "mixed here",
  page: {
    why: "People read `a and b or c` in two ways. Parentheses say which one is meant.",
    bad: gate("when args.amount > 5 and confidence < 90% or has args.note", "deny"),
    good: gate("when (args.amount > 5 and confidence < 90%) or has args.note", "deny"),
  },
});

export const chainedComparison = defineDiagnostic({
  code: "chained-comparison",
  severity: "error",
  message: () => "comparisons do not chain",
  help: ({ written }: { written?: string | undefined }) =>
    `write two comparisons joined by \`and\`: ${code(written ?? "5 < args.amount and args.amount < 9")}`,
  page: {
    why: "`a < b < c` means different things in different languages; here each comparison stands alone.",
    bad: gate("when 5 < args.amount < 9", "deny"),
    good: gate("when 5 < args.amount and args.amount < 9", "deny"),
  },
});

export const minusNeedsSpaces = defineDiagnostic({
  code: "minus-needs-spaces",
  severity: "error",
  message: () => "a minus between two values needs spaces around it",
  help: ({ found }: { found?: string }) =>
    found === undefined
      ? "write `a - b`"
      : `write ${code(found.replace("-", " - "))}; a name with a hyphen is quoted: ${code(`"${found}"`)}`,
  page: {
    why: "Names may contain hyphens, so `x-1` would be a name. Spaces say that it is a difference.",
    bad: gate("when args.amount-1 > args.limit", "deny"),
    good: gate("when args.amount - 1 > args.limit", "deny"),
  },
});

export const reservedName = defineDiagnostic({
  code: "reserved-name",
  severity: "error",
  message: ({ name, role }: { name: string; role: string }) =>
    `${code(name)} is ${role}, so it cannot be bound to a value`,
  help: () => "choose another name",
  page: {
    why: "A bound name or a `let` that is also an operator, a function or a root would make conditions mean something else than they seem to.",
    bad: `${header}let text = args.amount > 5\n`,
    good: `${header}let large = args.amount > 5\n`,
  },
});

export const unexpectedToken = defineDiagnostic({
  code: "unexpected-token",
  severity: "error",
  message: ({ found, expected }: { found: string; expected: string }) =>
    `here I expected ${expected}, and found ${code(found)}`,
  help: ({ hint }: { found: string; expected: string; hint?: string | undefined }) => hint,
  page: {
    why: "What stands here cannot be read at this place.",
    bad: gate("require approval by finance"),
    good: gate("require approval by role finance"),
  },
});

export const unexpectedEnd = defineDiagnostic({
  code: "unexpected-end",
  severity: "error",
  message: ({ expected }: { expected: string }) => `the declaration ends where I expected ${expected}`,
  help: ({ hint }: { expected: string; hint?: string | undefined }) => hint,
  page: {
    why: "A declaration stops in the middle, at the end of the file or before the next declaration.",
    bad: `${header}let large =\n`,
    good: `${header}let large = args.amount > 5\n`,
  },
});

/** What the catalogue needs of a kind; the arguments of `at` differ from kind to kind. */
export type SyntaxDiagnosticKind = Omit<DiagnosticKind<never>, "at"> & { readonly at: (...args: never) => Diagnostic };

/** Every code of the syntax phase. */
export const syntaxDiagnostics: readonly SyntaxDiagnosticKind[] = [
  fileTooLarge,
  forbiddenCharacter,
  nestingTooDeep,
  tooManyMistakes,
  unexpectedCharacter,
  nonAsciiName,
  unterminatedText,
  wrongQuotes,
  unquotedText,
  badEscape,
  malformedNumber,
  malformedDuration,
  malformedTimestamp,
  notTestData,
  foreignOperator,
  noArithmetic,
  wrongComment,
  straySemicolon,
  regexLiteral,
  noElse,
  allowInGate,
  denyHard,
  logEnhanced,
  noPriority,
  unclosedBlock,
  unopenedBlock,
  unclosedBracket,
  strayBrace,
  unknownDeclaration,
  unknownClause,
  duplicateClause,
  ambiguousBecause,
  headerNotFirst,
  unknownLanguage,
  missingComma,
  trailingComma,
  mixedAndOr,
  chainedComparison,
  minusNeedsSpaces,
  reservedName,
  unexpectedToken,
  unexpectedEnd,
];
