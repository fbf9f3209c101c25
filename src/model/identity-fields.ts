import { duration, field, flag, listOf, type ModelFields, reference, text, word } from "./model-type.ts";

const workload = "the pod template of the agent's workload";
const validator = "the validator of this token: a RequestAuthentication with its AuthorizationPolicy, or a gateway's";

export const identityFields: ModelFields = {
  id: field(
    text,
    "the one identity string the agent resolves to",
    "mesh membership of the workload, or spec.identity.id",
  ),
  provider: field(text, "who issues the identity", "mesh membership of the workload, or spec.identity.provider"),
  key: field(
    word("asymmetric", "shared", "none"),
    "what proves the identity: a private key, a shared secret, or nothing that the scan set issues",
    "the Namespace's mesh labels, or spec.identity.credential",
  ),
  credential: field(text, "the form of the credential, e.g. x509_svid", "spec.identity.credential"),
  static_key_only: field(flag, "nothing but a static key tells who the agent is", "spec.identity"),
  shared_with: field(listOf(text), "other agents that resolve to the same identity", "the identity of every agent"),
  service_account: field(text, "namespace/name of the service account or client", workload),
  service_account_shared_with: field(listOf(text), "other agents under the same service account", workload),
  default_account: field(flag, "runs as the namespace's default service account", workload),
  cloud_role: field(text, "the cloud role the service account assumes", "the ServiceAccount's annotations"),
  cloud_role_shared_with: field(listOf(text), "other agents that assume the same cloud role", "every ServiceAccount"),
  exclusive: field(flag, "declared to be used by this agent alone", "spec.identity.exclusive"),
  automount: field(flag, "the service account's token is mounted without being asked for", workload),
  mesh: field(
    word("sidecar", "ambient", "linkerd", "none"),
    "how the workload takes part in a service mesh",
    "the Namespace of the workload, with its labels",
  ),
};

export const tokenFields: ModelFields = {
  name: field(text, "what the token is called where it is configured"),
  kind: field(
    word("service_account", "automounted", "legacy_secret", "api_key", "oidc", "svid", "cloud", "password"),
    "what sort of credential it is",
  ),
  issuer: field(text, "who issues it"),
  expires: field(flag, "it has an expiry at all", "the issuer's configuration"),
  lifetime: field(duration, "its effective lifetime", "the issuer's configuration, or spec.identity.token.lifetime"),
  audience: field(listOf(text), "whom it is for", "the token's configuration"),
  algorithm: field(text, "its signature algorithm", "the issuer's configuration"),
  refresh: field(text, "how it is renewed; absent when nothing renews it", "spec.identity.token.refresh"),
  refresh_lifetime: field(duration, "how long it can be renewed", "spec.identity.token.refresh.maxLifetime"),
  rotation: field(word("on", "off"), "whether renewing retires the old one", "spec.identity.token.refresh.rotation"),
  storage: field(
    word("hsm", "tpm", "kms", "vault", "memory", "secret", "file", "environment", "config"),
    "where it lies",
    "spec.identity.token.storage",
  ),
  validation: field(
    word("strict", "optional", "permissive", "none"),
    "how its validator treats requests without a valid token",
    validator,
  ),
  ...reference("validator", "which resource validates it", validator),
};

export const revocationFields: ModelFields = {
  method: field(
    word("introspection", "denylist", "short_lived", "token_review", "entry_delete", "key_rotation"),
    "how a token is revoked",
    "spec.identity.revocation.method",
  ),
  max_propagation: field(duration, "the longest a revocation takes", "spec.identity.revocation.maxPropagation"),
  cache: field(duration, "how long validators cache", "spec.identity.revocation.cacheTtl"),
  tested_at: field({ kind: "plain", type: { kind: "timestamp" } }, "last drill", "spec.identity.revocation.testedAt"),
  ...reference("runbook", "who does what", "spec.identity.revocation.runbookRef"),
};

export const providerFields: ModelFields = {
  name: field(text, "the identity provider", "spec.identity.provider"),
  in_reach: field(
    flag,
    "its configuration is in the scan set, so no letter can stand for it",
    "spec.identity.provider",
  ),
};

export const secretFields: ModelFields = {
  name: field(text, "the variable, key or file under which the agent gets it"),
  kind: field(word("api_key", "token", "password", "certificate", "url", "other"), "what it looks like by its name"),
  held_in: field(
    word("secret", "config_map", "environment", "argument", "header", "file", "prompt"),
    "where the value comes from: `prompt` asks the person at start",
  ),
  reference: field(text, "the object that holds it, e.g. Secret support/openai"),
  cleartext: field(flag, "the value can be read in the manifests", "the manifest of the object that holds it"),
  shared_with: field(listOf(text), "other agents that use the same one", "the manifests of every agent"),
};
