import { lookup } from "../lookup.ts";
import type { ManifestNode } from "../node.ts";
import { textMap } from "../scan.ts";
import { groupAndKind, kindsClaimed, type Reader } from "./reader.ts";

/** Claimed kinds, with the way to the pod template for those that create pods. */
const kinds: Readonly<Record<string, Readonly<Record<string, readonly string[] | undefined>>>> = {
  "": {
    Pod: [],
    ServiceAccount: undefined,
    Namespace: undefined,
    Service: undefined,
    Secret: undefined,
    ConfigMap: undefined,
    PersistentVolumeClaim: undefined,
    PersistentVolume: undefined,
    List: undefined,
  },
  apps: {
    Deployment: ["spec", "template"],
    StatefulSet: ["spec", "template"],
    DaemonSet: ["spec", "template"],
    ReplicaSet: ["spec", "template"],
  },
  batch: { Job: ["spec", "template"], CronJob: ["spec", "jobTemplate", "spec", "template"] },
  "rbac.authorization.k8s.io": {
    Role: undefined,
    ClusterRole: undefined,
    RoleBinding: undefined,
    ClusterRoleBinding: undefined,
  },
  "networking.k8s.io": { NetworkPolicy: undefined },
  "storage.k8s.io": { StorageClass: undefined },
};

export const kubernetes: Reader = {
  name: "kubernetes",
  title: "Kubernetes objects",
  claimed: kindsClaimed(
    Object.fromEntries(Object.entries(kinds).map(([group, byKind]) => [group, Object.keys(byKind)])),
  ),
  remarks: [
    "An object without a namespace is in `default`; the version of a group does not matter.",
    "A list (`kind: List`, or any kind that ends so) is taken apart into its items.",
    "Charts and Kustomizations are not rendered: a template is refused, so render first.",
    "A NetworkPolicy of another product (Cilium, Calico) is claimed by nobody and keeps egress unknown.",
  ],
  claims(document) {
    const type = groupAndKind(document);
    const group = lookup(kinds, type?.group);
    return type !== undefined && group !== undefined && Object.hasOwn(group, type.kind);
  },
  read(documents, builder) {
    for (const document of documents) {
      const resource = builder.addResource("kubernetes", document.root);
      const template = lookup(lookup(kinds, groupAndKind(document)?.group) ?? {}, resource.kind);
      if (template === undefined) continue;
      const pod: ManifestNode = document.root.get(...template);
      builder.addWorkload({
        resource,
        podLabels: textMap(pod.get("metadata", "labels")),
        podAnnotations: textMap(pod.get("metadata", "annotations")),
        podSpec: pod.get("spec"),
      });
    }
  },
};
