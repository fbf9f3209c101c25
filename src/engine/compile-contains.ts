import type { Condition } from "../ast/condition.ts";
import { recognisers } from "../value/recognise.ts";
import type { Field, Value } from "../value/value.ts";
import { sameField } from "./compile-comparison.ts";
import { type CompiledOperand, type Frame, maybe, no, type Ternary, ternary, yes } from "./frame.ts";

type Contains = Extract<Condition<unknown>, { readonly kind: "contains" }>;

/** `contains any|all` in its four modes; the mode is chosen while compiling. */
export function compileContains(
  mode: Contains["mode"],
  quantity: Contains["quantity"],
  operand: Pick<CompiledOperand, "read">,
  values: readonly Pick<CompiledOperand, "read">[],
): (frame: Frame) => Ternary {
  const one = modes[mode];
  const settled = quantity === "all" ? no : yes;
  return (frame) => {
    const field = operand.read(frame);
    if (field.state !== "value") return maybe;
    let truth: Ternary = quantity === "all" ? yes : no;
    for (const value of values) {
      const wanted = value.read(frame);
      const found = wanted.state === "value" ? one(field.value, wanted.value, wanted) : maybe;
      if (found === settled) return settled;
      if (found === maybe) truth = maybe;
    }
    return truth;
  };
}

type Mode = (value: Value, wanted: Value, wantedField: Field) => Ternary;

const modes: Readonly<Record<Contains["mode"], Mode>> = {
  element: (value, _wanted, wantedField) =>
    value.kind === "list" ? someItem(value, (item) => sameField(item, wantedField)) : maybe,
  label: (value, wanted) => {
    const label = plainText(wanted);
    if (value.kind !== "labels" || label === undefined) return maybe;
    if (value.has.has(label)) return yes;
    return value.maybe.has(label) || value.open ? maybe : no;
  },
  substring: (value, wanted) => {
    const needle = plainText(wanted);
    return needle === undefined ? maybe : someText(value, (text) => ternary(text.includes(needle)));
  },
  recogniser: (value, wanted) => {
    const holds = recognisers[plainText(wanted) ?? ""];
    return holds === undefined ? maybe : someText(value, (text) => ternary(holds(text)));
  },
};

const plainText = (value: Value): string | undefined =>
  value.kind === "url" ? value.href : value.kind === "text" || value.kind === "command" ? value.text : undefined;

function someText(value: Value, judge: (text: string) => Ternary): Ternary {
  if (value.kind === "list") {
    return someItem(value, (item) => (item.state === "value" ? oneText(item.value, judge) : maybe));
  }
  return oneText(value, judge);
}

function oneText(value: Value, judge: (text: string) => Ternary): Ternary {
  const text = plainText(value);
  return text === undefined ? maybe : judge(text);
}

/** What an open list holds besides can make it true, so that it is never false. */
function someItem(list: Extract<Value, { readonly kind: "list" }>, judge: (item: Field) => Ternary): Ternary {
  let truth: Ternary = list.open ? maybe : no;
  for (const item of list.items) {
    const found = judge(item);
    if (found === yes) return yes;
    if (found === maybe) truth = maybe;
  }
  return truth;
}
