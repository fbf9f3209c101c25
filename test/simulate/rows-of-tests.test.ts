import { expect, it } from "vitest";
import { runTests } from "../../src/simulate/run-tests.ts";
import { compileText } from "../support/compile.ts";

const policy = (gate: string): string => `policy p version 1 language 1
tool count { args.n is int  effect reads }
agent clerk { subject "clerk" }
grant counting { to agent clerk  tools count }
gate big on count { when args.n > 5  deny }
gate small on count { when args.n < 5  deny }
test "rows" {
  for each row in [{ n: 6, gate: "${gate}", level: "deny" }]
  given { agent clerk identity ok }
  call count { n: row.n }  expect row.level via row.gate
}
`;

const messagesOf = (gate: string): readonly string[] => {
  const { ir, checked } = compileText(policy(gate));
  if (ir === undefined || checked === undefined) throw new Error("did not compile");
  return runTests(ir, checked.tests).flatMap(({ failures }) => failures.map(({ message }) => message));
};

it("takes the gate that `via` pins from the row", () => {
  expect(messagesOf("big")).toEqual([]);
  expect(messagesOf("small")).toEqual(["deny as expected, but not via small: decided by big"]);
});

it("takes the tool that is called from the row, and no other tool for one of a row", () => {
  const text = `policy p version 1 language 1
tool count { args.n is int  effect reads }
tool shop.count { args.n is int  effect reads }
agent clerk { subject "clerk" }
grant counting { to agent clerk  tools count }
test "rows" {
  for each row in [{ tool: "count", count: "count", level: allow }, { tool: "shop.count", count: "count", level: deny }]
  given { agent clerk identity ok }
  call row.tool { n: 5 }  expect row.level
  call shop.count { n: 5 }  expect deny via not_granted
}
`;
  const { ir, checked } = compileText(text);
  if (ir === undefined || checked === undefined) throw new Error("did not compile");
  expect(runTests(ir, checked.tests).flatMap(({ failures }) => failures.map(({ message }) => message))).toEqual([]);
});

it("expects no denial that the data alone brings about, unless it says so", () => {
  const messages = (step: string): readonly string[] => {
    const text = policy("big").replace(/ {2}for each[\s\S]*$/, `  given { agent clerk identity ok }\n  ${step}\n}\n`);
    const { ir, checked } = compileText(text);
    if (ir === undefined || checked === undefined) throw new Error("did not compile");
    return runTests(ir, checked.tests).flatMap(({ failures }) => failures.map(({ message }) => message));
  };
  expect(messages('call count { n: "six" } expect deny')).toEqual([
    expect.stringContaining("`schema_violation` denies whatever the policy says"),
  ]);
  expect(messages('given { source_time "yesterday" } call count { n: 6 } expect deny')).toEqual([
    expect.stringContaining("`invalid_event` denies whatever the policy says"),
  ]);
  expect(messages('call count { n: "six" } expect deny via schema_violation')).toEqual([]);
  expect(messages("call count { n: 6 } expect deny")).toEqual([]);
});
