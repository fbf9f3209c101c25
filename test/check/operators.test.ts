import { describe, expect, it } from "vitest";
import { checkFiles } from "./check-text.ts";

// Every operator on a field of every type, and on what is no field: accepted, or told why not and what to write.

const world = `policy demo version 1 language 1
tool all.of {
  args.int is int
  args.decimal is decimal
  args.money is money USD
  args.percent is percent
  args.duration is duration
  args.timestamp is timestamp
  args.string is string
  args.word is "a" | "b"
  args.bool is bool
  args.email is email
  args.domain is domain
  args.url is url
  args.path is path
  args.cidr is cidr
  args.command is command
  args.texts is list of string
  args.bools is list of bool
  args.json is json
  args.record.one is string
  effect reads
}
agent desk { subject "x" }
let named = args.bool
`;
const left = [
  ...["int", "decimal", "money", "percent", "duration", "timestamp", "string", "word", "bool"],
  ...["email", "domain", "url", "path", "cidr", "command", "texts", "bools", "json", "record"],
]
  .map((name) => `args.${name}`)
  .concat(["text", "labels", "agent", "chain", "at", "confidence", "context", "named", "nothing", '"a"', "5", "true"])
  .concat(["[1]", "(args.bool and named)", "origin(args.string)", "args.int + 1", "args.money - 1.00 USD"]);

const told = (condition: string): string => {
  const text = `${world}gate probe on all.of {\n  when ${condition}\n  deny\n}\n`;
  const { diagnostics } = checkFiles({ "policy.gate": text });
  const lines = diagnostics.map(
    ({ code, message, help }) => `${code}: ${message}${help === undefined ? "" : ` (${help})`}`,
  );
  return `${condition}\n${lines.length === 0 ? "  ok\n" : lines.map((line) => `  ${line}\n`).join("")}`;
};

describe("an operator", () => {
  it.each<[string, readonly string[]]>([
    ["equals", ['== "a"', "!= 5", "== true"]],
    ["orders", ["< 5", ">= 5.00 USD", "> 5m"]],
    ["in", ['in ["a"]', "not in [5]", "in args.texts"]],
    ["contains", ['contains "a"', "contains any [card, pii]", 'contains all ["a", "b"]']],
    ["affixes", ['starts with "a"', 'ends with ""', "starts with 5"]],
    ["matches", ['matches "a+"', 'matches "("', "matches args.string"]],
    ["domains", ['in domain ["a.example"]', 'not in domain ["a b"]', "in domain [named]"]],
    ["paths", ['in path ["/a/**"]', 'not in path [""]', 'in path "/a"']],
    ["ranges", ['in cidr ["10.0.0.0/8"]', 'not in cidr ["10.0.0.0/99"]']],
    ["empty", ["is empty", "is not empty"]],
    ["bare", [""]],
  ])("is read by what stands left of it: %s", async (name, operators) => {
    const conditions = operators.flatMap((operator) => left.map((one) => `${one} ${operator}`.trim()));
    await expect(conditions.map(told).join("")).toMatchFileSnapshot(`../../fixtures/messages/operators/${name}.txt`);
  });

  it.each<[string, (one: string) => string]>([
    ["has", (one) => `has ${one}`],
    ["not", (one) => `not ${one}`],
    ["any", (one) => `any x in ${one}: x == "a"`],
    ["origin", (one) => `origin(${one}) contains user`],
    ["sum", (one) => `${one} + 1 > 2`],
    ["right", (one) => `args.string == ${one}`],
    ["number", (one) => `args.int < ${one}`],
  ])("is read by what stands right of it: %s", async (name, write) => {
    await expect(left.map((one) => told(write(one))).join("")).toMatchFileSnapshot(
      `../../fixtures/messages/operators/${name}.txt`,
    );
  });
});
