/** The tools of all patterns or targets; of a single one its own list, by which what was found out about it is known again. */
export function toolsOfAll(patterns: readonly { readonly tools: readonly string[] }[]): readonly string[] {
  const [first] = patterns;
  return first !== undefined && patterns.length === 1 ? first.tools : patterns.flatMap(({ tools }) => tools);
}
