import { type GrammarNode, type GrammarRule, grammarRules } from "../../src/parse/reference/grammar-rules.ts";

/** Words that open no declaration and no clause, so that a random text means what it was made from. */
const samples: Readonly<Record<string, readonly string[]>> = {
  Word: ["alpha", "beta", "gamma_2", "Delta"],
  Path: ["args.amount", "result.email", "context.ticket.status", "args.when"],
  Hyphenated: ["ZT-ID-3", "not-applicable"],
  Pattern: ["stripe.get_*", "stripe.**", "fs/read_file", "*"],
  Currency: ["USD", "EUR"],
  Number: ["1", "1", "2", "2_000.00", "-5", "0.50"],
  Percent: ["90%", "99.5%"],
  Duration: ["15m", "1h30m"],
  Date: ["2027-01-31"],
  Timestamp: ["2027-01-31T08:00:00Z", "2027-01-31T08:00:00.5+02:00"],
  Text: ['"a text"', '"with \\"escapes\\" \\u00e9"', '"{ ] // no comment"', '"long, long, long, long, long, long"'],
};

/** A small generator of numbers from a seed, so that a failing seed can be replayed. */
export function seededChoice(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) >>> 0;
    return ((state ^ (state >>> 13)) >>> 0) % below;
  };
}

const rules: ReadonlyMap<string, GrammarRule> = new Map(grammarRules().map((rule) => [rule.name, rule]));

/** The tokens of one random declaration, from the grammar itself; most of them parse without a mistake. */
export function randomDeclaration(choose: (below: number) => number): readonly string[] {
  const tokens: string[] = [];
  let budget = 120;
  const write = (node: GrammarNode, depth: number): void => {
    budget -= 1;
    const isTired = budget < 0 || depth > 22;
    switch (node.kind) {
      case "literal":
        tokens.push(node.text);
        break;
      case "token": {
        const choices = samples[node.name] ?? [];
        tokens.push(choices[choose(choices.length)] ?? "");
        break;
      }
      case "rule":
        write(rules.get(node.name)?.body ?? node, depth + 1);
        break;
      case "sequence":
        for (const item of node.items) write(item, depth);
        break;
      case "choice": {
        const items = node.items.filter((item) => !(item.kind === "token" && item.name === "History"));
        const easy = isTired ? items.filter((item) => item.kind !== "rule" || easyRules.has(item.name)) : items;
        const from = easy.length === 0 ? items : easy;
        const item = from[choose(from.length)];
        if (item !== undefined) write(item, depth + 1);
        break;
      }
      case "option":
        if (!isTired && choose(2) === 1) write(node.item, depth + 1);
        break;
      case "repeat": {
        const count = (node.atLeastOne ? 1 : 0) + (isTired ? 0 : choose(3));
        for (let index = 0; index < count; index += 1) {
          if (index > 0 && node.separator !== undefined) write(node.separator, depth);
          write(node.item, depth + 1);
        }
      }
    }
  };
  write({ kind: "rule", name: "declaration" }, 0);
  return tokens;
}

const easyRules: ReadonlySet<string> = new Set([
  "numberLiteral",
  "fieldOperand",
  "relation",
  "name",
  "dataNumber",
  "levelFloor",
]);
