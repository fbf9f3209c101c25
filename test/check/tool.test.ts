import { describe, expect, it } from "vitest";
import { checkFiles } from "./check-text.ts";

const header = "policy demo version 1 language 1\n";
const catalogue = JSON.stringify([
  {
    name: "pay",
    inputSchema: {
      type: "object",
      properties: {
        amount: { type: "integer" },
        currency: { type: "string" },
        note: { type: "string" },
        kind: { enum: ["a", "b"] },
        ratio: { type: "number" },
        to: { type: "array", items: { type: "string" } },
        lines: { type: "array", items: { type: "object", properties: { price: { type: "integer" } } } },
      },
    },
  },
  { name: "look", inputSchema: { type: "object", additionalProperties: true } },
]);
const refine = (...clauses: readonly string[]) => refineTool("pay", ...clauses);
const refineTool = (tool: string, ...clauses: readonly string[]) =>
  checkFiles({
    "policy.gate": `${header}use tools from "./tools.json"\ntool ${tool} {\n${clauses.map((clause) => `  ${clause}\n`).join("")}}\n`,
    "tools.json": catalogue,
  });

describe("a `tool` block", () => {
  it("refines what the schema leaves open", () => {
    const checked = refine(
      "args.amount is money in args.currency minor",
      "args.note is url",
      'args.kind is "a"',
      "args.ratio is percent",
      "args.to is list of email",
      "args.lines.price is money EUR minor",
    );
    expect(checked.codes).toEqual([]);
    expect(checked.policy?.tools.find((tool) => tool.name === "pay")?.args).toMatchObject({
      fields: {
        amount: { type: { kind: "money", currency: { kind: "argument", path: ["currency"] }, unit: "minor" } },
        note: { type: { kind: "url" } },
        kind: { type: { values: ["a"] } },
        ratio: { type: { kind: "percent" } },
        to: { type: { kind: "list", element: { kind: "email" } } },
        lines: { type: { element: { fields: { price: { type: { kind: "money", currency: { code: "EUR" } } } } } } },
      },
    });
  });

  it.each([
    ["args.note is money USD"],
    ["args.note is int"],
    ["args.amount is string"],
    ["args.amount is percent"],
    ['args.kind is "a" | "c"'],
    ["args.kind is email"],
    ["args.to is email"],
    ["args.to is list of int"],
    ["args.amount.value is int"],
  ])("cannot contradict the schema: %s", (clause) => {
    expect(refine(clause).codes).toEqual(["schema-contradiction"]);
  });

  it("cannot name a field that the schema does not have", () => {
    expect(refine("args.amuont is money USD").diagnostics[0]?.help).toBe("did you mean `amount`?");
    expect(refine("args.amount is money in args.curency").codes).toEqual(["unknown-field"]);
  });

  it("may declare fields where the schema allows additional ones", () => {
    expect(refineTool("look", "args.depth is int").codes).toEqual([]);
  });

  it("keeps the digest of the catalogue's schema", () => {
    const [plain, refined] = [refine("effect pays"), refine("args.amount is money USD")].map(
      ({ policy }) => policy?.tools.find((tool) => tool.name === "pay")?.schemaDigest,
    );
    expect(plain).toMatch(/^[0-9a-f]{64}$/);
    expect(refined).toBe(plain);
  });

  it("lists integers whose unit nobody states", () => {
    const units = (...clauses: readonly string[]) =>
      refine(...clauses).policy?.tools.find((tool) => tool.name === "pay")?.refined;
    expect(units("effect pays")).toEqual(["amount", "lines.price"]);
    expect(units("args.amount is money USD minor", "args.lines.price is int")).toEqual([]);
  });

  it("whose name is misspelt does not declare another tool", () => {
    expect(refineTool("payy", "args.amount is money USD").diagnostics).toMatchObject([
      { code: "unknown-tool", help: "did you mean `pay`?" },
    ]);
    expect(refineTool("payy", "args.other is int").codes).toEqual([]);
  });

  it("reads effects, undo, trust, labels and the format of results", () => {
    const checked = refine(
      "effect pays, writes",
      "undo by look",
      "result is yaml",
      "result.email is trusted",
      "result.text is untrusted",
      "returns [pii, secret]",
    );
    expect(checked.codes).toEqual([]);
    expect(checked.policy?.tools.find((tool) => tool.name === "pay")).toMatchObject({
      effects: ["pays", "writes"],
      undo: "look",
      resultFormat: "yaml",
      trusted: ["email"],
      untrusted: ["text"],
      returns: ["pii", "secret"],
    });
  });

  it.each([
    ["effect payes", "unknown-effect"],
    ["undo by lok", "unknown-tool"],
    ["result is xml", "unknown-word"],
    ["returns [pi]", "unknown-label"],
    ["args.amount is moneyy", "unknown-type"],
    ["args.amount is money QQQ", "unknown-currency"],
    ["args.amount is money in args.amount", "tool-path-root"],
  ])("resolves its words: %s", (clause, code) => {
    expect(refine(clause).codes).toEqual([code]);
  });

  it("with a mistake in a field raises nothing in the rules that read it", () => {
    const rest =
      'gate g on web.get {\n  when args.address in domain ["example.com"] and args.address.host is empty\n  deny\n}\n';
    const checked = checkFiles({
      "policy.gate": `${header}tool web.get {\n  args.address is uri\n  effect reads\n}\n${rest}`,
    });
    expect(checked.codes).toEqual(["unknown-type"]);
  });

  it("alone declares a tool with exactly the arguments it types", () => {
    const { policy } = checkFiles({
      "policy.gate": `${header}tool shop.refund {\n  args.price.amount is money USD\n  args.order is string\n}\n`,
    });
    expect(policy?.tools[0]).toMatchObject({
      args: {
        additional: false,
        fields: { price: { type: { additional: false, fields: { amount: { type: { kind: "money" } } } } } },
      },
      effectsFrom: "none",
      schemaDigest: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });
});
