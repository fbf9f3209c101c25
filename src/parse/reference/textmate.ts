import {
  clauseWords,
  declarationWords,
  functionWords,
  historyWords,
  innerWords,
  operatorSymbols,
  operatorWords,
  rootWords,
} from "../words.ts";

interface TextMateRule {
  readonly name?: string;
  readonly match?: string;
  readonly begin?: string;
  readonly end?: string;
  readonly include?: string;
  readonly captures?: Readonly<Record<string, { readonly name: string }>>;
  readonly patterns?: readonly TextMateRule[];
}

/** The TextMate grammar for editors, as a value to be written as JSON. Its words are the parser's. */
export function textMateGrammar(): Readonly<Record<string, unknown>> {
  const repository: Readonly<Record<string, TextMateRule>> = {
    comment: { name: "comment.line.double-slash.gate", match: "//.*$" },
    text: {
      name: "string.quoted.double.gate",
      begin: '"',
      end: '"|$',
      patterns: [
        { name: "constant.character.escape.gate", match: '\\\\(?:["\\\\/bfnrt]|u[0-9A-Fa-f]{4})' },
        { name: "invalid.illegal.escape.gate", match: "\\\\." },
      ],
    },
    declaration: {
      match: `^\\s*(${alternatives(declarationWords)})\\b(?:\\s+([\\w.*/-]+))?`,
      captures: { "1": { name: "keyword.declaration.gate" }, "2": { name: "entity.name.type.gate" } },
    },
    moment: {
      name: "constant.other.timestamp.gate",
      match: "\\b\\d{4}-\\d{2}-\\d{2}(?:T\\d{2}:\\d{2}:\\d{2}(?:\\.\\d+)?(?:Z|[+-]\\d{2}:\\d{2}))?\\b",
    },
    duration: { name: "constant.numeric.duration.gate", match: "-?\\b(?:\\d+(?:ms|d|h|m|s))+\\b" },
    amount: {
      match: "(-?\\b\\d[\\d_]*(?:\\.\\d[\\d_]*)?)(%|\\s+[A-Z]{3}\\b)?",
      captures: { "1": { name: "constant.numeric.gate" }, "2": { name: "keyword.other.unit.gate" } },
    },
    labels: {
      match: "(\\[)([\\w\\s,]*)(\\])",
      captures: { "2": { name: "support.constant.label.gate" } },
    },
    path: { name: "variable.other.path.gate", match: `\\b(?:${alternatives(rootWords)})(?:\\.\\w+)+` },
    qualified: { name: "entity.name.function.tool.gate", match: "\\b\\w+(?:[./-]\\w+)*[./](?:\\w|\\*)[\\w./*-]*" },
    function: {
      name: "support.function.gate",
      match: `\\b(?:${alternatives([...functionWords, ...historyWords])})(?=\\s*\\()`,
    },
    constant: { name: "constant.language.gate", match: "\\b(?:true|false|null)\\b" },
    operatorWord: {
      name: "keyword.operator.word.gate",
      match: `\\b(?:${alternatives(operatorWords.filter((word) => word !== "true" && word !== "false"))})\\b`,
    },
    operator: { name: "keyword.operator.gate", match: symbols },
    clause: {
      name: "keyword.control.gate",
      match: `\\b(?:${alternatives([...new Set<string>([...Object.values(clauseWords).flat(), ...innerWords])])})\\b`,
    },
  };
  return {
    $schema: "https://raw.githubusercontent.com/martinring/tmlanguage/master/tmlanguage.json",
    name: "Sallyport policy",
    scopeName: "source.gate",
    fileTypes: ["gate"],
    patterns: Object.keys(repository).map((name) => ({ include: `#${name}` })),
    repository,
  };
}

/** Longer ones first, so that `<=` is not read as `<`. */
const symbols = [...operatorSymbols]
  .sort((a, b) => b.length - a.length)
  .map((symbol) => symbol.replace(/[+|]/g, "\\$&"))
  .join("|");

const alternatives = (words: readonly string[]): string => [...words].sort().join("|");
