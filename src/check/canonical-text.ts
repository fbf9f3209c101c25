import type { CheckedOperand } from "../ast/checked-condition.ts";
import type { Expression } from "../ast/expression.ts";
import { deadComparison } from "../diagnostics/types-values.ts";
import { assertNever } from "../source/assert-never.ts";
import type { Span } from "../source/span.ts";
import { parsePattern } from "../value/pattern-syntax.ts";
import type { PatternNode } from "../value/pattern-tree.ts";
import { programType } from "../value/shell/program.ts";
import type { Type } from "../value/type.ts";
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

/** By type, or by the name of a field of a URL or of a program that a command runs. */
const forms: Readonly<Record<string, Form>> = {
  email: lower(/[A-Z\s]/),
  domain: lower(/[A-Z\s:/@]/),
  // A colon stands in an IPv6 address only: the port is another field.
  host: {
    foreign: /[A-Z\s/@[\]]|[^0-9a-f:.].*:|:.*[^0-9a-f:.]/,
    inWords: "it is a host in lower case, without scheme, port and path",
    mend: (text) =>
      text
        .toLowerCase()
        .replace(/^[a-z][a-z0-9+.-]*:\/\//, "")
        .replace(/[/?#].*$|:[0-9]+$/s, ""),
  },
  scheme: {
    foreign: /[A-Z\s:/]/,
    inWords: "it is a word in lower case, without what stands behind it",
    mend: (text) => text.toLowerCase().replace(/:.*$/s, ""),
  },
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

/** The fields of a program, where a policy asks each as a whole. */
const programForms: Readonly<Record<string, Form>> = {
  name: {
    foreign: /[A-Z/]/,
    inWords: "it is a bare name in lower case; a file elsewhere than in a system folder has a `path` and no name",
    mend: (text) => text.replace(/^.*\//s, "").toLowerCase(),
  },
};

const mediaType: Form = {
  foreign: /[A-Z\s;]/,
  inWords: "media types are compared in lower case and without parameters",
  mend: (text) => text.toLowerCase().replace(/[\s;].*$/s, ""),
};

/** What a whole text needs that is never an element of `flags`: they keep their dashes, and end before a `=`. */
const flagForm: Form = {
  foreign: /^(?!-.)|=/,
  inWords: "flags are compared with their dashes, as `-f` or `--force`, and without what follows a `=`",
  mend: (text) =>
    text
      .replace(/=.*$/s, "")
      .replace(/^(?!-)(.{1,2})$/, "-$1")
      .replace(/^(?!-)/, "--"),
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
  return form === undefined || fits(text, form, relation, left, scope);
}

function fits(
  text: { readonly text: string; readonly span: Span },
  form: Form,
  relation: string,
  left: TypedValue,
  scope: Scope,
): boolean {
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
  // Read as clients send it, without parameters (`event/envelope-fields.ts`).
  if (left.operand.kind === "path" && left.operand.root === "egress" && left.operand.segments.join(".") === "type")
    return mediaType;
  if (left.type.kind !== "string") return Object.hasOwn(forms, left.type.kind) ? forms[left.type.kind] : undefined;
  const last = expression.kind === "path" ? expression.segments.at(-1)?.text : undefined;
  if (expression.kind !== "path" || last === undefined || expression.segments.length < 2) return undefined;
  const isOfUrl = last === "host" || last === "scheme" || last === "origin";
  if (!isOfUrl && !Object.hasOwn(programForms, last)) return undefined;
  // A field of another record may be called so too.
  const around = typeAround(expression, scope);
  if (isOfUrl) return around?.kind === "url" ? forms[last] : undefined;
  return around === programType ? programForms[last] : undefined;
}

function typeAround(expression: Extract<Expression, { readonly kind: "path" }>, scope: Scope): Type | undefined {
  const around = scope.typist.type({ ...expression, segments: expression.segments.slice(0, -1) }, scope);
  return around.kind === "value" ? around.type : undefined;
}

/** Whether a text can be an element of the list: false, after saying so, of a flag without its dashes. */
export function canBeElement(operand: CheckedOperand, left: TypedValue, expression: Expression, scope: Scope): boolean {
  if (operand.kind !== "literal" || operand.literal.kind !== "text" || expression.kind !== "path") return true;
  if (expression.segments.length < 2 || expression.segments.at(-1)?.text !== "flags") return true;
  if (typeAround(expression, scope) !== programType) return true;
  return fits({ text: operand.literal.text, span: operand.span }, flagForm, "contain", left, scope);
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
