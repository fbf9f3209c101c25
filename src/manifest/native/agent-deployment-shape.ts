import { connectorShape } from "./connector-shape.ts";
import { confidenceShape, dataShape, monitoringShape } from "./data-shape.ts";
import { identityShape, interAgentShape, workloadRefShape } from "./identity-shape.ts";
import { attestationShape, incidentShape, waiverShape } from "./incident-shape.ts";
import {
  bool,
  count,
  duration,
  durationOrZero,
  listOf,
  member,
  type ObjectShape,
  object,
  oneOf,
  reference,
  text,
} from "./shape.ts";

/** What a scan can be declared to hold all of: a product's resources, or the lists this manifest states itself. */
export const completenessWords = [
  "kubernetes",
  "istio",
  "compose",
  "mcp-client",
  "connectors",
  "tokens",
  "permissions",
  "peers",
  "stores",
] as const;

const specShape: ObjectShape = object(
  {
    owner: member(
      object(
        {
          team: member(text(), "who owns it"),
          contact: member(text(), "how to reach them"),
          escalation: member(text(), "whom next"),
        },
        { required: ["contact"] },
      ),
      "who answers for the agent",
    ),
    environment: member(oneOf("production", "staging", "development"), "where it runs"),
    riskTier: member(oneOf("low", "medium", "high", "critical"), "how much is at stake"),
    autonomy: member(oneOf("assisted", "supervised", "autonomous"), "how far it acts alone"),
    regulatory: member(
      listOf(oneOf("gdpr", "uk-gdpr", "hipaa", "glba", "pci-dss", "eu-ai-act", "none")),
      "regimes in force",
    ),
    regulatoryReason: member(text(), "why none is in force"),
    complete: member(listOf(oneOf(...completenessWords)), "what the scan holds all of"),
    workloadRef: member(workloadRefShape, "what runs the agent"),
    identity: member(identityShape, "who it is"),
    connectors: member(listOf(connectorShape), "what it connects to"),
    authorization: member(
      object({
        default: member(oneOf("deny"), "what holds where nothing allows"),
        decisionPoint: member(
          object({
            mode: member(oneOf("per-request", "per-session", "at-start"), "when permissions are checked"),
            cacheTtl: member(durationOrZero, "how long a decision is remembered", "cache"),
            failureMode: member(oneOf("closed", "open"), "what happens when it fails", "failure"),
            ref: member(reference, "the decision point", "decision_point"),
          }),
          "who decides",
        ),
        policyRefs: member(listOf(reference), "policies it applies"),
        permissionsExpire: member(duration, "how long a permission lasts"),
      }),
      "how permissions are decided",
    ),
    policyGates: member(
      listOf(
        object(
          {
            operations: member(listOf(text("plain"), 1), "operations it stands before"),
            riskClass: member(text("plain"), "the class of risk"),
            decision: member(oneOf("approve", "confirm", "deny"), "what it asks for"),
            approvers: member(
              object({ min: member(count, "how many persons"), roles: member(listOf(text("plain")), "which roles") }),
              "who may approve",
            ),
            timeout: member(duration, "how long it waits"),
            onTimeout: member(oneOf("deny", "allow"), "what silence means"),
            enforcedBy: member(reference, "the component outside the model that enforces it"),
          },
          { required: ["operations", "decision"] },
        ),
      ),
      "gates on high-risk operations",
    ),
    interAgent: member(interAgentShape, "other agents"),
    sandbox: member(
      object({
        runtime: member(oneOf("gvisor", "kata", "firecracker", "wasm", "container", "process"), "what isolates it"),
        network: member(object({ egressDefault: member(oneOf("deny", "open"), "what no rule allows") }), "its network"),
        rootFilesystem: member(oneOf("read-only", "writable"), "its root file system"),
        engineSocket: member(bool, "it can drive the container engine"),
        escapeDetection: member(
          object({
            provider: member(text(), "the detector"),
            ruleRefs: member(listOf(reference), "its rules", "rules"),
            alertRoute: member(reference, "where its alerts go"),
          }),
          "detection of escape attempts",
        ),
      }),
      "what confines it",
    ),
    data: member(dataShape, "its data"),
    decisions: member(object({ confidence: member(confidenceShape, "confidence") }), "its decisions"),
    monitoring: member(monitoringShape, "how it is watched"),
    incident: member(incidentShape, "what happens when it goes wrong"),
    attestations: member(listOf(attestationShape), "dated statements of a person"),
    waivers: member(listOf(waiverShape), "items waived for a time"),
  },
  { needs: [{ key: "regulatory", value: "none", contains: true, demands: "regulatoryReason" }] },
);

export const agentDeploymentShape: ObjectShape = object(
  {
    apiVersion: member(oneOf("sallyport.dev/v1"), "the version of this form"),
    kind: member(oneOf("AgentDeployment"), "this form"),
    metadata: member(
      object(
        {
          name: member(text("plain"), "the agent's name"),
          namespace: member(text("plain"), "its namespace"),
        },
        { required: ["name"] },
      ),
      "name and namespace, together unique",
    ),
    spec: member(specShape, "what is claimed of the agent"),
  },
  { required: ["apiVersion", "kind", "metadata", "spec"] },
);
