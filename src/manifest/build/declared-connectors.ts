import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { connectorFields } from "../../model/connector-fields.ts";
import {
  absentFact,
  declaredBy,
  flagFact,
  listFact,
  numberFact,
  textFact,
  textOf,
  wordFact,
} from "../../model/fact.ts";
import type { ModelFields } from "../../model/model-type.ts";
import { type Facts, fieldIn, recordOf } from "../../model/record.ts";
import type { Field } from "../../value/value.ts";
import { type Endpoint, readEndpoint } from "../endpoint.ts";
import { lookup } from "../lookup.ts";
import { connectorShape } from "../native/connector-shape.ts";
import { type References, referencesOf } from "../native/references.ts";
import { shapeFacts } from "../native/shape-facts.ts";
import type { ManifestNode } from "../node.ts";
import type { Declaration } from "../scan.ts";
import type { AgentDraft } from "./agent-draft.ts";
import { type ConnectorDraft, noRoots } from "./connector-draft.ts";
import { below, type Contradictions, mergeFacts } from "./contradictions.ts";
import { quotaFacts, rateFacts } from "./declared-limits.ts";
import { operationFacts } from "./declared-operations.ts";
import { podConnection } from "./transport.ts";

/** The connectors an AgentDeployment lists, with what the cluster enforces on the way to each. */
export function declaredConnectors(
  declaration: Declaration,
  agent: AgentDraft,
  contradictions: Contradictions,
  report: (diagnostic: Diagnostic) => void,
): readonly ConnectorDraft[] {
  const references = referencesOf(declaration.namespace, agent.scan, report);
  const gates = declaration.spec.get("policyGates").items();
  return declaration.spec
    .get("connectors")
    .items()
    .map((node) => declaredConnector(node, gates, agent, contradictions, references));
}

function declaredConnector(
  node: ManifestNode,
  gates: readonly ManifestNode[],
  agent: AgentDraft,
  contradictions: Contradictions,
  references: References,
): ConnectorDraft {
  const endpointNode = node.get("endpoint");
  const endpoint = readEndpoint(endpointNode.text() ?? "");
  const name = node.get("name").text() ?? node.path;
  const special = ["endpoint", "via", "transport", "operations", "egress", "rateLimit", "quota", "auth"];
  const plain = shapeFacts(node, connectorShape, connectorFields, references, special);
  const nested = (key: string, model: string, skip: readonly string[] = []): Facts => {
    const shape = connectorShape.members[key]?.shape;
    const type = connectorFields[model]?.type;
    if (shape?.kind !== "object" || type?.kind !== "record") throw new Error(`connector: ${key} is no mapping`);
    return shapeFacts(node.get(key), shape, type.fields, references, skip);
  };
  const [workload] = agent.workloads;
  const to = endpoint === undefined ? undefined : { ...endpoint, source: endpointNode.source() };
  const connection = to === undefined || workload === undefined ? undefined : podConnection(workload, to, agent.scan);
  const isComplete = agent.scan.isComplete("connectors");
  const claimed = { ...nested("transport", "transport", ["mtls"]), mtls: mtlsClaim(node.get("transport", "mtls")) };
  const facts: Facts = {
    ...plain,
    ...egressFacts(node.get("egress")),
    declared: flagFact(true, declaredBy(node.get("name").source())),
    ...(endpoint === undefined
      ? {}
      : { ...endpointFacts(endpoint, endpointNode), roots: noRoots(declaredBy(endpointNode.source())) }),
    ...(connection === undefined ? {} : { external: connection.external }),
    route: routeFacts(node.get("via"), references),
    transport:
      connection === undefined
        ? claimed
        : mergeFacts(connection.transport, claimed, below(contradictions, `connectors.${name}.transport`), isCompared),
    auth: authFacts(node.get("auth"), nested("auth", "auth"), isComplete),
    ...operationFacts(node.get("operations"), gates),
    rate_limit: rateFacts(node, nested("rateLimit", "rate_limit"), isComplete),
    quota: quotaFacts(node, nested("quota", "quota"), isComplete),
  };
  return {
    name,
    facts,
    source: node.get("name").source(),
    host: endpoint?.host,
    port: endpoint?.port,
    scheme: endpoint?.scheme ?? textOf(fieldIn(plain, "kind")) ?? "",
    isDeclared: true,
    connection,
  };
}

const isCompared = (path: string): boolean => path === "mtls" || path === "verify";

function mtlsClaim(node: ManifestNode): Field | undefined {
  const word = lookup({ required: "mutual", "one-way": "one_way" }, node.text());
  return word === undefined ? undefined : wordFact(word, declaredBy(node.source()));
}

function endpointFacts({ shown, host, port }: Endpoint, node: ManifestNode): Facts {
  const ground = declaredBy(node.source());
  return {
    endpoint: textFact(shown, ground),
    host: textFact(host, ground),
    ...(port === undefined ? {} : { port: numberFact(port, ground) }),
  };
}

/** `direct` must be said; anything else is the gateway's name, which should resolve. */
function routeFacts(via: ManifestNode, references: References): Facts {
  const text = via.text();
  if (text === undefined) return {};
  const ground = declaredBy(via.source());
  if (text === "direct") return { kind: wordFact("direct", ground), via: absentFact(ground) };
  return { kind: wordFact("gateway", ground), via: textFact(text, ground), via_found: references.found(via) };
}

function egressFacts(node: ManifestNode): Facts {
  if (!node.exists) return {};
  const list = (key: string, read: (item: ManifestNode) => Field): Facts => {
    const items = node.get(key);
    const name = key === "hosts" ? "egress" : key;
    return items.exists ? { [name]: listFact(items.items().map(read), false, declaredBy(items.source())) } : {};
  };
  const hosts = node.get("hosts");
  return {
    ...list("hosts", hostRecord),
    ...list("methods", (item) => textFact(item.text() ?? "", declaredBy(item.source()))),
    ...list("ports", (item) => numberFact(item.number() ?? 0, declaredBy(item.source()))),
    ...(hosts.exists ? { egress_open: flagFact(hosts.items().length === 0, declaredBy(hosts.source())) } : {}),
  };
}

function hostRecord(item: ManifestNode): Field {
  const type = connectorFields["egress"]?.type;
  const model: ModelFields = type?.kind === "list" && type.element.kind === "record" ? type.element.fields : {};
  const host = item.kind === "map" ? item.get("host") : item;
  const reason = item.get("reason");
  const ground = declaredBy(host.source());
  return recordOf(model, {
    host: textFact(host.text() ?? "", ground),
    wildcard: flagFact((host.text() ?? "").includes("*"), ground),
    reason: reason.exists ? textFact(reason.text() ?? "", declaredBy(reason.source())) : absentFact(ground),
  });
}

function authFacts(node: ManifestNode, facts: Facts, isComplete: boolean): Facts {
  const scopes = node.get("scopes");
  const nothing = declaredBy(node.keySource("spec.complete holds connectors, and no scope is stated"));
  if (!scopes.exists) return isComplete ? { ...facts, wildcard: flagFact(false, nothing) } : facts;
  const wide = scopes
    .items()
    .find((scope) => /\*|(?:^|[./:_-])(?:all|full|full_access|admin|root)$/i.test(scope.text() ?? ""));
  return { ...facts, wildcard: flagFact(wide !== undefined, declaredBy((wide ?? scopes).source())) };
}
