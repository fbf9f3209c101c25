import type { ISerializedGast, TokenType } from "chevrotain";
import { buildGrammar } from "../parse-declaration.ts";
import { keywords, tokens } from "../tokens.ts";

/** One production of the grammar, as the parser has it. */
export interface GrammarRule {
  readonly name: string;
  readonly body: GrammarNode;
}

export type GrammarNode =
  /** A word or symbol as it is written. */
  | { readonly kind: "literal"; readonly text: string }
  /** A kind of token: its pattern stands in the lexical part. */
  | { readonly kind: "token"; readonly name: string }
  | { readonly kind: "rule"; readonly name: string }
  | { readonly kind: "sequence"; readonly items: readonly GrammarNode[] }
  | { readonly kind: "choice"; readonly items: readonly GrammarNode[] }
  | { readonly kind: "option"; readonly item: GrammarNode }
  | {
      readonly kind: "repeat";
      readonly atLeastOne: boolean;
      readonly item: GrammarNode;
      readonly separator?: GrammarNode;
    };

/** The rules of the parser in their order of first use, headed by `file`. */
export function grammarRules(): readonly GrammarRule[] {
  const rules = new Map(
    buildGrammar({ skipValidations: true })
      .getSerializedGastProductions()
      .map((rule) => [nameOf(rule), { name: nameOf(rule), body: sequence(rule.definition ?? []) }]),
  );
  const ordered: GrammarRule[] = [file];
  for (const rule of ordered) {
    for (const name of namesIn(rule.body)) {
      const used = rules.get(name);
      if (used === undefined) continue;
      ordered.push(used);
      rules.delete(name);
    }
  }
  return ordered;
}

/** The driver reads declaration by declaration; that the header comes first is checked by it. */
const file: GrammarRule = {
  name: "file",
  body: { kind: "repeat", atLeastOne: false, item: { kind: "rule", name: "declaration" } },
};

const nameOf = (gast: ISerializedGast): string => (gast as { readonly name?: string }).name ?? ""; // rules and terminals have one

const sequence = (definition: readonly ISerializedGast[]): GrammarNode => {
  const items = definition.map(toNode);
  const [only] = items;
  return items.length === 1 && only !== undefined ? only : { kind: "sequence", items };
};

function toNode(gast: ISerializedGast): GrammarNode {
  const definition = "definition" in gast ? (gast.definition as readonly ISerializedGast[]) : [];
  switch (gast.type) {
    case "Terminal":
      return terminal(nameOf(gast));
    case "NonTerminal":
      return { kind: "rule", name: nameOf(gast) };
    case "Option":
      return { kind: "option", item: sequence(definition) };
    case "Alternation":
      return { kind: "choice", items: definition.map(toNode) };
    case "Repetition":
      return { kind: "repeat", atLeastOne: false, item: sequence(definition) };
    case "RepetitionMandatory":
      return { kind: "repeat", atLeastOne: true, item: sequence(definition) };
    case "RepetitionMandatoryWithSeparator":
    case "RepetitionWithSeparator": {
      const { separator } = gast as unknown as { readonly separator: ISerializedGast }; // these two kinds have one
      const atLeastOne = gast.type === "RepetitionMandatoryWithSeparator";
      return { kind: "repeat", atLeastOne, item: sequence(definition), separator: toNode(separator) };
    }
    default:
      return sequence(definition);
  }
}

const literals: ReadonlyMap<string, string> = new Map([
  ...Object.entries(keywords).map(([word, { name }]): [string, string] => [name, word]),
  ...Object.values(tokens).flatMap((type): readonly [string, string][] => {
    const text = symbolText(type);
    return text === undefined ? [] : [[type.name, text]];
  }),
]);

/** Symbols are labelled by their own text in backquotes. */
function symbolText({ LABEL = "" }: TokenType): string | undefined {
  return LABEL.startsWith("`") ? LABEL.slice(1, -1) : undefined;
}

function terminal(name: string): GrammarNode {
  const text = literals.get(name);
  return text === undefined ? { kind: "token", name } : { kind: "literal", text };
}

function namesIn(node: GrammarNode): readonly string[] {
  switch (node.kind) {
    case "rule":
      return [node.name];
    case "sequence":
    case "choice":
      return node.items.flatMap(namesIn);
    case "option":
    case "repeat":
      return namesIn(node.item);
    default:
      return [];
  }
}
