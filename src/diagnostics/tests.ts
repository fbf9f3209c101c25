import { defineDiagnostic } from "./diagnostic.ts";
import { code, didYouMean, policyPage, refundTool } from "./policy-page.ts";

/** Mistakes in the tables of tests. */

const test = (table: string, amount: string): string =>
  `test "refunds are denied" {\n  for each row in [${table}]\n  call shop.refund { amount: ${amount} }  expect deny\n}\n`;

export const emptyTable = defineDiagnostic({
  code: "test-without-rows",
  severity: "error",
  message: () => "this table has no rows, so the test never runs",
  help: () => "add a row such as `{ amount: 5 }`, or remove `for each`",
  label: () => "nothing in it",
  page: policyPage(
    "A test runs once for each row of its table. Without rows it would be neither passed nor failed, and nobody would miss it.",
    refundTool,
    test("", "row.amount"),
    test("{ amount: 5 }", "row.amount"),
  ),
});

export const testWithoutExpectation = defineDiagnostic({
  code: "test-without-expectation",
  severity: "error",
  message: () => "this test expects nothing, so it passes whatever is decided",
  help: () => "say what is expected of a step: `expect deny via GATE`",
  page: policyPage(
    "A test that cannot fail is counted among those that passed, and whoever reads the count believes that something was tested.",
    refundTool,
    'test "refunds are denied" {\n  call shop.refund { amount: 5 }\n}\n',
    'test "refunds are denied" {\n  call shop.refund { amount: 5 }  expect deny\n}\n',
  ),
});

interface UnknownColumn {
  /** As it is written: `row.amount`. */
  readonly reference: string;
  /** What rows are called; undefined in a test without a table. */
  readonly binding: string | undefined;
  /** Counted from 1; undefined where the reference is no column of any row. */
  readonly row: number | undefined;
  readonly near: string | undefined;
}

export const unknownColumn = defineDiagnostic({
  code: "unknown-column",
  severity: "error",
  message: ({ reference, binding, row }: UnknownColumn) =>
    binding === undefined
      ? `${code(reference)} would be a column of a table, and this test has none`
      : row === undefined
        ? `${code(reference)} is no column: here they are called ${code(`${binding}.NAME`)}`
        : `row ${row} has no ${code(reference.slice(binding.length + 1))}`,
  help: ({ reference, row, near }: UnknownColumn) =>
    didYouMean(near) ??
    (row === undefined
      ? `put it in quotes if it is a text: ${code(JSON.stringify(reference))}`
      : "add it to the row; what is to be absent is `null`"),
  page: policyPage(
    "A column that is not there would be `null`, and a call that is denied for that reason would pass for the one that was meant.",
    refundTool,
    test("{ amount: 5 }", "row.amuont"),
    test("{ amount: 5 }", "row.amount"),
  ),
});

export const rowNotName = defineDiagnostic({
  code: "row-without-name",
  severity: "error",
  message: ({ reference }: { reference: string }) => `${code(reference)} stands for a name, and this is none`,
  help: () => "write the name of a tool, a level, or a gate, such as `deny`",
  page: policyPage(
    "Where a table gives the tool, the level or the gate, each row names one.",
    refundTool,
    `test "refunds are denied" {\n  for each row in [{ level: 5 }]\n  call shop.refund { amount: 5 }  expect row.level\n}\n`,
    `test "refunds are denied" {\n  for each row in [{ level: deny }]\n  call shop.refund { amount: 5 }  expect row.level\n}\n`,
  ),
});

export const testDiagnostics = [testWithoutExpectation, emptyTable, unknownColumn, rowNotName];
