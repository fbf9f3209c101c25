import { readFileSync } from "node:fs";
import { type LeafName, leafNames, recognisers } from "../../src/value/recognise.ts";

/** A row of `fixtures/tables/recognisers.json`. The pieces of an input stand apart, so that no scanner takes the file for a leak. */
export interface RecogniserRow {
  readonly input: string | readonly string[];
  /** What the text really holds. */
  readonly holds: readonly LeafName[];
  /** What is found, where that is something else: a known miss or a known false alarm. */
  readonly found?: readonly LeafName[];
  readonly why: string;
}

export const recogniserRows = (): readonly RecogniserRow[] =>
  JSON.parse(readFileSync("fixtures/tables/recognisers.json", "utf8"));

export const inputOf = ({ input }: RecogniserRow): string => (typeof input === "string" ? input : input.join(""));

export interface Figures {
  readonly name: LeafName;
  readonly right: number;
  readonly falseAlarms: number;
  readonly missed: number;
}

/** Counts by running the recognisers over the rows; a row counts once for each recogniser. */
export const measureRecognisers = (rows: readonly RecogniserRow[]): readonly Figures[] =>
  leafNames.map((name) => {
    const judged = rows.map((row) => ({ holds: row.holds.includes(name), found: recognisers[name]?.(inputOf(row)) === true }));
    const count = (holds: boolean, found: boolean): number =>
      judged.filter((one) => one.holds === holds && one.found === found).length;
    return { name, right: count(true, true), falseAlarms: count(false, true), missed: count(true, false) };
  });

/** A share in whole percent, cut and not rounded up. */
export const percentOf = (part: number, whole: number): string =>
  whole === 0 ? "" : `${Math.floor((100 * part) / whole)} %`;
