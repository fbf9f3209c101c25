import type { GateToken } from "./read-tokens.ts";
import { tokens as types } from "./tokens.ts";

/** Whether a value may end with this token, so that an operator or the next clause would follow. */
export const endsValue = ({ tokenType, image }: GateToken): boolean =>
  tokenType === types.path ||
  tokenType === types.number ||
  tokenType === types.percent ||
  tokenType === types.duration ||
  tokenType === types.rightParenthesis ||
  tokenType === types.rightBracket ||
  (/^\w+$/.test(image) && !valueAwaiting.has(image));

/** Words of conditions after which a value still has to come. */
export const valueAwaiting: ReadonlySet<string> = new Set([
  "and",
  "or",
  "not",
  "in",
  "has",
  "when",
  "unless",
  "contains",
  "with",
  "matches",
]);
