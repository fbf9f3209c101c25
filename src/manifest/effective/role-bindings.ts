import { enforcedBy, flagFact, listFact, textFact, unknownFact, wordFact } from "../../model/fact.ts";
import type { Facts } from "../../model/record.ts";
import type { FactSource } from "../../value/value.ts";
import { lookup } from "../lookup.ts";
import type { ManifestNode } from "../node.ts";
import type { Resource, Scan } from "../scan.ts";
import { selectorMatches } from "../selector.ts";
import type { Account } from "./service-account.ts";

export interface Permissions {
  readonly items: readonly Facts[];
  readonly open: boolean;
}

/** What RBAC lets a service account do: every rule of every role bound to it, to its groups or to its user name. */
export function permissionsOf(account: Account, scan: Scan): Permissions {
  const items: Facts[] = [];
  for (const kind of ["RoleBinding", "ClusterRoleBinding"] as const) {
    for (const binding of scan.ofKind(kind)) {
      const subject = binding.node
        .get("subjects")
        .items()
        .find((candidate) => means(candidate, account, binding));
      if (subject !== undefined) items.push(...grantsOf(binding, subject, scan));
    }
  }
  const hidden = ["Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding"].some((kind) => scan.mayHide(kind));
  return { items, open: hidden || !scan.isComplete("kubernetes") };
}

function means(subject: ManifestNode, account: Account, binding: Resource): boolean {
  const name = subject.get("name").text() ?? "";
  switch (subject.get("kind").text()) {
    case "ServiceAccount":
      return name === account.name && (subject.get("namespace").text() ?? binding.namespace) === account.namespace;
    case "Group":
      return ["system:serviceaccounts", `system:serviceaccounts:${account.namespace}`, "system:authenticated"].includes(
        name,
      );
    case "User":
      return name === `system:serviceaccount:${account.namespace}:${account.name}`;
    default:
      return false;
  }
}

/** Roles every cluster has; `admin` and `edit` let their holder act as other accounts of the namespace. */
const builtIn: Readonly<
  Record<
    string,
    { readonly wildcard: boolean; readonly takeover: boolean; readonly readOnly: boolean; readonly secrets: boolean }
  >
> = {
  "cluster-admin": { wildcard: true, takeover: true, readOnly: false, secrets: true },
  admin: { wildcard: false, takeover: true, readOnly: false, secrets: true },
  edit: { wildcard: false, takeover: true, readOnly: false, secrets: true },
  view: { wildcard: false, takeover: false, readOnly: true, secrets: false },
};

function grantsOf(binding: Resource, subject: ManifestNode, scan: Scan): readonly Facts[] {
  const reference = binding.node.get("roleRef", "name");
  const name = reference.text() ?? "";
  const kind = binding.node.get("roleRef", "kind").text() ?? "Role";
  const isCluster = binding.kind === "ClusterRoleBinding";
  const role = scan
    .ofKind(kind)
    .find(
      (candidate) => candidate.name === name && (kind === "ClusterRole" || candidate.namespace === binding.namespace),
    );
  const bound = [reference.source(), subject.get("name").source()];
  const shared: Facts = {
    what: textFact(`${kind} ${name}`, enforcedBy(...bound)),
    kind: wordFact("rbac", enforcedBy(...bound)),
    scope: wordFact(isCluster ? "cluster" : "namespace", enforcedBy(binding.node.get("kind").source())),
    namespace: textFact(isCluster ? "*" : binding.namespace, enforcedBy(binding.node.get("metadata").keySource())),
  };
  if (role !== undefined) {
    const found = flagFact(true, enforcedBy(role.node.get("metadata", "name").source()));
    return rulesOf(role, scan).map((rule) => ({ ...shared, role_found: found, ...ruleFacts(rule, bound, isCluster) }));
  }
  const known = kind === "ClusterRole" ? lookup(builtIn, name) : undefined;
  if (known !== undefined) {
    const ground = enforcedBy(reference.source(`Kubernetes: the built-in ClusterRole ${name}`), ...bound.slice(1));
    return [
      {
        ...shared,
        role_found: flagFact(true, ground),
        wildcard: flagFact(known.wildcard, ground),
        takeover: flagFact(known.takeover, ground),
        read_only: flagFact(known.readOnly, ground),
        secrets: flagFact(known.secrets, ground),
        allowlist: flagFact(!known.wildcard, ground),
      },
    ];
  }
  const unknown = unknownFact("unresolved", `${kind} ${name}`, enforcedBy(...bound));
  return [
    {
      ...shared,
      role_found: scan.isComplete("kubernetes") ? flagFact(false, enforcedBy(...bound)) : unknown,
      wildcard: unknown,
      takeover: unknown,
      read_only: unknown,
      secrets: unknown,
      allowlist: unknown,
      verbs: unknown,
      resources: unknown,
    },
  ];
}

/** The rules of a role; an aggregated one has those of every ClusterRole its selectors match. */
function rulesOf(role: Resource, scan: Scan): readonly ManifestNode[] {
  const selectors = role.node.get("aggregationRule", "clusterRoleSelectors").items();
  const pulled = scan
    .ofKind("ClusterRole")
    .filter((other) => other !== role && selectors.some((selector) => selectorMatches(selector, other.labels)));
  return [role, ...pulled].flatMap(({ node }) => node.get("rules").items());
}

const reading = new Set(["get", "list", "watch"]);
/** Verbs and subresources that hand over more than they name. */
const takeoverVerbs = new Set(["impersonate", "escalate", "bind"]);
const takeoverResources = new Set([
  "pods/exec",
  "pods/attach",
  "pods/ephemeralcontainers",
  "serviceaccounts/token",
  "nodes/proxy",
]);

function ruleFacts(rule: ManifestNode, bound: readonly FactSource[], isCluster: boolean): Facts {
  const verbs = texts(rule.get("verbs"));
  const resources = texts(rule.get("resources"));
  const groups = texts(rule.get("apiGroups"));
  const names = texts(rule.get("resourceNames"));
  const grounds = {
    verbs: enforcedBy(rule.get("verbs").source(), ...bound),
    resources: enforcedBy(rule.get("resources").source(), ...bound),
  };
  const both = enforcedBy(rule.get("verbs").source(), rule.get("resources").source(), ...bound);
  const isWildcard =
    verbs.includes("*") || resources.some((resource) => resource === "*" || resource === "*/*") || groups.includes("*");
  const everyVerb = verbs.includes("*");
  const touches = (resource: string): boolean => resources.includes(resource) || resources.includes("*");
  // Whoever creates pods in every namespace can run as any account of the cluster.
  const createsPods = (everyVerb || verbs.includes("create")) && touches("pods") && isCluster;
  const takeover =
    (everyVerb && resources.includes("*")) ||
    verbs.some((verb) => takeoverVerbs.has(verb)) ||
    (verbs.some((verb) => !reading.has(verb)) && resources.some((resource) => takeoverResources.has(resource))) ||
    (resources.includes("pods/exec") && verbs.length > 0) ||
    createsPods;
  const readsSecrets = touches("secrets") && (everyVerb || verbs.some((verb) => reading.has(verb)));
  const list = (items: readonly string[], key: "verbs" | "resources") =>
    listFact(
      items.map((item) => textFact(item, grounds[key])),
      false,
      grounds[key],
    );
  return {
    verbs: list(verbs, "verbs"),
    resources: list(resources, "resources"),
    resource_names: listFact(
      names.map((name) => textFact(name, both)),
      false,
      enforcedBy(rule.get("resourceNames").source(), ...bound),
    ),
    wildcard: flagFact(isWildcard, both),
    read_only: flagFact(verbs.length > 0 && verbs.every((verb) => reading.has(verb)), grounds.verbs),
    secrets: flagFact(readsSecrets, both),
    takeover: flagFact(takeover, both),
    allowlist: flagFact(!isWildcard, both),
  };
}

const texts = (node: ManifestNode): readonly string[] => node.items().flatMap((item) => item.text() ?? []);
