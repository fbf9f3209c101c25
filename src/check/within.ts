import type { CheckedCondition } from "../ast/checked-condition.ts";
import type { Expression } from "../ast/expression.ts";
import { emptyList, notComparable } from "../diagnostics/types-relations.ts";
import { hostBits, invalidLiteral, typeMismatch } from "../diagnostics/types-values.ts";
import type { Span } from "../source/span.ts";
import type { Type } from "../value/type.ts";
import { canonicalSpacePattern, type Space } from "../value/within.ts";
import { reportUnknownRoot } from "./path-mistakes.ts";
import { type Checker, dotted, type RelationExpression, type Scope, type Typed } from "./scope.ts";
import { typeInWords } from "./type-in-words.ts";
import { written } from "./written.ts";

const fitting: Readonly<Record<Space, readonly Type["kind"][]>> = {
  domain: ["domain", "email", "url"],
  path: ["path"],
  cidr: ["cidr", "url"],
};

const patternInWords: Readonly<Record<Space, string>> = {
  domain: 'a domain such as `"example.com"` or `"*.example.com"`',
  path: 'a path such as `"/srv/data"`, `"~/.ssh"` or `"**/.env"`',
  cidr: 'an IP range such as `"10.0.0.0/8"`',
};

/** `in domain`, `in path`, `in cidr`: a field of such a type against a list of literal patterns. */
export function checkWithin(relation: RelationExpression, space: Space, scope: Scope): CheckedCondition | undefined {
  const left = scope.typist.type(relation.left, scope);
  const patterns = readPatterns(relation.right, space, scope);
  if (left.kind === "error") return undefined;
  if (left.kind === "word") {
    reportUnknownRoot(left.words, left.span, scope);
    return undefined;
  }
  if (left.kind !== "value" || !fitting[space].includes(left.type.kind)) {
    scope.checker.report.add(
      notComparable.at(relation.operatorSpan, {
        left: written(left, scope),
        operator: `in ${space}`,
        type: left.kind === "value" ? typeInWords(left.type) : `no ${space}`,
        help: helpFor(left, relation.left, space, scope),
      }),
    );
    return undefined;
  }
  if (patterns === undefined) return undefined;
  return { kind: "within", span: relation.span, space, operand: left.operand, patterns };
}

function helpFor(left: Typed, expression: Expression, space: Space, scope: Scope): string {
  if (left.kind !== "value") return `write a field of type ${space} on the left`;
  if (left.type.kind === "list") return `write \`every x in nonempty ${written(left, scope)}: x in ${space} [..]\``;
  const path = written(left, scope);
  if (isHostOfUrl(expression, scope) && space !== "path")
    return `ask the URL itself: \`${path.slice(0, -5)} in ${space} [..]\``;
  if (left.type.kind === "string" || left.type.kind === "json") {
    const type = space === "domain" ? "domain`, `email` or `url" : space;
    return `state in the \`tool\` block that \`${path}\` is \`${type}\``;
  }
  return `\`in ${space}\` asks about ${space === "domain" ? "a domain, an e-mail address or a URL" : space === "path" ? "a file path" : "an IP range"}`;
}

/** A field may be called `host` as well, and has no URL around it. */
function isHostOfUrl(expression: Expression, scope: Scope): boolean {
  if (expression.kind !== "path" || expression.segments.at(-1)?.text !== "host") return false;
  const around = scope.typist.type({ ...expression, segments: expression.segments.slice(0, -1) }, scope);
  return around.kind === "value" && around.type.kind === "url";
}

function readPatterns(expression: Expression, space: Space, scope: Scope): readonly string[] | undefined {
  const right = scope.typist.type(expression, scope);
  const { report } = scope.checker;
  if (right.kind === "error") return undefined;
  if (right.kind === "word") {
    reportUnknownRoot(right.words, right.span, scope);
    return undefined;
  }
  if (right.kind !== "list") {
    report.add(
      typeMismatch.at(expression.span, {
        left: `\`in ${space}\``,
        expected: "a list in brackets, or a `let` that is one",
        found: right.kind === "value" ? typeInWords(right.type) : `\`${written(right, scope)}\``,
        ...inBrackets(right, expression),
      }),
    );
    return undefined;
  }
  if (right.items.length === 0) {
    report.add(emptyList.at(right.span, {}));
    return undefined;
  }
  const patterns: string[] = [];
  for (const item of right.items) {
    const pattern = readPattern(item, space, right.scope);
    if (pattern !== undefined) patterns.push(pattern);
  }
  return patterns.length === right.items.length ? patterns : undefined;
}

/** One pattern without brackets. */
function inBrackets(right: Typed, { kind }: Expression): { readonly help?: string } {
  if (kind !== "text" || right.kind !== "value" || right.operand.kind !== "literal") return {};
  const { literal } = right.operand;
  return literal.kind === "text" ? { help: `write \`[${JSON.stringify(literal.text)}]\`` } : {};
}

/** The host of what was meant as a domain: of a URL, of an address with its `@`. */
function hostHelp(text: string | undefined, space: Space): string | undefined {
  if (text === undefined || space !== "domain") return undefined;
  const host = /^(?:[A-Za-z][A-Za-z0-9+.-]*:\/\/|[^@/]*@)([^/:?#@]+)/.exec(text)?.[1];
  if (host === undefined || canonicalSpacePattern(space, host) === undefined) return undefined;
  return `write the host alone: \`${JSON.stringify(host)}\``;
}

function readPattern(item: Expression, space: Space, scope: Scope): string | undefined {
  const typed = scope.typist.type(item, scope);
  if (typed.kind === "error") return undefined;
  const text =
    typed.kind === "value" && typed.operand.kind === "literal" && typed.operand.literal.kind === "text"
      ? typed.operand.literal.text
      : undefined;
  if (text !== undefined) return readSpacePattern(text, item.span, space, scope.checker);
  const found = typed.kind === "word" ? `the bare word \`${dotted(typed.words)}\`` : `\`${written(typed, scope)}\``;
  scope.checker.report.add(invalidLiteral.at(item.span, { found, expected: patternInWords[space] }));
  return undefined;
}

/** A quoted pattern in canonical form; undefined after saying why it is none. */
export function readSpacePattern(
  text: string,
  span: Span,
  space: Space,
  { report }: Pick<Checker, "report">,
): string | undefined {
  const canonical = canonicalSpacePattern(space, text);
  if (canonical === undefined) {
    const found = JSON.stringify(text);
    report.add(invalidLiteral.at(span, { found, expected: patternInWords[space], help: hostHelp(text, space) }));
  } else if (space === "cidr") reportHostBits(text, canonical, span, report);
  return canonical;
}

/** `10.0.0.7/8`: the range is `10.0.0.0/8`, and somebody may have meant the address. */
function reportHostBits(text: string, range: string, span: Span, report: Checker["report"]): void {
  const [written = ""] = text.split("/");
  const address = canonicalSpacePattern("cidr", written);
  if (!text.includes("/") || address === undefined || address === range.split("/")[0]) return;
  const fixes = [{ title: `write \`${range}\``, safe: true, edits: [{ ...span, text: JSON.stringify(range) }] }];
  report.add(hostBits.at(span, { written: text, range, address }, { fixes }));
}
