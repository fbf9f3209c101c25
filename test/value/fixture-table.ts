import { readFileSync } from "node:fs";

/** A row of `fixtures/value/*.json`; `expected` is null where the text is refused. */
export interface FixtureRow {
  readonly input: string;
  readonly patterns: readonly string[];
  readonly expected: unknown;
  readonly why: string;
}

export const fixtureTable = (name: string): readonly FixtureRow[] =>
  JSON.parse(readFileSync(new URL(`../../fixtures/value/${name}.json`, import.meta.url), "utf8"));
