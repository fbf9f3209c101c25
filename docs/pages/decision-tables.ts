import { readFileSync } from "node:fs";
import type { Truth } from "../../src/value/value.ts";

/** A table of `fixtures/tables`: values of one type, what they are read as, and whether a condition holds of them. */
export interface DecisionTable {
  readonly type: string;
  readonly rows: readonly DecisionRow[];
}

export interface DecisionRow {
  /** The argument as a text, or as JSON where it is none or its digits matter. */
  readonly value?: string;
  readonly json?: string;
  /** The canonical form; `refused` (a schema violation), `no event` (not even the JSON is read), `absent`, or why there is no value. */
  readonly is: string;
  /** A condition on `args.v`, which is written before it unless it names it. */
  readonly when: string;
  readonly truth: Truth;
  readonly why: string;
}

export const tableNames = [
  "url",
  "domain",
  "path",
  "cidr",
  "email",
  "number",
  "integer",
  "money",
  "money-cents",
  "money-minor",
  "percent",
  "duration",
  "timestamp",
  "unicode",
] as const;
export type TableName = (typeof tableNames)[number];

export const readTable = (name: TableName): DecisionTable =>
  JSON.parse(readFileSync(`fixtures/tables/${name}.json`, "utf8"));
