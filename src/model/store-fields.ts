import { duration, field, flag, listOf, type ModelFields, reference, text, word } from "./model-type.ts";

const declared = "spec.data.stores[] of the AgentDeployment";
const platform = "the StorageClass or the platform's disk encryption, as an attestation";

export const storeFields: ModelFields = {
  name: field(text, "the store's name below its agent"),
  agent: field(text, "the agent that uses it"),
  kind: field(text, "volume, ephemeral, postgres, redis, or as declared", declared),
  declared: field(flag, "an AgentDeployment lists it"),
  data: field(listOf(text), "classes of data in it", declared),
  ...reference("ref", "the resource behind it", declared),
  encrypted: field(flag, "encrypted at rest", platform),
  ...reference("key", "the key that encrypts it; absent for the provider's own", platform),
  transit: field(
    word("verified", "unverified", "opportunistic", "mesh", "none", "local"),
    "how the way to it is protected; mesh: by mutual TLS around it; local: no network",
    "the connection string of the store",
  ),
  cleartext_secret: field(flag, "its password can be read in the manifests", "the connection string of the store"),
  retention: field(duration, "how long data is kept", declared),
  auto_delete: field(flag, "a deletion mechanism is named, and found in the scan set", declared),
  mechanism: field(text, "what deletes", declared),
  ...reference("delete_ref", "the resource that deletes", declared),
  backups: field(flag, "it is backed up", declared),
};
