import { describe, expect, it } from "vitest";
import { runTests } from "../../src/simulate/run-tests.ts";
import { compileText } from "../support/compile.ts";

const world = `policy p version 1 language 1
tool pay {
  args.note is string
  effect pays
}
role finance
agent clerk { subject "spiffe://corp/clerk" }
grant all { to agent clerk  tools * }
gate asked on pay { require approval by role finance }
gate sure on pay { when confidence < 50%  deny because "too unsure" }
`;

function failuresOf(steps: string): readonly string[] {
  const { ir, checked, diagnostics } = compileText(`${world}test "t" {\n${steps}\n}\n`);
  if (ir === undefined || checked === undefined) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  return runTests(ir, checked.tests).flatMap(({ failures }) => failures.map(({ message }) => message));
}

describe("an answer in a test", () => {
  it("is to the call, whatever was decided after it", () => {
    expect(
      failuresOf(`given { agent clerk  identity ok  confidence 90% }
  call pay { note: "a" } expect approve
  output "One moment, please" expect allow
  approve by "ann" role finance expect log`),
    ).toEqual([]);
  });
});

describe("an expectation that fails", () => {
  it("says what was unknown to the rules that decided", () => {
    expect(failuresOf('given { agent clerk  identity ok }\n  call pay { note: "a" } expect allow')).toEqual([
      'expected allow, got deny: decided by asked, sure ("too unsure") (unknown: confidence)',
    ]);
    expect(
      failuresOf('given { agent clerk  identity ok  confidence 9% }\n  call pay { note: "a" } expect allow'),
    ).toEqual(['expected allow, got deny: decided by asked, sure ("too unsure")']);
  });
});
