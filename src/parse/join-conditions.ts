import type { IToken } from "chevrotain";
import type { Expression } from "../ast/expression.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { mixedAndOr } from "../diagnostics/syntax-clauses.ts";
import type { SourceText, Span } from "../source/span.ts";

/**
 * Joins operands by their connectives. `and` and `or` mix only with parentheses: a mixture is reported, showing where
 * they can go, and read as if `and` bound tighter so that the rest can still be checked.
 */
export function joinConditions(
  source: SourceText,
  operands: readonly Expression[],
  connectives: readonly IToken[],
): { readonly expression: Expression; readonly mistakes: readonly Diagnostic[] } {
  const [first] = operands;
  const odd = connectives.find((connective) => connective.image !== connectives[0]?.image);
  if (first !== undefined && operands.length === 1) return { expression: first, mistakes: [] };
  if (odd === undefined) return { expression: joined(connectives[0]?.image ?? "and", operands), mistakes: [] };
  const groups = groupByAnd(operands, connectives);
  return {
    expression: joined(
      "or",
      groups.map((group) => (group.length === 1 && group[0] ? group[0] : joined("and", group))),
    ),
    mistakes: [describeMixture(source, operands, connectives, groups, odd)],
  };
}

function joined(connective: string, operands: readonly Expression[]): Expression {
  return { kind: connective === "or" ? "any" : "all", span: covering(operands), operands };
}

function covering(expressions: readonly Expression[]): Span {
  const first = expressions[0]?.span ?? { file: "", start: 0, end: 0 };
  return { ...first, end: expressions.at(-1)?.span.end ?? first.end };
}

function groupByAnd(operands: readonly Expression[], connectives: readonly IToken[]): Expression[][] {
  const groups: Expression[][] = [];
  for (const [index, operand] of operands.entries()) {
    const group = groups.at(-1);
    if (group !== undefined && connectives[index - 1]?.image === "and") group.push(operand);
    else groups.push([operand]);
  }
  return groups;
}

function describeMixture(
  source: SourceText,
  operands: readonly Expression[],
  connectives: readonly IToken[],
  groups: readonly Expression[][],
  odd: IToken,
): Diagnostic {
  const tied = groups.filter((group) => group.length > 1).map(covering);
  const edits = tied.flatMap((span) => [
    { ...span, end: span.start, text: "(" },
    { ...span, start: span.end, text: ")" },
  ]);
  const place = { file: source.file, start: odd.startOffset, end: odd.startOffset + odd.image.length };
  const earlier = connectives[0];
  return mixedAndOr.at(
    place,
    { readings: [readingWith(source, operands, connectives, "and"), readingWith(source, operands, connectives, "or")] },
    {
      fixes: [{ title: "put the `and` conditions in parentheses", safe: false, edits }],
      ...(earlier === undefined
        ? {}
        : {
            related: [
              {
                span: {
                  file: source.file,
                  start: earlier.startOffset,
                  end: earlier.startOffset + earlier.image.length,
                },
                label: `joined by \`${earlier.image}\` here`,
              },
            ],
          }),
    },
  );
}

/** The condition with parentheses where `tighter` binds tighter: `(A and B) or C`. Long operands become letters. */
function readingWith(
  source: SourceText,
  operands: readonly Expression[],
  connectives: readonly IToken[],
  tighter: "and" | "or",
): string {
  const written = operands.map(({ span }) => source.text.slice(span.start, span.end));
  const isShort = written.join("").length <= longestReading && !/[\r\n]/.test(written.join(""));
  let text = "";
  for (const [index, operand] of written.entries()) {
    const before = connectives[index - 1]?.image;
    const after = connectives[index]?.image;
    const opens = after === tighter && before !== tighter;
    const closes = before === tighter && after !== tighter;
    const shown = isShort ? operand : letter(index);
    text += `${before === undefined ? "" : ` ${before} `}${opens ? "(" : ""}${shown}${closes ? ")" : ""}`;
  }
  return text;
}

const longestReading = 60;

const letter = (index: number): string => (index < 26 ? String.fromCharCode(65 + index) : `C${index + 1}`);
