import { defineDiagnostic } from "./diagnostic.ts";
import { code, didYouMean } from "./policy-page.ts";
import { gate, header } from "./syntax-page.ts";

/** What reading a `.gate` file can find in its blocks and declarations. */

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

function listed(words: readonly string[]): string {
  return words.map(code).join(", ");
}
