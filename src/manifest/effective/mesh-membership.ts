import { enforcedBy, unknownFact, wordFact } from "../../model/fact.ts";
import type { FactSource, Field } from "../../value/value.ts";
import type { Scan, Workload } from "../scan.ts";

export type MeshState = "sidecar" | "ambient" | "linkerd" | "none" | "unknown";

export interface Membership {
  readonly state: MeshState;
  readonly fact: Field;
}

/** How a workload takes part in a mesh: an injected proxy, the node's proxy, or not at all. */
export function membershipOf(workload: Workload, scan: Scan): Membership {
  const known = decided(workload, scan);
  if (known !== undefined) return { state: known.state, fact: wordFact(known.state, enforcedBy(...known.sources)) };
  const { namespace } = workload.resource;
  const decidedBy = `Namespace ${namespace} with its labels`;
  return { state: "unknown", fact: unknownFact("not_recorded", decidedBy, enforcedBy(workload.podSpec.keySource())) };
}

interface Decided {
  readonly state: MeshState;
  readonly sources: readonly FactSource[];
}

function decided({ resource, podSpec, podLabels, podAnnotations }: Workload, scan: Scan): Decided | undefined {
  const proxy = podSpec
    .get("containers")
    .items()
    .find((container) => container.get("name").text() === "istio-proxy");
  if (proxy !== undefined) return { state: "sidecar", sources: [proxy.get("name").source()] };

  const host = podSpec.get("hostNetwork");
  if (host.bool() === true)
    return { state: "none", sources: [host.source("a pod on the host's network gets no proxy")] };

  const pod = podOf(resource.node, resource.kind);
  const own = (key: string): FactSource => {
    const label = pod.get("metadata", "labels", key);
    return (label.exists ? label : pod.get("metadata", "annotations", key)).source();
  };
  const inject = podLabels.get("sidecar.istio.io/inject") ?? podAnnotations.get("sidecar.istio.io/inject");
  if (inject === "false") return { state: "none", sources: [own("sidecar.istio.io/inject")] };
  if (inject === "true") return { state: "sidecar", sources: [own("sidecar.istio.io/inject")] };
  const linkerd = podAnnotations.get("linkerd.io/inject");
  if (linkerd === "enabled") return { state: "linkerd", sources: [own("linkerd.io/inject")] };

  const namespace = scan.ofKind("Namespace").find(({ name }) => name === resource.namespace);
  if (namespace === undefined) return undefined;
  const metadata = namespace.node.get("metadata");
  const label = (key: string): FactSource => metadata.get("labels", key).source();
  const mode = podLabels.get("istio.io/dataplane-mode") ?? namespace.labels.get("istio.io/dataplane-mode");
  if (mode === "ambient") {
    const source = podLabels.has("istio.io/dataplane-mode")
      ? own("istio.io/dataplane-mode")
      : label("istio.io/dataplane-mode");
    return { state: "ambient", sources: [source] };
  }
  if (namespace.labels.get("istio-injection") === "disabled")
    return { state: "none", sources: [label("istio-injection")] };
  if (namespace.labels.get("istio-injection") === "enabled")
    return { state: "sidecar", sources: [label("istio-injection")] };
  if (namespace.labels.has("istio.io/rev")) return { state: "sidecar", sources: [label("istio.io/rev")] };
  const namespaceLinkerd = metadata.get("annotations", "linkerd.io/inject");
  if (namespaceLinkerd.text() === "enabled" && linkerd !== "disabled") {
    return { state: "linkerd", sources: [namespaceLinkerd.source()] };
  }
  const rule = "neither the pod nor its Namespace asks for a mesh";
  return { state: "none", sources: [metadata.get("name").source(rule)] };
}

/** The pod template's own node, for its labels. */
function podOf(node: Workload["podSpec"], kind: string): Workload["podSpec"] {
  if (kind === "Pod") return node;
  return kind === "CronJob" ? node.get("spec", "jobTemplate", "spec", "template") : node.get("spec", "template");
}
