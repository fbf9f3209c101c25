import { count, field, flag, group, listOf, type ModelFields, reference, text, word } from "./model-type.ts";

const policies = "the NetworkPolicies of the namespace (audit.complete: kubernetes)";
const workload = "the pod template of the agent's workload, or spec.sandbox";

export const egressAllowFields: ModelFields = {
  to: field(text, "the peer: a CIDR, selector or host"),
  kind: field(word("cidr", "pods", "namespaces", "network", "anything"), "what the peer is"),
  everything: field(flag, "covers every address, alone or with its siblings"),
  public: field(flag, "reaches addresses of the public internet"),
  dns: field(flag, "port 53 only"),
  ports: field(listOf(count), "ports; empty means all"),
  policy: field(text, "the policy that allows it"),
};

export const egressFields: ModelFields = {
  default: field(word("deny", "open"), "what no policy allows is refused, or nothing restricts egress", policies),
  policies: field(listOf(text), "policies that restrict egress of this workload", policies),
  allows: field(listOf(egressAllowFields), "what they allow, taken together", policies),
  everything: field(flag, "the allowed peers together cover every address", policies),
  public: field(flag, "an allowed peer lies on the public internet", policies),
  registry_only: field(
    flag,
    "the mesh refuses hosts it does not know: no firewall, and no pass by itself",
    "the Sidecar and mesh configuration",
  ),
  proxy: field(flag, "a proxy variable is set; it closes nothing", workload),
};

export const sandboxFields: ModelFields = {
  runtime: field(text, "the runtime class", workload),
  isolated: field(flag, "the runtime is a sandbox (gVisor, Kata, Firecracker)", workload),
  egress: field(group(egressFields), "where the workload may connect to", policies),
  engine_socket: field(flag, "it can drive the container engine", workload),
  host_network: field(flag, "it shares the host's network", workload),
  host_pid: field(flag, "it sees the host's processes", workload),
  host_paths: field(listOf(text), "directories of the host mounted into it", workload),
  privileged: field(flag, "a container is privileged", workload),
  privilege_escalation: field(flag, "a container may gain privileges", workload),
  capabilities: field(listOf(text), "capabilities added", workload),
  read_only_root: field(flag, "every container's root file system is read-only", workload),
  non_root: field(flag, "every container runs as a user that is not root", workload),
  seccomp: field(word("default", "local", "unconfined"), "the weakest seccomp profile of its containers", workload),
  escape_detection: field(
    group({
      provider: field(text, "the detector", "spec.sandbox.escapeDetection.provider"),
      rules: field(
        listOf(reference("ref", "a rule file", "spec.sandbox.escapeDetection.ruleRefs")),
        "its rules",
        "spec.sandbox.escapeDetection.ruleRefs",
      ),
      ...reference("alert_route", "where its alerts go", "spec.sandbox.escapeDetection.alertRoute"),
    }),
    "detection of escape attempts",
    "spec.sandbox.escapeDetection, or the detector's manifests",
  ),
};
