import type { CheckedDrift, CheckedDriftRow, CheckedMetric, CheckedUsual } from "../ast/checked-drift.ts";
import type { Literal, Operand } from "../ast/condition.ts";
import { type HistoryTerm, typeOfTerm } from "../ast/history.ts";
import {
  addDecimals,
  compareDecimals,
  type Decimal,
  formatDecimal,
  multiplyDecimals,
  parseDecimal,
  subtractDecimals,
  zero,
} from "../value/decimal.ts";
import { requirementLevel } from "./assemble-decision.ts";
import type { IrCondition, IrGate, IrTarget } from "./ir.ts";
import type { Lowering } from "./lower-connectors.ts";
import { uniteByContent } from "./reason.ts";

/**
 * Every row of a drift acts by itself on calls and messages, as a gate `drift:NAME:over_K`, and `drift:NAME:warmup`. What is
 * usual is known while compiling, so `|x - mean| > k * max(deviation, least)` is two comparisons with exact decimals. A key
 * that is still warming up has too little behind it to be too low, so only `warmup` acts on that; too high is too high.
 */
export function lowerDrift(drift: CheckedDrift, tools: readonly string[], lowering: Lowering): readonly IrGate[] {
  const on: readonly IrTarget[] = [{ kind: "call", tools }, { kind: "message" }];
  const gate = (row: string, when: IrCondition, { outcome, obligations }: CheckedDriftRow, usual: string): IrGate => {
    const requirement = typeof outcome === "string" ? undefined : lowering.lowerRequirement(outcome);
    return {
      name: `drift:${drift.name}:${row}`,
      builtIn: true,
      on,
      when,
      level: typeof outcome === "string" ? outcome : requirement === undefined ? "deny" : requirementLevel(requirement),
      requirements: requirement === undefined ? [] : [requirement],
      obligations: uniteByContent(obligations.map(lowering.lowerObligation)),
      overridable: false,
      because: drift.because ?? usual,
      tags: [],
    };
  };
  const { warmup } = drift;
  const isWarm: IrCondition | undefined = warmup && compare(">=", termOf(warmup.term), numberOf(warmup.events));
  const rows = drift.rows.map((row) => {
    const when = anyOf(drift.metrics.map((metric) => deviates(metric, row.sigmas, drift, isWarm)));
    return gate(`over_${row.sigmas}`, when, row, `a metric lies more than ${row.sigmas} deviations from what is usual`);
  });
  if (warmup === undefined) return rows;
  const isCold = compare("<", termOf(warmup.term), numberOf(warmup.events));
  return [...rows, gate("warmup", isCold, warmup, "too little has happened to say what is usual")];
}

/** For the acting agent by its own numbers, for all others by those of `all`; where there are none, nothing is usual. */
function deviates(
  metric: CheckedMetric,
  sigmas: string,
  { baseline }: CheckedDrift,
  isWarm: IrCondition | undefined,
): IrCondition {
  const outside = (usual: CheckedUsual): IrCondition =>
    isOutside(metric.term, usual, sigmas, baseline.minDeviation, isWarm);
  const others: IrCondition = metric.all === undefined ? { kind: "constant", value: true } : outside(metric.all);
  if (metric.agents.length === 0) return others;
  const own = metric.agents.map((usual) => allOf([compare("==", agent, textOf(usual.agent)), outside(usual)]));
  const listed: IrCondition = {
    kind: "one-of",
    operand: agent,
    values: metric.agents.map((usual) => textOf(usual.agent)),
  };
  return anyOf([...own, allOf([{ kind: "not", operand: listed }, others])]);
}

function isOutside(
  term: HistoryTerm,
  { mean, deviation }: CheckedUsual,
  sigmas: string,
  least: string | undefined,
  isWarm: IrCondition | undefined,
): IrCondition {
  const [center, own, floor] = [exact(mean), exact(deviation), exact(least ?? "0")];
  const reach = known(multiplyDecimals(exact(sigmas), compareDecimals(own, floor) >= 0 ? own : floor));
  const low = known(subtractDecimals(center, reach));
  const above = compare(">", termOf(term), amountOf(term, known(addDecimals(center, reach))));
  // A number of events is never below zero.
  if (term.kind !== "sum" && compareDecimals(low, zero) <= 0) return above;
  const below = compare("<", termOf(term), amountOf(term, low));
  return anyOf([above, isWarm === undefined ? below : allOf([isWarm, below])]);
}

/** INVARIANT: the checker bounds the digits of all of these, so that their product fits. */
const exact = (digits: string): Decimal => known(parseDecimal(digits));
function known(decimal: Decimal | undefined): Decimal {
  if (decimal === undefined) throw new Error("a number of a drift has too many digits");
  return decimal;
}

const agent: Operand<unknown> = { kind: "path", root: "agent", segments: [], type: { kind: "string" } };

const literal = (value: Literal): Operand<unknown> => ({ kind: "literal", literal: value });
const textOf = (text: string): Operand<unknown> => literal({ kind: "text", text });
const numberOf = (value: number): Operand<unknown> => literal({ kind: "number", digits: String(value) });

function amountOf(term: HistoryTerm, amount: Decimal): Operand<unknown> {
  const digits = formatDecimal(amount);
  const type = typeOfTerm(term);
  if (type.kind !== "money" || type.currency.kind !== "fixed") return literal({ kind: "number", digits });
  return literal({ kind: "money", digits, currency: type.currency.code });
}

const termOf = (term: HistoryTerm): Operand<unknown> => ({ kind: "history", term: term.name, type: typeOfTerm(term) });

type Comparison = Extract<IrCondition, { readonly kind: "compare" }>["operator"];
const compare = (operator: Comparison, left: Operand<unknown>, right: Operand<unknown>): IrCondition => ({
  kind: "compare",
  operator,
  left,
  right,
});

const allOf = (operands: readonly IrCondition[]): IrCondition => ({ kind: "all", operands });

function anyOf(operands: readonly IrCondition[]): IrCondition {
  const [first] = operands;
  return first !== undefined && operands.length === 1 ? first : { kind: "any", operands };
}
