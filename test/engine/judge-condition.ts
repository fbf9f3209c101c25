import { expect } from "vitest";
import type { Operand } from "../../src/ast/condition.ts";
import { compileCondition } from "../../src/engine/compile-condition.ts";
import type { Environment } from "../../src/engine/environment.ts";
import { unknownsOf } from "../../src/engine/fact.ts";
import type { Frame } from "../../src/engine/frame.ts";
import { evaluate } from "../../src/engine/interpret-condition.ts";
import type { IrCondition } from "../../src/engine/ir.ts";
import { type Row, slotOf } from "../../src/event/row.ts";
import type { Field } from "../../src/value/value.ts";
import { environment } from "./build.ts";

const frameOf = ({ read, origin, history }: Environment, row: Row): Frame => ({
  row,
  read,
  origin,
  history,
  bounds: () => undefined,
  elements: [],
  paths: [],
});

/** The truth by closures that read a row, with a slot for each of these fields. */
function truthByRow(condition: IrCondition, seen: Environment, fields: Readonly<Record<string, Field>>): string {
  const names = Object.keys(fields);
  const slots = (operand: Operand<unknown>): number | undefined => {
    const slot = operand.kind === "path" ? names.indexOf([operand.root, ...operand.segments].join(".")) : -1;
    return slot < 0 ? undefined : slot;
  };
  const { test } = compileCondition(condition, new Map(), slots);
  const row = Object.values(fields).map(slotOf);
  const ternary = test(frameOf(seen, row));
  return ["false", "unknown", "true"][ternary] ?? "";
}

/** Both engines, the closures with and without a row, which must agree: the truth and the paths of its support. */
export function judge(condition: IrCondition, from: Environment | Readonly<Record<string, Field>>) {
  const seen: Environment =
    "read" in from && typeof from.read === "function"
      ? (from as Environment)
      : environment(from as Record<string, Field>);
  const { truth, support } = evaluate(condition, seen);
  if (seen !== from) expectSame(truthByRow(condition, seen, from as Record<string, Field>), truth);
  const compiled = compileCondition(condition);
  const frame = frameOf(seen, []);
  const ternary = compiled.test(frame);
  const sink = new Map<string, Field>();
  compiled.explain(frame, ternary, sink);
  expectSame(["false", "unknown", "true"][ternary], truth);
  expectSame([...sink.keys()].sort().join(), support.map((fact) => fact.path).join());
  return { truth, support: support.map((fact) => fact.path), unknowns: unknownsOf(support) };
}

/** `expect` takes longer than all that is judged here, which some tests do ten thousand times. */
function expectSame(one: unknown, other: unknown): void {
  if (one !== other) expect(one).toBe(other);
}
