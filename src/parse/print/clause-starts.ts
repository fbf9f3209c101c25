import type { Declaration } from "../../ast/parsed.ts";
import type { TestStep } from "../../ast/parsed-test.ts";
import type { Span } from "../../source/span.ts";

/** Offsets at which a clause, a row, a field, a step or a setting starts: each has its own line when its block is broken. */
export function clauseStarts(declaration: Declaration): ReadonlySet<number> {
  return new Set(clausesOf(declaration).map(({ span }) => span.start));
}

interface Placed {
  readonly span: Span;
}

function clausesOf(declaration: Declaration): readonly Placed[] {
  switch (declaration.kind) {
    case "tool":
    case "agent":
    case "grant":
    case "gate":
    case "connector":
    case "drift":
    case "kill_switch":
    case "break_glass":
    case "control":
      return declaration.clauses;
    case "context":
      return declaration.fields;
    case "bands":
      return declaration.rows;
    case "test":
      return [
        ...(declaration.rows === undefined ? [] : [declaration.rows]),
        ...declaration.steps.flatMap(withSettings),
      ];
    default:
      return [];
  }
}

const withSettings = (step: TestStep): readonly Placed[] => (step.kind === "given" ? [step, ...step.settings] : [step]);
