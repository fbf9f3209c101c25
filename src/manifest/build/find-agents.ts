import type { FactSource } from "../../value/value.ts";
import { last, placeOf } from "../effective/compose-sandbox.ts";
import { composeSettings } from "../effective/environment.ts";
import { readEndpoint } from "../endpoint.ts";
import type { ComposeService, Declaration, Scan, Workload } from "../scan.ts";
import type { AgentDraft } from "./agent-draft.ts";
import { type AgentSelector, selectorFits } from "./agent-selector.ts";

type Nameless = Omit<AgentDraft, "name" | "scan"> & { readonly short: string };

/**
 * The agents of a scan: every AgentDeployment with the workload it names, workloads the project's selectors match, Compose
 * services with models or an MCP gateway, MCP clients. A workload with a declaration is one agent, not two.
 */
export function findAgents(scan: Scan, selectors: readonly AgentSelector[]): readonly AgentDraft[] {
  const found: Nameless[] = scan.declarations.map((declaration) => declared(declaration, scan));
  const workloads = new Set(found.flatMap((agent) => agent.workloads));
  const services = new Set(found.map(({ composeService }) => composeService));
  const clients = new Set(found.map(({ mcpClient }) => mcpClient));
  const selected = scan.workloads.filter(
    (workload) => !workloads.has(workload) && selectors.some((selector) => selectorFits(selector, workload)),
  );
  found.push(...groupWorkloads(selected));
  for (const project of scan.composeProjects) {
    for (const service of project.services) {
      if (!services.has(service) && composeAgentSource(service) !== undefined) found.push(composeAgent(service));
    }
  }
  for (const client of scan.mcpClients) {
    if (clients.has(client)) continue;
    const nothing = { workloads: [], composeService: undefined, declaration: undefined };
    const source = client.servers.keySource();
    found.push({ ...nothing, short: client.name, namespace: "", platform: "mcp_client", source, mcpClient: client });
  }
  return named(found, scan);
}

function declared(declaration: Declaration, scan: Scan): Nameless {
  const reference = declaration.spec.get("workloadRef");
  const kind = reference.get("kind").text();
  const name = reference.get("name").text();
  const namespace = reference.get("namespace").text() ?? declaration.namespace;
  const workloads = scan.workloads.filter(
    ({ resource }) => resource.kind === kind && resource.name === name && resource.namespace === namespace,
  );
  const services = scan.composeProjects.flatMap((project) => project.services);
  const composeService = kind === "ComposeService" ? services.find((service) => service.name === name) : undefined;
  const mcpClient = kind === "McpClient" ? scan.mcpClients.find((client) => client.name === name) : undefined;
  const platform =
    workloads.length > 0
      ? "kubernetes"
      : composeService
        ? "compose"
        : mcpClient === undefined
          ? "declared"
          : "mcp_client";
  const short = declaration.name === "" ? declaration.node.file : declaration.name;
  const source = declaration.node.get("metadata", "name").source();
  return {
    short,
    namespace: declaration.namespace,
    platform,
    source,
    workloads,
    composeService,
    mcpClient,
    declaration,
  };
}

/** Workloads that say they are one agent are one: the same `sallyport.dev/agent`, or the same recommended labels. */
function groupWorkloads(workloads: readonly Workload[]): readonly Nameless[] {
  const groups = new Map<string, Workload[]>();
  for (const workload of workloads) {
    const key = `${workload.resource.namespace}\n${ownerOf(workload)}`;
    groups.set(key, [...(groups.get(key) ?? []), workload]);
  }
  return [...groups.values()].flatMap((group) => {
    const sorted = [...group].sort(byPlace);
    const [first] = sorted;
    if (first === undefined) return [];
    return [
      {
        short: labelOf(first, "sallyport.dev/agent") ?? first.resource.name,
        namespace: first.resource.namespace,
        platform: "kubernetes" as const,
        source: first.resource.node.get("metadata", "name").source(),
        workloads: sorted,
        composeService: undefined,
        mcpClient: undefined,
        declaration: undefined,
      },
    ];
  });
}

function ownerOf(workload: Workload): string {
  const own = labelOf(workload, "sallyport.dev/agent");
  if (own !== undefined) return `agent ${own}`;
  const name = labelOf(workload, "app.kubernetes.io/name");
  const instance = labelOf(workload, "app.kubernetes.io/instance");
  if (name === undefined || instance === undefined) return `${workload.resource.kind}/${workload.resource.name}`;
  return `labels ${name} ${instance} ${labelOf(workload, "app.kubernetes.io/component") ?? ""}`;
}

const labelOf = ({ resource, podLabels }: Workload, key: string): string | undefined =>
  podLabels.get(key) ?? resource.labels.get(key);

const kindOrder = ["Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Pod", "CronJob", "Job"];
function byPlace(left: Workload, right: Workload): number {
  const kinds = kindOrder.indexOf(left.resource.kind) - kindOrder.indexOf(right.resource.kind);
  if (kinds !== 0) return kinds;
  return left.resource.name < right.resource.name ? -1 : left.resource.name > right.resource.name ? 1 : 0;
}

function composeAgent(service: ComposeService): Nameless {
  return {
    short: service.name,
    namespace: service.project.name,
    platform: "compose",
    source: placeOf(service).keySource(),
    workloads: [],
    composeService: service,
    mcpClient: undefined,
    declaration: undefined,
  };
}

/** What makes a Compose service an agent: `models`, or an MCP gateway it depends on or is pointed to. */
function composeAgentSource(service: ComposeService): FactSource | undefined {
  if (isMcpGateway(service)) return undefined;
  const isFragment = !last(service, "image").exists && !last(service, "build").exists;
  if (isFragment) return undefined;
  const models = last(service, "models");
  if (models.exists) return models.keySource();
  const gateways = service.project.services.filter(isMcpGateway).map(({ name }) => name);
  const depends = last(service, "depends_on");
  const names = [...depends.items().map((item) => item.text() ?? ""), ...depends.entries().map(([name]) => name)];
  if (names.some((name) => gateways.includes(name))) return depends.keySource();
  const pointed = composeSettings(service).items.find(({ value }) => {
    const host = value === undefined ? undefined : readEndpoint(value)?.host;
    return host !== undefined && gateways.includes(host);
  });
  return pointed?.source;
}

export const isMcpGateway = (service: ComposeService): boolean =>
  /(?:^|\/)docker\/mcp-gateway(?:[:@]|$)/.test(last(service, "image").text() ?? "");

/** Short names where they are unique, otherwise with their namespace, otherwise with a number in file order. */
function named(agents: readonly Nameless[], scan: Scan): readonly AgentDraft[] {
  const sorted = [...agents].sort(bySource);
  const shorts = tally(sorted.map(({ short }) => short));
  const longs = tally(sorted.map(longName));
  const used = new Map<string, number>();
  return sorted.map((agent) => {
    const long = longName(agent);
    const base = shorts.get(agent.short) === 1 ? agent.short : long;
    const nth = (used.get(base) ?? 0) + 1;
    used.set(base, nth);
    const name = longs.get(long) === 1 || nth === 1 ? base : `${base} #${nth}`;
    const { short: _, ...rest } = agent;
    return { ...rest, name, scan: withOwnCompleteness(agent.declaration, scan) };
  });
}

const longName = ({ short, namespace }: Nameless): string => (namespace === "" ? short : `${namespace}/${short}`);

function tally(words: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

function bySource({ source: left }: Nameless, { source: right }: Nameless): number {
  if (left.file !== right.file) return left.file < right.file ? -1 : 1;
  return left.line - right.line || left.column - right.column;
}

function withOwnCompleteness(declaration: Declaration | undefined, scan: Scan): Scan {
  const words = new Set(
    declaration?.spec
      .get("complete")
      .items()
      .map((item) => item.text()),
  );
  if (words.size === 0 || scan.incomplete) return scan;
  return { ...scan, isComplete: (word) => words.has(word) || scan.isComplete(word) };
}
