/** One kind of token in the lexical part of the EBNF. */
export interface LexicalRule {
  readonly name: string;
  readonly body: string;
  readonly note: string;
}

/** The kinds of tokens that the grammar's rules name, and what they are made of. */
export const lexicalRules: readonly LexicalRule[] = [
  { name: "Word", body: '( letter | "_" ) { letter | digit | "_" }', note: "every keyword is one too" },
  { name: "Path", body: 'Word "." segment { "." segment }', note: "without blanks" },
  { name: "Hyphenated", body: 'Word "-" segment { "-" segment }', note: "ZT-ID-3" },
  {
    name: "Pattern",
    body: '( Word | "*" | "**" ) { segment | "." | "-" | "/" | "*" }',
    note: "with `*`, `/`, or both dots and hyphens; a separator never ends it",
  },
  { name: "Currency", body: "upper upper upper", note: "a Word elsewhere" },
  {
    name: "Number",
    body: '[ "-" ] digits [ "." digits ]',
    note: "digits may have `_` between; in test data also an exponent",
  },
  { name: "Percent", body: 'Number "%"', note: "" },
  { name: "Duration", body: '[ "-" ] digits unit { digits unit }', note: "1h30m; units descend: d h m s ms" },
  { name: "Date", body: 'digit*4 "-" digit*2 "-" digit*2', note: "the start of that day in UTC" },
  { name: "Timestamp", body: 'Date "T" time zone', note: "RFC 3339 with its zone" },
  { name: "Text", body: "'\"' { character | escape } '\"'", note: "JSON's escapes, on one line" },
  { name: "segment", body: '( letter | digit | "_" ) { letter | digit | "_" }', note: "" },
];
