import type { Condition } from "../ast/condition.ts";
import type { Field } from "../value/value.ts";
import { compileOperand } from "./compile-operand.ts";
import {
  type CompiledCondition,
  type Depths,
  type FactSink,
  type Frame,
  inverse,
  maybe,
  no,
  type Reader,
  type Ternary,
  type Test,
  yes,
} from "./frame.ts";

type Quantified = Extract<Condition<unknown>, { readonly kind: "quantified" }>;
type Compile = (condition: Condition<unknown>, depths: Depths) => CompiledCondition;

/** Runs over the elements, stopping at the one that settles it; the explanation runs over all. */
export function compileQuantifier(condition: Quantified, depths: Depths, compile: Compile): CompiledCondition {
  const list = compileOperand(condition.list, depths);
  const depth = depths.size;
  const inner: Depths = new Map([...depths, [condition.binding, depth]]);
  const where = condition.where === undefined ? undefined : compile(condition.where, inner);
  const body = compile(condition.body, inner);
  const { every, demandsOne, passes, settles, test } = quantifierTest(
    condition,
    depth,
    list.read,
    where?.test,
    body.test,
  );

  const explain = (frame: Frame, truth: Ternary, sink: FactSink): void => {
    const found = listOf(list.read(frame));
    if (found === undefined) {
      list.explain(frame, sink, false);
      return;
    }
    const base = list.path(frame);
    const bind = (item: Field, index: number): void => {
      frame.elements[depth] = item;
      frame.paths[depth] = `${base}[${index}]`;
    };
    const open: Ternary = found.open ? maybe : no;
    const elements = found.items.map((item, index) => {
      bind(item, index);
      const passing = passes(frame);
      return { item, index, passing, settled: settles(frame, passing) };
    });
    const hit = elements.reduce<Ternary>((most, { settled }) => Math.max(settled, most) as Ternary, open);
    const some = elements.reduce<Ternary>((most, { passing }) => Math.max(passing, most) as Ternary, open);
    if ((every ? inverse(hit) : hit) === truth) {
      // That nothing further settles it rests on the list itself.
      if (open === hit) list.explain(frame, sink, false);
      for (const { item, index, passing, settled } of elements) {
        if (settled !== hit) continue;
        bind(item, index);
        explainSettled(frame, passing, settled, sink);
      }
    }
    if (demandsOne && some === truth) {
      if (open === some) list.explain(frame, sink, false);
      for (const { item, index, passing } of elements) {
        if (passing !== some) continue;
        bind(item, index);
        where?.explain(frame, passing, sink);
      }
    }
  };

  /** An element settles as the `and` of passing and hitting: the parts that have its truth force it. */
  const explainSettled = (frame: Frame, passing: Ternary, settled: Ternary, sink: FactSink): void => {
    if (passing === settled) where?.explain(frame, passing, sink);
    const holds = body.test(frame);
    if ((every ? inverse(holds) : holds) === settled) body.explain(frame, holds, sink);
  };

  return { test, explain };
}

/** The part that finds the truth, from the tests of its parts. */
export function quantifierTest(
  { quantifier, nonempty }: Pick<Quantified, "quantifier" | "nonempty">,
  depth: number,
  list: Reader,
  where: Test | undefined,
  body: Test,
) {
  const every = quantifier === "every";
  const demandsOne = every && nonempty;

  const passes = (frame: Frame): Ternary => (where === undefined ? yes : where(frame));
  /** For `any` whether an element is a witness; for `every` whether it is a counterexample. */
  const settles = (frame: Frame, passing: Ternary): Ternary => {
    if (passing === no) return no;
    const holds = body(frame);
    const hit = every ? inverse(holds) : holds;
    return hit < passing ? hit : passing;
  };

  const test = (frame: Frame): Ternary => {
    const found = listOf(list(frame));
    if (found === undefined) return maybe;
    let hit: Ternary = found.open ? maybe : no;
    let some: Ternary = found.open ? maybe : no;
    for (const item of found.items) {
      frame.elements[depth] = item;
      const passing = passes(frame);
      if (passing > some) some = passing;
      const settled = settles(frame, passing);
      if (settled === yes) return every ? no : yes;
      if (settled > hit) hit = settled;
    }
    if (!every) return hit;
    const truth = inverse(hit);
    return demandsOne && some < truth ? some : truth;
  };

  return { every, demandsOne, passes, settles, test };
}

function listOf(field: Field): { readonly items: readonly Field[]; readonly open: boolean } | undefined {
  return field.state === "value" && field.value.kind === "list" ? field.value : undefined;
}
