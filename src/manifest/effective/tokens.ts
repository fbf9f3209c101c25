import {
  absentFact,
  durationFact,
  enforcedBy,
  flagFact,
  listFact,
  textFact,
  unknownFact,
  wordFact,
} from "../../model/fact.ts";
import type { Facts } from "../../model/record.ts";
import type { FactSource } from "../../value/value.ts";
import type { ManifestNode } from "../node.ts";
import type { Scan, Workload } from "../scan.ts";
import type { Holder } from "./environment.ts";
import type { SecretUse } from "./secrets.ts";
import { accountOf, automountOf } from "./service-account.ts";
import { validationOf } from "./token-validation.ts";

export interface Tokens {
  readonly items: readonly Facts[];
  /** There may be tokens nobody listed. */
  readonly open: boolean;
}

/** Tokens a pod is given: projected ones, the one mounted unasked, and long-lived ones made for its account. */
export function workloadTokens(workload: Workload, scan: Scan): Tokens {
  const account = accountOf(workload);
  const projected = workload.podSpec
    .get("volumes")
    .items()
    .flatMap((volume) => volume.get("projected", "sources").items())
    .map((source) => source.get("serviceAccountToken"))
    .filter(({ exists, kind }) => exists || kind === "null");
  const items = projected.map((token) => projectedToken(token, scan));
  const automount = automountOf(workload, account, scan);
  if (automount.state === "value" && automount.value.kind === "bool" && automount.value.value) {
    items.push(automounted(automount.evidence?.sources ?? []));
  }
  for (const secret of scan.ofKind("Secret")) {
    const owner = secret.node.get("metadata", "annotations", "kubernetes.io/service-account.name");
    const isToken = secret.node.get("type").text() === "kubernetes.io/service-account-token";
    if (isToken && secret.namespace === account.namespace && owner.text() === account.name)
      items.push(legacyToken(secret.name, owner));
  }
  return { items, open: automount.state === "unrecorded" || !scan.isComplete("kubernetes") || scan.mayHide("Secret") };
}

const kubeletRefresh = "the kubelet renews it at 80 % of its life";

function projectedToken(token: ManifestNode, scan: Scan): Facts {
  const seconds = token.get("expirationSeconds");
  const lifetime = seconds.exists ? seconds.number() : 3_600;
  const rule = "Kubernetes: an omitted expirationSeconds is 3600";
  const ground = enforcedBy(seconds.exists ? seconds.source() : token.keySource(rule));
  const audience = token.get("audience");
  const at = enforcedBy(token.keySource());
  const name = token.get("path").text() ?? "token";
  return {
    name: textFact(name, token.get("path").exists ? enforcedBy(token.get("path").source()) : at),
    kind: wordFact("service_account", at),
    issuer: textFact("kubernetes", at),
    expires: flagFact(true, ground),
    lifetime:
      lifetime === undefined
        ? unknownFact("ill_typed", "expirationSeconds as a number", ground)
        : durationFact(lifetime * 1_000, ground),
    audience: audience.exists
      ? listFact([textFact(audience.text() ?? "", enforcedBy(audience.source()))], false, enforcedBy(audience.source()))
      : listFact([], false, enforcedBy(token.keySource("Kubernetes: without an audience it is for the API server"))),
    refresh: textFact(kubeletRefresh, at),
    rotation: wordFact("on", at),
    storage: wordFact("file", at),
    ...(audience.exists ? validationOf([audience.text() ?? ""], undefined, scan) : apiServer(at)),
  };
}

const apiServer = (ground: ReturnType<typeof enforcedBy>): Facts => ({
  validation: wordFact("strict", ground),
  validator: textFact("Kubernetes API server", ground),
  validator_found: flagFact(true, ground),
});

function automounted(sources: readonly FactSource[]): Facts {
  const ground = enforcedBy(...sources);
  const lifetime = enforcedBy(
    ...sources.map((source) => ({ ...source, rule: "Kubernetes: the token mounted unasked lives 3607 seconds" })),
  );
  return {
    name: textFact("kube-api-access", ground),
    kind: wordFact("automounted", ground),
    issuer: textFact("kubernetes", ground),
    expires: flagFact(true, lifetime),
    lifetime: durationFact(3_607_000, lifetime),
    audience: listFact([], false, ground),
    refresh: textFact(kubeletRefresh, ground),
    rotation: wordFact("on", ground),
    storage: wordFact("file", ground),
    ...apiServer(ground),
  };
}

function legacyToken(name: string, owner: ManifestNode): Facts {
  const rule = "Kubernetes: a token in a Secret never expires";
  const ground = enforcedBy(owner.source(rule));
  return {
    name: textFact(name, ground),
    kind: wordFact("legacy_secret", ground),
    issuer: textFact("kubernetes", ground),
    expires: flagFact(false, ground),
    lifetime: absentFact(ground),
    refresh: absentFact(ground),
    rotation: wordFact("off", ground),
    storage: wordFact("secret", ground),
    ...apiServer(ground),
  };
}

/** API keys and passwords among the secrets an agent is given: credentials without an expiry of their own. */
export function staticTokens(secrets: readonly SecretUse[]): readonly Facts[] {
  return secrets
    .filter(({ kind }) => kind === "api_key")
    .map(({ name, source, heldIn }) => {
      const ground = enforcedBy({ ...source, rule: "an API key has no expiry of its own" });
      return {
        name: textFact(name, ground),
        kind: wordFact("api_key", ground),
        expires: flagFact(false, ground),
        lifetime: absentFact(ground),
        refresh: absentFact(ground),
        rotation: wordFact("off", ground),
        storage: wordFact(storages[heldIn], ground),
      };
    });
}

const storages: Readonly<Record<Holder, string>> = {
  secret: "secret",
  config_map: "config",
  header: "config",
  argument: "config",
  environment: "environment",
  file: "file",
  prompt: "memory",
};
