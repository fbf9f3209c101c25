import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { buildGrammar } from "../../src/parse/parse-declaration.ts";
import { diagramsPage } from "../../src/parse/reference/diagrams.ts";
import { ebnfText } from "../../src/parse/reference/ebnf.ts";
import { type GrammarNode, grammarRules } from "../../src/parse/reference/grammar-rules.ts";
import { lexicalRules } from "../../src/parse/reference/lexical-rules.ts";
import { textMateGrammar } from "../../src/parse/reference/textmate.ts";
import { clauseWords, declarationWords, historyWords, keywordWords } from "../../src/parse/words.ts";

function nodesIn(node: GrammarNode): readonly GrammarNode[] {
  if (node.kind === "sequence" || node.kind === "choice") return [node, ...node.items.flatMap(nodesIn)];
  if (node.kind === "option") return [node, ...nodesIn(node.item)];
  if (node.kind === "repeat")
    return [node, ...nodesIn(node.item), ...(node.separator === undefined ? [] : nodesIn(node.separator))];
  return [node];
}

const nodes = grammarRules().flatMap(({ body }) => nodesIn(body));
const literals = new Set(nodes.flatMap((node) => (node.kind === "literal" ? [node.text] : [])));

describe("the grammar", () => {
  it("passes chevrotain's validations, which production skips", () => {
    expect(() => buildGrammar({ skipValidations: false })).not.toThrow();
  });

  it("asks for every keyword, and for no word that is not in the lists", () => {
    const words = [...literals].filter((text) => /^[a-z]/.test(text)).sort();
    expect(words).toEqual([...keywordWords]);
  });

  it("opens declarations with the words of the list", () => {
    const rules = new Map(grammarRules().map(({ name, body }) => [name, body]));
    const opening = (node: GrammarNode | undefined): readonly string[] => {
      if (node?.kind === "literal") return [node.text];
      if (node?.kind === "rule") return opening(rules.get(node.name));
      if (node?.kind === "choice") return node.items.flatMap(opening);
      return node?.kind === "sequence" ? opening(node.items[0]) : [];
    };
    expect([...opening(rules.get("declaration"))].sort()).toEqual([...declarationWords].sort());
    for (const [rule, block] of [
      ["gateClause", "gate"],
      ["grantClause", "grant"],
      ["agentClause", "agent"],
      ["controlClause", "control"],
    ] as const) {
      expect([...opening(rules.get(rule))].sort(), rule).toEqual([...clauseWords[block]].sort());
    }
    expect([...new Set([...opening(rules.get("testStep")), "for"])].sort()).toEqual([...clauseWords.test].sort());
  });

  it("says what each of its tokens is made of", () => {
    const named = new Set(nodes.flatMap((node) => (node.kind === "token" ? [node.name] : [])));
    const explained = new Set(lexicalRules.map(({ name }) => name));
    expect([...named].filter((name) => !explained.has(name))).toEqual([]);
  });
});

describe("the files in grammar/ are fresh (grammar/generate.ts writes them)", () => {
  it.each([
    ["sallyport.ebnf", ebnfText()],
    ["diagrams.html", diagramsPage()],
    ["sallyport.tmLanguage.json", `${JSON.stringify(textMateGrammar(), undefined, 2)}\n`],
  ])("%s", (file, expected) => {
    expect(readFileSync(`grammar/${file}`, "utf8")).toBe(expected);
  });
});

describe("the diagrams", () => {
  const page = diagramsPage();

  it("show every rule, need nothing from elsewhere, and link only to what is on the page", () => {
    const ids = new Set([...page.matchAll(/id="(rule-\w+)"/g)].map(([, id]) => id));
    expect(ids.size).toBe(grammarRules().length);
    expect([...page.matchAll(/href="#([\w-]+)"/g)].filter(([, id]) => !ids.has(id))).toEqual([]);
    expect(page).not.toMatch(/<script|src=|@import|url\(/);
  });

  it("have no number that is not one", () => {
    expect(page).not.toMatch(/NaN|undefined|Infinity/);
  });
});

describe("the TextMate grammar", () => {
  const { repository } = textMateGrammar() as {
    readonly repository: Readonly<
      Record<string, { readonly match?: string; readonly begin?: string; readonly end?: string }>
    >;
  };
  const patterns = Object.values(repository).flatMap(({ match, begin, end }) =>
    [match, begin, end].filter((source) => source !== undefined),
  );

  it("has only patterns that compile", () => {
    expect(patterns.length).toBeGreaterThan(12);
    for (const source of patterns) expect(() => new RegExp(source), source).not.toThrow();
  });

  it("knows the words of the parser, each of them", () => {
    const words = new Set(
      patterns.flatMap((source) =>
        [...source.matchAll(/\(\??:?([a-z0-9_|]{20,})\)/g)].flatMap(([, list]) => (list ?? "").split("|")),
      ),
    );
    const missing = keywordWords.filter(
      (word) => !words.has(word) && !["true", "false", "null", "origin"].includes(word),
    );
    expect(missing).toEqual([]);
    expect(repository["function"]?.match).toContain(["origin", ...historyWords].sort().join("|"));
  });
});
