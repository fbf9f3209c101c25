import type { Expression } from "../ast/expression.ts";
import type { Span } from "../source/span.ts";
import { ruleScope } from "./expressions.ts";
import type { Checker } from "./scope.ts";

/** Called where a value is no literal; `word` is the bare name that stands there, if it is one. */
type Refuse = (span: Span, word: string | undefined) => void;

/** The lets being resolved, for cycles, and whether a list is around. */
interface Around {
  readonly open: readonly string[];
  readonly inList: boolean;
}

/**
 * An expression with every `let` in it replaced by its value, as literals and lists of them; undefined after `refuse` was called,
 * and, without a word, where it rests on a parameter that has no value.
 */
export function resolveLiteral(
  expression: Expression,
  checker: Checker,
  refuse: Refuse,
  around: Around = { open: [], inList: false },
): Expression | undefined {
  switch (expression.kind) {
    case "text":
    case "number":
    case "percent":
    case "money":
    case "duration":
    case "timestamp":
    case "bool":
      return expression;
    case "group":
      return resolveLiteral(expression.inner, checker, refuse, around);
    case "list": {
      // No list in a list: lets that name one another in lists would make it grow without bound.
      if (around.inList) {
        refuse(expression.span, undefined);
        return undefined;
      }
      const items = expression.items.map((item) => resolveLiteral(item, checker, refuse, { ...around, inList: true }));
      const known = items.filter((item) => item !== undefined);
      return known.length < items.length ? undefined : { ...expression, items: known };
    }
    case "path": {
      const [first, ...below] = expression.segments;
      const named = first === undefined || below.length > 0 ? undefined : checker.names.lets.get(first.text);
      if (first === undefined || named === undefined || around.open.includes(first.text)) {
        refuse(expression.span, below.length > 0 ? undefined : first?.text);
        return undefined;
      }
      const { values } = checker.letUses;
      if (checker.names.unvalued.has(first.text)) return undefined;
      const value = resolveLiteral(named.value, checker, refuse, { ...around, open: [...around.open, first.text] });
      // A `let` that gives a pack its value is used.
      if (value !== undefined && !values.has(first.text)) {
        const scope = ruleScope(checker, { kind: "event", surfaces: [], lenient: true }, expression.span);
        values.set(first.text, scope.typist.type(value, scope));
      }
      return value;
    }
    default:
      refuse(expression.span, undefined);
      return undefined;
  }
}
