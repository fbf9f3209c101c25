import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { chainedComparison, minusNeedsSpaces } from "../diagnostics/syntax-clauses.ts";
import { noArithmetic } from "../diagnostics/syntax-slips.ts";
import { clauseWordsOf } from "./enclosing-blocks.ts";
import { endsValue } from "./ends-value.ts";
import { type Mistake, spanOfToken } from "./mistake.ts";
import type { GateToken } from "./read-tokens.ts";
import { keywords, tokens as types } from "./tokens.ts";

/** `x-1` is one name, `5-3` two numbers. */
export function explainMinus({ file, found, before, rule }: Mistake): Diagnostic | undefined {
  if (found === undefined) return undefined;
  const span = spanOfToken(file, found);
  const isNegative = found.tokenType !== types.minus && /^-\d/.test(found.image);
  if (isNegative && before !== undefined && endsValue(before)) return minusNeedsSpaces.at(span, {});
  const isHyphenated =
    found.tokenType === types.hyphenated || (found.tokenType === types.pattern && found.image.includes("-"));
  if (isHyphenated && !/[*/]/.test(found.image) && valueRules.has(rule))
    return minusNeedsSpaces.at(span, { found: found.image });
  return undefined;
}

const valueRules: ReadonlySet<string> = new Set([
  "operand",
  "condition",
  "relation",
  "sum",
  "fieldOperand",
  "path",
  "listItem",
  "requiredCondition",
  "presence",
  "originCall",
]);

/** `*` or `/` within a condition. */
export function explainArithmetic({ file, found, before, rule, enclosure }: Mistake): Diagnostic | undefined {
  if (found?.tokenType !== types.pattern) return undefined;
  const inValue =
    valueRules.has(rule) || (before !== undefined && endsValue(before) && clauseWordsOf(enclosure).includes("when"));
  return inValue ? noArithmetic.at(spanOfToken(file, found), { found: found.image }) : undefined;
}

const comparisons = new Set([types.equal, types.unequal, types.below, types.above, types.atMost, types.atLeast]);

/** `a < b < c` */
export function explainChain({ file, tokens, index, found, before }: Mistake): Diagnostic | undefined {
  if (found === undefined || !comparisons.has(found.tokenType) || before === undefined || !endsValue(before))
    return undefined;
  for (let earlier = index - 1; earlier > 0; earlier -= 1) {
    const token = tokens[earlier];
    if (token === undefined || token.tokenType === keywords.and || token.tokenType === keywords.or) return undefined;
    if (token.tokenType === types.leftBrace || token.tokenType === types.leftParenthesis) return undefined;
    if (!comparisons.has(token.tokenType)) continue;
    const related = [{ span: spanOfToken(file, token), label: "the first comparison" }];
    return chainedComparison.at(spanOfToken(file, found), { written: splitChain(tokens, earlier, index) }, { related });
  }
  return undefined;
}

/** `5 < args.amount and args.amount < 9`, where each of the three is one token. */
function splitChain(tokens: readonly GateToken[], first: number, second: number): string | undefined {
  const [left, middle, right] = [tokens[first - 1], tokens[first + 1], tokens[second + 1]];
  if (second !== first + 2 || left === undefined || middle === undefined || right === undefined) return undefined;
  return `${left.image} ${tokens[first]?.image} ${middle.image} and ${middle.image} ${tokens[second]?.image} ${right.image}`;
}
