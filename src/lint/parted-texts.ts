import type { Condition } from "../ast/condition.ts";
import { relateCidr } from "../value/cidr.ts";
import { fieldName } from "./field-name.ts";

/** Whether two conditions on one text are never true together: two beginnings, two ends, lists of domains or ranges that share nothing. */
export function arePartedTexts(left: Condition<unknown>, right: Condition<unknown>): boolean {
  if (left.kind === "starts-with" && right.kind === "starts-with")
    return isSameField(left, right) && !left.text.startsWith(right.text) && !right.text.startsWith(left.text);
  if (left.kind === "ends-with" && right.kind === "ends-with")
    return isSameField(left, right) && !left.text.endsWith(right.text) && !right.text.endsWith(left.text);
  if (left.kind !== "within" || right.kind !== "within" || left.space !== right.space || !isSameField(left, right))
    return false;
  const parted = left.space === "domain" ? areDomainsParted : left.space === "cidr" ? areBlocksParted : undefined;
  return parted !== undefined && left.patterns.every((one) => right.patterns.every((other) => parted(one, other)));
}

type Asking = Extract<Condition<unknown>, { readonly kind: "starts-with" | "ends-with" | "within" }>;

function isSameField(left: Asking, right: Asking): boolean {
  const name = fieldName(left.operand);
  return name !== undefined && name === fieldName(right.operand);
}

/** Canonical patterns: a host, or `*.` before one, which is never the host itself. */
function areDomainsParted(one: string, other: string): boolean {
  const covers = (pattern: string, host: string): boolean =>
    pattern === host || (pattern.startsWith("*.") && host.endsWith(pattern.slice(1)));
  return !covers(one, other) && !covers(other, one);
}

const areBlocksParted = (one: string, other: string): boolean =>
  relateCidr(one, [other]) === "outside" && relateCidr(other, [one]) === "outside";
