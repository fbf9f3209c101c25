import { assertNever } from "../../source/assert-never.ts";
import { type GrammarNode, type GrammarRule, grammarRules } from "./grammar-rules.ts";
import { lexicalRules } from "./lexical-rules.ts";

const width = 100;

/** The grammar as EBNF: `[ x ]` optional, `{ x }` repeated, `x | y` either. The parser's own rules, then its tokens. */
export function ebnfText(): string {
  const lexical = lexicalRules.map(
    ({ name, body, note }) => `${name.padEnd(11)} = ${body} ;${note === "" ? "" : `  (* ${note} *)`}`,
  );
  return [
    "(* The grammar of .gate files, language 1. Generated from the parser by grammar/generate.ts. *)",
    "",
    ...grammarRules().map(ruleText),
    "",
    "(* Tokens. No word is reserved: a word is a keyword only where the rules above ask for it, and is a name elsewhere.",
    "   Blanks and line breaks separate tokens and mean nothing else. A comment runs from // to the end of its line. *)",
    "",
    ...lexical,
    "",
  ].join("\n");
}

function ruleText({ name, body }: GrammarRule): string {
  const flat = `${name} = ${nodeText(body, "choice")} ;`;
  if (flat.length <= width) return flat;
  const items = body.kind === "choice" ? body.items : undefined;
  if (items !== undefined) return `${name}\n  = ${items.map((item) => nodeText(item, "choice")).join("\n  | ")}\n  ;`;
  return `${name}\n  = ${wrap(body)}\n  ;`;
}

/** A long sequence, broken between its items. */
function wrap(body: GrammarNode): string {
  const items = body.kind === "sequence" ? body.items : [body];
  return items
    .map((item) => nodeText(item, "sequence"))
    .reduce((text, item) => {
      const last = text.slice(text.lastIndexOf("\n") + 1);
      return last.length + item.length + 1 > width - 4 ? `${text}\n    ${item}` : `${text} ${item}`;
    });
}

/** `within` says where parentheses are needed: around a choice in a sequence. */
function nodeText(node: GrammarNode, within: "choice" | "sequence"): string {
  switch (node.kind) {
    case "literal":
      return `"${node.text}"`;
    case "token":
    case "rule":
      return node.name;
    case "sequence":
      return node.items.map((item) => nodeText(item, "sequence")).join(" ");
    case "choice": {
      const text = node.items.map((item) => nodeText(item, "choice")).join(" | ");
      return within === "choice" ? text : `( ${text} )`;
    }
    case "option":
      return `[ ${nodeText(node.item, "choice")} ]`;
    case "repeat": {
      const item = nodeText(node.item, "choice");
      if (node.separator !== undefined) {
        const once = `${nodeText(node.item, "sequence")} { ${nodeText(node.separator, "sequence")} ${nodeText(node.item, "sequence")} }`;
        return node.atLeastOne ? once : `[ ${once} ]`;
      }
      return node.atLeastOne ? `${nodeText(node.item, "sequence")} { ${item} }` : `{ ${item} }`;
    }
    default:
      return assertNever(node);
  }
}
