import type { Name } from "../ast/name.ts";
import type { DataValue, Expectation, TestDeclaration, TestStep } from "../ast/parsed-test.ts";
import { countTooSmall } from "../diagnostics/declarations.ts";
import { unknownControl, unknownWord } from "../diagnostics/names.ts";
import { nearMiss } from "../diagnostics/near-miss.ts";
import { unknownField } from "../diagnostics/paths.ts";
import { unknownSwitch } from "../diagnostics/switches.ts";
import { testWithoutExpectation } from "../diagnostics/tests.ts";
import { assertNever } from "../source/assert-never.ts";
import type { Type } from "../value/type.ts";
import type { BuiltInGates } from "./built-in-gates.ts";
import { checkExpectation, type TestNames } from "./check-expectation.ts";
import { checkGiven } from "./check-given.ts";
import { fieldOf } from "./join-types.ts";
import type { Report } from "./report.ts";
import { resolveRole } from "./resolve-role.ts";
import { resolveAgent, resolveTool } from "./resolve-tools.ts";
import type { Checker } from "./scope.ts";
import { readTable } from "./test-rows.ts";

/** Names in a test's steps. Its data is typed where the test runs, by the same admission as every event. */
export function checkTest(test: TestDeclaration, checker: Checker, builtIn: BuiltInGates): void {
  let mistakes = 0;
  const { report } = checker;
  const counting: Report = {
    ...report,
    add(diagnostic) {
      mistakes += 1;
      report.add(diagnostic);
    },
  };
  const names = { checker: { ...checker, report: counting }, builtIn, table: readTable(test.rows, counting) };
  for (const step of test.steps) checkStep(step, names);
  // Where there are mistakes, it is not done yet.
  if (mistakes === 0 && !test.steps.some(expectsSomething)) report.add(testWithoutExpectation.at(test.title.span, {}));
}

const expectsSomething = (step: TestStep): boolean =>
  step.kind === "expect-control" || ("expect" in step && step.expect.length > 0);

function checkStep(step: TestStep, names: TestNames): void {
  const { checker, table } = names;
  const expect = (expectations: readonly Expectation[]): void => {
    for (const expectation of expectations) checkExpectation(expectation, names);
  };
  switch (step.kind) {
    case "given":
      checkGiven(step.settings, table, checker);
      return;
    case "call":
      table.checkData(step.args);
      for (const name of table.namesOf(step.tool)) {
        const tool = resolveTool(name, checker);
        const args = tool === undefined ? undefined : checker.names.tools.get(tool)?.args;
        if (args !== undefined) checkArguments(step.args, args, "args", checker);
      }
      expect(step.expect);
      return;
    case "message":
      table.checkData(step.text);
      resolveAgent(step.to, checker);
      expect(step.expect);
      return;
    case "approve":
    case "confirm":
    case "verify":
    case "reject":
      if (step.by !== undefined) table.checkData(step.by);
      if (step.role !== undefined) resolveRole(step.role, checker);
      if (step.agent !== undefined) resolveAgent(step.agent, checker);
      expect(step.expect);
      return;
    case "prompt":
    case "system":
    case "output":
      table.checkData(step.text);
      expect(step.expect);
      return;
    case "result":
      table.checkData(step.value);
      expect(step.expect);
      return;
    case "started":
    case "expect":
      expect(step.expect);
      return;
    case "revoke":
      resolveAgent(step.subject, checker);
      return;
    case "state":
      table.checkData(step.by);
      checkStatement(step, checker);
      expect(step.expect);
      return;
    case "expect-control":
      checkControlExpectation(step, checker);
      return;
    case "after":
      if (step.duration.ms < 1) checker.report.add(countTooSmall.at(step.duration.span, { clause: "after" }));
      return;
    case "error":
      table.checkData(step.text);
      return;
    default:
      assertNever(step);
  }
}

function checkStatement(
  { action, subject, role }: Extract<TestStep, { readonly kind: "state" }>,
  checker: Checker,
): void {
  const { killSwitches, breakGlasses } = checker.names;
  const isGlass = action === "open" || action === "close";
  const declared = isGlass ? breakGlasses : killSwitches;
  if (!declared.has(subject.text)) {
    checker.report.add(
      unknownSwitch.at(subject.span, {
        kind: isGlass ? "break glass" : "kill switch",
        name: subject.text,
        near: nearMiss(subject.text, declared),
        known: [...declared].sort(),
      }),
    );
  }
  if (role !== undefined) resolveRole(role, checker);
}

/** Keys that the schema does not have; a test may mean to show what they do, and then says so with a quoted key. */
function checkArguments(data: DataValue, type: Type, parent: string, checker: Checker): void {
  if (data.kind === "list" && type.kind === "list") {
    for (const item of data.items) checkArguments(item, type.element, parent, checker);
  }
  if (data.kind !== "record" || type.kind !== "record") return;
  for (const { key, value } of data.entries) {
    const field = fieldOf(type, key.text);
    if (field !== undefined) {
      checkArguments(value, field.type, `${parent}.${key.text}`, checker);
    } else if (!type.additional && !key.quoted) {
      const known = Object.keys(type.fields).sort();
      checker.report.add(
        unknownField.at(key.span, { field: key.text, parent, near: nearMiss(key.text, known), known, tools: [] }),
      );
    }
  }
}

const verdicts = ["fail", "partial", "unknown", "pass", "not-applicable"];

function checkControlExpectation(step: Extract<TestStep, { readonly kind: "expect-control" }>, checker: Checker): void {
  const { controls, subjectTypes } = checker.names;
  const { control, verdict, subject } = step;
  if (!controls.has(control.text)) {
    checker.report.add(
      unknownControl.at(control.span, {
        name: control.text,
        near: nearMiss(control.text, controls),
        known: [...controls].sort(),
      }),
    );
  }
  const wordOf = (name: Name, known: readonly string[]): void => {
    if (known.includes(name.text)) return;
    checker.report.add(unknownWord.at(name.span, { word: name.text, near: nearMiss(name.text, known), known }));
  };
  wordOf(verdict, verdicts);
  if (subject !== undefined) wordOf(subject.kind, Object.keys(subjectTypes).sort());
}
