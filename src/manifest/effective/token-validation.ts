import { enforcedBy, flagFact, textFact, unknownFact, wordFact } from "../../model/fact.ts";
import type { Facts } from "../../model/record.ts";
import type { ManifestNode } from "../node.ts";
import type { Resource, Scan } from "../scan.ts";
import { rootNamespace } from "./mesh-config.ts";

/**
 * How a token for these audiences is validated: by the RequestAuthentication that names one of them, strictly only where
 * an AuthorizationPolicy on the same workloads demands a request principal, because alone it lets tokenless requests pass.
 */
export function validationOf(audiences: readonly string[], issuer: string | undefined, scan: Scan): Facts {
  for (const policy of scan.ofKind("RequestAuthentication")) {
    const rule = policy.node
      .get("spec", "jwtRules")
      .items()
      .find((candidate) => validates(candidate, audiences, issuer));
    if (rule === undefined) continue;
    const demand = scan.ofKind("AuthorizationPolicy").find((other) => demandsToken(other, policy));
    const name = policy.node.get("metadata", "name");
    const ground = enforcedBy(
      rule.source(),
      ...(demand === undefined ? [] : [demand.node.get("metadata", "name").source()]),
    );
    const lax = enforcedBy(name.source("Istio: RequestAuthentication alone accepts requests without a token"));
    return {
      validation: demand === undefined ? wordFact("optional", lax) : wordFact("strict", ground),
      validator: textFact(`RequestAuthentication/${policy.namespace}/${policy.name}`, enforcedBy(name.source())),
      validator_found: flagFact(true, enforcedBy(name.source())),
    };
  }
  const decidedBy = `a validator for ${audiences.length === 0 ? "this token" : `the audience ${audiences.join(", ")}`}`;
  const unknown = unknownFact(
    "not_recorded",
    `${decidedBy}: RequestAuthentication with AuthorizationPolicy, or a gateway's`,
  );
  return { validation: unknown, validator: unknown, validator_found: unknown };
}

function validates(rule: ManifestNode, audiences: readonly string[], issuer: string | undefined): boolean {
  const accepted = rule
    .get("audiences")
    .items()
    .map((item) => item.text());
  if (accepted.some((audience) => audience !== undefined && audiences.includes(audience))) return true;
  return issuer !== undefined && rule.get("issuer").text() === issuer && accepted.length === 0;
}

/** An ALLOW rule that names request principals, or a DENY rule for requests that have none, over the same workloads. */
function demandsToken(policy: Resource, authentication: Resource): boolean {
  const same = policy.namespace === authentication.namespace || policy.namespace === rootNamespace;
  const covers = !policy.node.get("spec", "selector").exists || selectorText(policy) === selectorText(authentication);
  if (!same || !covers) return false;
  const action = policy.node.get("spec", "action").text() ?? "ALLOW";
  const rules = policy.node.get("spec", "rules").items();
  const demands = (rule: ManifestNode): boolean =>
    rule
      .get("from")
      .items()
      .every((from) => from.get("source", action === "DENY" ? "notRequestPrincipals" : "requestPrincipals").exists) &&
    rule.get("from").items().length > 0;
  return action === "DENY" ? rules.some(demands) : action === "ALLOW" && rules.length > 0 && rules.every(demands);
}

const selectorText = ({ node }: Resource): string =>
  node
    .get("spec", "selector", "matchLabels")
    .entries()
    .map(([key, value]) => `${key}=${value.text() ?? ""}`)
    .sort()
    .join(",");
