import type { CheckedTool } from "../ast/checked.ts";
import { matchToolPattern } from "../value/pattern-name.ts";

type Tools = ReadonlyMap<string, CheckedTool>;

/** Rules share their patterns, so each is looked up once in the tools of a policy. */
const matched = new WeakMap<Tools, Map<string, readonly string[]>>();

/** The tools that a name or pattern stands for, sorted; the same list whenever it is asked for again. */
export function matchingTools(pattern: string, tools: Tools): readonly string[] {
  let byPattern = matched.get(tools);
  if (byPattern === undefined) {
    byPattern = new Map();
    matched.set(tools, byPattern);
  }
  let names = byPattern.get(pattern);
  if (names === undefined) {
    names = pattern.includes("*")
      ? [...tools.keys()].filter((tool) => matchToolPattern(pattern, tool)).sort()
      : tools.has(pattern)
        ? [pattern]
        : [];
    byPattern.set(pattern, names);
  }
  return names;
}
