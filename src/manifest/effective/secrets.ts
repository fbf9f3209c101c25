import { enforcedBy, flagFact, textFact, unknownFact, wordFact } from "../../model/fact.ts";
import type { Facts } from "../../model/record.ts";
import type { FactSource, Field } from "../../value/value.ts";
import { readEndpoint } from "../endpoint.ts";
import type { Resource, Scan } from "../scan.ts";
import type { Holder, Setting } from "./environment.ts";

export type SecretKind = "api_key" | "token" | "password" | "certificate" | "url" | "other";

/** What a setting's name says it is; undefined for settings that are no secrets. */
export function secretKindOf(name: string): SecretKind | undefined {
  const words = name.replace(/([a-z0-9])([A-Z])/g, "$1_$2").toUpperCase();
  if (/(?:^|[_.-])(?:API[_-]?KEY|ACCESS[_-]KEY|SECRET[_-]KEY|AUTH[_-]KEY)(?:$|[_.-])/.test(words)) return "api_key";
  if (/(?:^|[_.-])(?:TOKEN|PAT|BEARER|AUTHORIZATION)$/.test(words)) return "token";
  if (/(?:^|[_.-])(?:PASSWORD|PASSWD|PASS|PWD|PASSPHRASE)$/.test(words)) return "password";
  if (/(?:^|[_.-])(?:PRIVATE_KEY|CLIENT_CERT|TLS_KEY)$/.test(words)) return "certificate";
  if (/(?:^|[_.-])(?:SECRET|CREDENTIALS?)$/.test(words)) return "other";
  return undefined;
}

export interface SecretUse {
  readonly facts: Facts;
  readonly kind: SecretKind;
  readonly name: string;
  readonly heldIn: Holder;
  readonly source: FactSource;
  /** Agents that share this key share the secret; undefined where nothing tells what it is. */
  readonly shareKey: string | undefined;
  readonly isStatic: boolean;
}

/** The secrets among some settings: by the name, by coming from a Secret, or as a URL with a password in it. */
export function secretsAmong(settings: readonly Setting[], scan: Scan): readonly SecretUse[] {
  return settings.flatMap((setting) => {
    const endpoint = setting.value === undefined ? undefined : readEndpoint(setting.value);
    const byName = secretKindOf(setting.name);
    const kind =
      endpoint?.hasPassword === true ? "url" : (byName ?? (setting.heldIn === "secret" ? "other" : undefined));
    if (kind === undefined || (kind !== "url" && endpoint !== undefined) || setting.value === "") return [];
    return [secretUse(setting, kind, scan)];
  });
}

function secretUse(setting: Setting, kind: SecretKind, scan: Scan): SecretUse {
  const { name, heldIn, reference, source } = setting;
  const ground = enforcedBy(source);
  return {
    kind,
    name,
    heldIn,
    source,
    shareKey: reference,
    isStatic: kind === "api_key" || kind === "password" || kind === "token" || kind === "url",
    facts: {
      name: textFact(name, ground),
      kind: wordFact(kind, ground),
      held_in: wordFact(heldIn, ground),
      reference: reference === undefined ? { state: "absent", evidence: ground } : textFact(reference, ground),
      cleartext: cleartextOf(setting, scan),
    },
  };
}

function cleartextOf({ heldIn, value, reference, source }: Setting, scan: Scan): Field {
  const ground = enforcedBy(source);
  if (heldIn === "prompt") return flagFact(false, ground);
  if (heldIn !== "secret") {
    if (value === undefined) return unknownFact("unresolved", "the value of the variable", ground);
    return flagFact(!isPlaceholder(value), ground);
  }
  const secret = scan
    .ofKind("Secret")
    .find((candidate) => `Secret ${candidate.namespace}/${candidate.name}` === reference);
  if (secret !== undefined) return cleartextSecret(secret);
  if (scan.mayHide("Secret")) return unknownFact("unreadable", `the manifest of ${reference ?? "the Secret"}`, ground);
  return flagFact(false, enforcedBy({ ...source, rule: "no manifest that was read holds its value" }));
}

/** Base64 is no encryption: a Secret with data is clear text, unless SOPS encrypted its values. */
export function cleartextSecret(secret: Resource): Field {
  const values = ["data", "stringData"].flatMap((section) => secret.node.get(section).entries());
  const name = secret.node.get("metadata", "name");
  if (secret.node.get("sops").exists)
    return flagFact(false, enforcedBy(secret.node.get("sops").keySource("encrypted by SOPS")));
  const [first] = values.filter(([, value]) => (value.text() ?? "") !== "" && !isPlaceholder(value.text() ?? ""));
  if (first === undefined) return flagFact(false, enforcedBy(name.source("the manifest holds no value")));
  return flagFact(true, enforcedBy(first[1].keySource("base64 is no encryption"), name.source()));
}

/** `${TOKEN}`, `$(TOKEN)`, `<token>`, `ENC[…]`, `op://…`: something else fills it in. */
export const isPlaceholder = (value: string): boolean =>
  /^(?:Bearer )?(?:\$\{[^}]*\}|\$\([^)]*\)|\$[A-Za-z_]+|<[^>]*>|ENC\[.*\]|(?:op|vault|awssm|gcpsm|ref\+[a-z]+):\/\/\S*)$/.test(
    value.trim(),
  );
