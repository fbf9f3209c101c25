import type { Declaration, ParsedFile } from "../ast/parsed.ts";
import { blankText } from "../diagnostics/declarations.ts";
import type { Span } from "../source/span.ts";
import type { Report } from "./report.ts";

/** Declarations whose quoted texts name or explain something. Those of tests and conditions are data. */
const kinds: ReadonlySet<Declaration["kind"]> = new Set([
  "role",
  "agent",
  "grant",
  "gate",
  "connector",
  "drift",
  "kill_switch",
  "break_glass",
  "control",
]);

/** Where a file or a digest stands, which is reported where it is read. */
const files: ReadonlySet<string> = new Set(["path", "sha256"]);

/** Reports quoted texts with nothing in them: `subject ""`, `because ""`, `alert ""`, `for purpose ""`, `tags [""]`. */
export function reportBlankTexts(parsed: readonly ParsedFile[], report: Report): void {
  for (const { declarations, text: source } of parsed) {
    for (const declaration of declarations) {
      const { start, end } = declaration.span;
      if (!kinds.has(declaration.kind) || !mayHoldBlank.test(source.slice(start, end))) continue;
      const names = "names" in declaration ? declaration.names : "name" in declaration ? [declaration.name] : [];
      for (const { text, span } of names)
        if (text.trim() === "") report.add(blankText.at(span, { what: declaration.kind }));
      if (!("clauses" in declaration)) continue;
      for (const clause of declaration.clauses) {
        for (const span of blanksIn(clause)) report.add(blankText.at(span, { what: wordsOf(clause.kind) }));
      }
    }
  }
}

/** Quotation marks with nothing but blanks or escapes between them. Most declarations have none, and looking through them would take long. */
const mayHoldBlank = /"(?:\s|\\u\{?[0-9a-fA-F]+\}?|\\.)*"/;

/** Quoted texts of a tree that are data of the language: literals have a kind, names say whether they are quoted. */
function* blanksIn(node: unknown): Iterable<Span> {
  if (typeof node !== "object" || node === null) return;
  if (isQuotedText(node)) {
    if (node.text.trim() === "") yield node.span;
    return;
  }
  for (const [key, part] of Object.entries(node)) if (!files.has(key)) yield* blanksIn(part);
}

const isQuotedText = (node: object): node is { readonly text: string; readonly span: Span } =>
  "text" in node && typeof node.text === "string" && "span" in node && !("kind" in node) && !("quoted" in node);

const clauseWords: Readonly<Record<string, string>> = {
  also: "also",
  observe: "observe",
  "for-purpose": "for purpose",
};

const wordsOf = (kind: string): string => clauseWords[kind] ?? kind.replaceAll("-", " ");
