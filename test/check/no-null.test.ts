import { expect, it } from "vitest";
import { checkText } from "./check-text.ts";

const tool = `tool a.b {
  args.note is string
  args.count is int
  args.mail is email
  args.state is "None" | "some"
}
`;
const gate = (condition: string): string => `${tool}gate g on a.b {\n  when ${condition}\n  deny\n}\n`;

it.each([
  "args.note == null",
  "args.note != nil",
  "undefined == args.note",
  "args.count == null",
  "args.mail in [NULL]",
])("no value is null, and no fix makes a text of it: %s", (condition) => {
  const { codes, diagnostics } = checkText(gate(condition));
  expect(codes).toEqual(["no-null"]);
  expect(diagnostics[0]?.fixes).toEqual([]);
});

it("a word that is a member of the field needs its quotes only", () => {
  expect(checkText(gate("args.state == None")).codes).not.toContain("no-null");
});
