import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import {
  absentFact,
  declaredBy,
  flagFact,
  listFact,
  sourcesOf,
  textFact,
  unknownFact,
  withSources,
  wordFact,
} from "../../model/fact.ts";
import { tokenFields } from "../../model/identity-fields.ts";
import type { Facts } from "../../model/record.ts";
import type { Field } from "../../value/value.ts";
import { modeOf } from "../effective/token-validation.ts";
import { lookup } from "../lookup.ts";
import { tokenShape } from "../native/identity-shape.ts";
import { referencesOf } from "../native/references.ts";
import { scalarFact, shapeFacts } from "../native/shape-facts.ts";
import type { Declaration, Scan } from "../scan.ts";

export interface DeclaredToken {
  readonly facts: Facts;
  readonly audiences: readonly string[];
}

/** The token an AgentDeployment says its agent presents. */
export function declaredToken(
  declaration: Declaration,
  scan: Scan,
  report: (diagnostic: Diagnostic) => void,
): DeclaredToken | undefined {
  const identity = declaration.spec.get("identity");
  const node = identity.get("token");
  if (!node.exists) return undefined;
  const references = referencesOf(declaration.namespace, scan, report);
  const at = declaredBy(node.keySource());
  const credential = identity.get("credential");
  const kind = lookup(
    { "x509-svid": "svid", "jwt-svid": "svid", "oidc-jwt": "oidc", "iam-role": "cloud" },
    credential.text(),
  );
  const rotation = node.get("refresh", "rotation");
  const mode = node.get("validation", "mode");
  const reference = node.get("validation", "ref");
  const lifetime = node.get("lifetime");
  const refreshGround = declaredBy(node.get("refresh").keySource());
  const facts: Facts = {
    ...shapeFacts(node, tokenShape, tokenFields, references, ["refresh", "validation"]),
    name: textFact("spec.identity.token", at),
    ...(kind === undefined ? {} : { kind: wordFact(kind, declaredBy(credential.source())) }),
    ...(identity.get("provider").exists
      ? { issuer: textFact(identity.get("provider").text() ?? "", declaredBy(identity.get("provider").source())) }
      : {}),
    ...(lifetime.exists ? { expires: flagFact(true, declaredBy(lifetime.source())) } : {}),
    refresh: node.get("refresh").exists
      ? textFact("as declared in refresh", refreshGround)
      : absentFact(declaredBy(node.keySource("no refresh is stated"))),
    ...(rotation.exists
      ? { rotation: rotationFact(scalarFact(rotation, { kind: "bool" }), rotation.text() === "true") }
      : {}),
    ...(node.get("refresh", "maxLifetime").exists
      ? { refresh_lifetime: scalarFact(node.get("refresh", "maxLifetime"), { kind: "duration", zero: false }) }
      : {}),
    ...validation(
      mode.exists ? scalarFact(mode, { kind: "enum", values: ["strict", "optional", "permissive"] }) : undefined,
      reference,
      references,
      { namespace: declaration.namespace, scan },
    ),
  };
  const audiences = node
    .get("audience")
    .items()
    .flatMap((item) => item.text() ?? []);
  return {
    facts: audiences.length > 0 ? facts : { ...facts, audience: facts["audience"] ?? listFact([], true, at) },
    audiences,
  };
}

const rotationFact = (read: Field, isOn: boolean): Field =>
  read.state === "value"
    ? wordFact(isOn ? "on" : "off", { sources: read.evidence?.sources ?? [], basis: "declared" })
    : read;

/**
 * A claim of strictness counts once its validator is in the scan set, and then as strictly as that one validates; a laxer
 * claim counts as it stands.
 */
function validation(
  mode: Field | undefined,
  reference: Declaration["node"],
  references: ReturnType<typeof referencesOf>,
  { namespace, scan }: { readonly namespace: string; readonly scan: Scan },
): Facts {
  const ground = declaredBy(reference.source());
  const validator = reference.exists
    ? { validator: textFact(reference.text() ?? "", ground), validator_found: references.found(reference) }
    : {};
  if (mode === undefined) return validator;
  const isStrict = mode.state === "value" && mode.value.kind === "text" && mode.value.text === "strict";
  const isFound =
    validator.validator_found?.state === "value" &&
    validator.validator_found.value.kind === "bool" &&
    validator.validator_found.value.value;
  const [kind, ...place] = (reference.text() ?? "").split("/");
  const [owner = namespace, name] = place.length > 1 ? place : [namespace, ...place];
  const authentication = scan
    .ofKind("RequestAuthentication")
    .find((one) => kind === one.kind && one.namespace === owner && one.name === name);
  if (isStrict && authentication !== undefined) {
    const shown = authentication.node.get("spec", "jwtRules");
    const validates = modeOf(authentication, shown.source(), scan);
    return { validation: withSources(validates, sourcesOf(mode)), ...validator };
  }
  if (!isStrict || isFound) return { validation: mode, ...validator };
  const decidedBy = reference.exists
    ? `${reference.text() ?? ""} in the scan set`
    : "spec.identity.token.validation.ref";
  return {
    validation: unknownFact("unresolved", decidedBy, { sources: mode.evidence?.sources ?? [], basis: "declared" }),
    ...validator,
  };
}
