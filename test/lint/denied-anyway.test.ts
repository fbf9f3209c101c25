import { describe, expect, it } from "vitest";
import { granted, told } from "./told.ts";

const found = (given: string, step: string, grants = granted) =>
  told("denied-anyway", `${grants}gate never on wipe { deny }\ntest "t" { ${given}  ${step} }`).map(
    ([, message]) => message,
  );
const call = 'call wipe { id: "1" }';

describe("a deny that comes whatever the gates say", () => {
  it.each([
    ["", "no agent acts here"],
    ["given { identity ok  task started }", "no agent acts here"],
    ["given { agent clerk  task started }", "nothing says that this is agent `clerk`"],
  ])("is told with: %s", (given, start) => {
    expect(found(given, `${call} expect deny`).map((message) => message.startsWith(start))).toEqual([true]);
  });

  it.each([
    ["given { agent clerk  identity ok  task started }", `${call} expect deny`],
    ["given { agent clerk }", `${call} expect deny via agent:clerk:subject`],
    ["given { agent clerk }", `${call} expect deny expect unknown token.subject`],
    ['given { agent clerk  token.subject "spiffe://desk.example/clerk"  task started }', `${call} expect deny`],
    ["given { agent clerk  identity ok  task started }", `${call} expect approve`],
  ])("is not with: %s %s", (given, step) => {
    expect(found(given, step)).toEqual([]);
  });

  it("is not without a task: such a test sees that the grant is bound to one", () => {
    expect(found("given { agent clerk  identity ok }", `${call} expect deny`)).toEqual([]);
  });
});
