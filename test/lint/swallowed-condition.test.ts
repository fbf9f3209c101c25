import { describe, expect, it } from "vitest";
import { granted, told } from "./told.ts";

const found = (condition: string) =>
  told("swallowed-condition", `${granted}gate x on send { when ${condition}  deny }`);
const orMessage = "this decides nothing: wherever it is true, the other part is true too";
const andMessage = "this decides nothing: wherever the other part is true, it is true too";

describe("a part that says nothing beside another one", () => {
  it.each([
    ["args.size > 5 or args.size > 3", "args.size > 5", orMessage],
    ["args.size > 3 and args.size > 5", "args.size > 3", andMessage],
    ["args.size + 1 > 6 or args.size > 3", "args.size + 1 > 6", orMessage],
    ["args.size >= 4 and args.size > 3", "args.size > 3", andMessage],
    ['args.subject in ["a", "b"] or args.subject == "a"', 'args.subject == "a"', orMessage],
    ['args.subject != "c" and args.subject == "a"', 'args.subject != "c"', andMessage],
    ['args.subject starts with "a" or args.subject starts with "ab"', 'args.subject starts with "ab"', orMessage],
    ['args.subject ends with "a" and args.subject ends with "ba"', 'args.subject ends with "a"', andMessage],
    ["args.to is empty or args.size > 3 or args.to is empty", "args.to is empty", "this stands twice in one `or`"],
  ])("%s", (condition, place, message) => {
    expect(found(condition)).toEqual([[place, message]]);
  });

  it.each([
    "args.size > 3 and args.size < 5",
    "args.size < 3 or args.size > 5",
    'args.subject starts with "a" and args.subject ends with "ab"',
    'args.subject starts with "a" or args.copy starts with "ab"',
    "args.sum > 3.00 USD and args.size > 5",
    'args.subject == "a" or args.subject == "b"',
  ])("is none of: %s", (condition) => {
    expect(found(condition)).toEqual([]);
  });
});
