import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { agentFields } from "../../model/agent-fields.ts";
import { declaredBy, flagFact, textFact, unknownFact, wordFact } from "../../model/fact.ts";
import { identityFields, revocationFields } from "../../model/identity-fields.ts";
import type { ModelFields } from "../../model/model-type.ts";
import type { Facts } from "../../model/record.ts";
import type { Field } from "../../value/value.ts";
import { lookup } from "../lookup.ts";
import { agentDeploymentShape } from "../native/agent-deployment-shape.ts";
import {
  confidenceShape,
  dataShape,
  monitoringShape,
  piiShape,
  redactionShape,
  taggingShape,
} from "../native/data-shape.ts";
import { identityShape, revocationShape } from "../native/identity-shape.ts";
import { incidentShape } from "../native/incident-shape.ts";
import { type References, referencesOf } from "../native/references.ts";
import type { ObjectShape, Shape } from "../native/shape.ts";
import { scalarFact, shapeFacts } from "../native/shape-facts.ts";
import type { ManifestNode } from "../node.ts";
import type { Declaration, Scan } from "../scan.ts";
import { thresholdClaims } from "./confidence-thresholds.ts";

/** Everything an AgentDeployment claims of its agent, except its connectors, peers, tokens and stores. */
export function declaredFacts(declaration: Declaration, scan: Scan, report: (diagnostic: Diagnostic) => void): Facts {
  const { spec } = declaration;
  const references = referencesOf(declaration.namespace, scan, report);
  const specShape = memberShape(agentDeploymentShape, "spec");
  const facts = (node: ManifestNode, shape: ObjectShape, model: ModelFields, skip: readonly string[] = []): Facts =>
    shapeFacts(node, shape, model, references, skip);
  const group = (name: string): ModelFields => groupFields(name);

  const plain = facts(
    spec,
    pick(specShape, ["owner", "environment", "riskTier", "autonomy", "regulatory", "regulatoryReason"]),
    agentFields,
  );
  const incident = spec.get("incident");
  const monitoring = spec.get("monitoring");
  return {
    ...plain,
    workload: workloadClaim(declaration),
    identity: identityClaim(spec.get("identity"), declaration, facts),
    provider: providerClaim(spec.get("identity", "provider"), scan),
    revocation: facts(spec.get("identity", "revocation"), revocationShape, revocationFields),
    authorization: authorizationClaim(
      spec.get("authorization"),
      memberShape(specShape, "authorization"),
      references,
      facts,
    ),
    inbound: facts(
      spec.get("interAgent"),
      pick(memberShape(specShape, "interAgent"), ["default", "a2aCardRef", "signedCard"]),
      group("inbound"),
    ),
    single_agent: scalar(spec.get("interAgent", "singleAgent"), { kind: "bool" }),
    sandbox: sandboxClaim(spec.get("sandbox"), memberShape(specShape, "sandbox"), facts),
    ...facts(spec.get("data"), pick(dataShape, ["classification"]), agentFields),
    pii: facts(spec.get("data", "pii", "detection"), piiShape, group("pii")),
    redaction: facts(spec.get("data", "pii", "redaction"), redactionShape, group("redaction")),
    tagging: facts(spec.get("data", "tagging"), taggingShape, group("tagging")),
    at_rest: facts(
      spec.get("data", "encryption", "atRest"),
      memberShape(memberShape(dataShape, "encryption"), "atRest"),
      group("at_rest"),
    ),
    min_tls: scalar(spec.get("data", "encryption", "inTransit", "minTls"), { kind: "text", format: "tls-version" }),
    confidence: {
      ...facts(spec.get("decisions", "confidence"), confidenceShape, group("confidence"), ["thresholds"]),
      ...thresholdClaims(spec.get("decisions", "confidence")),
    },
    drift: facts(monitoring.get("drift"), memberShape(monitoringShape, "drift"), group("drift")),
    anomaly: facts(monitoring.get("anomaly"), memberShape(monitoringShape, "anomaly"), group("anomaly")),
    siem: facts(monitoring.get("siem"), memberShape(monitoringShape, "siem"), group("siem")),
    logs: logsClaim(monitoring.get("audit"), facts),
    ...gatesClaim(spec, specShape, facts),
    shutdown: facts(incident.get("shutdown"), memberShape(incidentShape, "shutdown"), group("shutdown")),
    rollback: facts(incident.get("rollback"), memberShape(incidentShape, "rollback"), group("rollback")),
    post_incident: facts(
      incident.get("postIncident"),
      memberShape(incidentShape, "postIncident"),
      group("post_incident"),
    ),
    ...facts(incident, pick(incidentShape, ["playbooks", "communications"]), agentFields),
  };
}

type Reads = (node: ManifestNode, shape: ObjectShape, model: ModelFields, skip?: readonly string[]) => Facts;

/** Undefined where nothing is claimed. */
function scalar(node: ManifestNode, shape: Exclude<Shape, { readonly kind: "object" | "list" }>): Field | undefined {
  return node.kind === "missing" ? undefined : scalarFact(node, shape);
}

function workloadClaim({ spec, namespace }: Declaration): Facts {
  const reference = spec.get("workloadRef");
  if (!reference.exists) return {};
  const text = (key: string): Field | undefined => {
    const node = reference.get(key);
    const value = node.text();
    return value === undefined ? undefined : textFact(value, declaredBy(node.source()));
  };
  return {
    kind: text("kind"),
    name: text("name"),
    namespace: text("namespace") ?? textFact(namespace, declaredBy(reference.keySource())),
    found: unknownFact("unresolved", "the manifest spec.workloadRef names", declaredBy(reference.get("name").source())),
  };
}

function identityClaim(node: ManifestNode, declaration: Declaration, facts: Reads): Facts {
  const credential = node.get("credential");
  const account = node.get("serviceAccountRef");
  const name = account.text();
  const key = lookup(
    { "x509-svid": "asymmetric", "jwt-svid": "asymmetric", "oidc-jwt": "asymmetric", "iam-role": "shared" },
    credential.text(),
  );
  return {
    ...facts(node, pick(identityShape, ["id", "provider", "credential", "exclusive"]), identityFields),
    ...(key === undefined ? {} : { key: wordFact(key, declaredBy(credential.source())) }),
    ...(name === undefined
      ? {}
      : {
          service_account: textFact(
            name.includes("/") ? name : `${declaration.namespace}/${name}`,
            declaredBy(account.source()),
          ),
        }),
  };
}

/** A provider is in reach when its own resources are in the scan set, read or not. */
function providerClaim(node: ManifestNode, scan: Scan): Facts {
  const name = node.text();
  if (name === undefined) return {};
  const kinds: Readonly<Record<string, readonly string[]>> = {
    spiffe: ["ClusterSPIFFEID", "ClusterStaticEntry", "SpireServer"],
    oidc: ["KeycloakRealmImport", "Keycloak"],
    linkerd: ["Server", "MeshTLSAuthentication"],
  };
  const isSeen =
    (lookup(kinds, name) ?? []).some((kind) => scan.mayHide(kind)) || (name === "istio" && scan.products.has("istio"));
  const rule = isSeen ? undefined : "no resource of this provider is in the scan set";
  return { name: textFact(name, declaredBy(node.source())), in_reach: flagFact(isSeen, declaredBy(node.source(rule))) };
}

function authorizationClaim(node: ManifestNode, shape: ObjectShape, references: References, facts: Reads): Facts {
  const model = groupFields("authorization");
  const point = node.get("decisionPoint");
  return {
    ...facts(node, pick(shape, ["default"]), model),
    ...facts(point, memberShape(shape, "decisionPoint"), model),
    ...(node.get("policyRefs").exists
      ? {
          policies: shapeFacts(node, renamed(pick(shape, ["policyRefs"]), "policyRefs", "policies"), model, references)[
            "policies"
          ],
        }
      : {}),
    expires: scalar(node.get("permissionsExpire"), { kind: "duration", zero: false }),
  };
}

function sandboxClaim(node: ManifestNode, shape: ObjectShape, facts: Reads): Facts {
  const model = groupFields("sandbox");
  const runtime = node.get("runtime");
  const root = node.get("rootFilesystem");
  const isolated = ["gvisor", "kata", "firecracker", "wasm"].includes(runtime.text() ?? "");
  return {
    ...facts(node, pick(shape, ["runtime", "engineSocket", "escapeDetection"]), model),
    ...(runtime.exists ? { isolated: flagFact(isolated, declaredBy(runtime.source())) } : {}),
    ...(root.exists ? { read_only_root: flagFact(root.text() === "read-only", declaredBy(root.source())) } : {}),
    egress: { default: scalar(node.get("network", "egressDefault"), { kind: "enum", values: ["deny", "open"] }) },
  };
}

function logsClaim(node: ManifestNode, facts: Reads): Facts {
  if (!node.exists) return {};
  const model = groupFields("logs");
  const shape = memberShape(monitoringShape, "audit");
  const names = node
    .get("fields")
    .items()
    .map((item) => item.text());
  return {
    ...facts(node, pick(shape, ["sink", "fields", "denied", "granted", "tamperEvidence"]), model),
    ...facts(node.get("retention"), memberShape(shape, "retention"), model),
    enabled: flagFact(true, declaredBy(node.keySource("spec.monitoring.audit is declared"))),
    ...(names.length === 0
      ? {}
      : { identity_weak: flagFact(!names.includes("identity"), declaredBy(node.get("fields").source())) }),
  };
}

function gatesClaim(spec: ManifestNode, shape: ObjectShape, facts: Reads): Facts {
  if (!spec.get("policyGates").exists) return {};
  return facts(spec, renamed(pick(shape, ["policyGates"]), "policyGates", "gates"), agentFields);
}

function memberShape(shape: ObjectShape, key: string): ObjectShape {
  const found = shape.members[key]?.shape;
  if (found?.kind !== "object") throw new Error(`AgentDeployment: ${key} is no mapping`);
  return found;
}

function pick(shape: ObjectShape, keys: readonly string[]): ObjectShape {
  const members = Object.fromEntries(Object.entries(shape.members).filter(([key]) => keys.includes(key)));
  return { ...shape, members };
}

function renamed(shape: ObjectShape, key: string, as: string): ObjectShape {
  const found = shape.members[key];
  return found === undefined ? shape : { ...shape, members: { [key]: { ...found, as } } };
}

function groupFields(name: string): ModelFields {
  const type = agentFields[name]?.type;
  if (type?.kind !== "record") throw new Error(`the model's agent has no group ${name}`);
  return type.fields;
}
