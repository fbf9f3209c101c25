import { enforcedBy, flagFact, unknownFact, wordFact } from "../../model/fact.ts";
import type { Field } from "../../value/value.ts";
import type { ManifestNode } from "../node.ts";
import type { Resource, Scan, Workload } from "../scan.ts";
import { labelsMatch } from "../selector.ts";
import { meshSetting, rootNamespace } from "./mesh-config.ts";
import type { Membership } from "./mesh-membership.ts";

export interface Outbound {
  readonly mode: Field;
  /** Undefined where no rule speaks of verification. */
  readonly verify: Field | undefined;
}

/**
 * What a caller sends to a host and port: the DestinationRule in effect for it (the caller's namespace before the
 * service's before the root), the weakest of the rule and its subsets, because a route may use any; without a rule the
 * mesh's automatic mutual TLS, or none outside a mesh.
 */
export function outboundMode(
  caller: Workload,
  membership: Membership,
  host: string,
  serviceNamespace: string | undefined,
  port: number | undefined,
  scan: Scan,
): Outbound {
  if (membership.state === "none") {
    const sources = membership.fact.evidence?.sources ?? [];
    return { mode: wordFact("none", enforcedBy(...sources)), verify: undefined };
  }
  if (membership.state === "unknown") return { mode: membership.fact, verify: undefined };
  if (scan.mayHide("DestinationRule")) {
    return { mode: unknownFact("unreadable", `the DestinationRules for ${host}`), verify: undefined };
  }
  const order = [caller.resource.namespace, serviceNamespace, rootNamespace];
  const rules = scan.ofKind("DestinationRule").filter((rule) => applies(rule, host, serviceNamespace, caller));
  const winner = order.find((namespace) => rules.some((rule) => rule.namespace === namespace));
  const policies = rules
    .filter((rule) => rule.namespace === winner)
    .flatMap(({ node }) => [node.get("spec"), ...node.get("spec", "subsets").items()])
    .flatMap((node) => tlsOf(node.get("trafficPolicy"), port));
  const set = policies.filter((tls) => rank(tls) >= 0).sort((left, right) => rank(left) - rank(right));
  const [weakest] = set;
  if (weakest === undefined) return { mode: automatic(caller, membership, scan), verify: undefined };
  return { mode: modeFact(weakest), verify: verifyFact(set) };
}

function applies(rule: Resource, host: string, serviceNamespace: string | undefined, caller: Workload): boolean {
  const spec = rule.node.get("spec");
  const pattern = spec.get("host").text() ?? "";
  const exportTo = spec
    .get("exportTo")
    .items()
    .map((item) => item.text());
  const seen =
    rule.namespace === caller.resource.namespace ||
    exportTo.length === 0 ||
    exportTo.includes("*") ||
    exportTo.includes(caller.resource.namespace);
  const selector = spec.get("workloadSelector", "matchLabels");
  return (
    seen && labelsMatch(selector, caller.podLabels) && hostMatches(pattern, rule.namespace, host, serviceNamespace)
  );
}

function hostMatches(
  pattern: string,
  ruleNamespace: string,
  host: string,
  serviceNamespace: string | undefined,
): boolean {
  const full = serviceNamespace === undefined ? host : fullName(host, serviceNamespace);
  if (pattern === "*") return true;
  if (pattern.startsWith("*.")) return full.endsWith(pattern.slice(1));
  return serviceNamespace === undefined ? pattern === host : fullName(pattern, ruleNamespace) === full;
}

function fullName(name: string, namespace: string): string {
  const [service = "", ns = namespace] = name.split(".");
  return `${service}.${ns}.svc.cluster.local`;
}

/** The TLS settings for a port: a port's own settings replace the rule's, they are not merged. */
function tlsOf(policy: ManifestNode, port: number | undefined): readonly ManifestNode[] {
  if (!policy.exists) return [];
  const ports = policy.get("portLevelSettings").items();
  const own = ports.filter((item) => port === undefined || item.get("port", "number").number() === port);
  if (port !== undefined && own.length > 0) return own.map((item) => item.get("tls"));
  return [policy.get("tls"), ...own.map((item) => item.get("tls"))];
}

const weakestFirst = ["DISABLE", "SIMPLE", "MUTUAL", "ISTIO_MUTUAL"];
const rank = (tls: ManifestNode): number => weakestFirst.indexOf(tls.get("mode").text() ?? "");

function modeFact(tls: ManifestNode): Field {
  const mode = tls.get("mode");
  const hasCertificate =
    tls.get("credentialName").exists || (tls.get("clientCertificate").exists && tls.get("privateKey").exists);
  if (mode.text() === "MUTUAL" && !hasCertificate) {
    return wordFact("simple", enforcedBy(mode.source("Istio: MUTUAL without a client certificate proves nothing")));
  }
  return wordFact(mode.text() ?? "", enforcedBy(mode.source()));
}

function verifyFact(settings: readonly ManifestNode[]): Field | undefined {
  const skipped = settings.map((tls) => tls.get("insecureSkipVerify")).find((node) => node.bool() === true);
  if (skipped !== undefined) return flagFact(false, enforcedBy(skipped.source()));
  const [weakest] = settings;
  const mode = weakest?.get("mode");
  if (weakest === undefined || mode === undefined) return undefined;
  if (mode.text() === "ISTIO_MUTUAL")
    return flagFact(true, enforcedBy(mode.source("Istio checks the peer's identity")));
  const ca = weakest.get("caCertificates");
  return ca.exists ? flagFact(true, enforcedBy(ca.source())) : undefined;
}

function automatic(caller: Workload, membership: Membership, scan: Scan): Field {
  const setting = meshSetting(scan, "enableAutoMtls");
  if (setting?.node.bool() === false) {
    return wordFact("disable", enforcedBy(setting.cite.keySource("mesh configuration: enableAutoMtls is false")));
  }
  const rule = "mutual TLS is chosen automatically where both ends are in the mesh";
  const sources = (membership.fact.evidence?.sources ?? []).map((source) => ({ ...source, rule }));
  return wordFact(
    "auto",
    enforcedBy(...(sources.length > 0 ? sources : [caller.resource.node.get("kind").source(rule)])),
  );
}
