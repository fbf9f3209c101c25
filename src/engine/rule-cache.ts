/** What is made for a tool and an agent when first asked for, found again by the tool's place among the tools. */
export interface RuleCache<T> {
  /** -1 for what is no tool of the policy. */
  readonly indexOf: (tool: string | undefined) => number;
  /** Undefined where nothing can be made of the two. */
  readonly of: (toolIndex: number, agent: string) => T | undefined;
}

/** `make` is undefined for an undeclared agent: those are not remembered, however many names come. */
export function createRuleCache<T extends { readonly agent: string }>(
  tools: readonly string[],
  make: (tool: string, agent: string) => T | undefined,
): RuleCache<T> {
  const indexes = new Map(tools.map((tool, index) => [tool, index]));
  const byTool = tools.map(() => new Map<string, T>());
  // Mostly the same few agents call a tool.
  const latest = tools.map((): T | undefined => undefined);
  return {
    indexOf: (tool) => (tool === undefined ? undefined : indexes.get(tool)) ?? -1,
    of(toolIndex, agent) {
      const last = latest[toolIndex];
      if (last !== undefined && last.agent === agent) return last;
      const tool = tools[toolIndex];
      if (tool === undefined) return undefined;
      const found = byTool[toolIndex]?.get(agent) ?? make(tool, agent);
      if (found === undefined) return undefined;
      byTool[toolIndex]?.set(agent, found);
      latest[toolIndex] = found;
      return found;
    },
  };
}
