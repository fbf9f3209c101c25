import type { CheckedAgent } from "../ast/checked.ts";
import type { CheckedConnector } from "../ast/checked-connector.ts";
import type { CheckedBands } from "../ast/checked-gate.ts";
import { driftRowNames } from "./drift-row-names.ts";
import type { Checker } from "./scope.ts";

/** What is checked of the declarations that act by gates of their own. */
export interface Acting {
  readonly agents: readonly CheckedAgent[];
  readonly connectors: readonly CheckedConnector[];
  readonly bands: readonly CheckedBands[];
  /** How many there are, with those in error. */
  readonly declaredBands: number;
}

/** The gates that the policy has without writing them, as a test names them. */
export interface BuiltInGates {
  readonly names: ReadonlySet<string>;
  /** Whose gates nobody knows, because it is in error or was not read: `agent:NAME:`, `connector:NAME:`, `bands:`. */
  readonly unread: readonly string[];
}

/**
 * `agent:refund:token_ttl`, `connector:stripe:rate`, `bands:confidence:2`, `drift:usual:over_2`, `kill_switch:stop_all`: of the clauses that are
 * written, and no others, so that no test waits for a rule that there cannot be.
 */
export function builtInGates({ agents, connectors, bands, declaredBands }: Acting, { names }: Checker): BuiltInGates {
  const isRead = (known: readonly { readonly name: string }[], name: string): boolean =>
    known.some((one) => one.name === name);
  const ofTrust = agents.some(({ trust }) => trust !== undefined);
  return {
    names: new Set([
      ...agents.flatMap((agent) => agentGates(agent, ofTrust)),
      ...connectors.flatMap(connectorGates),
      ...bandGates(bands),
      ...[...names.drifts.values()].flatMap(driftRowNames),
      ...[...names.killSwitches].map((name) => `kill_switch:${name}`),
    ]),
    unread: [
      ...[...names.agents.keys()].filter((name) => !isRead(agents, name)).map((name) => `agent:${name}:`),
      ...[...names.connectors].filter((name) => !isRead(connectors, name)).map((name) => `connector:${name}:`),
      ...(bands.length < declaredBands ? ["bands:"] : []),
    ],
  };
}

/** Agents of two levels of trust are kept apart as soon as one of them has one. */
function agentGates({ name, ...clauses }: CheckedAgent, ofTrust: boolean): readonly string[] {
  const { tokenTtl, tokenScope, mtls, revocation } = clauses;
  const acting = [
    "subject",
    ...(tokenTtl === undefined ? [] : ["token_ttl", "token_expiry"]),
    ...(tokenScope === undefined ? [] : ["token_scope"]),
    ...(mtls === undefined ? [] : ["mtls"]),
    ...(revocation === undefined ? [] : ["revocation"]),
    ...(ofTrust ? ["trust"] : []),
  ];
  return acting.map((clause) => `agent:${name}:${clause}`);
}

/** `confine` acts where a tool does not say where its call goes. */
function connectorGates({ name, egress, rate, quota, validate, redactions }: CheckedConnector): readonly string[] {
  const acting = [
    ...(egress === undefined ? [] : ["egress", "confine"]),
    ...(rate === undefined ? [] : ["rate"]),
    ...(quota === undefined ? [] : ["quota"]),
    ...(validate.request === undefined ? [] : ["validate_request"]),
    ...(validate.response === undefined ? [] : ["validate_response"]),
    ...(redactions.some(({ on }) => on === "call") ? ["redact"] : []),
    ...(redactions.some(({ on }) => on === "result") ? ["redact_result"] : []),
  ];
  return acting.map((clause) => `connector:${name}:${clause}`);
}

/** Rows are numbered on from one declaration to the next, in an order that their content decides; what allows is no gate. */
function bandGates(bands: readonly CheckedBands[]): readonly string[] {
  const rows = bands.flatMap((one) => one.rows);
  const numbers = rows.flatMap(({ outcome }, index) => (bands.length === 1 && outcome === "allow" ? [] : [index + 1]));
  return numbers.length === 0 ? [] : ["confidence", ...numbers.map((number) => `bands:confidence:${number}`)];
}
