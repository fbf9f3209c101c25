import type { Expression } from "../ast/expression.ts";
import type { Name } from "../ast/name.ts";
import type { GuardedPath, PolicyNames } from "./scope.ts";

/**
 * Paths that are there wherever this condition is true: `has args.to`, a quantifier over `nonempty args.to`. The other
 * operands of an `and` may read them, because where they are absent the whole is false already.
 */
export function presentWhenTrue(
  expression: Expression,
  names: PolicyNames,
  seen: Set<string> = new Set(),
): GuardedPath[] {
  switch (expression.kind) {
    case "group":
      return presentWhenTrue(expression.inner, names, seen);
    case "all":
      return expression.operands.flatMap((operand) => presentWhenTrue(operand, names, seen));
    case "not":
      return presentWhenFalse(expression.operand, names, seen);
    case "has":
      return toolPath(expression.operand);
    case "quantifier":
      return expression.nonempty ? toolPath(expression.list) : [];
    case "path":
      return throughLet(expression.segments, names, seen, presentWhenTrue);
    default:
      return [];
  }
}

/** The same for the other operands of an `or`: `not has args.to or …`. */
export function presentWhenFalse(
  expression: Expression,
  names: PolicyNames,
  seen: Set<string> = new Set(),
): GuardedPath[] {
  switch (expression.kind) {
    case "group":
      return presentWhenFalse(expression.inner, names, seen);
    case "any":
      return expression.operands.flatMap((operand) => presentWhenFalse(operand, names, seen));
    case "not":
      return presentWhenTrue(expression.operand, names, seen);
    case "path":
      return throughLet(expression.segments, names, seen, presentWhenFalse);
    default:
      return [];
  }
}

/** A let counts once, however often it is used: the paths are a union, and lets may use one another many times over. */
function throughLet(
  segments: readonly Name[],
  names: PolicyNames,
  seen: Set<string>,
  collect: typeof presentWhenTrue,
): GuardedPath[] {
  const word = segments[0]?.text ?? "";
  const key = `${collect === presentWhenTrue} ${word}`;
  const named = segments.length === 1 ? names.lets.get(word) : undefined;
  if (named === undefined || seen.has(key)) return [];
  seen.add(key);
  return collect(named.value, names, seen);
}

function toolPath(expression: Expression): GuardedPath[] {
  if (expression.kind === "group") return toolPath(expression.inner);
  if (expression.kind !== "path") return [];
  const [root, ...below] = expression.segments;
  if (root?.text !== "args" && root?.text !== "result") return [];
  return [{ root: root.text, segments: below.map((segment) => segment.text) }];
}
