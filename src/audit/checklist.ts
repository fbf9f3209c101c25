/** One item of the 31-item zero-trust agent checklist; titles are ours, order is the document's. */
export interface ChecklistItem {
  readonly id: string;
  readonly title: string;
  readonly group: string;
  readonly ordinal: number;
  /** What in a scan would decide the item; shown while no control for it is loaded. */
  readonly decidedBy: string;
}

const groups = {
  ID: "identity",
  AZ: "authorization",
  SB: "sandbox",
  PD: "data",
  MA: "monitoring",
  IR: "incident",
} as const;

const item = (id: string, title: string, decidedBy: string): ChecklistItem => {
  const [, group = "ID", ordinal = "0"] = id.split("-");
  return { id, title, group: groups[group as keyof typeof groups], ordinal: Number(ordinal), decidedBy };
};

/** The checklist of "Zero Trust & AI GovOps": six groups, 31 items. */
export const checklist: readonly ChecklistItem[] = [
  item(
    "ZT-ID-1",
    "Unique cryptographic identity per agent",
    "workloads with service accounts and mesh membership, or spec.identity",
  ),
  item(
    "ZT-ID-2",
    "mTLS on every agent-to-service connection",
    "PeerAuthentication and DestinationRule, or spec.connectors[].transport",
  ),
  item(
    "ZT-ID-3",
    "Tokens live 30 minutes at most and are refreshed",
    "the issuer's token settings, or spec.identity.token",
  ),
  item(
    "ZT-ID-4",
    "Token revocation within 60 seconds",
    "the validators' cache settings and a drill record, or spec.identity.revocation",
  ),
  item(
    "ZT-ID-5",
    "No service account shared between agents",
    "serviceAccountName of every agent's workload, or spec.identity.serviceAccountRef",
  ),
  item(
    "ZT-AZ-1",
    "Least privilege on every connector",
    "RBAC bindings and tool allowlists, or spec.connectors[].operations",
  ),
  item(
    "ZT-AZ-2",
    "Permissions checked at execution time",
    "per-request external authorization that fails closed, or spec.authorization.decisionPoint",
  ),
  item(
    "ZT-AZ-3",
    "Policy gates on high-risk operations",
    "approval settings of the tools, a policy that proves it, or spec.policyGates",
  ),
  item(
    "ZT-AZ-4",
    "Mutual authentication between agents",
    "AuthorizationPolicy principals and strict mTLS, or spec.interAgent",
  ),
  item(
    "ZT-AZ-5",
    "Access attempts logged, granted and denied",
    "the access-log policy of gateway or mesh, or spec.connectors[].logging",
  ),
  item(
    "ZT-SB-1",
    "Vendor calls only through sandboxed connectors",
    "NetworkPolicies and gateway backends, or spec.connectors[].via and spec.sandbox",
  ),
  item(
    "ZT-SB-2",
    "Rate limits and quotas on connectors",
    "the gateway's rate limits, or spec.connectors[].rateLimit and .quota",
  ),
  item(
    "ZT-SB-3",
    "Schema validation of requests and responses",
    "the validator in the path and its schemas, or spec.connectors[].schema",
  ),
  item("ZT-SB-4", "Alerts on failed validation", "alert rules and their routes, or spec.connectors[].schema.alertRef"),
  item(
    "ZT-SB-5",
    "Sandbox escape attempts detected and logged",
    "runtime detection rules, or spec.sandbox.escapeDetection",
  ),
  item(
    "ZT-PD-1",
    "PII detection on all agent inputs and outputs",
    "the prompt guard of the gateway, or spec.data.pii.detection",
  ),
  item(
    "ZT-PD-2",
    "Redaction before data crosses a boundary",
    "the mask action and its place in the pipeline, or spec.data.pii.redaction",
  ),
  item(
    "ZT-PD-3",
    "Encryption at rest and in transit",
    "storage classes and connection strings, or spec.data.stores and spec.data.encryption",
  ),
  item(
    "ZT-PD-4",
    "Automatic deletion after the retention period",
    "lifecycle rules of the stores, or spec.data.stores[].autoDelete",
  ),
  item("ZT-PD-5", "Automatic compliance tagging", "the tagging policy or job, or spec.data.tagging"),
  item("ZT-MA-1", "Real-time drift detection", "baseline alert rules, or spec.monitoring.drift"),
  item("ZT-MA-2", "Confidence score on every autonomous decision", "spec.decisions.confidence, or an attestation"),
  item(
    "ZT-MA-3",
    "Audit logs with identity, action, time and context",
    "log attributes through the pipeline, or spec.monitoring.audit",
  ),
  item(
    "ZT-MA-4",
    "Log retention that matches the declared obligations",
    "the sink's retention and its declared basis: spec.monitoring.audit.retention",
  ),
  item("ZT-MA-5", "SIEM integration", "the pipeline's exporter, or spec.monitoring.siem"),
  item(
    "ZT-MA-6",
    "Anomalies start an investigation automatically",
    "the alert route to a workflow, or spec.monitoring.anomaly",
  ),
  item("ZT-IR-1", "Agent shutdown within 2 minutes", "grace periods and a drill record: spec.incident.shutdown"),
  item(
    "ZT-IR-2",
    "Rollback of the last 24 hours of agent actions",
    "recovery settings and compensations: spec.incident.rollback",
  ),
  item("ZT-IR-3", "Response playbooks for agent compromise", "playbook files: spec.incident.playbooks"),
  item(
    "ZT-IR-4",
    "Stakeholder communication within agreed times",
    "a communication plan: spec.incident.communications",
  ),
  item("ZT-IR-5", "Post-incident reviews update policies and detections", "review records: spec.incident.postIncident"),
];
