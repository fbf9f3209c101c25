import type { IrGate, PolicyIr } from "../engine/ir.ts";
import type { JsonValue } from "../json/json-value.ts";
import { formatTimestamp } from "../value/timestamp.ts";

/** A made-up identity: the envelope members that satisfy the clauses an agent declares, and no more. */
export interface IdentityEnvelope {
  readonly token: Readonly<Record<string, JsonValue>>;
  readonly peer: Readonly<Record<string, JsonValue>>;
}

const dayMs = 86_400_000;

/**
 * What `identity ok` stands for in a test and `--assume identity=ok` in a replay (`language.md` 8): the weakest values
 * that satisfy the agent's own clauses. The token's lifetime is exactly the declared limit, one day where none is declared.
 */
export function identityEnvelope(policy: PolicyIr, agent: string, atMs: number): IdentityEnvelope {
  const subject = policy.agents.find(({ name }) => name === agent)?.subject;
  const ttlMs = tokenTtlMs(policy.gates, agent) ?? dayMs;
  return {
    token: {
      verified: true,
      ...(subject === undefined ? {} : { subject }),
      scopes: Object.keys(policy.catalogue.tools).sort(),
      issued_at: formatTimestamp(atMs),
      expires_at: formatTimestamp(atMs + ttlMs),
    },
    peer: { mutual: true },
  };
}

/** The limit stands in the condition of the agent's own built-in gate: `token.lifetime <= D`. */
function tokenTtlMs(gates: readonly IrGate[], agent: string): number | undefined {
  const condition = gates.find(({ name }) => name === `agent:${agent}:token_ttl`)?.unless;
  if (condition?.kind !== "compare" || condition.right.kind !== "literal") return undefined;
  return condition.right.literal.kind === "duration" ? condition.right.literal.ms : undefined;
}
