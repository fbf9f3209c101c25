import type { CheckedAgent } from "../ast/checked.ts";
import type { Literal, Operand, Root } from "../ast/condition.ts";
import type { Type } from "../value/type.ts";
import type { IrAgent, IrCondition, IrGate, IrTarget } from "./ir.ts";

export function lowerAgent(agent: CheckedAgent): IrAgent {
  return {
    name: agent.name,
    subject: agent.subject.text,
    mayMessage: [...new Set(agent.mayMessage.map(({ name }) => name))].sort(),
    mayDelegate: [...agent.mayDelegate]
      .map(({ tools, to, depth }) => ({ tools: [...new Set(tools)].sort(), to, depth }))
      .sort((left, right) => (keyOf(left) < keyOf(right) ? -1 : 1)),
    ...(agent.trust === undefined ? {} : { trust: agent.trust }),
  };
}

const keyOf = ({ tools, to, depth }: IrAgent["mayDelegate"][number]): string => JSON.stringify([to, depth, tools]);

/**
 * Every clause of an agent acts by itself (`language.md` 2): a deny unless what it demands definitely holds, wherever the
 * agent acts (calls, messages, outputs). Only the scope is a matter of calls: nothing else has a tool.
 */
export function lowerAgentGates(
  agent: CheckedAgent,
  tools: readonly string[],
  agents: readonly Pick<CheckedAgent, "name" | "trust">[],
): readonly IrGate[] {
  const call: IrTarget = { kind: "call", tools };
  const acts: readonly IrTarget[] = [call, { kind: "message" }, { kind: "output" }];
  const gate = (clause: string, unless: IrCondition, because: string, on: readonly IrTarget[] = acts): IrGate => ({
    ...gateWhen(clause, undefined, because, on),
    unless,
  });
  const gateWhen = (
    clause: string,
    when: IrCondition | undefined,
    because: string,
    on: readonly IrTarget[] = acts,
  ): IrGate => ({
    name: `agent:${agent.name}:${clause}`,
    builtIn: true,
    on,
    agents: [agent.name],
    ...(when === undefined ? {} : { when }),
    level: "deny",
    requirements: [],
    obligations: [],
    overridable: false,
    because,
    tags: [],
  });

  const gates = [
    gate(
      "subject",
      isEqual(tokenField(["subject"], text), textLiteral(agent.subject.text)),
      "the token's subject must be the agent's",
    ),
  ];
  if (agent.tokenTtl !== undefined) {
    const lifetime = tokenField(["lifetime"], { kind: "duration" });
    const expiry = tokenField(["expires_at"], { kind: "timestamp" });
    gates.push(
      gate("token_ttl", isAtMost(lifetime, durationLiteral(agent.tokenTtl.ms)), "the token must be short-lived"),
      gate("token_expiry", isAtMost(path("at", [], { kind: "timestamp" }), expiry), "the token must not have expired"),
    );
  }
  if (agent.tokenScope !== undefined) {
    const scopes = tokenField(["scopes"], { kind: "list", element: text });
    const covers: IrCondition = {
      kind: "contains",
      operand: scopes,
      quantity: "any",
      mode: "element",
      values: [path("tool", [], text)],
    };
    gates.push(gate("token_scope", covers, "the token's scopes must cover the tool", [call]));
  }
  if (agent.mtls !== undefined) {
    const mutual: IrCondition = { kind: "holds", operand: path("peer", ["mutual"], { kind: "bool" }) };
    gates.push(gate("mtls", mutual, "the connection must be mutually authenticated"));
  }
  if (agent.revocation !== undefined) {
    const age = path("revocation", ["age"], { kind: "duration" });
    gates.push(
      gate("revocation", isAtMost(age, durationLiteral(agent.revocation.ms)), "the revocation feed must be alive"),
    );
  }
  if (agents.some(({ trust }) => trust !== undefined)) {
    const peers = agents.filter(({ trust }) => trust === agent.trust).map(({ name }) => name);
    const because = "agents of two levels of trust never stand in one chain";
    gates.push(gateWhen("trust", standsWithOthers(peers), because));
  }
  return gates;
}

/** Somebody in the chain is an agent, and none of these. Who acts without a chain stands with nobody. */
function standsWithOthers(peers: readonly string[]): IrCondition {
  const chain = path("chain", [], chainType);
  const member: Operand<unknown> = { kind: "bound", binding: "p", segments: ["agent"], type: { kind: "principal" } };
  const body: IrCondition = {
    kind: "not",
    operand: { kind: "one-of", operand: member, values: [...peers].sort().map(textLiteral) },
  };
  return {
    kind: "all",
    operands: [
      { kind: "has", operand: chain },
      {
        kind: "quantified",
        quantifier: "any",
        nonempty: false,
        binding: "p",
        list: chain,
        where: { kind: "has", operand: member },
        body,
      },
    ],
  };
}

/** The chain as conditions read it. */
const chainType: Type = { kind: "list", element: { kind: "record", additional: false, fields: {} } };

const text: Type = { kind: "string" };

const path = (root: Root, segments: readonly string[], type: Type): Operand<unknown> => ({
  kind: "path",
  root,
  segments,
  type,
});

const tokenField = (segments: readonly string[], type: Type): Operand<unknown> => path("token", segments, type);

const literal = (value: Literal): Operand<unknown> => ({ kind: "literal", literal: value });
const textLiteral = (value: string): Operand<unknown> => literal({ kind: "text", text: value });
const durationLiteral = (ms: number): Operand<unknown> => literal({ kind: "duration", ms });

const isEqual = (left: Operand<unknown>, right: Operand<unknown>): IrCondition => ({
  kind: "compare",
  operator: "==",
  left,
  right,
});

const isAtMost = (left: Operand<unknown>, right: Operand<unknown>): IrCondition => ({
  kind: "compare",
  operator: "<=",
  left,
  right,
});
