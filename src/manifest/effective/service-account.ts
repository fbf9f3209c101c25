import { enforcedBy, flagFact, unknownFact } from "../../model/fact.ts";
import type { FactSource, Field } from "../../value/value.ts";
import type { Resource, Scan, Workload } from "../scan.ts";

export interface Account {
  readonly namespace: string;
  readonly name: string;
  readonly isDefault: boolean;
  readonly source: FactSource;
}

/** The service account a pod runs as: the deprecated alias counts, and unset or empty means `default`. */
export function accountOf({ resource, podSpec }: Workload): Account {
  const { namespace } = resource;
  for (const [key, rule] of [
    ["serviceAccountName", undefined],
    ["serviceAccount", "Kubernetes: serviceAccount is the old name of serviceAccountName"],
  ] as const) {
    const node = podSpec.get(key);
    const name = node.text();
    if (name !== undefined && name !== "") {
      return { namespace, name, isDefault: name === "default", source: node.source(rule) };
    }
  }
  const source = podSpec.get("serviceAccountName").source("Kubernetes: an unset serviceAccountName means default");
  return { namespace, name: "default", isDefault: true, source };
}

export const accountKey = ({ namespace, name }: Account): string => `${namespace}/${name}`;

export const accountResource = (account: Account, scan: Scan): Resource | undefined =>
  scan.ofKind("ServiceAccount").find(({ name, namespace }) => name === account.name && namespace === account.namespace);

/** Whether the API token is mounted unasked: the pod decides before its account, and Kubernetes mounts by default. */
export function automountOf(workload: Workload, account: Account, scan: Scan): Field {
  const onPod = workload.podSpec.get("automountServiceAccountToken");
  const podChoice = onPod.bool();
  if (podChoice !== undefined) return flagFact(podChoice, enforcedBy(onPod.source()));
  const resource = accountResource(account, scan);
  const onAccount = resource?.node.get("automountServiceAccountToken");
  const accountChoice = onAccount?.bool();
  if (onAccount !== undefined && accountChoice !== undefined) {
    return flagFact(accountChoice, enforcedBy(onAccount.source("Kubernetes: the pod leaves it to its ServiceAccount")));
  }
  const rule = "Kubernetes: a token is mounted unless the pod or its ServiceAccount says no";
  if (resource !== undefined) return flagFact(true, enforcedBy(onPod.source(rule), resource.node.get("kind").source()));
  if (scan.isComplete("kubernetes")) return flagFact(true, enforcedBy(onPod.source(rule)));
  return unknownFact("not_recorded", `ServiceAccount ${accountKey(account)}`, enforcedBy(onPod.source()));
}

const roleAnnotations = [
  "eks.amazonaws.com/role-arn",
  "iam.gke.io/gcp-service-account",
  "azure.workload.identity/client-id",
] as const;

/** The cloud role that an account's annotation lets it assume. */
export function cloudRoleOf(
  account: Account,
  scan: Scan,
): { readonly role: string; readonly source: FactSource } | undefined {
  const annotations = accountResource(account, scan)?.node.get("metadata", "annotations");
  for (const key of roleAnnotations) {
    const node = annotations?.get(key);
    const role = node?.text();
    if (node !== undefined && role !== undefined && role !== "") return { role, source: node.source() };
  }
  return undefined;
}
