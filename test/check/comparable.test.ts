import { describe, expect, it } from "vitest";
import { checkText, world } from "./check-text.ts";

const numbers = ["int", "decimal"];
const texts = ["string", "email", "domain", "path", "cidr", "iban", "phone"];
const all = ["bool", ...numbers, "percent", "duration", "timestamp", "money USD", ...texts, "url", "command", "json"];

const field = (type: string, prefix = ""): string => `args.${prefix}${type.replace(" ", "_")}`;
const tool = `tool a.b {\n${all.map((type) => `  ${field(type)} is ${type}\n  ${field(type, "other_")} is ${type}\n`).join("")}}\n`;

/** The types in whose condition nothing is wrong. */
function fitting(conditionOf: (type: string) => string): readonly string[] {
  const gates = all.map((type, index) => `gate g${index} on a.b {\n  when ${conditionOf(type)}\n  deny\n}\n`);
  const { diagnostics } = checkText(tool + gates.join(""));
  const wrong = diagnostics.flatMap(({ spans }) => spans.filter(({ primary }) => primary).map(({ start }) => start));
  let end = world.length + tool.length;
  return all.filter((_, index) => {
    const start = end;
    end += gates[index]?.length ?? 0;
    return !wrong.some((at) => at >= start && at < end);
  });
}

describe("a field equals another", () => {
  it.each([
    ["bool", ["bool", "json"]],
    ["int", [...numbers, "json"]],
    ["decimal", [...numbers, "json"]],
    ["percent", ["percent", "json"]],
    ["duration", ["duration", "json"]],
    ["timestamp", ["timestamp", "json"]],
    ["money USD", ["money USD", "json"]],
    ["string", [...texts, "json"]],
    ["email", ["string", "email", "json"]],
    ["domain", ["string", "domain", "json"]],
    ["path", ["string", "path", "json"]],
    ["cidr", ["string", "cidr", "json"]],
    ["iban", ["string", "iban", "json"]],
    ["phone", ["string", "phone", "json"]],
    ["url", ["url", "json"]],
    ["command", ["command", "json"]],
    ["json", all],
  ])("of a type that fits: %s", (type, others) => {
    expect(fitting((other) => `${field(type)} == ${field(other, "other_")}`)).toEqual(others);
  });
});

describe("JSON of no stated type", () => {
  const lists = "tool a.b {\n  args.json is json\n  args.texts is list of string\n  args.jsons is list of json\n}\n";
  const codes = (condition: string): readonly string[] =>
    checkText(`${lists}gate g on a.b {\n  when ${condition}\n  deny\n}\n`).codes;

  it.each(["args.texts", "args.jsons", "args", "labels", "text"])(
    "is never compared with %s as a whole, whichever side it stands on",
    (many) => {
      for (const operator of ["==", "!="]) {
        expect(codes(`args.json ${operator} ${many}`)).toEqual(["not-comparable"]);
        expect(codes(`${many} ${operator} args.json`)).toEqual(["not-comparable"]);
      }
    },
  );

  it("equals no list within a list either", () => {
    expect(codes("args.json in [args.texts]")).toEqual(["type-mismatch"]);
    expect(codes("args.jsons contains args.texts")).toEqual(["type-mismatch"]);
    expect(codes("args.jsons contains args.json")).toEqual([]);
    expect(codes("args.json in args.texts")).toEqual([]);
  });
});

describe("a field equals a literal", () => {
  it.each([
    ["true", ["bool", "json"]],
    ["5", [...numbers, "json"]],
    ["5.5", ["decimal", "json"]],
    ["50%", ["percent", "json"]],
    ["5m", ["duration", "json"]],
    ["2026-01-01T00:00:00Z", ["timestamp", "json"]],
    ["5.00 USD", ["money USD", "json"]],
    ["5.00 EUR", ["json"]],
    ['"a@b.example"', ["string", "email", "path", "command", "json"]],
    ['"a.example"', ["string", "domain", "path", "command", "json"]],
    ['"10.0.0.0/8"', ["string", "path", "cidr", "command", "json"]],
    ['"https://a.example/"', ["string", "url", "command", "json"]],
    ['"DE89370400440532013000"', ["string", "domain", "path", "iban", "command", "json"]],
    ['"+4930123456"', ["string", "path", "phone", "command", "json"]],
  ])("that its type can have: %s", (literal, types) => {
    expect(fitting((type) => `${field(type)} == ${literal}`)).toEqual(types);
  });
});

describe("a field has an order", () => {
  it.each([
    ["true", []],
    ["5", numbers],
    ["5.5", numbers],
    ["50%", ["percent"]],
    ["5m", ["duration"]],
    ["2026-01-01T00:00:00Z", ["timestamp"]],
    ["5.00 USD", ["money USD"]],
    ["5.00 EUR", []],
    ['"a.example"', []],
  ])("only if it is a quantity: > %s", (literal, types) => {
    expect(fitting((type) => `${field(type)} > ${literal}`)).toEqual(types);
  });
});
