import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { enforcedBy, flagFact, flagOf, numberFact, textFact, wordFact } from "../../model/fact.ts";
import type { FactSource } from "../../value/value.ts";
import type { Settings } from "../effective/environment.ts";
import { secretKindOf } from "../effective/secrets.ts";
import { databaseSchemes, type Endpoint, queueSchemes, readEndpoint } from "../endpoint.ts";
import type { AgentDraft } from "./agent-draft.ts";
import { composeConnectors } from "./compose-connectors.ts";
import { type ConnectorDraft, noRoots } from "./connector-draft.ts";
import { below, type Contradictions, mergeFacts } from "./contradictions.ts";
import { declaredConnectors } from "./declared-connectors.ts";
import { mcpConnectors } from "./mcp-connectors.ts";
import { plainConnection, podConnection } from "./transport.ts";

/** The connectors of an agent: what its settings point to, joined with what is declared, by name or by host and port. */
export function connectorsOf(
  agent: AgentDraft,
  settings: Settings,
  contradictions: Contradictions,
  report: (diagnostic: Diagnostic) => void,
): readonly ConnectorDraft[] {
  const seen = [
    // First what knows most of a connector: of two with one address the first is kept.
    ...(agent.composeService === undefined ? [] : composeConnectors(agent.composeService)),
    ...settingConnectors(agent, settings),
    ...(agent.mcpClient === undefined ? [] : mcpConnectors(agent.mcpClient)),
  ];
  const found = distinct(seen);
  const { declaration } = agent;
  if (declaration === undefined) return found;
  const declared = declaredConnectors(declaration, agent, contradictions, report);
  const rest = new Set(found);
  const joined = declared.map((claim) => {
    const match = found.find((other) => rest.has(other) && isSame(claim, other));
    if (match === undefined) return claim;
    rest.delete(match);
    const facts = mergeFacts(match.facts, claim.facts, below(contradictions, `connectors.${claim.name}`), isCompared);
    // The name is the declared one, because it is what people call it, and the kind, because a setting only suggests one.
    const { name, declared: isListed, kind } = claim.facts;
    return {
      ...claim,
      facts: { ...facts, name, declared: isListed, ...(kind === undefined ? {} : { kind }) },
      connection: match.connection ?? claim.connection,
    };
  });
  return distinct([...joined, ...rest]);
}

/** The transport was compared with the platform's when the claim was read. */
const isCompared = (path: string): boolean => path === "route.kind";

function isSame(claim: ConnectorDraft, other: ConnectorDraft): boolean {
  if (claim.name === other.name) return true;
  return claim.host !== undefined && claim.host === other.host && claim.port === other.port;
}

/** Endpoints among the settings; addresses of the pod itself and of datastores are no connectors. */
function settingConnectors(agent: AgentDraft, { items }: Settings): readonly ConnectorDraft[] {
  return items.flatMap(({ name, value, valueSource, source }) => {
    const endpoint = value === undefined ? undefined : readEndpoint(value);
    if (endpoint === undefined || isProxy(name) || isLocal(endpoint.host) || databaseSchemes.has(endpoint.scheme))
      return [];
    const at = endpoint.hasPassword || secretKindOf(name) !== undefined ? source : valueSource;
    return [connectorDraft(agent, endpoint, name, at)];
  });
}

function connectorDraft(agent: AgentDraft, endpoint: Endpoint, setting: string, source: FactSource): ConnectorDraft {
  const { scheme, host, port } = endpoint;
  const [workload] = agent.workloads;
  const to = { scheme, host, port, source };
  const connection = workload === undefined ? plainConnection(to) : podConnection(workload, to, agent.scan);
  const ground = enforcedBy(source);
  return {
    name: host,
    host,
    port,
    scheme,
    isDeclared: false,
    source,
    connection,
    facts: {
      name: textFact(host, ground),
      kind: wordFact(kindOf(endpoint, setting), ground),
      declared: flagFact(false, ground),
      endpoint: textFact(endpoint.shown, ground),
      host: textFact(host, ground),
      ...(port === undefined ? {} : { port: numberFact(port, ground) }),
      external: connection.external,
      transport: connection.transport,
      roots: noRoots(ground),
      ...(flagOf(connection.external) === true
        ? {
            route: {
              kind: wordFact("direct", enforcedBy({ ...source, rule: "the setting names the vendor's own host" })),
            },
          }
        : {}),
    },
  };
}

function kindOf({ scheme, shown }: Endpoint, setting: string): string {
  const words = setting.toUpperCase();
  if (queueSchemes.has(scheme)) return "queue";
  if (/OTEL_|JAEGER|ZIPKIN|PROMETHEUS|METRICS|TRACING|LANGFUSE|LANGSMITH/.test(words)) return "telemetry";
  if (/(?:^|_)MCP(?:_|$)/.test(words) || /\/(?:mcp|sse)\/?$/.test(shown)) return "mcp";
  if (/(?:^|_)A2A(?:_|$)/.test(words)) return "a2a";
  if (/OPENAI|ANTHROPIC|OLLAMA|LLM|MODEL|GEMINI|MISTRAL|BEDROCK/.test(words)) return "llm";
  return "http";
}

const isProxy = (name: string): boolean => /^(?:https?|all|no)_proxy$/i.test(name);
const isLocal = (host: string): boolean => host === "localhost" || host === "::1" || host.startsWith("127.");

/** One connector for each host and port; further settings that name it are told apart by port. */
function distinct(connectors: readonly ConnectorDraft[]): readonly ConnectorDraft[] {
  const byPlace = new Map<string, ConnectorDraft>();
  for (const connector of connectors) {
    const key = connector.host === undefined ? `\n${connector.name}` : `${connector.host}:${connector.port ?? ""}`;
    const known = byPlace.get(key);
    if (known === undefined) byPlace.set(key, connector);
    else if (known.isDeclared && connector.isDeclared) byPlace.set(`${key}\n${connector.name}`, connector);
  }
  const names = new Map<string, number>();
  return [...byPlace.values()].map((connector) => {
    const nth = (names.get(connector.name) ?? 0) + 1;
    names.set(connector.name, nth);
    if (nth === 1) return connector;
    const name = connector.port === undefined ? `${connector.name}#${nth}` : `${connector.name}:${connector.port}`;
    return { ...connector, name, facts: { ...connector.facts, name: textFact(name, enforcedBy(connector.source)) } };
  });
}
