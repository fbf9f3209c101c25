import type { CheckedOperand } from "../ast/checked-condition.ts";
import type { Expression } from "../ast/expression.ts";
import { deadComparison } from "../diagnostics/types-values.ts";
import { assertNever } from "../source/assert-never.ts";
import type { Span } from "../source/span.ts";
import { parsePattern } from "../value/pattern-syntax.ts";
import type { PatternNode } from "../value/pattern-tree.ts";
import type { Scope, TypedValue } from "./scope.ts";
import { written } from "./written.ts";

interface Form {
  /** A character that no text of this form holds. */
  readonly foreign: RegExp;
  readonly inWords: string;
  readonly mend: (text: string) => string;
}

const lower = (foreign: RegExp): Form => ({
  foreign,
  inWords: "its texts are compared in lower case",
  mend: (text) => text.toLowerCase(),
});

/** By type; `scheme`, `host` and `origin` are those of a URL. */
const forms: Readonly<Record<string, Form>> = {
  email: lower(/[A-Z\s]/),
  domain: lower(/[A-Z\s:/@]/),
  host: lower(/[A-Z\s/@]/),
  scheme: lower(/[A-Z\s:/]/),
  origin: {
    foreign: /[A-Z\s@]|[^:/]\//,
    inWords: "it is a scheme and a host in lower case, with nothing behind",
    mend: (text) => text.toLowerCase().replace(/([^:/])\/.*$/s, "$1"),
  },
  iban: {
    foreign: /[a-z\s]/,
    inWords: "its texts are compared in capitals and without blanks",
    mend: (text) => text.toUpperCase().replace(/\s/g, ""),
  },
  phone: {
    foreign: /[^+0-9]/,
    inWords: "its texts are compared as `+` and digits",
    mend: (text) => text.replace(/[^+0-9]/g, ""),
  },
};

/**
 * Reports a part of a text, or a pattern, that the canonical form of the field never holds: `ends with "@Evil.com"` of an address, which
 * is in lower case. `relation` is what it can never do, as in `can never contain`. True where nothing was reported.
 */
export function canHold(
  text: { readonly text: string; readonly span: Span },
  left: TypedValue,
  expression: Expression,
  relation: string,
  scope: Scope,
): boolean {
  const form = formOf(left, expression, scope);
  if (form === undefined) return true;
  const isPattern = relation === "match";
  const isForeign = isPattern ? needsForeign(text.text, form) : form.foreign.test(text.text);
  if (!isForeign) return true;
  const mended = form.mend(text.text);
  const near = !isPattern && mended !== "" && !form.foreign.test(mended) ? mended : undefined;
  const found = JSON.stringify(text.text);
  const why = form.inWords;
  scope.checker.report.add(deadComparison.at(text.span, { left: written(left, scope), relation, found, why, near }));
  return false;
}

/** The same of an operand that may be a quoted text. */
export const literalFits = (
  operand: CheckedOperand,
  left: TypedValue,
  expression: Expression,
  relation: string,
  scope: Scope,
): boolean =>
  operand.kind !== "literal" ||
  operand.literal.kind !== "text" ||
  canHold({ text: operand.literal.text, span: operand.span }, left, expression, relation, scope);

function formOf(left: TypedValue, expression: Expression, scope: Scope): Form | undefined {
  if (left.type.kind !== "string") return Object.hasOwn(forms, left.type.kind) ? forms[left.type.kind] : undefined;
  const last = expression.kind === "path" ? expression.segments.at(-1)?.text : undefined;
  if (expression.kind !== "path" || last === undefined || expression.segments.length < 2) return undefined;
  if (last !== "host" && last !== "scheme" && last !== "origin") return undefined;
  // A field of another record may be called so too.
  const around = scope.typist.type({ ...expression, segments: expression.segments.slice(0, -1) }, scope);
  return around.kind === "value" && around.type.kind === "url" ? forms[last] : undefined;
}

/** A pattern such as `[^\\s\\S]`, which no text matches. */
export function matchesNothing(pattern: string): boolean {
  const parsed = parsePattern(pattern);
  return parsed.ok && needs(parsed.node, (ranges) => ranges.length === 0);
}

/** Whether every text that matches holds such a character. */
function needsForeign(pattern: string, form: Form): boolean {
  const parsed = parsePattern(pattern);
  return parsed.ok && needs(parsed.node, (ranges) => isForeignClass(ranges, form.foreign));
}

type Ranges = Extract<PatternNode, { readonly kind: "class" }>["ranges"];

/** Whether every text that matches has a character of such a class. */
function needs(node: PatternNode, isSuch: (ranges: Ranges) => boolean): boolean {
  switch (node.kind) {
    case "class":
      return isSuch(node.ranges);
    case "sequence":
      return node.items.some((item) => needs(item, isSuch));
    case "choice":
      return node.options.length > 0 && node.options.every((option) => needs(option, isSuch));
    case "repeat":
      return node.min > 0 && needs(node.item, isSuch);
    default:
      return assertNever(node);
  }
}

/** Of the characters that canonical texts hold at all: those beyond ASCII are in none. */
function isForeignClass(ranges: Ranges, foreign: RegExp): boolean {
  for (const [first, last] of ranges) {
    for (let code = Math.max(first, 0x21); code <= Math.min(last, 0x7e); code += 1)
      if (!foreign.test(String.fromCharCode(code))) return false;
  }
  return true;
}
