import type { CheckedControl } from "../ast/checked-control.ts";
import type { TestDeclaration, TestStep } from "../ast/parsed-test.ts";
import type { Deployment } from "../model/model.ts";
import { auditDeployment } from "./audit-deployment.ts";

export interface ControlTestResult {
  readonly title: string;
  readonly file: string;
  readonly start: number;
  readonly end: number;
  readonly passed: boolean;
  readonly failures: readonly { readonly start: number; readonly end: number; readonly message: string }[];
}

/**
 * Runs the `test "…" on "FOLDER"` blocks. `deploymentOf` gives what was read from the folder of a test, or a message why
 * nothing could be.
 */
export function runControlTests(
  controls: readonly CheckedControl[],
  tests: readonly TestDeclaration[],
  deploymentOf: (test: TestDeclaration) => Deployment | string,
  asOfMs: number,
): readonly ControlTestResult[] {
  return tests
    .filter((test) => test.on !== undefined)
    .map((test) => {
      const failures = failuresOf(controls, test, deploymentOf(test), asOfMs);
      const { file, start, end } = test.span;
      return { title: test.title.text, file, start, end, passed: failures.length === 0, failures };
    });
}

function failuresOf(
  controls: readonly CheckedControl[],
  test: TestDeclaration,
  deployment: Deployment | string,
  asOfMs: number,
): ControlTestResult["failures"] {
  if (typeof deployment === "string") return [{ ...offsets(test), message: deployment }];
  const nothing = { accepted: [], refusals: [], unclaimed: [], proposals: [], inputDigest: "", files: 0 };
  const report = auditDeployment(controls, deployment, { asOfMs, ...nothing });
  const expected = test.steps.filter((step) => step.kind === "expect-control");
  if (expected.length === 0) {
    return [{ ...offsets(test), message: "this test expects nothing: add `expect CONTROL VERDICT for SUBJECT NAME`" }];
  }
  return expected.flatMap((step) => {
    const message = mismatch(step, report);
    return message === undefined ? [] : [{ start: step.span.start, end: step.span.end, message }];
  });
}

const offsets = ({ span }: TestDeclaration) => ({ start: span.start, end: span.end });

function mismatch(
  step: TestStep & { readonly kind: "expect-control" },
  report: ReturnType<typeof auditDeployment>,
): string | undefined {
  const item = report.items.find(({ id }) => id === step.control.text);
  if (item === undefined) return `no control is called ${step.control.text}`;
  const wanted = step.verdict.text;
  if (step.subject === undefined) {
    return item.verdict === wanted ? undefined : `expected ${item.id} ${wanted}, got ${item.verdict}`;
  }
  const name = `${step.subject.kind.text} ${step.subject.name.text}`;
  const subject = item.subjects.find((one) => one.subject === name);
  if (subject === undefined) {
    return `${item.id} judged no ${name}; it judged ${item.subjects.map((one) => one.subject).join(", ") || "nothing"}`;
  }
  return subject.verdict === wanted
    ? undefined
    : `expected ${item.id} ${wanted} for ${name}, got ${subject.verdict}: ${subject.clause}`;
}
