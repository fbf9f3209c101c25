import type { Condition } from "../ast/condition.ts";
import { parsePattern } from "../value/pattern-syntax.ts";
import type { PatternNode } from "../value/pattern-tree.ts";

/** Whether a list of paths or ranges holds all there are: `/` and `**`, or the whole of both families of addresses. */
export function coversAll({ space, patterns }: Extract<Condition<unknown>, { readonly kind: "within" }>): boolean {
  switch (space) {
    case "path":
      return patterns.some((pattern) => /^\/?(?:\*\*(?:\/\*\*)*)?$/.test(pattern) && pattern !== "");
    case "cidr":
      return patterns.includes("0.0.0.0/0") && patterns.includes("::/0");
    case "domain":
      return false;
  }
}

/** Whether a pattern matches every text there is, as `.*` does; it may miss one that does in another way. */
export function matchesAll(pattern: string): boolean {
  const parsed = parsePattern(pattern);
  return parsed.ok && isAnything(parsed.node);
}

function isAnything(node: PatternNode): boolean {
  switch (node.kind) {
    case "class":
      return false;
    case "sequence":
      return node.items.some(isAnything) && node.items.every(mayBeEmpty);
    case "choice":
      return node.options.some(isAnything);
    case "repeat":
      return node.min === 0 && node.max === undefined && isAnyCharacter(node.item);
  }
}

function mayBeEmpty(node: PatternNode): boolean {
  switch (node.kind) {
    case "class":
      return false;
    case "sequence":
      return node.items.every(mayBeEmpty);
    case "choice":
      return node.options.some(mayBeEmpty);
    case "repeat":
      return node.min === 0 || mayBeEmpty(node.item);
  }
}

/** One character, whichever; `.` leaves out the line break, which a text may hold. */
function isAnyCharacter(node: PatternNode): boolean {
  const ranges = node.kind === "class" ? node.ranges : node.kind === "choice" ? node.options.flatMap(rangesOf) : [];
  let next = 0;
  for (const [first, last] of [...ranges].sort(([left], [right]) => left - right)) {
    if (first > next) return false;
    next = Math.max(next, last + 1);
  }
  return next > 0x10_ff_ff;
}

const rangesOf = (node: PatternNode) => (node.kind === "class" ? node.ranges : []);
