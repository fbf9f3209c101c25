import type { Declaration, ParsedFile } from "../ast/parsed.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Span } from "../source/span.ts";

/**
 * Leaves out what only follows from mistakes the parser reported: a declaration that fell away is not a missing name, one
 * that lost a clause is not incomplete, and a field whose clause fell away is not unknown.
 */
export function withoutConsequences(
  found: readonly Diagnostic[],
  files: readonly ParsedFile[],
  syntax: readonly Diagnostic[],
): readonly Diagnostic[] {
  const mistakes = syntax
    .filter(({ severity }) => severity === "error")
    .flatMap(({ spans }) => spans.filter(isPrimary));
  if (mistakes.length === 0) return found;
  const broken = files.filter(({ file }) => mistakes.some((span) => span.file === file));
  const outside = broken.map(textOutside);
  const lossy = broken.flatMap((file) =>
    file.declarations
      .filter(({ span }) => mistakes.some((mistake) => isWithin(mistake, span)))
      .map((declaration) => ({ declaration, text: file.text.slice(declaration.span.start, declaration.span.end) })),
  );
  const lossyTools = lossy.filter(({ declaration }) => typesFields(declaration));
  const toolsAreMissing =
    lossyTools.length > 0 || outside.some((text) => hasWord(text, "tool") || hasWord(text, "use"));

  return found.filter((diagnostic) => {
    const span = diagnostic.spans.find(isPrimary);
    const isHeader = diagnostic.code === "missing-header";
    const word = isHeader ? "policy" : span === undefined ? "" : wordAt(span, files);
    switch (consequenceOf.get(diagnostic.code)) {
      case "name":
        return !outside.some((text) => hasWord(text, word));
      case "field":
        return !lossyTools.some(({ text }) => hasWord(text, word));
      case "tools":
        return !toolsAreMissing;
      case "clause":
        return !lossy.some(({ declaration }) => span !== undefined && isWithin(span, declaration.span));
      default:
        return true;
    }
  });
}

/** What a code may follow from: a lost declaration of that name, a lost field, lost tools, a lost clause. */
const consequenceOf: ReadonlyMap<string, "name" | "field" | "tools" | "clause"> = new Map([
  ["unknown-tool", "name"],
  ["unknown-agent", "name"],
  ["unknown-role", "name"],
  ["unknown-rule", "name"],
  ["unknown-gate", "name"],
  ["unknown-control", "name"],
  ["unknown-switch", "name"],
  ["unknown-label", "name"],
  ["unknown-source", "name"],
  ["unknown-root", "name"],
  ["missing-header", "name"],
  ["unknown-field", "field"],
  ["not-a-record", "field"],
  ["pattern-matches-nothing", "tools"],
  ["effect-on-no-tool", "tools"],
  ["endorsement-without-effect", "tools"],
  ["gate-without-outcome", "clause"],
  ["incomplete-grant", "clause"],
  ["agent-without-subject", "clause"],
  ["control-without-require", "clause"],
  ["incomplete-kill-switch", "clause"],
  ["incomplete-break-glass", "clause"],
  ["incomplete-drift", "clause"],
  ["test-without-expectation", "clause"],
  ["gate-not-overridable", "clause"],
  ["bands-otherwise", "clause"],
]);

const isPrimary = (span: { readonly primary: boolean }): boolean => span.primary;

const isWithin = (inner: Span, outer: Span): boolean =>
  inner.file === outer.file && inner.start >= outer.start && inner.start <= outer.end;

const typesFields = ({ kind }: Declaration): boolean => kind === "tool" || kind === "context";

/** What stands at a span, without quotes. */
function wordAt(span: Span, files: readonly ParsedFile[]): string {
  const text = files.find(({ file }) => file === span.file)?.text.slice(span.start, span.end) ?? "";
  return text.replace(/^"|"$/g, "");
}

/** The text of a file without its header, comments and declarations. */
function textOutside(file: ParsedFile): string {
  const read = [
    ...(file.header === undefined ? [] : [file.header.span]),
    ...file.comments.map((comment) => comment.span),
    ...file.declarations.map((declaration) => declaration.span),
  ].sort((left, right) => left.start - right.start);
  let text = "";
  let end = 0;
  for (const span of read) {
    if (span.start > end) text += ` ${file.text.slice(end, span.start)}`;
    end = Math.max(end, span.end);
  }
  return `${text} ${file.text.slice(end)}`;
}

function hasWord(text: string, word: string): boolean {
  if (word === "") return false;
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (!isNameCharacter(text[at - 1]) && !isNameCharacter(text[at + word.length])) return true;
  }
  return false;
}

const isNameCharacter = (character: string | undefined): boolean =>
  character !== undefined && /[A-Za-z0-9_]/.test(character);
