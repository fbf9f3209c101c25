import type { Name } from "../ast/name.ts";
import type { Expectation } from "../ast/parsed-test.ts";
import { reasonCodes } from "../ast/reason-code.ts";
import { unknownGate } from "../diagnostics/names.ts";
import { nearMiss } from "../diagnostics/near-miss.ts";
import { assertNever } from "../source/assert-never.ts";
import type { BuiltInGates } from "./built-in-gates.ts";
import { checkEnvelopePath } from "./check-given.ts";
import { inertRelated } from "./keep-acting.ts";
import { resolveLevel } from "./resolve-level.ts";
import type { Checker } from "./scope.ts";
import type { TestTable } from "./test-rows.ts";

/** What the names in a test's expectations can be. */
export interface TestNames {
  readonly checker: Checker;
  readonly builtIn: BuiltInGates;
  readonly table: TestTable;
}

/** The level and the rules that a step expects, or the field that is unknown. */
export function checkExpectation(expectation: Expectation, names: TestNames): void {
  const { checker, table } = names;
  switch (expectation.kind) {
    case "level":
      for (const level of table.namesOf(expectation.level)) resolveLevel(level, checker);
      for (const gate of expectation.via.flatMap(table.namesOf)) checkVia(gate, names);
      return;
    case "unknown":
      checkEnvelopePath(expectation.path, expectation.span, checker);
      return;
    default:
      assertNever(expectation);
  }
}

/** A gate, a reason code, or a built-in gate; `confidence` stands for all rows of its bands. */
function checkVia(name: Name, { checker, builtIn }: TestNames): void {
  const { gates, packsComplete } = checker.names;
  const known = [...gates, ...builtIn.names, ...reasonCodes];
  if (known.includes(name.text) || builtIn.unread.some((unread) => name.text.startsWith(unread))) return;
  if (name.text === "confidence" && builtIn.unread.includes("bands:")) return;
  if (name.text.includes(":") && !packsComplete) return;
  const family = name.text.includes(":") ? `${name.text.split(":")[0]}:` : undefined;
  // What is declared under that name acts by gates of its own: `stop` is `kill_switch:stop`.
  const relatives = known.filter((one) =>
    family === undefined ? one.split(":").slice(1).includes(name.text) : one.startsWith(family),
  );
  const shown = relatives.length > 0 ? relatives : [...gates].sort();
  const [only, ...others] = family === undefined ? relatives : [];
  const near = others.length === 0 ? only : undefined;
  const args = { name: name.text, near: near ?? nearMiss(name.text, known), known: shown };
  checker.report.add(unknownGate.at(name.span, args, { related: inertRelated(name.text, checker) }));
}
