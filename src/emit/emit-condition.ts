import type { Condition } from "../ast/condition.ts";
import type { SlotFinder } from "../engine/slots.ts";
import { testCost } from "../engine/test-cost.ts";
import { assertNever } from "../source/assert-never.ts";
import type { Code } from "./code.ts";
import { type Depths, emitOperand } from "./emit-operand.ts";
import { emitRelation, type Relation } from "./emit-relation.ts";
import { emitSlotTest } from "./emit-slot.ts";
import { jsText } from "./js-text.ts";

/** What is done with a truth: statements, empty where the code goes on behind. */
interface Outcomes {
  readonly yes: string;
  readonly maybe: string;
  readonly no: string;
}

interface Scope {
  readonly slots: SlotFinder;
  readonly depths: Depths;
  readonly code: Code;
  /** Labels and flags within one function. */
  readonly fresh: () => number;
  /** The function that decides where a slot cannot tell. Undefined: every atom asks for itself. */
  readonly otherwise: string | undefined;
}

/** The name of a function from a frame to the truth of a condition: 0 no, 1 maybe, 2 yes. */
export function emitTest(
  condition: Condition<unknown>,
  slots: SlotFinder,
  code: Code,
  depths: Depths = new Map(),
): string {
  let count = 0;
  const fresh = (): number => {
    count += 1;
    return count;
  };
  const outcomes = { yes: "return 2;", maybe: "return 1;", no: "return 0;" };
  const emit = (otherwise: string | undefined): string => {
    const branches = emitBranches(condition, outcomes, { slots, depths, code, fresh, otherwise });
    return code.define("frame", [
      ...(branches.some((line) => line.includes("row[")) ? ["const row = frame.row;"] : []),
      "let v, t;",
      ...branches,
    ]);
  };
  const whole = emit(undefined);
  // Most calls have all that such a condition asks for: the code for these is short enough to be inlined.
  return condition.kind !== "constant" && isToldBySlots(condition, slots, code) ? emit(whole) : whole;
}

/** Every part of it is a relation that a slot can tell. */
function isToldBySlots(condition: Condition<unknown>, slots: SlotFinder, code: Code): boolean {
  switch (condition.kind) {
    case "all":
    case "any":
      return condition.operands.every((operand) => isToldBySlots(operand, slots, code));
    case "not":
      return isToldBySlots(condition.operand, slots, code);
    default:
      return emitSlotTest(condition, slots, code) !== undefined;
  }
}

/** One branch a truth, so that nothing is computed only to be asked for again. */
function emitBranches(condition: Condition<unknown>, outcomes: Outcomes, scope: Scope): readonly string[] {
  switch (condition.kind) {
    case "constant":
      return statements(condition.value ? outcomes.yes : outcomes.no);
    case "not":
      return emitBranches(condition.operand, { ...outcomes, yes: outcomes.no, no: outcomes.yes }, scope);
    case "all":
      return emitJunction(condition.operands, "no", outcomes, scope);
    case "any":
      return emitJunction(condition.operands, "yes", outcomes, scope);
    case "quantified":
      return [`t = ${emitQuantifier(condition, scope)}(frame);`, ...branchOn("t", outcomes)];
    case "has":
    case "holds":
    case "compare":
    case "one-of":
    case "contains":
    case "starts-with":
    case "ends-with":
    case "matches":
    case "within":
    case "empty":
    case "origin":
      return emitAtom(condition, outcomes, scope);
    default:
      return assertNever(condition);
  }
}

/** `all` is settled by no, `any` by yes; what does not settle it goes on to the next operand. */
function emitJunction(
  operands: readonly Condition<unknown>[],
  settling: "yes" | "no",
  outcomes: Outcomes,
  scope: Scope,
): readonly string[] {
  const number = scope.fresh();
  const [block, flag] = [`b${number}`, `m${number}`];
  const settled = leaving(outcomes[settling], block);
  const inner = { yes: "", no: "", maybe: `${flag} = true;`, [settling]: settled } as Outcomes;
  const otherwise = settling === "no" ? outcomes.yes : outcomes.no;
  // The truth is the same in any order, so the cheapest comes first.
  const sorted = [...operands].sort((left, right) => testCost(left, scope.slots) - testCost(right, scope.slots));
  const parts = sorted.flatMap((operand) => emitBranches(operand, inner, scope));
  if (scope.otherwise !== undefined) return [`${block}: {`, ...parts, ...statements(otherwise), "}"];
  return [`let ${flag} = false;`, `${block}: {`, ...parts, ...either(flag, outcomes.maybe, otherwise), "}"];
}

function emitQuantifier(
  condition: Extract<Condition<unknown>, { readonly kind: "quantified" }>,
  { slots, depths, code }: Scope,
): string {
  const inner = new Map([...depths, [condition.binding, depths.size]]);
  const list = emitOperand(condition.list, depths, code);
  const where = condition.where === undefined ? "undefined" : emitTest(condition.where, slots, code, inner);
  const body = emitTest(condition.body, slots, code, inner);
  const { quantifier, nonempty } = condition;
  return code.constant(
    `quantifierTest(${jsText({ quantifier, nonempty })}, ${depths.size}, (frame) => ${list}, ${where}, ${body}).test`,
  );
}

/** What a slot tells is told here; all else is asked of a function that holds for any event. */
function emitAtom(condition: Relation, outcomes: Outcomes, scope: Scope): readonly string[] {
  const { slots, depths, code, otherwise } = scope;
  const test = emitSlotTest(condition, slots, code);
  if (test !== undefined && otherwise !== undefined) {
    return [
      `v = row[${test.slot}];`,
      `if (!(${test.tells})) return ${otherwise}(frame);`,
      ...either(test.holds, outcomes.yes, outcomes.no),
    ];
  }
  const general = emitRelation(condition, depths, code);
  if (test === undefined) return [`t = ${general};`, ...branchOn("t", outcomes)];
  const slow = code.define("frame", [`return ${general};`]);
  return [
    `v = row[${test.slot}];`,
    `if (${test.tells}) {`,
    ...either(test.holds, outcomes.yes, outcomes.no),
    "} else {",
    `t = v === null ? 1 : ${slow}(frame);`,
    ...branchOn("t", outcomes),
    "}",
  ];
}

const branchOn = (truth: string, { yes, maybe, no }: Outcomes): readonly string[] => [
  `if (${truth} === 2) { ${yes} } else if (${truth} === 0) { ${no} } else { ${maybe} }`,
];

function either(holds: string, yes: string, no: string): readonly string[] {
  if (no === "") return yes === "" ? [] : [`if (${holds}) { ${yes} }`];
  return [yes === "" ? `if (!(${holds})) { ${no} }` : `if (${holds}) { ${yes} } else { ${no} }`];
}

const statements = (text: string): readonly string[] => (text === "" ? [] : [text]);

/** What goes on behind must leave the block. */
const leaving = (text: string, block: string): string =>
  /(?:return \d|break b\d+);$/.test(text) ? text : `${text} break ${block};`.trimStart();
