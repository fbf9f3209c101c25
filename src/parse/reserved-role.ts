import { functionWords, historyWords, operatorWords, rootWords } from "./words.ts";

/** What a word already means in conditions, so that it cannot be bound; undefined when it is free. */
export function reservedRole(word: string, withRoots: boolean): string | undefined {
  if (operators.has(word)) return "an operator word";
  if (functions.has(word)) return "a function";
  return withRoots && roots.has(word) ? "where paths start" : undefined;
}

const operators: ReadonlySet<string> = new Set(operatorWords);
const functions: ReadonlySet<string> = new Set([...functionWords, ...historyWords]);
const roots: ReadonlySet<string> = new Set(rootWords);
