import { irDigest } from "../engine/canonical-ir.ts";
import { lowerPolicy } from "../engine/lower.ts";
import { runTests } from "../simulate/run-tests.ts";
import type { TestResult } from "../simulate/simulation.ts";
import type { Context, Ran } from "./command.ts";
import { allPages } from "./diagnostic-catalogue.ts";
import { exitFor } from "./exit-code.ts";
import { makeReport } from "./make-report.ts";
import { type Options, text } from "./options.ts";
import { preparePolicies } from "./prepare-policies.ts";
import { yamlOptions } from "./yaml-options.ts";

/** Runs the test blocks of every policy that compiles. That nothing was tested is a mistake, not a pass. */
export async function runTest(context: Context, files: readonly string[], options: Options): Promise<Ran> {
  const prepared = await preparePolicies(context, files);
  const glob = text(options, "run");
  const compiled = prepared.policies.flatMap(({ checked }) =>
    checked === undefined ? [] : [{ checked, ir: lowerPolicy(checked) }],
  );
  const tests: TestResult[] = [];
  for (const { checked, ir } of compiled) {
    const wanted = { ...(await yamlOptions(ir)), ...(glob === undefined ? {} : { run: glob }) };
    tests.push(...runTests(ir, checked.tests, wanted));
    if (checked.tests.some(({ on }) => on !== undefined)) {
      const { controlTests } = await import("./control-tests.ts");
      tests.push(...(await controlTests(checked, context, glob)));
    }
  }
  const [only] = compiled;
  const empty = tests.length === 0 && prepared.reasons.length === 0;
  return {
    report: makeReport(context.shell.host, "test", {
      exit: exitFor([
        ...prepared.reasons,
        ...(empty ? (["usage"] as const) : []),
        ...(tests.some(({ passed }) => !passed) ? (["findings"] as const) : []),
      ]),
      files: prepared.named,
      diagnostics: prepared.diagnostics.filter(({ severity }) => severity === "error"),
      sources: prepared.sources,
      pages: allPages(),
      ...(tests.length === 0 ? {} : { tests }),
      ...(only === undefined || compiled.length > 1 ? {} : { policyDigest: irDigest(only.ir) }),
      summary: [
        ...prepared.summary,
        ...(empty
          ? [glob === undefined ? "no test block was found: nothing was tested" : `no test has a title like ${glob}`]
          : []),
      ],
    }),
  };
}
