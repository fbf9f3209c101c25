/** What the YAML library found, in words for people who write manifests, not parsers. */
export function yamlWords(code: string, message: string): string {
  const known = words.find(([start]) => message.startsWith(start));
  if (known !== undefined) return known[1];
  return code === "MULTIPLE_DOCS" ? "a second document begins here" : message;
}

/** By the beginning of the library's message: its codes are too few. */
const words: readonly (readonly [string, string])[] = [
  [
    "Flow sequence in block collection",
    "the list that `[` opens before is not closed; expected `]`, and lines between that are indented",
  ],
  [
    "Flow map in block collection",
    "the mapping that `{` opens before is not closed; expected `}`, and lines between that are indented",
  ],
  ["Flow sequence must end", "the list that `[` opens before is not closed; expected `]`"],
  ["Flow map must end", "the mapping that `{` opens before is not closed; expected `}`"],
  ["Missing closing", "the quoted text is not closed; expected the same quote again"],
  ["Map keys must be unique", "this key stands twice in one mapping"],
  [
    "Implicit keys need to be on a single line",
    "a text that goes on in the next line is no key; expected `key: value`",
  ],
  ["Implicit map keys need to be followed by map values", "found a line without `:`; expected `key: value`"],
  [
    "Nested mappings are not allowed",
    "found a second `: ` in one line; expected quotes around the value, or a new line",
  ],
  ["All mapping items must start at the same column", "this key is indented differently from the keys before it"],
  ["All sequence items must start at the same column", "this item is indented differently from the items before it"],
  [
    "Unexpected scalar token",
    "found text that belongs to nothing before it; expected a key, `- `, or `#` before a comment",
  ],
  ["A block sequence may not be used as an implicit map key", "found a list where a key was expected"],
];
