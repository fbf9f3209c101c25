import type { Resource, Scan, Workload } from "../scan.ts";
import { labelsMatch } from "../selector.ts";

export interface ServiceTarget {
  readonly service: Resource;
  /** The workloads behind it that the scan holds. */
  readonly workloads: readonly Workload[];
  /** The container port the service's port leads to; undefined where a named port is not declared. */
  readonly targetPort: number | undefined;
}

/** The Service of the scan a host name means inside the cluster, seen from a namespace. */
export function serviceTarget(
  host: string,
  port: number | undefined,
  fromNamespace: string,
  scan: Scan,
): ServiceTarget | undefined {
  const [name = "", namespace = fromNamespace, ...rest] = host.split(".");
  if (rest.length > 0 && rest[0] !== "svc") return undefined;
  const service = scan
    .ofKind("Service")
    .find((candidate) => candidate.name === name && candidate.namespace === namespace);
  if (service === undefined) return undefined;
  const selector = service.node.get("spec", "selector");
  const workloads =
    selector.entries().length === 0
      ? []
      : scan.workloads.filter(
          (workload) => workload.resource.namespace === namespace && labelsMatch(selector, workload.podLabels),
        );
  return { service, workloads, targetPort: targetPortOf(service, port, workloads) };
}

function targetPortOf(service: Resource, port: number | undefined, workloads: readonly Workload[]): number | undefined {
  const ports = service.node.get("spec", "ports").items();
  const used =
    port === undefined && ports.length === 1 ? ports[0] : ports.find((item) => item.get("port").number() === port);
  if (used === undefined) return undefined;
  const target = used.get("targetPort");
  if (!target.exists) return used.get("port").number();
  const number = target.number();
  if (number !== undefined) return number;
  for (const { podSpec } of workloads) {
    for (const container of podSpec.get("containers").items()) {
      const named = container
        .get("ports")
        .items()
        .find((item) => item.get("name").text() === target.text());
      const containerPort = named?.get("containerPort").number();
      if (containerPort !== undefined) return containerPort;
    }
  }
  return undefined;
}

/**
 * Whether a host lies outside the cluster or project: true for a public name or address, false for what only resolves
 * inside, undefined where a two-part name could be either.
 */
export function isExternalHost(host: string): boolean | undefined {
  if (host === "localhost" || host === "::1" || /^(?:host|gateway)\.docker\.internal$/.test(host)) return false;
  if (/^(?:127|10)\.|^192\.168\.|^169\.254\.|^172\.(?:1[6-9]|2[0-9]|3[01])\.|^f[cd][0-9a-f]{2}:|^fe80:/i.test(host))
    return false;
  const labels = host.split(".");
  if (labels.length === 1) return host.includes(":");
  if (labels.includes("svc") || /\.(?:local|internal|cluster|localhost)$/i.test(host)) return false;
  return labels.length === 2 && (labels[1] ?? "").length > 3 ? undefined : true;
}
