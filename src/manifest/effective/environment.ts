import type { FactSource } from "../../value/value.ts";
import type { ManifestNode } from "../node.ts";
import type { ComposeService, Resource, Scan, Workload } from "../scan.ts";
import { containersOf } from "./pod-security.ts";

export type Holder = "secret" | "config_map" | "environment" | "argument" | "header" | "file" | "prompt";

/** A setting handed to an agent. `value` is undefined where it stands outside the scan or must not be read (a Secret). */
export interface Setting {
  readonly name: string;
  readonly value: string | undefined;
  readonly heldIn: Holder;
  /** `Secret support/openai` where the value comes from an object. */
  readonly reference: string | undefined;
  /** The place of the name: a value may be a secret and is not repeated. */
  readonly source: FactSource;
  /** The place of the value, for values that are shown. */
  readonly valueSource: FactSource;
}

export interface Settings {
  readonly items: readonly Setting[];
  /** Some values come from objects the scan does not hold. */
  readonly open: boolean;
  /** Even the names of some are not known. */
  readonly namesOpen: boolean;
}

/** Environment variables and arguments of a workload, ConfigMaps of the scan read through. */
export function workloadSettings(workload: Workload, scan: Scan): Settings {
  const items: Setting[] = [];
  let open = false;
  let namesOpen = false;
  const { namespace } = workload.resource;
  const objectOf = (kind: string, name: string): Resource | undefined =>
    scan.ofKind(kind).find((resource) => resource.name === name && resource.namespace === namespace);
  for (const container of containersOf(workload.podSpec)) {
    for (const variable of container.get("env").items()) {
      const name = variable.get("name").text() ?? "";
      const source = variable.get("name").source();
      const value = variable.get("value");
      const from = variable.get("valueFrom");
      const secret = from.get("secretKeyRef", "name");
      const map = from.get("configMapKeyRef", "name");
      if (secret.exists) {
        const reference = `Secret ${namespace}/${secret.text() ?? ""}`;
        items.push({
          name,
          value: undefined,
          heldIn: "secret",
          reference,
          source: secret.source(),
          valueSource: secret.source(),
        });
        open = true;
      } else if (map.exists) {
        const key = objectOf("ConfigMap", map.text() ?? "")?.node.get(
          "data",
          from.get("configMapKeyRef", "key").text() ?? "",
        );
        const reference = `ConfigMap ${namespace}/${map.text() ?? ""}`;
        if (key?.text() === undefined) open = true;
        const at = key?.exists ? key : map;
        items.push({
          name,
          value: key?.text(),
          heldIn: "config_map",
          reference,
          source: at.keySource(),
          valueSource: at.source(),
        });
      } else if (!from.exists) {
        items.push({
          name,
          value: value.text(),
          heldIn: "environment",
          reference: undefined,
          source,
          valueSource: value.source(),
        });
      }
    }
    for (const from of container.get("envFrom").items()) {
      const map = from.get("configMapRef", "name");
      const secret = from.get("secretRef", "name");
      const prefix = from.get("prefix").text() ?? "";
      const resource = map.exists ? objectOf("ConfigMap", map.text() ?? "") : objectOf("Secret", secret.text() ?? "");
      const heldIn = map.exists ? "config_map" : "secret";
      const reference = `${map.exists ? "ConfigMap" : "Secret"} ${namespace}/${(map.exists ? map : secret).text() ?? ""}`;
      if (resource === undefined || secret.exists) open = true;
      if (resource === undefined) namesOpen = true;
      if (resource === undefined && secret.exists) {
        items.push({
          name: `${prefix}*`,
          value: undefined,
          heldIn,
          reference,
          source: secret.source(),
          valueSource: secret.source(),
        });
      }
      for (const section of ["data", "stringData"]) {
        for (const [key, node] of resource?.node.get(section).entries() ?? []) {
          const value = heldIn === "secret" ? undefined : node.text();
          items.push({
            name: prefix + key,
            value,
            heldIn,
            reference,
            source: node.keySource(),
            valueSource: node.source(),
          });
        }
      }
    }
    for (const key of ["command", "args"]) {
      for (const argument of container.get(key).items()) items.push(...argumentSettings(argument));
    }
  }
  for (const volume of workload.podSpec.get("volumes").items()) {
    const sources = [
      volume.get("secret", "secretName"),
      ...volume
        .get("projected", "sources")
        .items()
        .map((item) => item.get("secret", "name")),
    ];
    for (const secret of sources.filter(({ exists }) => exists)) {
      const reference = `Secret ${namespace}/${secret.text() ?? ""}`;
      const name = secret.text() ?? "";
      items.push({
        name,
        value: undefined,
        heldIn: "secret",
        reference,
        source: secret.source(),
        valueSource: secret.source(),
      });
    }
  }
  return { items, open, namesOpen };
}

/** `--name=value`, or a value alone; a script is no setting. */
function argumentSettings(argument: ManifestNode): readonly Setting[] {
  const text = argument.text();
  if (text === undefined || text.length > 2_000 || /\s/.test(text)) return [];
  const match = /^(?:--?)?([A-Za-z][A-Za-z0-9_.-]{0,80})=(.+)$/.exec(text);
  const shared = {
    heldIn: "argument" as const,
    reference: undefined,
    source: argument.source(),
    valueSource: argument.source(),
  };
  return [{ name: match?.[1] ?? "", value: match?.[2] ?? text, ...shared }];
}

/** Environment of a Compose service, the last file winning; `${NAME}` without a default has no value here. */
export function composeSettings(service: ComposeService): Settings {
  const byName = new Map<string, Setting>();
  let namesOpen = false;
  for (const node of service.nodes) {
    const environment = node.get("environment");
    for (const [name, value] of environment.entries())
      byName.set(name, composeSetting(name, value.text(), value, value.keySource()));
    for (const item of environment.items()) {
      const text = item.text() ?? "";
      const at = text.indexOf("=");
      const name = at < 0 ? text : text.slice(0, at);
      byName.set(
        name,
        composeSetting(name, at < 0 ? undefined : text.slice(at + 1), item, { ...item.source(), text: name }),
      );
    }
    if (node.get("env_file").exists) namesOpen = true;
  }
  const items = [
    ...byName.values(),
    ...service.nodes.flatMap((node) => node.get("secrets").items()).map(composeSecret),
  ];
  const commands = ["command", "entrypoint"].flatMap((key) => service.nodes.at(-1)?.get(key).items() ?? []);
  const open = namesOpen || items.some(({ value }) => value === undefined);
  return { items: [...items, ...commands.flatMap(argumentSettings)], open, namesOpen };
}

/** A file under /run/secrets; its content is in no Compose file. */
function composeSecret(node: ManifestNode): Setting {
  const named = node.get("source").exists ? node.get("source") : node;
  const name = named.text() ?? "";
  const source = named.source();
  return { name, value: undefined, heldIn: "secret", reference: `secret ${name}`, source, valueSource: source };
}

function composeSetting(name: string, raw: string | undefined, node: ManifestNode, source: FactSource): Setting {
  const value = raw === undefined ? undefined : interpolated(raw);
  return { name, value, heldIn: "environment", reference: undefined, source, valueSource: node.source() };
}

/** `${NAME:-default}` has its default; anything else that refers to a variable is not known. */
function interpolated(raw: string): string | undefined {
  if (!raw.includes("$")) return raw;
  const match = /^\$\{[A-Za-z_][A-Za-z0-9_]*:?-([^}$]*)\}$/.exec(raw);
  return match?.[1] ?? (raw.replace(/\$\$/g, "").includes("$") ? undefined : raw.replace(/\$\$/g, "$"));
}
