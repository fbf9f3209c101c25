import type { CheckedPolicy } from "../ast/checked.ts";
import { indexLines, type LineIndex, type Span } from "../source/span.ts";
import type { Place } from "./code.ts";
import type { Places } from "./emit-module.ts";

/**
 * Where the rules of a policy stand: `texts` are its files, and `nameOf` says what the source map calls them. A gate that an
 * agent's clause or a row of bands became stands where these do.
 */
export function placesOf(
  checked: CheckedPolicy,
  texts: ReadonlyMap<string, string>,
  nameOf: (file: string) => string,
): Places {
  const indexes = new Map<string, LineIndex>();
  const used = new Map<string, string>();
  const place = ({ file, start }: Span): Place | undefined => {
    const text = texts.get(file);
    if (text === undefined) return undefined;
    const index = indexes.get(file) ?? indexLines(text);
    indexes.set(file, index);
    used.set(nameOf(file), text);
    return { file: nameOf(file), ...index.at(start) };
  };
  const bandRows = checked.bands.flatMap(({ subject, rows }) =>
    rows.map(({ span }, row) => [`bands:${subject}:${row + 1}`, place(span)] as const),
  );
  const gates = new Map([...bandRows, ...checked.gates.map(({ name, span }) => [name, place(span)] as const)]);
  const grants = new Map(checked.grants.map(({ name, span }) => [name, place(span)]));
  const agents = checked.agents.map(({ name, span }) => [`agent:${name}:`, place(span)] as const);
  return {
    of: (rule, name) =>
      rule === "grant"
        ? grants.get(name)
        : (gates.get(name) ?? agents.find(([prefix]) => name.startsWith(prefix))?.[1]),
    texts: used,
  };
}
