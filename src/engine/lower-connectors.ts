import type { CheckedTool } from "../ast/checked.ts";
import type { CheckedConnector } from "../ast/checked-connector.ts";
import type { CheckedObligation, CheckedRequirement } from "../ast/checked-gate.ts";
import type { Operand } from "../ast/condition.ts";
import { type HistoryTerm, typeOfTerm } from "../ast/history.ts";
import { stripOperand } from "../ast/strip-spans.ts";
import { requirementLevel } from "./assemble-decision.ts";
import type { Obligation, Requirement } from "./decision.ts";
import { confinementOf, egressHolds, isAlwaysSeen, isSeen } from "./egress-condition.ts";
import type { IrCondition, IrGate, IrTarget } from "./ir.ts";
import { uniteByContent } from "./reason.ts";

/** How the parts that connectors share with gates are lowered. */
export interface Lowering {
  readonly lowerRequirement: (requirement: CheckedRequirement) => Requirement;
  readonly lowerObligation: (obligation: CheckedObligation) => Obligation;
}

/**
 * Every clause of a connector acts by itself (`language.md` 2), as a gate `connector:NAME:clause`. What the clause demands
 * must definitely hold; else the outcome of `on violation` joins, with its alerts. Confinement and redaction are no
 * violations: they log, and oblige the host.
 */
export function lowerConnector(
  connector: CheckedConnector,
  tools: readonly Pick<CheckedTool, "name" | "args">[],
  { lowerRequirement, lowerObligation }: Lowering,
): readonly IrGate[] {
  const { egress, rate, quota, validate, redactions } = connector;
  const { outcome, obligations } = connector.violation;
  const requirement = typeof outcome === "string" ? undefined : lowerRequirement(outcome);
  const violation: Outcome = {
    level: typeof outcome === "string" ? outcome : requirement === undefined ? "deny" : requirementLevel(requirement),
    requirements: requirement === undefined ? [] : [requirement],
    obligations: uniteByContent(obligations.map(lowerObligation)),
  };
  const gate = (clause: string, on: IrTarget, condition: Condition, because: string, result = violation): IrGate => ({
    name: `connector:${connector.name}:${clause}`,
    builtIn: true,
    on: [on],
    ...condition,
    ...result,
    overridable: false,
    because,
    tags: [],
  });
  const calls = (names: readonly string[]): IrTarget => ({ kind: "call", tools: names });
  const oblige = (...duties: readonly Obligation[]): Outcome => ({
    level: "log",
    requirements: [],
    obligations: uniteByContent(duties),
  });

  const gates: IrGate[] = [];
  if (egress !== undefined) {
    const covered = tools
      .filter(({ name }) => connector.tools.includes(name))
      .sort((left, right) => (left.name < right.name ? -1 : 1));
    gates.push(
      gate(
        "egress",
        calls(connector.tools),
        { unless: egressHolds(covered, egress) },
        "the call must stay inside the connector",
      ),
    );
    const blind = covered.filter((tool) => !isAlwaysSeen(tool));
    if (blind.length > 0) {
      gates.push(
        gate(
          "confine",
          calls(blind.map(({ name }) => name)),
          { unless: isSeen(blind) },
          "the host must see to it where the call does not say where it goes",
          oblige(confinementOf(egress)),
        ),
      );
    }
  }
  if (rate !== undefined) {
    const when = isAbove(plus(termOperand(rate.term), numberLiteral(1)), numberLiteral(rate.limit));
    gates.push(gate("rate", calls(connector.tools), { when }, "calls of the connector are limited in number"));
  }
  if (quota !== undefined) {
    const when = isAbove(plus(termOperand(quota.term), stripOperand(quota.amount)), stripOperand(quota.limit));
    gates.push(gate("quota", calls(quota.tools), { when }, "amounts of the connector are limited in sum"));
  }
  if (validate.request !== undefined) {
    gates.push(
      gate(
        "validate_request",
        calls(connector.tools),
        { unless: conforms },
        "arguments must be what the schema states",
      ),
    );
  }
  if (validate.response !== undefined) {
    const on: IrTarget = { kind: "result", tools: connector.tools };
    gates.push(gate("validate_response", on, { unless: conforms }, "results must be what the schema states"));
  }
  for (const on of ["call", "result"] as const) {
    const own = redactions.filter((redaction) => redaction.on === on);
    if (own.length === 0) continue;
    const names = [...new Set(own.flatMap((redaction) => redaction.tools))].sort();
    const duties = own.map(({ obligation }) => lowerObligation(obligation));
    const clause = on === "call" ? "redact" : "redact_result";
    gates.push(
      gate(clause, { kind: on, tools: names }, {}, "such content does not pass the connector", oblige(...duties)),
    );
  }
  return gates;
}

type Outcome = Pick<IrGate, "level" | "requirements" | "obligations">;
type Condition = Pick<IrGate, "when" | "unless">;

/** Read by `validate` alone: the arguments of a call, or the content of a result, are what the tool's schema states. */
const conforms: IrCondition = {
  kind: "holds",
  operand: { kind: "path", root: "conforms", segments: [], type: { kind: "bool" } },
};

const termOperand = (term: HistoryTerm): Operand<unknown> => ({
  kind: "history",
  term: term.name,
  type: typeOfTerm(term),
});

const numberLiteral = (value: number): Operand<unknown> => ({
  kind: "literal",
  literal: { kind: "number", digits: String(value) },
});

const plus = (left: Operand<unknown>, right: Operand<unknown>): Operand<unknown> => ({
  kind: "sum",
  operator: "+",
  left,
  right,
});

const isAbove = (left: Operand<unknown>, right: Operand<unknown>): IrCondition => ({
  kind: "compare",
  operator: ">",
  left,
  right,
});
