import { absentFact, enforcedBy, flagFact, textFact, unknownFact, wordFact } from "../../model/fact.ts";
import type { Facts } from "../../model/record.ts";
import type { ManifestNode } from "../node.ts";
import type { Resource, Scan, Workload } from "../scan.ts";

export interface StoreUse {
  readonly name: string;
  readonly facts: Facts;
}

/** Where a workload keeps data: claimed volumes with what their StorageClass says of encryption, and the node's disk. */
export function volumeStores(workload: Workload, scan: Scan): readonly StoreUse[] {
  const { namespace, node } = workload.resource;
  const stores: StoreUse[] = [];
  for (const volume of workload.podSpec.get("volumes").items()) {
    const name = volume.get("name").text() ?? "volume";
    const claimName = volume.get("persistentVolumeClaim", "claimName");
    const template = volume.get("ephemeral", "volumeClaimTemplate", "spec");
    if (claimName.exists) {
      const claim = scan
        .ofKind("PersistentVolumeClaim")
        .find((candidate) => candidate.name === claimName.text() && candidate.namespace === namespace);
      stores.push({ name: claimName.text() ?? name, facts: claimFacts(claim?.node.get("spec"), claimName, scan) });
    } else if (template.exists) stores.push({ name, facts: claimFacts(template, volume.get("name"), scan) });
    else if (volume.get("emptyDir").kind !== "missing") stores.push({ name, facts: emptyDirFacts(volume) });
  }
  for (const template of node.get("spec", "volumeClaimTemplates").items()) {
    const name = template.get("metadata", "name");
    stores.push({ name: name.text() ?? "volume", facts: claimFacts(template.get("spec"), name, scan) });
  }
  return stores;
}

function claimFacts(spec: ManifestNode | undefined, named: ManifestNode, scan: Scan): Facts {
  const at = enforcedBy(named.source());
  const shared: Facts = {
    kind: wordFact("volume", at),
    transit: wordFact("local", at),
    cleartext_secret: flagFact(false, at),
  };
  const unknown = (decidedBy: string, node: ManifestNode): Facts => {
    const field = unknownFact("not_recorded", decidedBy, enforcedBy(node.source()));
    return { ...shared, encrypted: field, key: field, key_found: field };
  };
  if (spec === undefined) return unknown(`PersistentVolumeClaim ${named.text() ?? ""}`, named);
  const bound = spec.get("volumeName");
  if (bound.exists) return unknown(`the disk behind PersistentVolume ${bound.text() ?? ""}`, bound);
  const className = spec.get("storageClassName");
  const storageClass = classOf(className.text(), scan);
  if (storageClass === undefined) {
    return unknown(
      `StorageClass ${className.text() ?? "of the cluster's default"}`,
      className.exists ? className : named,
    );
  }
  return { ...shared, ...classFacts(storageClass, className) };
}

/** A class by its name, or the one marked as default. */
function classOf(name: string | undefined, scan: Scan): Resource | undefined {
  const key = "storageclass.kubernetes.io/is-default-class";
  return scan
    .ofKind("StorageClass")
    .find((candidate) =>
      name === undefined
        ? candidate.node.get("metadata", "annotations", key).text() === "true"
        : candidate.name === name,
    );
}

/** Parameters are strings; `"true"` counts as true. What is not said is the provider's default, which no file shows. */
function classFacts(storageClass: Resource, className: ManifestNode): Facts {
  const parameters = storageClass.node.get("parameters");
  const encrypted = parameters.get("encrypted");
  const key = ["kmsKeyId", "diskEncryptionSetID", "disk-encryption-kms-key"]
    .map((name) => parameters.get(name))
    .find((node) => (node.text() ?? "") !== "");
  const via = className.exists ? [className.source()] : [];
  const decidedBy = `StorageClass ${storageClass.name}: parameters, or an attestation of the provider's default`;
  const says = encrypted.text()?.toLowerCase();
  const unknown = unknownFact(
    "not_recorded",
    decidedBy,
    enforcedBy(storageClass.node.get("metadata", "name").source(), ...via),
  );
  const keyGround = enforcedBy((key ?? parameters).source(), ...via);
  return {
    encrypted:
      says === "true" || (says === undefined && key !== undefined)
        ? flagFact(true, enforcedBy((encrypted.exists ? encrypted : (key ?? encrypted)).source(), ...via))
        : says === "false"
          ? flagFact(false, enforcedBy(encrypted.source(), ...via))
          : unknown,
    key:
      key === undefined
        ? says === undefined
          ? unknown
          : absentFact(keyGround)
        : textFact(key.text() ?? "", keyGround),
    key_found:
      key === undefined ? (says === undefined ? unknown : flagFact(false, keyGround)) : flagFact(true, keyGround),
  };
}

function emptyDirFacts(volume: ManifestNode): Facts {
  const medium = volume.get("emptyDir", "medium");
  const inMemory = medium.text() === "Memory";
  const at = enforcedBy((inMemory ? medium : volume.get("name")).source());
  const disk = unknownFact("not_recorded", "encryption of the node's disk", at);
  return {
    kind: wordFact("ephemeral", at),
    transit: wordFact("local", at),
    cleartext_secret: flagFact(false, at),
    encrypted: inMemory ? flagFact(true, enforcedBy(medium.source("memory only: nothing lies on a disk"))) : disk,
    key: inMemory ? absentFact(at) : disk,
  };
}
