import { enforcedBy, flagFact, listFact, textFact, unknownFact } from "../../model/fact.ts";
import type { Facts } from "../../model/record.ts";
import type { FactSource, Field } from "../../value/value.ts";
import type { ManifestNode } from "../node.ts";
import type { Resource, Scan, Workload } from "../scan.ts";
import { labelsMatch, selectorMatches } from "../selector.ts";
import { rootNamespace, trustDomainOf } from "./mesh-config.ts";
import type { Membership } from "./mesh-membership.ts";
import { hasSelector, selects } from "./peer-authentication.ts";

export interface InboundRules {
  readonly facts: Facts;
  /** The same facts as a caller of this identity meets them. */
  readonly forCaller: (principal: string | undefined) => Facts;
}

/** One `from` of an ALLOW rule: whom it admits. */
interface Admission {
  readonly kind: "named" | "any-identity" | "anonymous";
  readonly principals: readonly string[];
  readonly source: FactSource;
}

/**
 * Who may call a workload under Istio's AuthorizationPolicies: without an ALLOW policy everyone, with one only what a rule
 * matches; a rule without `from` matches every caller, an empty rule everything. DENY and CUSTOM only narrow that.
 */
export function inboundRules(workload: Workload, membership: Membership, scan: Scan): InboundRules {
  const { namespace } = workload.resource;
  const decidedBy = `the AuthorizationPolicies of ${namespace} and ${rootNamespace} (audit.complete: istio)`;
  const inMesh = membership.state === "sidecar" || membership.state === "ambient";
  if (!inMesh || scan.mayHide("AuthorizationPolicy") || !(scan.products.has("istio") || scan.isComplete("istio"))) {
    return unknownRules(
      inMesh ? decidedBy : `mesh membership of ${workload.resource.name}, then ${decidedBy}`,
      membership.fact,
    );
  }
  const policies = scan.ofKind("AuthorizationPolicy").filter((policy) => isInEffect(policy, workload, scan));
  const allowing = policies.filter(({ node }) => (node.get("spec", "action").text() ?? "ALLOW") === "ALLOW");
  const admissions = allowing.flatMap(({ node }) => node.get("spec", "rules").items().flatMap(admissionsOf));
  const names = policies.map(({ node }) => node.get("metadata", "name").source());
  const rule = "Istio: a workload without an ALLOW policy admits every request";
  const nowhere = workload.resource.node.get("metadata", "name").source(rule);
  const ground = enforcedBy(...(names.length > 0 ? names : [nowhere]));
  const open = !scan.isComplete("istio");

  const someOf = (kind: Admission["kind"]): Field => {
    const found = admissions.filter((admission) => admission.kind === kind);
    if (found.length > 0) return flagFact(true, enforcedBy(...found.map(({ source }) => source)));
    const isOpen = kind === "anonymous" && allowing.length === 0;
    return flagFact(isOpen, isOpen ? enforcedBy(nowhere) : ground);
  };
  const denies = flagFact(allowing.length > 0, allowing.length > 0 ? ground : enforcedBy(nowhere));
  const principals = admissions.flatMap(({ principals: list, source }) => list.map((name) => ({ name, source })));
  const judged = policies.some(({ node }) =>
    ["ALLOW", "CUSTOM"].includes(node.get("spec", "action").text() ?? "ALLOW"),
  );
  const shared = {
    any_identity: someOf("any-identity"),
    anonymous: someOf("anonymous"),
    default_deny: denies,
  };
  return {
    facts: {
      ...shared,
      named_callers: flagFact(allowing.length > 0 && admissions.every(({ kind }) => kind === "named"), ground),
      principals: listFact(
        principals.map(({ name, source }) => textFact(name, enforcedBy(source))),
        open,
        ground,
      ),
      policies: listFact(
        policies.map(({ name, node }) => textFact(name, enforcedBy(node.get("metadata", "name").source()))),
        open,
        ground,
      ),
    },
    forCaller: (principal) => ({
      ...shared,
      named_caller: namedCaller(principal, principals, ground.sources, scan),
      authorized_per_request: flagFact(judged && membership.state === "sidecar", ground),
    }),
  };
}

function namedCaller(
  principal: string | undefined,
  principals: readonly { readonly name: string; readonly source: FactSource }[],
  sources: readonly FactSource[],
  scan: Scan,
): Field {
  if (principal === undefined) return unknownFact("not_recorded", "the identity of the caller", enforcedBy(...sources));
  const wanted = principal.replace(/^spiffe:\/\//, "").replace(/^cluster\.local\//, `${trustDomainOf(scan)}/`);
  const match = principals.find(({ name }) => name === wanted || `${trustDomainOf(scan)}/${name}` === wanted);
  return match === undefined ? flagFact(false, enforcedBy(...sources)) : flagFact(true, enforcedBy(match.source));
}

function isInEffect({ namespace, node, ...policy }: Resource, workload: Workload, scan: Scan): boolean {
  if (namespace !== workload.resource.namespace && namespace !== rootNamespace) return false;
  const targets = node.get("spec", "targetRefs").items();
  if (targets.length > 0) {
    return targets.some((target) => {
      if (target.get("kind").text() !== "Service") return false;
      const service = scan
        .ofKind("Service")
        .find(
          (candidate) =>
            candidate.name === target.get("name").text() && candidate.namespace === workload.resource.namespace,
        );
      const selector = service?.node.get("spec", "selector");
      return selector !== undefined && selector.entries().length > 0 && labelsMatch(selector, workload.podLabels);
    });
  }
  const resource: Resource = { ...policy, namespace, node };
  if (!hasSelector(resource))
    return (
      !node.get("spec", "selector", "matchExpressions").exists ||
      selectorMatches(node.get("spec", "selector"), workload.podLabels)
    );
  return selects(resource, workload);
}

function admissionsOf(rule: ManifestNode): readonly Admission[] {
  const conditions = rule
    .get("when")
    .items()
    .filter((condition) => condition.get("key").text() === "source.principal");
  const conditionNames = conditions.flatMap((condition) => texts(condition.get("values")));
  const conditionSource = conditions[0]?.get("values").source();
  if (conditionSource !== undefined && conditionNames.length > 0) return [admission(conditionNames, conditionSource)];
  const from = rule.get("from");
  const sources = from.items().map((item) => item.get("source"));
  if (sources.length === 0) {
    return [
      { kind: "anonymous", principals: [], source: rule.source("Istio: a rule without `from` admits every caller") },
    ];
  }
  return sources.map(sourceAdmission);
}

function sourceAdmission(source: ManifestNode): Admission {
  const names = [...texts(source.get("principals")), ...texts(source.get("serviceAccounts"))];
  if (names.length > 0) {
    const node = source.get("principals").exists ? source.get("principals") : source.get("serviceAccounts");
    return admission(names, node.source());
  }
  for (const key of ["namespaces", "requestPrincipals"] as const) {
    const node = source.get(key);
    if (node.exists) return { kind: "any-identity", principals: [], source: node.source() };
  }
  const rule = "Istio: this source names no identity";
  return { kind: "anonymous", principals: [], source: source.source(rule) };
}

const admission = (names: readonly string[], source: FactSource): Admission =>
  names.some((name) => name.includes("*"))
    ? { kind: "any-identity", principals: [], source }
    : { kind: "named", principals: names, source };

const texts = (node: ManifestNode): readonly string[] => node.items().flatMap((item) => item.text() ?? []);

function unknownRules(decidedBy: string, membership: Field): InboundRules {
  const ground = enforcedBy(...(membership.evidence?.sources ?? []));
  const unknown = unknownFact("not_recorded", decidedBy, ground);
  const shared = { any_identity: unknown, anonymous: unknown, default_deny: unknown };
  return {
    facts: { ...shared, named_callers: unknown, principals: unknown, policies: unknown },
    forCaller: () => ({ ...shared, named_caller: unknown, authorized_per_request: unknown }),
  };
}
