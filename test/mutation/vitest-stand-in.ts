// What stands for vitest while mutants are judged: the same `expect`, and a `describe` and `it` that keep the tests, so that one
// process runs them again and again.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { chai, expect } from "vitest";

export { expect };

type Work = () => unknown;

interface Suite {
  readonly parent: Suite | undefined;
  readonly title: string;
  readonly before: Work[];
  readonly beforeEach: Work[];
  readonly after: Work[];
  readonly afterEach: Work[];
  /** Suites within it, whose bodies run after its own. */
  readonly inner: (readonly [Suite, Work])[];
  readonly tests: Test[];
}

export interface Test {
  readonly title: string;
  readonly run: () => Promise<void>;
}

/** A suite or a test at the top of a file; its body runs anew whenever its tests are asked for. */
export interface Block {
  readonly file: string;
  readonly tests: () => Promise<readonly Test[]>;
}

let current: Suite | undefined;
let blocks: Block[] = [];
let file = "";
let top = suite("", undefined);

/** The blocks of one file, which is loaded meanwhile. */
export async function blocksOf(path: string, load: () => Promise<unknown>): Promise<readonly Block[]> {
  blocks = [];
  file = path;
  current = undefined;
  top = suite("", undefined);
  await load();
  return blocks;
}

function suite(title: string, parent: Suite | undefined): Suite {
  return { parent, title, before: [], beforeEach: [], after: [], afterEach: [], inner: [], tests: [] };
}

function addBlock(title: string, body: Work): void {
  const own = file;
  const parent = top;
  const tests = async (): Promise<readonly Test[]> => {
    file = own;
    return collect(suite(title, parent), body);
  };
  blocks.push({ file, tests });
}

async function collect(into: Suite, body: Work): Promise<readonly Test[]> {
  current = into;
  await body();
  const tests = [...into.tests];
  for (const [inner, innerBody] of into.inner) tests.push(...(await collect(inner, innerBody)));
  current = undefined;
  return tests;
}

function describeOne(title: string, body: Work): void {
  if (current === undefined) addBlock(title, body);
  else current.inner.push([suite(title, current), body]);
}

function itOne(title: string, body: Work): void {
  const own = current;
  if (own === undefined) {
    addBlock("", () => itOne(title, body));
    return;
  }
  const inFile = file;
  const suites = suitesFrom(own);
  const run = async (): Promise<void> => {
    file = inFile;
    for (const { before } of suites) for (const work of before) await work();
    for (const { beforeEach } of suites) for (const work of beforeEach) await work();
    try {
      await body();
    } finally {
      for (const { afterEach } of [...suites].reverse()) for (const work of afterEach) await work();
      for (const { after } of [...suites].reverse()) for (const work of after) await work();
    }
  };
  own.tests.push({ title: [...suites.map((one) => one.title), title].filter((one) => one !== "").join(" > "), run });
}

const suitesFrom = (own: Suite | undefined): readonly Suite[] =>
  own === undefined ? [] : [...suitesFrom(own.parent), own];

type Declare = (title: string, body: Work) => void;

/** `each` and `skipIf` as vitest has them, without its formats of titles. */
function withTables(declare: Declare) {
  const each =
    (rows: readonly unknown[]) =>
    (title: string, body: (...given: unknown[]) => unknown): void => {
      for (const [index, row] of rows.entries())
        declare(`${title} #${index}`, () => (Array.isArray(row) ? body(...row) : body(row)));
    };
  return Object.assign((title: string, body: Work) => declare(title, body), {
    each,
    skipIf: (skips: boolean) => (skips ? () => undefined : declare),
  });
}

export const describe = withTables(describeOne);
export const it = withTables(itOne);

const hook =
  (kind: "before" | "beforeEach" | "after" | "afterEach") =>
  (work: Work): void => {
    (current ?? top)[kind].push(work);
  };
export const beforeAll = hook("before");
export const beforeEach = hook("beforeEach");
export const afterAll = hook("after");
export const afterEach = hook("afterEach");

// Reads and never writes.
chai.Assertion.overwriteMethod(
  "toMatchFileSnapshot",
  () =>
    function (this: { readonly _obj: unknown }, path: string): void {
      expect(this._obj).toBe(readFileSync(join(dirname(file), path), "utf8"));
    },
);
