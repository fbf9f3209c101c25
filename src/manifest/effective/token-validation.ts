import { enforcedBy, flagFact, textFact, unknownFact, wordFact } from "../../model/fact.ts";
import type { Facts } from "../../model/record.ts";
import type { FactSource, Field } from "../../value/value.ts";
import type { ManifestNode } from "../node.ts";
import type { Resource, Scan } from "../scan.ts";
import { rootNamespace } from "./mesh-config.ts";
import { selects } from "./peer-authentication.ts";

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
    const name = enforcedBy(policy.node.get("metadata", "name").source());
    return {
      validation: modeOf(policy, rule.source(), scan),
      validator: textFact(`RequestAuthentication/${policy.namespace}/${policy.name}`, name),
      validator_found: flagFact(true, name),
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

/** Strict where tokenless requests are refused; `shown` is the rule that validates. */
export function modeOf(authentication: Resource, shown: FactSource, scan: Scan): Field {
  const { demand, lax } = demandFor(authentication, scan);
  const nameOf = ({ node }: Resource): ManifestNode => node.get("metadata", "name");
  if (demand !== undefined) return wordFact("strict", enforcedBy(shown, nameOf(demand).source()));
  const alone = "Istio: RequestAuthentication alone accepts requests without a token";
  const besides = "Istio: ALLOW policies add up, and this one demands no token";
  return wordFact(
    "optional",
    enforcedBy(nameOf(authentication).source(alone), ...lax.map((policy) => nameOf(policy).source(besides))),
  );
}

interface Demand {
  readonly demand: Resource | undefined;
  /** Policies that let tokenless requests pass. */
  readonly lax: readonly Resource[];
}

/**
 * The policy that demands a token wherever an authentication validates one: a DENY rule for requests without a principal,
 * or ALLOW rules that all name request principals, because one without them is enough to be let in.
 */
function demandFor(authentication: Resource, scan: Scan): Demand {
  const workloads = scan.workloads.filter(
    (workload) => workload.resource.namespace === authentication.namespace && selects(authentication, workload),
  );
  const isOnAll = (policy: Resource): boolean =>
    !policy.node.get("spec", "selector").exists || selectorText(policy) === selectorText(authentication);
  const near = scan
    .ofKind("AuthorizationPolicy")
    .filter(({ namespace }) => namespace === authentication.namespace || namespace === rootNamespace);
  const denying = near.find(
    (policy) =>
      actionOf(policy) === "DENY" &&
      isOnAll(policy) &&
      rulesOf(policy).some((rule) => names(rule, "notRequestPrincipals")),
  );
  if (denying !== undefined) return { demand: denying, lax: [] };
  const allowing = near.filter(
    (policy) =>
      actionOf(policy) === "ALLOW" &&
      rulesOf(policy).length > 0 &&
      (isOnAll(policy) || workloads.some((workload) => selects(policy, workload))),
  );
  const lax = allowing.filter((policy) => !rulesOf(policy).every((rule) => names(rule, "requestPrincipals")));
  return { demand: lax.length > 0 ? undefined : allowing.find(isOnAll), lax };
}

const actionOf = ({ node }: Resource): string => node.get("spec", "action").text() ?? "ALLOW";
const rulesOf = ({ node }: Resource): readonly ManifestNode[] => node.get("spec", "rules").items();

/** Every source of the rule names principals of the request. */
function names(rule: ManifestNode, key: "requestPrincipals" | "notRequestPrincipals"): boolean {
  const from = rule.get("from").items();
  return from.length > 0 && from.every((one) => one.get("source", key).exists);
}

const selectorText = ({ node }: Resource): string =>
  node
    .get("spec", "selector", "matchLabels")
    .entries()
    .map(([key, value]) => `${key}=${value.text() ?? ""}`)
    .sort()
    .join(",");
