import {
  bool,
  date,
  duration,
  listOf,
  member,
  number,
  type ObjectShape,
  object,
  oneOf,
  reference,
  text,
} from "./shape.ts";

export const piiShape = object({
  provider: member(text(), "the detector"),
  inputs: member(bool, "prompts are inspected"),
  outputs: member(bool, "answers are inspected"),
  toolInputs: member(bool, "tool arguments are inspected"),
  toolOutputs: member(bool, "tool results are inspected"),
  streaming: member(bool, "streamed answers are inspected"),
  entities: member(listOf(text("plain")), "kinds of data it finds"),
  ref: member(reference, "the detector's configuration"),
});

export const redactionShape = object({
  point: member(oneOf("before-egress", "after-egress", "in-logs"), "where it happens"),
  action: member(oneOf("mask", "block", "hash", "drop", "none"), "what is done"),
  failureMode: member(oneOf("closed", "open"), "what happens when it fails", "failure"),
  ref: member(reference, "the component that does it"),
});

export const storeShape = object(
  {
    name: member(text("plain"), "unique within the agent"),
    kind: member(text("plain"), "for example postgres, s3, volume"),
    ref: member(reference, "the resource behind it"),
    data: member(listOf(text("plain")), "classes of data in it"),
    encrypted: member(bool, "encrypted at rest"),
    keyRef: member(reference, "the key that encrypts it", "key"),
    retention: member(duration, "how long data is kept"),
    backups: member(bool, "it is backed up"),
    autoDelete: member(
      object({ mechanism: member(text(), "what deletes"), ref: member(reference, "the resource that deletes") }),
      "deletion after the retention period",
    ),
  },
  { required: ["name", "kind"] },
);

export const taggingShape = object({
  automatic: member(bool, "a mechanism tags, not a person"),
  labels: member(listOf(text("plain")), "tags applied"),
  ref: member(reference, "the mechanism"),
});

export const dataShape: ObjectShape = object({
  classification: member(listOf(text("plain")), "classes of data the agent handles"),
  stores: member(listOf(storeShape), "where its data lies"),
  pii: member(
    object({ detection: member(piiShape, "detection"), redaction: member(redactionShape, "redaction") }),
    "personal data",
  ),
  encryption: member(
    object({
      atRest: member(
        object({
          provider: member(text(), "who encrypts"),
          keyRef: member(reference, "the key", "key"),
          stores: member(listOf(text("plain")), "stores it covers"),
        }),
        "encryption at rest",
      ),
      inTransit: member(object({ minTls: member(text("tls-version"), "the lowest TLS version") }), "in transit"),
    }),
    "encryption",
  ),
  tagging: member(taggingShape, "compliance tagging"),
});

export const confidenceShape = object({
  required: member(bool, "every decision carries one"),
  field: member(text("plain"), "where it stands in the record"),
  source: member(text(), "who computes it"),
  scale: member(oneOf("fraction", "percent"), "its scale"),
  thresholds: member(
    object(
      {
        autonomous: member(number, "acts alone from here"),
        enhancedLogging: member(number, "logged more from here"),
        secondaryValidation: member(number, "a second check from here, a human below"),
      },
      { required: ["autonomous", "enhancedLogging", "secondaryValidation"] },
    ),
    "strictly falling",
  ),
  onMissing: member(oneOf("escalate", "deny", "execute"), "what a missing one means"),
  ref: member(reference, "the rule that enforces it"),
});

export const monitoringShape: ObjectShape = object({
  drift: member(
    object({
      detector: member(text(), "the detector"),
      metrics: member(
        listOf(oneOf("api-calls", "data-volume", "compute", "inter-agent", "authorization")),
        "signal families it watches",
      ),
      baselineWindow: member(duration, "what it compares with"),
      interval: member(duration, "how often it looks"),
      threshold: member(object({ stddev: member(number, "standard deviations") }), "how far from the baseline"),
      alertRef: member(reference, "the alert it raises", "alert"),
    }),
    "drift detection",
  ),
  anomaly: member(
    object({
      trigger: member(text(), "what starts an investigation"),
      workflowRef: member(reference, "what runs then", "workflow"),
      autoCreate: member(bool, "a case is opened without a person"),
    }),
    "from anomaly to investigation",
  ),
  audit: member(
    object({
      sink: member(reference, "where records go"),
      fields: member(
        listOf(oneOf("identity", "action", "timestamp", "context", "resource", "decision", "reason")),
        "what one record holds",
      ),
      denied: member(bool, "refused access is logged"),
      granted: member(bool, "granted access is logged"),
      tamperEvidence: member(text(), "what shows tampering"),
      retention: member(
        object({
          period: member(duration, "how long records are kept", "retention"),
          max: member(duration, "how long at most", "retention_max"),
          basis: member(
            listOf(
              object({
                law: member(text(), "law or contract"),
                jurisdiction: member(text(), "where it holds"),
                minimum: member(duration, "the shortest period it allows"),
              }),
              1,
            ),
            "why that long",
            "retention_basis",
          ),
          approvedBy: member(text(), "who approved the period"),
          reviewedAt: member(date, "when it was reviewed"),
        }),
        "retention of records",
      ),
    }),
    "the audit log",
  ),
  siem: member(
    object({
      product: member(text(), "the product"),
      exporterRef: member(reference, "what sends to it", "exporter"),
      format: member(text(), "the format sent"),
    }),
    "security event management",
  ),
});
