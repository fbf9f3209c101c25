/** Where a rule stands in the text of its policy; lines and columns are one-based. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export interface CodeLine {
  readonly text: string;
  readonly place: Place | undefined;
}

/**
 * What is generated so far. Names are made here and never come from a policy; the same text is written once, however many
 * rules share it.
 */
export interface Code {
  /** The name of a value that is made once, when the module is loaded. */
  readonly constant: (expression: string) => string;
  /** The name of a function with these parameters. */
  readonly define: (parameters: string, body: readonly string[]) => string;
  /** A name that nothing else has. */
  readonly fresh: (prefix: string) => string;
  /** What is defined from here on belongs to this place. */
  readonly from: (place: Place | undefined) => void;
  readonly lines: () => readonly CodeLine[];
}

export function createCode(): Code {
  const names = new Map<string, string>();
  const counts = new Map<string, number>();
  const lines: CodeLine[] = [];
  let current: Place | undefined;

  const fresh = (prefix: string): string => {
    const count = counts.get(prefix) ?? 0;
    counts.set(prefix, count + 1);
    return `${prefix}${count}`;
  };
  const named = (prefix: string, text: string, write: (name: string) => readonly string[]): string => {
    const known = names.get(text);
    if (known !== undefined) return known;
    const name = fresh(prefix);
    names.set(text, name);
    lines.push(...write(name).map((line) => ({ text: line, place: current })));
    return name;
  };
  return {
    fresh,
    constant: (expression) => named("k", expression, (name) => [`const ${name} = ${expression};`]),
    define: (parameters, body) =>
      named("f", `(${parameters})\n${body.join("\n")}`, (name) => [
        `function ${name}(${parameters}) {`,
        ...body.map((line) => `  ${line}`),
        "}",
      ]),
    from: (place) => {
      current = place;
    },
    lines: () => lines,
  };
}
