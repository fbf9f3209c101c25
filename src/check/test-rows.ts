import type { Name } from "../ast/name.ts";
import type { DataValue, TestRows } from "../ast/parsed-test.ts";
import { nearMiss } from "../diagnostics/near-miss.ts";
import { duplicateClause } from "../diagnostics/syntax-blocks.ts";
import { emptyTable, rowNotName, unknownColumn } from "../diagnostics/tests.ts";
import type { Span } from "../source/span.ts";
import type { Report } from "./report.ts";
import { dotted } from "./scope.ts";

/** The table of a test, or that there is none. */
export interface TestTable {
  /** What a name in a step stands for: itself, or what each row has under it. Mistakes in a row are reported and left out. */
  readonly namesOf: (name: Name) => readonly Name[];
  /** Reports references that are no column of every row, and keys that stand twice in a record. */
  readonly checkData: (data: DataValue) => void;
}

/** Reports what is wrong with the table itself. */
export function readTable(rows: TestRows | undefined, report: Report): TestTable {
  if (rows?.rows.length === 0) report.add(emptyTable.at(rows.span, {}));
  for (const row of rows?.rows ?? []) reportRepeatedKeys(row, report);
  const checkData = (data: DataValue): void => {
    if (data.kind === "reference") valuesOf(data.path, data.span, rows, report);
    if (data.kind === "list") for (const item of data.items) checkData(item);
    if (data.kind === "record") for (const { value } of data.entries) checkData(value);
  };
  return {
    checkData(data) {
      checkData(data);
      reportRepeatedKeys(data, report);
    },
    namesOf(name) {
      const [root, ...below] = name.quoted ? [] : name.text.split(".");
      if (rows === undefined || root !== rows.binding.text || below.length === 0) return [name];
      const path = [rows.binding.text, ...below].map((text) => ({ text, span: name.span, quoted: false }));
      return valuesOf(path, name.span, rows, report).flatMap((value) => {
        if (value.kind === "text") return [{ text: value.text, span: value.span, quoted: true }];
        report.add(rowNotName.at(value.span, { reference: name.text }));
        return [];
      });
    },
  };
}

/** What each row has for `row.NAME`. */
function valuesOf(path: readonly Name[], span: Span, rows: TestRows | undefined, report: Report): readonly DataValue[] {
  const reference = dotted(path);
  const [root, column, ...below] = path;
  if (rows === undefined || root?.text !== rows.binding.text || column === undefined || below.length > 0) {
    const isNear = rows !== undefined && root !== undefined && nearMiss(root.text, [rows.binding.text]) !== undefined;
    const near = isNear && column !== undefined ? `${rows.binding.text}.${column.text}` : undefined;
    report.add(unknownColumn.at(span, { reference, binding: rows?.binding.text, row: undefined, near }));
    return [];
  }
  const values: DataValue[] = [];
  for (const [index, row] of rows.rows.entries()) {
    const entries = row.kind === "record" ? row.entries : [];
    const entry = entries.find(({ key }) => key.text === column.text);
    if (entry === undefined) {
      const missed = nearMiss(
        column.text,
        entries.map(({ key }) => key.text),
      );
      const near = missed === undefined ? undefined : `${root.text}.${missed}`;
      const related = [{ span: row.span, label: "this row" }];
      const args = { reference, binding: root.text, row: index + 1, near };
      report.add(unknownColumn.at(span, args, { related }));
      return values;
    }
    values.push(entry.value);
  }
  return values;
}

/** A key of a record that stands in it twice: the second would be the one. */
function reportRepeatedKeys(data: DataValue, report: Report): void {
  if (data.kind === "list") for (const item of data.items) reportRepeatedKeys(item, report);
  if (data.kind !== "record") return;
  const first = new Map<string, Name>();
  for (const { key, value } of data.entries) {
    reportRepeatedKeys(value, report);
    const earlier = first.get(key.text);
    if (earlier === undefined) {
      first.set(key.text, key);
      continue;
    }
    const related = [{ span: earlier.span, label: "first stated here" }];
    report.add(duplicateClause.at(key.span, { clause: key.text, block: "record" }, { related }));
  }
}
