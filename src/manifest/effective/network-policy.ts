import {
  enforcedBy,
  flagFact,
  type Ground,
  listFact,
  numberFact,
  textFact,
  unknownFact,
  wordFact,
} from "../../model/fact.ts";
import { type Facts, recordOf } from "../../model/record.ts";
import { egressAllowFields } from "../../model/sandbox-fields.ts";
import type { FactSource, Field } from "../../value/value.ts";
import type { ManifestNode } from "../node.ts";
import type { Resource, Scan, Workload } from "../scan.ts";
import { labelsMatch, selectorMatches } from "../selector.ts";
import { type AddressRange, coversAll, rangesOf, reachesPublic } from "./address-ranges.ts";
import { meshSetting } from "./mesh-config.ts";

/** Kinds that restrict egress and that no reader resolves: with one in the scan an open default is not certain. */
const otherPolicies = [
  "CiliumNetworkPolicy",
  "CiliumClusterwideNetworkPolicy",
  "AdminNetworkPolicy",
  "GlobalNetworkPolicy",
  "FQDNNetworkPolicy",
];

interface Allow {
  readonly to: string;
  readonly kind: "cidr" | "pods" | "namespaces" | "anything";
  readonly ranges: readonly AddressRange[];
  readonly ports: readonly number[];
  readonly dns: boolean;
  readonly policy: string;
  readonly source: FactSource;
}

/**
 * Egress of a workload under the union of all NetworkPolicies that select it: isolated as soon as one of them governs
 * egress (listed in `policyTypes`, or, unset, an `egress` that is there), and then only what some policy allows.
 */
export function egressOf(workload: Workload, scan: Scan): Facts {
  const registry = registryOnly(workload, scan);
  return { ...policyEgress(workload, scan), ...(registry === undefined ? {} : { registry_only: registry }) };
}

function policyEgress(workload: Workload, scan: Scan): Facts {
  const { namespace } = workload.resource;
  const policies = scan
    .ofKind("NetworkPolicy")
    .filter((policy) => policy.namespace === namespace && governsEgress(policy))
    .filter((policy) => selectorMatches(policy.node.get("spec", "podSelector"), workload.podLabels));
  const open = !scan.isComplete("kubernetes") || scan.mayHide("NetworkPolicy");
  const names = policies.map(({ node }) => node.get("metadata", "name").source());
  if (policies.length === 0) return openEgress(workload, scan, open);

  const ground = enforcedBy(...names);
  const allows = policies.flatMap(allowsOf);
  const ranges = allows.filter(({ dns }) => !dns).flatMap((allow) => allow.ranges);
  const anything = allows.find(({ kind, dns }) => kind === "anything" && !dns);
  const all = anything !== undefined || coversAll(ranges);
  const wide = allows.filter(({ kind, ranges: own, dns }) => !dns && (kind === "anything" || reachesPublic(own)));
  const wideGround = wide.length > 0 ? enforcedBy(...wide.map(({ source }) => source)) : ground;
  const isPublic = wide.length > 0;
  // What is seen can only grow: a policy outside the scan may allow more, so `no` needs a complete scan.
  const never = (value: boolean, found: Ground) =>
    value || !open ? flagFact(value, found) : unknownFact("not_recorded", `every NetworkPolicy of ${namespace}`, found);
  return {
    default: wordFact("deny", ground),
    policies: listFact(
      policies.map(({ name, node }) => textFact(name, enforcedBy(node.get("metadata", "name").source()))),
      open,
      ground,
    ),
    allows: listFact(
      allows.map((allow) => recordOf(egressAllowFields, allowFacts(allow, all))),
      open,
      ground,
    ),
    everything: never(all, all ? wideGround : ground),
    public: never(isPublic, wideGround),
  };
}

function openEgress(workload: Workload, scan: Scan, open: boolean): Facts {
  const place = workload.resource.node.get("metadata", "name");
  const ground = enforcedBy(place.source("Kubernetes: egress of a pod that no NetworkPolicy governs is open"));
  const other = otherPolicies.find((kind) => scan.mayHide(kind));
  if (other !== undefined || scan.mayHide("NetworkPolicy")) {
    const unknown = unknownFact(
      "unreadable",
      `${other ?? "NetworkPolicy"} that was not read`,
      enforcedBy(place.source()),
    );
    return { default: unknown, everything: unknown, public: unknown, policies: unknown, allows: unknown };
  }
  return {
    default: wordFact("open", ground),
    everything: flagFact(true, ground),
    public: flagFact(true, ground),
    policies: listFact([], open, ground),
    allows: listFact([], open, ground),
  };
}

/** Whether the mesh refuses unknown hosts, by the closest Sidecar or the mesh; Istio itself says it is no firewall. */
function registryOnly(workload: Workload, scan: Scan): Field | undefined {
  const own = scan.ofKind("Sidecar").filter(({ namespace }) => namespace === workload.resource.namespace);
  const labels = (sidecar: Resource): ManifestNode => sidecar.node.get("spec", "workloadSelector", "labels");
  const closest =
    own.find((sidecar) => labels(sidecar).entries().length > 0 && labelsMatch(labels(sidecar), workload.podLabels)) ??
    own.find((sidecar) => labels(sidecar).entries().length === 0);
  const mode = closest?.node.get("spec", "outboundTrafficPolicy", "mode");
  if (mode?.exists) return flagFact(mode.text() === "REGISTRY_ONLY", enforcedBy(mode.source()));
  const setting = meshSetting(scan, "outboundTrafficPolicy", "mode");
  if (setting === undefined) return undefined;
  return flagFact(
    setting.node.text() === "REGISTRY_ONLY",
    enforcedBy(setting.cite.keySource("mesh configuration: outboundTrafficPolicy")),
  );
}

function governsEgress({ node }: Resource): boolean {
  const types = node.get("spec", "policyTypes");
  if (types.exists) return types.items().some((type) => type.text() === "Egress");
  return node.get("spec", "egress").kind !== "missing";
}

function allowsOf(policy: Resource): readonly Allow[] {
  return policy.node
    .get("spec", "egress")
    .items()
    .flatMap((rule) => {
      const ports = rule.get("ports").items();
      const numbers = ports.flatMap((port) => port.get("port").number() ?? []);
      const dns = ports.length > 0 && ports.every((port) => port.get("port").number() === 53);
      const shared = { ports: numbers, dns, policy: policy.name };
      const peers = rule.get("to").items();
      if (peers.length > 0) return peers.map((peer) => ({ ...shared, ...peerOf(peer) }));
      const source = (rule.get("to").exists ? rule.get("to") : rule).source(
        "Kubernetes: no `to` means every destination",
      );
      return [{ ...shared, to: "anything", kind: "anything" as const, ranges: [], source }];
    });
}

function peerOf(peer: ManifestNode): Pick<Allow, "to" | "kind" | "ranges" | "source"> {
  const block = peer.get("ipBlock");
  const cidr = block.get("cidr");
  if (block.exists) {
    const except = block
      .get("except")
      .items()
      .flatMap((item) => item.text() ?? []);
    const ranges = rangesOf(cidr.text() ?? "", except);
    return { to: cidr.text() ?? "", kind: "cidr", ranges, source: cidr.source() };
  }
  const labels = (node: ManifestNode): string =>
    node
      .get("matchLabels")
      .entries()
      .map(([key, value]) => `${key}=${value.text() ?? ""}`)
      .join(",") || "all";
  const namespaces = peer.get("namespaceSelector");
  const pods = peer.get("podSelector");
  if (namespaces.kind === "missing")
    return { to: `pods ${labels(pods)}`, kind: "pods", ranges: [], source: pods.source() };
  const text = `namespaces ${labels(namespaces)}${pods.kind === "missing" ? "" : `, pods ${labels(pods)}`}`;
  const kind = pods.kind === "missing" ? "namespaces" : "pods";
  return { to: text, kind, ranges: [], source: namespaces.source() };
}

function allowFacts(allow: Allow, all: boolean): Facts {
  const ground = enforcedBy(allow.source);
  const isWide = allow.kind === "anything" || reachesPublic(allow.ranges);
  return {
    to: textFact(allow.to, ground),
    kind: wordFact(allow.kind, ground),
    everything: flagFact(
      !allow.dns && (allow.kind === "anything" || coversAll(allow.ranges) || (all && isWide)),
      ground,
    ),
    public: flagFact(isWide, ground),
    dns: flagFact(allow.dns, ground),
    ports: listFact(
      allow.ports.map((port) => numberFact(port, ground)),
      false,
      ground,
    ),
    policy: textFact(allow.policy, ground),
  };
}
