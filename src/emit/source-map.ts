import type { CodeLine } from "./code.ts";

/** A source map (ECMA-426, version 3): every generated line that has a place leads there. The texts are in it. */
export function sourceMap(file: string, lines: readonly CodeLine[], texts: ReadonlyMap<string, string>): string {
  const sources = [...texts.keys()].sort();
  const indexes = new Map(sources.map((source, index) => [source, index]));
  let [source, line, column] = [0, 0, 0];
  const mappings = lines.map(({ place }) => {
    const index = place === undefined ? undefined : indexes.get(place.file);
    if (place === undefined || index === undefined) return "";
    const segment = [0, index - source, place.line - 1 - line, place.column - 1 - column].map(base64Vlq).join("");
    [source, line, column] = [index, place.line - 1, place.column - 1];
    return segment;
  });
  const map = {
    version: 3,
    file,
    sources,
    sourcesContent: sources.map((name) => texts.get(name) ?? ""),
    names: [],
    mappings: mappings.join(";"),
  };
  return `${JSON.stringify(map)}\n`;
}

const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** The sign is the lowest bit; five bits a digit, the lowest first, the sixth says that more follow. */
function base64Vlq(value: number): string {
  let rest = value < 0 ? (-value << 1) | 1 : value << 1;
  let text = "";
  do {
    const more = rest >> 5 > 0;
    text += digits[(rest & 31) | (more ? 32 : 0)] ?? "";
    rest >>= 5;
  } while (rest > 0);
  return text;
}
