import type { CheckedCondition, CheckedOperand } from "../ast/checked-condition.ts";
import type { CheckedControl } from "../ast/checked-control.ts";
import { assertNever } from "../source/assert-never.ts";
import { belowSubject } from "./subject-paths.ts";

type Path = readonly string[];
type Bindings = ReadonlyMap<string, Path>;

/** Every field a control reads, below its subject; elements of a list under the list's path: `connectors.transport.mtls`. */
export function pathsRead(control: CheckedControl): readonly Path[] {
  const conditions = [...control.failWhen, ...control.notApplicable, ...control.require, ...control.partial];
  return conditions.flatMap(({ condition }) => pathsIn(condition, control.subject, new Map()));
}

function pathsIn(condition: CheckedCondition, subject: string, bindings: Bindings): readonly Path[] {
  const inner = (one: CheckedCondition): readonly Path[] => pathsIn(one, subject, bindings);
  const operand = (one: CheckedOperand): readonly Path[] => operandPaths(one, subject, bindings);
  switch (condition.kind) {
    case "constant":
      return [];
    case "all":
    case "any":
      return condition.operands.flatMap(inner);
    case "not":
      return inner(condition.operand);
    case "compare":
      return [...operand(condition.left), ...operand(condition.right)];
    case "one-of":
    case "contains":
      return [condition.operand, ...condition.values].flatMap(operand);
    case "has":
    case "holds":
    case "starts-with":
    case "ends-with":
    case "within":
    case "matches":
    case "empty":
    case "origin":
      return operand(condition.operand);
    case "quantified": {
      const [list = []] = operand(condition.list);
      const bound = new Map([...bindings, [condition.binding, list]]);
      const parts = condition.where === undefined ? [condition.body] : [condition.where, condition.body];
      return [list, ...parts.flatMap((part) => pathsIn(part, subject, bound))];
    }
    default:
      return assertNever(condition);
  }
}

function operandPaths(operand: CheckedOperand, subject: string, bindings: Bindings): readonly Path[] {
  switch (operand.kind) {
    case "literal":
    case "history":
      return [];
    case "path":
      return [belowSubject(operand.segments, subject)];
    case "bound":
      return [[...(bindings.get(operand.binding) ?? []), ...operand.segments]];
    case "sum":
      return [...operandPaths(operand.left, subject, bindings), ...operandPaths(operand.right, subject, bindings)];
    default:
      return assertNever(operand);
  }
}
