import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { manifestIgnoredSetting, manifestSelectsNothing } from "../../diagnostics/manifest.ts";
import { rootNamespace } from "../effective/mesh-config.ts";
import { containerPorts, hasSelector, selects } from "../effective/peer-authentication.ts";
import type { Resource, Scan, Workload } from "../scan.ts";
import { selectorMatches } from "../selector.ts";

/** Policies that look right and do nothing: selectors without a match, and settings the platform ignores. */
export function policyFindings(scan: Scan): readonly Diagnostic[] {
  return [
    ...scan.ofKind("NetworkPolicy").flatMap((policy) => networkPolicy(policy, scan)),
    ...["PeerAuthentication", "AuthorizationPolicy", "RequestAuthentication", "Telemetry"].flatMap((kind) =>
      scan.ofKind(kind).flatMap((policy) => meshPolicy(policy, scan)),
    ),
    ...scan.ofKind("PeerAuthentication").flatMap((policy) => ignoredModes(policy, scan)),
  ];
}

function networkPolicy(policy: Resource, scan: Scan): readonly Diagnostic[] {
  const selector = policy.node.get("spec", "podSelector");
  if (selector.entries().length === 0) return [];
  const matched = scan.workloads.some(
    ({ resource, podLabels }) => resource.namespace === policy.namespace && selectorMatches(selector, podLabels),
  );
  return matched ? [] : [manifestSelectsNothing.at(selector.keySpan(), { kind: policy.kind, name: policy.name })];
}

function meshPolicy(policy: Resource, scan: Scan): readonly Diagnostic[] {
  if (!hasSelector(policy)) return [];
  const selector = policy.node.get("spec", "selector");
  if (policy.kind === "PeerAuthentication" && policy.namespace === rootNamespace) {
    const setting = `the selector of PeerAuthentication \`${policy.name}\``;
    return [
      manifestIgnoredSetting.at(selector.keySpan(), {
        setting,
        reason: "in the root namespace Istio ignores policies with a selector",
      }),
    ];
  }
  const everywhere = policy.namespace === rootNamespace;
  const matched = scan.workloads.some(
    (workload) => (everywhere || workload.resource.namespace === policy.namespace) && selects(policy, workload),
  );
  return matched ? [] : [manifestSelectsNothing.at(selector.keySpan(), { kind: policy.kind, name: policy.name })];
}

function ignoredModes(policy: Resource, scan: Scan): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  const ports = policy.node.get("spec", "portLevelMtls");
  if (ports.exists && !hasSelector(policy)) {
    found.push(
      manifestIgnoredSetting.at(ports.keySpan(), {
        setting: "`portLevelMtls`",
        reason: "Istio reads it only in a policy with a selector",
      }),
    );
  } else {
    const selected = scan.workloads.filter(
      (workload) => workload.resource.namespace === policy.namespace && selects(policy, workload),
    );
    for (const [port, node] of ports.entries())
      if (isForeignPort(port, selected)) found.push(foreignPort(port, node.keySpan()));
  }
  const modes = [policy.node.get("spec", "mtls", "mode"), ...ports.entries().map(([, node]) => node.get("mode"))];
  for (const mode of modes) {
    const text = mode.text();
    if (text !== undefined && !["UNSET", "DISABLE", "PERMISSIVE", "STRICT"].includes(text)) {
      const setting = `the mode \`${text.slice(0, 40)}\``;
      found.push(
        manifestIgnoredSetting.at(mode.span(), {
          setting,
          reason: "it is none of UNSET, DISABLE, PERMISSIVE, STRICT, and admission refuses it",
        }),
      );
    }
  }
  return found;
}

/** Only where every workload declares its ports can a port be said to be none of theirs. */
function isForeignPort(port: string, workloads: readonly Workload[]): boolean {
  const known = workloads.map(containerPorts);
  return known.length > 0 && known.every((ports) => ports.length > 0 && !ports.includes(Number(port)));
}

const foreignPort = (port: string, span: ReturnType<Resource["node"]["span"]>): Diagnostic =>
  manifestIgnoredSetting.at(span, {
    setting: `\`portLevelMtls\` for port ${port.slice(0, 10)}`,
    reason: "no selected container listens on it; Istio counts the container's port, not the Service's",
  });
