import { keywords, tokens } from "./tokens.ts";

/** What may stand at a place, in the words of a message, and an example where one helps. */
export interface ExpectationText {
  readonly expected: string;
  readonly hint?: string;
}

/** From the rule that could not go on and the tokens it would have accepted. */
export function expectationText(rule: string, expected: readonly string[]): ExpectationText {
  const known = ruleTexts.get(rule);
  const isOne = expected.length === 1;
  if (known !== undefined && !(isOne && fixedLabels.has(expected[0] ?? ""))) return known;
  const labels = [...new Set(expected.map((name) => fixedLabels.get(name) ?? variableLabels.get(name) ?? name))];
  if (labels.length === 0) return known ?? { expected: "the end of this declaration" };
  if (labels.length > 8) return { expected: "something else" };
  return {
    expected: labels.length === 1 ? (labels[0] ?? "") : `${labels.slice(0, -1).join(", ")} or ${labels.at(-1)}`,
  };
}

const labelsOf = (types: readonly { readonly name: string; readonly LABEL?: string }[]): ReadonlyMap<string, string> =>
  new Map(types.map(({ name, LABEL }) => [name, LABEL ?? name]));

const variableTokens = [
  tokens.word,
  tokens.path,
  tokens.hyphenated,
  tokens.pattern,
  tokens.currency,
  tokens.number,
  tokens.percent,
  tokens.duration,
  tokens.date,
  tokens.timestamp,
  tokens.text,
];

const variableLabels = labelsOf(variableTokens);

/** Keywords and symbols: naming the one that is missing says more than naming the rule. */
const fixedLabels = labelsOf([
  ...Object.values(tokens).filter((type) => !variableTokens.includes(type)),
  ...Object.values(keywords),
]);

const value = { expected: "a value, a field or a condition", hint: "for example `args.amount > 500.00 USD`" };
const tool = {
  expected: "a tool or a pattern",
  hint: "for example `stripe.create_refund` or `stripe.*`; unusual names are quoted",
};

const name = { expected: "a name", hint: "a name has no dots; an unusual one is quoted" };
const target = { expected: "a tool or pattern, `effect […]`, `result of …`, `message`, `prompt` or `output`" };

const ruleTexts: ReadonlyMap<string, ExpectationText> = new Map<string, ExpectationText>([
  ["operand", value],
  ["historyTerm", { expected: "a history term", hint: "for example `count(started mail.send) within 1h per agent`" }],
  [
    "pastEvent",
    {
      expected: "a phase and a tool or pattern",
      hint: "for example `started mail.send`, `denied *`, `executed crm.get_*`",
    },
  ],
  ["condition", value],
  ["relation", value],
  ["sum", value],
  ["listItem", { expected: "an item of the list" }],
  ["fieldOperand", { expected: "a field" }],
  ["path", { expected: "a field", hint: "for example `args.amount`" }],
  ["name", name],
  ["nameList", name],
  ["toolPattern", tool],
  ["toolPatternList", tool],
  ["quotedTextList", { expected: "a text in double quotes" }],
  ["quotedText", { expected: "a text in double quotes" }],
  ["wholeNumber", { expected: "a whole number" }],
  ["durationLiteral", { expected: "a duration", hint: "for example `15m` or `1h30m`" }],
  ["moment", { expected: "a date or a moment", hint: "for example `2027-01-31` or `2027-01-31T08:00:00Z`" }],
  ["approval", { expected: "`by role NAME`", hint: "for example `approval by role finance, count 2, valid 15m`" }],
  [
    "approvalOption",
    {
      expected: "`count N`, `valid D`, `reusable N` or `escalate after D to role NAME`",
      hint: "`valid 15m` bounds how long an approval lasts",
    },
  ],
  ["quorum", { expected: "`by role NAME`", hint: "for example `set by role ciso, count 2`" }],
  [
    "quorumOption",
    { expected: "`count N` or `valid D`", hint: "`valid 15m` bounds how long the word of one person counts" },
  ],
  ["stateStep", { expected: '`by "NAME" role ROLE`', hint: 'for example `kill stop_all by "ann" role ciso`' }],
  ["requirement", { expected: "`verification by …`, `confirmation by user` or `approval by role …`" }],
  ["gateOutcome", { expected: "`log`, `deny` or `require …`" }],
  ["bandOutcome", { expected: "`allow`, `log`, `deny` or `require …`" }],
  ["obligation", { expected: '`redact […] in PATH by mask|hash|drop`, `record full`, `alert "…"` or `notify "…"`' }],
  ["gateTarget", target],
  ["gateTargets", target],
  [
    "type",
    { expected: "a type", hint: 'for example `int`, `email`, `money USD`, `"open" | "closed"` or `list of url`' },
  ],
  ["moneyType", { expected: "a currency of three capital letters, or `in` and the field that holds it" }],
  ["claim", { expected: "`never`, `always`, `no dead gates` or `not weaker than`" }],
  ["demand", { expected: "`requires …` or `at least LEVEL`" }],
  [
    "data",
    { expected: "a value of test data", hint: 'for example `"usd"`, `150000`, `true`, `[ … ]` or `{ amount: 5 }`' },
  ],
  ["relationOperator", { expected: "an operator" }],
  ["agentClause", { expected: "`ttl <= D` or `scope covers tool`" }],
  ["mayClause", { expected: "`message AGENT` or `delegate TOOL to agent AGENT`" }],
  ["declaration", { expected: "a declaration" }],
]);
