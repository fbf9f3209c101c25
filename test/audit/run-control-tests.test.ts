import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type ControlTestResult, runControlTests } from "../../src/audit/run-control-tests.ts";
import { readDeployment } from "../../src/manifest/read-deployment.ts";
import { parseFile } from "../../src/parse/parse-file.ts";
import { asOfMs, controls, manifestsIn, policyTests } from "./cases.ts";

const folder = "policies/zero-trust";

function run(tests: typeof policyTests): readonly ControlTestResult[] {
  return runControlTests(
    controls,
    tests,
    ({ on }) => {
      const files = manifestsIn(join(folder, on?.text ?? ""));
      return readDeployment(files, { complete: [], agents: [] }).deployment;
    },
    asOfMs,
  );
}

const own = (steps: string, on = "../../fixtures/audit/id-1-mesh-and-own-account") => {
  const text = `policy own version 1 language 1\ntest "t" on "${on}" {\n  ${steps}\n}\n`;
  const { file } = parseFile({ file: "own.gate", text });
  const tests = file.declarations.flatMap((declaration) => (declaration.kind === "test" ? [declaration] : []));
  return run(tests)[0];
};

describe("tests over deployments", () => {
  it.each(run(policyTests).map((result) => [result.title, result] as const))("%s", (_, { failures }) => {
    expect(failures).toEqual([]);
  });

  it("cover every control", () => {
    const named = policyTests.flatMap(({ steps }) =>
      steps.flatMap((step) => (step.kind === "expect-control" ? [step.control.text] : [])),
    );
    expect(controls.map(({ name }) => name).filter((name) => !named.includes(name))).toEqual([]);
  });

  it("pass on the expected verdict, of a subject or of the item as a whole", () => {
    expect(own("expect ZT-ID-1 pass for agent mailer")?.passed).toBe(true);
    expect(own("expect ZT-ID-1 pass")?.passed).toBe(true);
  });

  it("say what came instead, at the step", () => {
    const result = own("expect ZT-ID-1 fail for agent mailer");
    expect(result?.failures[0]?.message).toContain("expected ZT-ID-1 fail for agent mailer, got pass");
    expect(result?.failures[0]?.start).toBeGreaterThan(result?.start ?? 0);
    expect(own("expect ZT-ID-1 fail")?.failures[0]?.message).toBe("expected ZT-ID-1 fail, got pass");
  });

  it("fail on a subject or a control that is not there, and when they expect nothing", () => {
    expect(own("expect ZT-ID-1 pass for agent clerk")?.failures[0]?.message).toBe(
      "ZT-ID-1 judged no agent clerk; it judged agent mailer",
    );
    expect(own("expect ZT-XX-1 pass")?.failures[0]?.message).toBe("no control is called ZT-XX-1");
    expect(own("")?.passed).toBe(false);
  });

  it("fail with the reason when the folder could not be read", () => {
    const results = runControlTests(controls, policyTests.slice(0, 1), () => "it is gone", asOfMs);
    expect(results[0]).toMatchObject({ passed: false, failures: [{ message: "it is gone" }] });
  });
});
