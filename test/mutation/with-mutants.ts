import type { Mutant } from "./mutant.ts";

/** By this name a source with mutants asks which of them is on. */
const asks = "isMutantOn";

/** The text of a source file with all these mutants of it in it, each off until it is switched on (`mutant-switch.ts`). */
export function withMutants(text: string, mutants: readonly Mutant[]): string {
  if (mutants.length === 0) return text;
  const places = new Map<string, Mutant[]>();
  for (const mutant of mutants) {
    const key = `${mutant.start} ${mutant.end} ${mutant.kind}`;
    places.set(key, [...(places.get(key) ?? []), mutant]);
  }
  // From the outer to the inner, and from left to right. A statement stands around the expression in it.
  const ordered = [...places.values()].sort(([one], [other]) =>
    one === undefined || other === undefined ? 0 : one.start - other.start || other.end - one.end,
  );
  let next = 0;
  const write = (start: number, end: number): string => {
    let written = "";
    let from = start;
    for (let here = ordered[next]; here?.[0] !== undefined && here[0].end <= end; here = ordered[next]) {
      next += 1;
      const [first] = here;
      const own = write(first.start, first.end);
      const switched =
        first.kind === "statement"
          ? `{if (!(${here.map(isOn).join(" || ")})) {${own}}}`
          : `(${here.map((mutant) => `${isOn(mutant)} ? (${mutant.after}) : `).join("")}(${own}))`;
      written += text.slice(from, first.start) + switched;
      from = first.end;
    }
    return written + text.slice(from, end);
  };
  return `const ${asks} = globalThis.${asks};${write(0, text.length)}`;
}

const isOn = ({ id }: Mutant): string => `${asks}(${id})`;
