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
    const byTool = grantsByTool(policy);
    for (const gate of policy.gates) {
      const [first] = [gate.when, gate.unless].filter((clause) => clause !== undefined);
      if (first === undefined || gate.observe !== undefined || !gate.on.every(({ kind }) => kind === "call")) continue;
      const tools = new Set(gate.on.flatMap((target) => (target.kind === "call" ? target.tools : [])));
      const grants = new Set([...tools].flatMap((tool) => byTool.get(tool) ?? []));
      const acting = actingOf(gate);
      if (grants.size === 0 || ![...grants].every((grant) => excludes(grant, acting))) continue;
      if (constantOf(acting) !== undefined) continue;
      yield { span: first.span, args: { gate: gate.name, grants: [...grants].map(({ grant: { name } }) => name) } };
    }
  },
});

/** A grant, and the fields of which it demands something: who acts, for which purpose, and whatever its condition reads. */
interface Restricted {
  readonly grant: CheckedGrant;
  readonly fields: ReadonlySet<string>;
}

function grantsByTool({ grants }: CheckedPolicy): ReadonlyMap<string, readonly Restricted[]> {
  const byTool = new Map<string, Restricted[]>();
  for (const grant of grants) {
    const read = grant.when === undefined ? [] : fieldsRead(grant.when);
    const restricted = {
      grant,
      fields: new Set(["agent", ...(grant.purposes === undefined ? [] : ["purpose"]), ...read]),
    };
    for (const tool of new Set(grant.patterns.flatMap(({ tools }) => tools)))
      byTool.set(tool, [...(byTool.get(tool) ?? []), restricted]);
  }
  return byTool;
}

/** Whether no call of the grant is one that the gate acts on. Where the two read no field in common, some may always be. */
const excludes = ({ grant, fields }: Restricted, acting: Acting): boolean =>
  fieldsRead(acting).some((field) => fields.has(field)) && constantOf(together(grant, acting)) === false;

const fieldsRead = (condition: CheckedCondition): readonly string[] =>
  allOperands(condition)
    .map(fieldName)
    .filter((name) => name !== undefined);

type Acting = Extract<CheckedCondition, { readonly kind: "all" }>;

/** Where the gate acts. */
function actingOf({ span, when, unless }: CheckedGate): Acting {
  const fires = when === undefined ? [] : when.kind === "all" ? when.operands : [when];
  const exempt = unless === undefined ? [] : unless.kind === "any" ? unless.operands : [unless];
  const acts = exempt.map((operand): CheckedCondition => ({ kind: "not", span, operand }));
  return { kind: "all", span, operands: [...fires, ...acts] };
}

function together({ span, agents, purposes, when }: CheckedGrant, acting: Acting): CheckedCondition {
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
