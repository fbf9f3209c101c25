import {
  count,
  duration,
  field,
  flag,
  group,
  listOf,
  type ModelFields,
  moment,
  number,
  reference,
  text,
  word,
} from "./model-type.ts";

const declared = (path: string): string => `spec.${path} of the AgentDeployment`;
const fileOf = (path: string, about: string): ModelFields => reference("ref", about, declared(path));

/** What an AgentDeployment states beyond the platforms: data, decisions, monitoring, incidents. */
export const governanceFields: ModelFields = {
  gates: field(
    listOf({
      operations: field(listOf(text), "operations it stands before"),
      risk_class: field(text, "the class of risk"),
      decision: field(word("approve", "confirm", "deny"), "what it asks for"),
      approvers: field(
        group({
          min: field(count, "how many persons"),
          roles: field(listOf(text), "which roles"),
        }),
        "who may approve",
      ),
      timeout: field(duration, "how long it waits"),
      on_timeout: field(word("deny", "allow"), "what silence means"),
      ...reference("enforced_by", "the component outside the model that enforces it"),
    }),
    "policy gates on high-risk operations",
    declared("policyGates"),
  ),
  pii: field(
    group({
      provider: field(text, "the detector", declared("data.pii.detection.provider")),
      inputs: field(flag, "prompts are inspected", declared("data.pii.detection.inputs")),
      outputs: field(flag, "answers are inspected", declared("data.pii.detection.outputs")),
      tool_inputs: field(flag, "tool arguments are inspected", declared("data.pii.detection.toolInputs")),
      tool_outputs: field(flag, "tool results are inspected", declared("data.pii.detection.toolOutputs")),
      streaming: field(flag, "streamed answers are inspected", declared("data.pii.detection.streaming")),
      entities: field(listOf(text), "kinds of data it finds", declared("data.pii.detection.entities")),
      ...fileOf("data.pii.detection.ref", "the detector's configuration"),
    }),
    "detection of personal data",
    "a gateway's prompt guard, or spec.data.pii.detection",
  ),
  redaction: field(
    group({
      point: field(
        text,
        "where it happens; before_egress is what the checklist asks",
        declared("data.pii.redaction.point"),
      ),
      action: field(
        word("mask", "block", "hash", "drop", "none"),
        "what is done",
        declared("data.pii.redaction.action"),
      ),
      failure: field(word("closed", "open"), "what happens when it fails", declared("data.pii.redaction.failureMode")),
      ...fileOf("data.pii.redaction.ref", "the component that does it"),
    }),
    "redaction before a boundary",
    "a gateway's prompt guard, or spec.data.pii.redaction",
  ),
  classification: field(listOf(text), "classes of data the agent handles", declared("data.classification")),
  min_tls: field(number, "the lowest TLS version on any data path", declared("data.encryption.inTransit.minTls")),
  at_rest: field(
    group({
      provider: field(text, "who encrypts", declared("data.encryption.atRest.provider")),
      ...reference("key", "the key", declared("data.encryption.atRest.keyRef")),
      stores: field(listOf(text), "stores it covers", declared("data.encryption.atRest.stores")),
    }),
    "encryption at rest as declared",
    declared("data.encryption.atRest"),
  ),
  tagging: field(
    group({
      automatic: field(flag, "a mechanism tags, not a person", declared("data.tagging.automatic")),
      labels: field(listOf(text), "tags applied", declared("data.tagging.labels")),
      ...fileOf("data.tagging.ref", "the mechanism"),
    }),
    "compliance tagging",
    declared("data.tagging"),
  ),
  confidence: field(
    group({
      required: field(flag, "every decision carries one", declared("decisions.confidence.required")),
      field: field(text, "where it stands in the record", declared("decisions.confidence.field")),
      source: field(text, "who computes it", declared("decisions.confidence.source")),
      scale: field(word("fraction", "percent"), "its scale", declared("decisions.confidence.scale")),
      on_missing: field(
        word("escalate", "deny", "execute"),
        "what a missing one means",
        declared("decisions.confidence.onMissing"),
      ),
      autonomous: field(number, "as a fraction: acts alone from here", declared("decisions.confidence.thresholds")),
      enhanced_logging: field(
        number,
        "as a fraction: logged more from here",
        declared("decisions.confidence.thresholds"),
      ),
      secondary_validation: field(
        number,
        "as a fraction: a second check from here, a human below",
        declared("decisions.confidence.thresholds"),
      ),
      ordered: field(
        flag,
        "the thresholds strictly fall and lie between 0 and 1",
        declared("decisions.confidence.thresholds"),
      ),
      ...fileOf("decisions.confidence.ref", "the rule that enforces it"),
    }),
    "confidence on every autonomous decision",
    declared("decisions.confidence"),
  ),
  drift: field(
    group({
      detector: field(text, "the detector", declared("monitoring.drift.detector")),
      metrics: field(
        listOf(word("api_calls", "data_volume", "compute", "inter_agent", "authorization")),
        "signal families it watches",
        declared("monitoring.drift.metrics"),
      ),
      baseline_window: field(duration, "what it compares with", declared("monitoring.drift.baselineWindow")),
      interval: field(duration, "how often it looks", declared("monitoring.drift.interval")),
      threshold: field(
        group({ stddev: field(number, "standard deviations", declared("monitoring.drift.threshold.stddev")) }),
        "how far from the baseline",
      ),
      ...reference("alert", "the alert it raises", declared("monitoring.drift.alertRef")),
    }),
    "drift detection",
    "alert rules over agent metrics, or spec.monitoring.drift",
  ),
  anomaly: field(
    group({
      trigger: field(text, "what starts an investigation", declared("monitoring.anomaly.trigger")),
      ...reference("workflow", "what runs then", declared("monitoring.anomaly.workflowRef")),
      auto_create: field(flag, "a case is opened without a person", declared("monitoring.anomaly.autoCreate")),
    }),
    "from anomaly to investigation",
    declared("monitoring.anomaly"),
  ),
  siem: field(
    group({
      product: field(text, "the product", declared("monitoring.siem.product")),
      ...reference("exporter", "what sends to it", declared("monitoring.siem.exporterRef")),
      format: field(text, "the format sent", declared("monitoring.siem.format")),
    }),
    "security event management",
    "the log pipeline's exporters, or spec.monitoring.siem",
  ),
  shutdown: field(
    group({
      method: field(text, "how the agent is stopped", declared("incident.shutdown.method")),
      ...fileOf("incident.shutdown.ref", "the procedure"),
      max_duration: field(duration, "the longest it may take, as declared", declared("incident.shutdown.maxDuration")),
      grace_period: field(
        duration,
        "how long its pods may linger: the longest of its workloads",
        "the agent's workload",
      ),
      tested_at: field(moment, "last drill", declared("incident.shutdown.testedAt")),
      ...reference("evidence", "the record of the drill", declared("incident.shutdown.evidence")),
    }),
    "stopping the agent",
    declared("incident.shutdown"),
  ),
  rollback: field(
    group({
      window: field(duration, "how far back", declared("incident.rollback.window")),
      scope: field(
        listOf(word("config", "data", "actions")),
        "what can be taken back",
        declared("incident.rollback.scope"),
      ),
      method: field(text, "how", declared("incident.rollback.method")),
      ...fileOf("incident.rollback.ref", "the procedure"),
      tested_at: field(moment, "last drill", declared("incident.rollback.testedAt")),
      irreversible: field(
        listOf(text),
        "actions that cannot be taken back",
        declared("incident.rollback.irreversibleActions"),
      ),
    }),
    "taking back actions",
    declared("incident.rollback"),
  ),
  playbooks: field(
    listOf({
      ...reference("ref", "the playbook"),
      scenarios: field(listOf(text), "scenarios it covers"),
      owner: field(text, "who keeps it"),
      reviewed_at: field(moment, "last review"),
    }),
    "response playbooks",
    declared("incident.playbooks"),
  ),
  communications: field(
    listOf({
      stakeholder: field(text, "who is told"),
      sla: field(duration, "within which time"),
      channel: field(text, "over which channel"),
      ...reference("template", "the text to send"),
    }),
    "communication plan",
    declared("incident.communications"),
  ),
  post_incident: field(
    group({
      required: field(flag, "every incident is reviewed", declared("incident.postIncident.required")),
      sla: field(duration, "within which time", declared("incident.postIncident.sla")),
      updates: field(listOf(text), "what a review updates", declared("incident.postIncident.updates")),
      ...reference("register", "the register of incidents", declared("incident.postIncident.register")),
      last_review: field(moment, "the last one", declared("incident.postIncident.lastReview")),
    }),
    "reviews after incidents",
    declared("incident.postIncident"),
  ),
};
