import type { CheckedGrant, CheckedPolicy } from "../../ast/checked.ts";
import type { CheckedCondition } from "../../ast/checked-condition.ts";
import type { CheckedGate } from "../../ast/checked-gate.ts";
import { allOperands } from "../../ast/walk-condition.ts";
import type { Span } from "../../source/span.ts";
import type { Type } from "../../value/type.ts";
import { constantOf } from "../constant.ts";
import { example, guarded } from "../example.ts";
import { fieldName } from "../field-name.ts";
import { defineRule } from "../rule.ts";

const another =
  'agent auditor { subject "spiffe://desk.example/auditor" }\ngrant review { to agent auditor  tools look }\n';

export const gateOutsideGrants = defineRule<{ gate: string; grants: readonly string[] }>({
  code: "gate-outside-grants",
  severity: "warning",
  why: "A gate acts on what somebody may do. One that speaks of an agent without a grant, of another purpose or of another state of things than every grant of its tools never acts.",
  bad: example(`${guarded}${another}gate sums on pay { when agent == auditor and args.total > 500 USD  deny }\n`),
  good: example(`${guarded}${another}gate sums on pay { when agent == clerk and args.total > 500 USD  deny }\n`),
  message: ({ gate, grants }) =>
    `gate \`${gate}\` can never act: its conditions and those of ${grants.length === 1 ? `grant \`${grants[0]}\`` : `all ${grants.length} grants of its tools`} exclude one another`,
  help: () => "compare the agents, the purposes and the `when` of the grants with the conditions of the gate",
  *find({ policy }) {
    const shared = fieldsOfGrants(policy);
    for (const gate of policy.gates) {
      if (gate.observe !== undefined || !gate.on.every(({ kind }) => kind === "call")) continue;
      const clauses = [gate.when, gate.unless].filter((clause) => clause !== undefined);
      const [first] = clauses;
      if (first === undefined || !clauses.some((clause) => readsAny(clause, shared))) continue;
      const acting = actingOf(gate);
      if (constantOf(acting) !== undefined) continue;
      const tools = new Set(gate.on.flatMap((target) => (target.kind === "call" ? target.tools : [])));
      const grants = policy.grants.filter(({ patterns }) =>
        patterns.some((pattern) => pattern.tools.some((tool) => tools.has(tool))),
      );
      if (grants.length === 0 || !grants.every((grant) => constantOf(together(grant, acting)) === false)) continue;
      yield { span: first.span, args: { gate: gate.name, grants: grants.map(({ name }) => name) } };
    }
  },
});

/** What a grant can demand of a call: who acts, for which purpose, and whatever its conditions read. */
function fieldsOfGrants({ grants }: CheckedPolicy): ReadonlySet<string> {
  const read = grants.flatMap(({ when }) => (when === undefined ? [] : allOperands(when).map(fieldName)));
  return new Set(["agent", "purpose", ...read.filter((name) => name !== undefined)]);
}

const readsAny = (condition: CheckedCondition, fields: ReadonlySet<string>): boolean =>
  allOperands(condition).some((operand) => fields.has(fieldName(operand) ?? ""));

/** Where the gate acts. */
function actingOf({ span, when, unless }: CheckedGate): Extract<CheckedCondition, { readonly kind: "all" }> {
  const fires = when === undefined ? [] : when.kind === "all" ? when.operands : [when];
  const exempt = unless === undefined ? [] : unless.kind === "any" ? unless.operands : [unless];
  const acts = exempt.map((operand): CheckedCondition => ({ kind: "not", span, operand }));
  return { kind: "all", span, operands: [...fires, ...acts] };
}

function together(
  { span, agents, purposes, when }: CheckedGrant,
  acting: Extract<CheckedCondition, { readonly kind: "all" }>,
): CheckedCondition {
  const names = agents.map(({ name }) => name);
  const granted = [
    isOneOf("agent", { kind: "principal" }, names, span),
    ...(purposes === undefined ? [] : [isOneOf("purpose", { kind: "string" }, purposes, span)]),
    ...(when === undefined ? [] : when.kind === "all" ? when.operands : [when]),
  ];
  return { kind: "all", span, operands: [...acting.operands, ...granted] };
}

const isOneOf = (root: "agent" | "purpose", type: Type, texts: readonly string[], span: Span): CheckedCondition => ({
  kind: "one-of",
  span,
  operand: { kind: "path", span, root, segments: [], type },
  values: texts.map((text) => ({ kind: "literal", span, literal: { kind: "text", text } })),
});
