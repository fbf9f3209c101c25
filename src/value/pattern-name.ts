/**
 * Tool names are compared exactly, case included, over the alphabet that MCP and its hosts use: letters, digits, `_`,
 * `-`, `.` and `/`; at most 256 characters.
 */
export const isToolName = (name: string): boolean => /^[A-Za-z0-9_./-]{1,256}$/.test(name);

/** A tool name in which `*` may stand. */
export const isToolPattern = (pattern: string): boolean => /^[A-Za-z0-9_./*-]{1,256}$/.test(pattern);

/**
 * Does a pattern name this tool? `*` alone is every tool; inside a pattern `*` stands for any characters but `.` and `/`
 * (none included), `**` for any characters. Time is pattern times name, whatever they hold.
 */
export function matchToolPattern(pattern: string, name: string): boolean {
  if (pattern === "*" || pattern === name) return true;
  const firstStar = pattern.indexOf("*");
  if (firstStar < 0 || !name.startsWith(pattern.slice(0, firstStar))) return false;
  const steps = pattern.match(/\*\*|\*|[^*]/g) ?? [];
  // reached[i]: the steps before i can stand for the part of the name seen so far.
  let reached = openWildcards([true, ...steps.map(() => false)], steps);
  for (const character of name) {
    const next = reached.map((_, index) => {
      const step = steps[index];
      if (step === "**" && reached[index] === true) return true;
      if (step === "*" && reached[index] === true && character !== "." && character !== "/") return true;
      return index > 0 && steps[index - 1] === character && reached[index - 1] === true;
    });
    reached = openWildcards(next, steps);
  }
  return reached.at(-1) === true;
}

/** A wildcard may stand for nothing: what is reached before one is reached behind it. */
function openWildcards(reached: readonly boolean[], steps: readonly string[]): boolean[] {
  const opened = [...reached];
  for (const [index, step] of steps.entries()) {
    if ((step === "*" || step === "**") && opened[index] === true) opened[index + 1] = true;
  }
  return opened;
}
