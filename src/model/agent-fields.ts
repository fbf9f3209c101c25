import { channelFields, connectorFields } from "./connector-fields.ts";
import { governanceFields } from "./governance-fields.ts";
import { identityFields, providerFields, revocationFields, secretFields, tokenFields } from "./identity-fields.ts";
import {
  count,
  duration,
  field,
  flag,
  group,
  listOf,
  type ModelFields,
  moment,
  reference,
  text,
  word,
} from "./model-type.ts";
import { sandboxFields } from "./sandbox-fields.ts";
import { storeFields } from "./store-fields.ts";

const bindings = "the RoleBindings and roles of the cluster (audit.complete: kubernetes)";
const meshPolicies = "the AuthorizationPolicies of the agent's namespace and the root namespace";
const decisionPoint = "spec.authorization.decisionPoint, or the policies in the connector's path";

const permissionFields: ModelFields = {
  what: field(text, "the role or rule that grants it"),
  kind: field(word("rbac", "declared"), "where the grant stands"),
  role_found: field(flag, "the role bound is in the scan set or built in", bindings),
  verbs: field(listOf(text), "verbs", bindings),
  resources: field(listOf(text), "resources", bindings),
  resource_names: field(listOf(text), "names it is narrowed to; empty means every one", bindings),
  tools: field(listOf(text), "tools", bindings),
  scope: field(word("namespace", "cluster"), "how far it reaches", bindings),
  namespace: field(text, "the namespace it reaches", bindings),
  wildcard: field(flag, "a verb, resource or API group is `*`", bindings),
  read_only: field(flag, "its verbs only read", bindings),
  secrets: field(flag, "it can read Secrets", bindings),
  takeover: field(flag, "it leads to full control: impersonate, escalate, bind, exec, or a role that does", bindings),
  allowlist: field(flag, "it names what it allows", bindings),
};

export const agentFields: ModelFields = {
  name: field(text, "the agent's name in this report"),
  namespace: field(text, "its namespace"),
  platform: field(word("kubernetes", "compose", "mcp_client", "declared"), "where its workload was found"),
  declared: field(flag, "an AgentDeployment describes it"),
  environment: field(word("production", "staging", "development"), "as declared", "spec.environment"),
  owner: field(
    group({
      team: field(text, "who owns it", "spec.owner.team"),
      contact: field(text, "how to reach them", "spec.owner.contact"),
      escalation: field(text, "whom next", "spec.owner.escalation"),
    }),
    "who answers for it",
    "spec.owner",
  ),
  risk_tier: field(word("low", "medium", "high", "critical"), "as declared", "spec.riskTier"),
  autonomy: field(word("assisted", "supervised", "autonomous"), "as declared", "spec.autonomy"),
  regulatory: field(
    listOf(word("gdpr", "uk_gdpr", "hipaa", "glba", "pci_dss", "eu_ai_act", "none")),
    "regimes in force",
    "spec.regulatory",
  ),
  regulatory_reason: field(text, "why none is in force", "spec.regulatory"),
  single_agent: field(flag, "declared, with a reason, to have no peer", "spec.interAgent.singleAgent"),
  complete: field(listOf(text), "what the scan is declared to hold all of", "audit.complete or spec.complete"),
  workload: field(
    group({
      kind: field(text, "kind of the workload", "spec.workloadRef"),
      name: field(text, "its name", "spec.workloadRef"),
      namespace: field(text, "its namespace", "spec.workloadRef"),
      replicas: field(count, "how many copies run; they share the identity rightly", "the workload's manifest"),
      found: field(flag, "its manifest is in the scan set", "the manifest spec.workloadRef names"),
      shared_with: field(listOf(text), "other agents in the same workload", "spec.workloadRef of every agent"),
    }),
    "what runs it",
    "spec.workloadRef",
  ),
  identity: field(group(identityFields), "who it is"),
  provider: field(group(providerFields), "the identity provider behind it"),
  tokens: field(listOf(tokenFields), "every token it can present", "its workload, or spec.identity.token"),
  revocation: field(group(revocationFields), "how its tokens are revoked", "spec.identity.revocation"),
  permissions: field(listOf(permissionFields), "what its identity may do on the platform", bindings),
  authorization: field(
    group({
      default: field(word("deny", "allow"), "what holds where nothing allows", "spec.authorization.default"),
      mode: field(word("per_request", "per_session", "at_start"), "when permissions are checked", decisionPoint),
      cache: field(duration, "how long a decision is remembered", decisionPoint),
      failure: field(word("closed", "open"), "what happens when the decision point fails", decisionPoint),
      ...reference("decision_point", "the decision point", decisionPoint),
      policies: field(
        listOf(reference("ref", "a policy file")),
        "policies it applies",
        "spec.authorization.policyRefs",
      ),
      expires: field(duration, "how long a permission lasts", "spec.authorization.permissionsExpire"),
    }),
    "how its permissions are decided",
    decisionPoint,
  ),
  connectors: field(listOf(connectorFields), "what it connects to", "its configuration, or spec.connectors"),
  channels: field(
    listOf(channelFields),
    "its connections, to connectors and other agents",
    "spec.connectors and spec.interAgent",
  ),
  peers: field(
    listOf({
      peer: field(text, "the other agent"),
      direction: field(word("out", "in"), "who calls"),
      ...channelFields,
    }),
    "connections with other agents",
    "spec.interAgent.peers, or the mesh's policies",
  ),
  inbound: field(
    group({
      default_deny: field(flag, "whoever no rule allows is refused", meshPolicies),
      named_callers: field(flag, "every rule names the identities it allows", meshPolicies),
      any_identity: field(flag, "a rule admits any authenticated workload", meshPolicies),
      anonymous: field(flag, "a rule, or no rule at all, admits callers without identity", meshPolicies),
      principals: field(listOf(text), "identities allowed by name", meshPolicies),
      policies: field(listOf(text), "policies in effect on it", meshPolicies),
      mtls: field(word("strict", "permissive", "disable"), "what its mesh policy demands", "its PeerAuthentication"),
      default: field(word("deny", "allow"), "as declared", "spec.interAgent.default"),
      ...reference("card", "its A2A card", "spec.interAgent.a2aCardRef"),
      signed_card: field(flag, "the card is signed, as declared", "spec.interAgent.signedCard"),
    }),
    "who may call it",
    meshPolicies,
  ),
  sandbox: field(group(sandboxFields), "what confines it"),
  secrets: field(listOf(secretFields), "secrets it is given", "its workload and the Secrets it names"),
  stores: field(listOf(storeFields), "where its data lies", "its volumes and connection strings, or spec.data.stores"),
  logs: field(
    group({
      enabled: field(
        flag,
        "access to it and by it is logged",
        "Telemetry or mesh configuration, or spec.monitoring.audit",
      ),
      granted: field(flag, "granted access is logged", "Telemetry filter, or spec.monitoring.audit"),
      denied: field(flag, "refused access is logged", "Telemetry filter, or spec.monitoring.audit.denied"),
      filter: field(text, "what narrows the log; absent when nothing does", "Telemetry filter"),
      fields: field(
        listOf(word("identity", "action", "timestamp", "context", "resource", "decision", "reason")),
        "what one record holds",
        "the mesh's log format, or spec.monitoring.audit.fields",
      ),
      identity_weak: field(flag, "the caller is logged by address or pod name only", "the mesh's log format"),
      ...reference("sink", "where records go", "Telemetry providers, or spec.monitoring.audit.sink"),
      tamper_evidence: field(text, "what shows tampering", "spec.monitoring.audit.tamperEvidence"),
      retention: field(duration, "how long records are kept", "spec.monitoring.audit.retention.period"),
      retention_max: field(duration, "how long at most", "spec.monitoring.audit.retention.max"),
      retention_basis: field(
        listOf({
          law: field(text, "law or contract"),
          jurisdiction: field(text, "where it holds"),
          minimum: field(duration, "the shortest period it allows"),
        }),
        "why that long",
        "spec.monitoring.audit.retention.basis",
      ),
      approved_by: field(text, "who approved the period", "spec.monitoring.audit.retention.approvedBy"),
      reviewed_at: field(moment, "when it was reviewed", "spec.monitoring.audit.retention.reviewedAt"),
    }),
    "its audit log",
    "Telemetry and mesh configuration, or spec.monitoring.audit",
  ),
  contradictions: field(
    listOf({
      field: field(text, "the fact the two sources disagree on"),
      declared: field(text, "what the AgentDeployment says"),
      enforced: field(text, "what the platform's manifest says"),
    }),
    "claims of the AgentDeployment that an enforcing resource belies",
  ),
  ...governanceFields,
};
