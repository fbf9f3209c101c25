import {
  declaredBy,
  enforcedBy,
  flagFact,
  numberFact,
  textFact,
  textOf,
  unknownFact,
  wordFact,
} from "../../model/fact.ts";
import { type Facts, fieldIn, groupIn } from "../../model/record.ts";
import type { FactSource, Field } from "../../value/value.ts";
import { inboundRules } from "../effective/authorization-policy.ts";
import { membershipOf } from "../effective/mesh-membership.ts";
import { labelsMatch } from "../selector.ts";
import type { AgentDraft } from "./agent-draft.ts";
import type { ConnectorDraft } from "./connector-draft.ts";
import { type Connection, podConnection } from "./transport.ts";

/** An agent with what its channels need to know of it. */
export interface ChannelEnd {
  readonly agent: AgentDraft;
  readonly identity: Field | undefined;
  readonly principals: Field | undefined;
  readonly connectors: readonly ConnectorDraft[];
}

export interface ChannelDraft {
  readonly from: string;
  readonly to: string;
  readonly facts: Facts;
  readonly source: FactSource;
  readonly betweenAgents: boolean;
}

/** Every connection: of each connector, and between agents as declared, as configured, or as a mesh policy admits them. */
export function channelsOf(ends: readonly ChannelEnd[]): readonly ChannelDraft[] {
  const channels = new Map<string, ChannelDraft>();
  const add = (channel: ChannelDraft): void => {
    const key = `${channel.from}\n${channel.to}`;
    const known = channels.get(key);
    channels.set(
      key,
      known === undefined ? channel : { ...known, facts: { ...known.facts, ...declaredPart(channel.facts) } },
    );
  };
  for (const end of ends) for (const connector of end.connectors) add(connectorChannel(end, connector, ends));
  for (const end of ends) for (const channel of declaredPeers(end, ends)) add(channel);
  for (const end of ends) for (const channel of admittedPeers(end, ends)) add(channel);
  return [...channels.values()];
}

function connectorChannel(end: ChannelEnd, connector: ConnectorDraft, ends: readonly ChannelEnd[]): ChannelDraft {
  const callees = connector.connection?.callees ?? [];
  const peer = ends.find(
    (other) => other.agent !== end.agent && other.agent.workloads.some((workload) => callees.includes(workload)),
  );
  const isAgent = peer !== undefined || textOf(fieldIn(connector.facts, "kind")) === "a2a";
  const to = peer?.agent.name ?? connector.name;
  const ground = enforcedBy(connector.source);
  const { port } = connector;
  const target = connector.connection?.targetPort;
  const facts: Facts = {
    ...groupIn(connector.facts, "transport"),
    ...endFacts(end, to, isAgent, ground),
    protocol: textFact(connector.scheme, ground),
    ...(port === undefined ? {} : { port: numberFact(port, ground) }),
    ...(target === undefined ? {} : { target_port: numberFact(target, ground) }),
    ...(peer?.identity === undefined ? {} : { to_identity: peer.identity }),
    ...connector.connection?.inbound?.forCaller(textOf(end.identity)),
  };
  return { from: end.agent.name, to, facts, source: connector.source, betweenAgents: isAgent };
}

function declaredPeers(end: ChannelEnd, ends: readonly ChannelEnd[]): readonly ChannelDraft[] {
  const peers = end.agent.declaration?.spec.get("interAgent", "peers").items() ?? [];
  return peers.flatMap((node) => {
    const name = node.get("agent").text();
    if (name === undefined) return [];
    const source = node.get("agent").source();
    const peer = ends.find(({ agent }) => agent.name === name || agent.declaration?.name === name);
    const direction = node.get("direction").text() ?? "both";
    const identity = node.get("identity");
    const mutual = node.get("mutualAuth");
    const claim: Facts = {
      declared: flagFact(true, declaredBy(source)),
      ...(mutual.exists ? { mutual_auth: wordFact(mutual.text() ?? "", declaredBy(mutual.source())) } : {}),
    };
    const claimed = identity.exists ? textFact(identity.text() ?? "", declaredBy(identity.source())) : undefined;
    const other = peer?.agent.name ?? name;
    const outward: ChannelDraft = {
      from: end.agent.name,
      to: other,
      source,
      betweenAgents: true,
      facts: {
        ...edgeFacts(end, peer, other, source),
        ...claim,
        ...(claimed === undefined ? {} : { to_identity: claimed }),
      },
    };
    const inward: ChannelDraft = {
      from: other,
      to: end.agent.name,
      source,
      betweenAgents: true,
      facts: {
        ...(peer === undefined
          ? strangerFacts(end, other, claimed, source)
          : edgeFacts(peer, end, end.agent.name, source)),
        ...claim,
        ...(claimed === undefined ? {} : { from_identity: claimed }),
      },
    };
    return direction === "out" ? [outward] : direction === "in" ? [inward] : [outward, inward];
  });
}

/** Agents whose identity a policy on this agent admits by name. */
function admittedPeers(end: ChannelEnd, ends: readonly ChannelEnd[]): readonly ChannelDraft[] {
  const principals =
    end.principals?.state === "value" && end.principals.value.kind === "list" ? end.principals.value.items : [];
  return principals.flatMap((principal) => {
    const caller = ends.find(
      (other) => other.agent !== end.agent && textOf(other.identity)?.replace(/^spiffe:\/\//, "") === textOf(principal),
    );
    const source = principal.evidence?.sources[0];
    if (caller === undefined || source === undefined) return [];
    const facts = edgeFacts(caller, end, end.agent.name, source);
    return [{ from: caller.agent.name, to: end.agent.name, facts, source, betweenAgents: true }];
  });
}

/** Two agents of the scan: what the callee demands and the caller sends, through the callee's Service if it has one. */
function edgeFacts(caller: ChannelEnd, callee: ChannelEnd | undefined, to: string, source: FactSource): Facts {
  const ground = enforcedBy(source);
  const connection = callee === undefined ? undefined : connectionBetween(caller.agent, callee.agent, source);
  return {
    ...endFacts(caller, to, true, ground),
    ...(callee?.identity === undefined ? {} : { to_identity: callee.identity }),
    ...connection?.transport,
    ...connection?.inbound?.forCaller(textOf(caller.identity)),
  };
}

function connectionBetween(caller: AgentDraft, callee: AgentDraft, source: FactSource): Connection | undefined {
  const [from] = caller.workloads;
  const [to] = callee.workloads;
  if (from === undefined || to === undefined) return undefined;
  const { namespace } = to.resource;
  const service = caller.scan.ofKind("Service").find((candidate) => {
    const selector = candidate.node.get("spec", "selector");
    return candidate.namespace === namespace && selector.entries().length > 0 && labelsMatch(selector, to.podLabels);
  });
  if (service === undefined) return undefined;
  const port = service.node.get("spec", "ports").items()[0]?.get("port").number();
  return podConnection(from, { scheme: "http", host: `${service.name}.${namespace}`, port, source }, caller.scan);
}

/** A caller outside the scan: only the callee's side can be seen. */
function strangerFacts(end: ChannelEnd, from: string, identity: Field | undefined, source: FactSource): Facts {
  const ground = declaredBy(source);
  const [workload] = end.agent.workloads;
  const rules =
    workload === undefined ? undefined : inboundRules(workload, membershipOf(workload, end.agent.scan), end.agent.scan);
  return {
    name: textFact(`${from} -> ${end.agent.name}`, ground),
    from: textFact(from, ground),
    to: textFact(end.agent.name, ground),
    between: wordFact("agents", ground),
    ...(end.identity === undefined ? {} : { to_identity: end.identity }),
    outbound_mode: unknownFact("not_recorded", `the manifests of ${from}`, ground),
    mtls: unknownFact("not_recorded", `the manifests of ${from}`, ground),
    ...rules?.forCaller(textOf(identity)),
  };
}

const endFacts = (end: ChannelEnd, to: string, isAgent: boolean, ground: ReturnType<typeof enforcedBy>): Facts => ({
  name: textFact(`${end.agent.name} -> ${to}`, ground),
  from: textFact(end.agent.name, ground),
  to: textFact(to, ground),
  between: wordFact(isAgent ? "agents" : "agent_and_connector", ground),
  declared: flagFact(false, ground),
  ...(end.identity === undefined ? {} : { from_identity: end.identity }),
});

/** What a second view of a known channel adds: its declaration, never another mode. */
function declaredPart(facts: Facts): Facts {
  const kept: Record<string, Facts[string]> = {};
  for (const name of ["declared", "mutual_auth"]) {
    const field = facts[name];
    if (field !== undefined && !(name === "declared" && isNo(fieldIn(facts, name)))) kept[name] = field;
  }
  return kept;
}

const isNo = (field: Field | undefined): boolean =>
  field?.state === "value" && field.value.kind === "bool" && !field.value.value;
