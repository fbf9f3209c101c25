import { enforcedBy, flagFact, type Ground, listFact, textFact, unknownFact, wordFact } from "../../model/fact.ts";
import { type Facts, recordOf } from "../../model/record.ts";
import { egressAllowFields } from "../../model/sandbox-fields.ts";
import type { Field } from "../../value/value.ts";
import type { ManifestNode } from "../node.ts";
import type { ComposeService } from "../scan.ts";
import { composeSettings } from "./environment.ts";
import { isEngineSocket } from "./pod-security.ts";

/** What confines a Compose service: its flags, its mounts, and which networks it joins. */
export function composeSandbox(service: ComposeService): Facts {
  const place = placeOf(service);
  const ground = enforcedBy(place.keySource());
  const capabilities = last(service, "cap_add");
  const user = last(service, "user");
  const readOnly = last(service, "read_only");
  const runtime = last(service, "runtime");
  const options = last(service, "security_opt").items();
  const noNew = options.find((node) => /^no-new-privileges(?::true)?$/.test(node.text() ?? ""));
  const unconfined = options.find((node) => /^seccomp[:=]unconfined$/.test(node.text() ?? ""));
  const proxy = composeSettings(service).items.find(({ name }) => /^https?_proxy$/i.test(name));
  return {
    runtime: runtime.exists
      ? textFact(runtime.text() ?? "", enforcedBy(runtime.source()))
      : textFact("default", enforcedBy(place.keySource("Compose: without a runtime the engine's default is used"))),
    isolated: flagFact(
      /runsc|gvisor|kata|sysbox/i.test(runtime.text() ?? ""),
      runtime.exists ? enforcedBy(runtime.source()) : ground,
    ),
    engine_socket: socket(service, ground),
    host_network: equals(last(service, "network_mode"), "host", ground),
    host_pid: equals(last(service, "pid"), "host", ground),
    host_paths: hostPaths(service, ground),
    privileged: flagFact(
      last(service, "privileged").bool() === true,
      last(service, "privileged").exists ? enforcedBy(last(service, "privileged").source()) : ground,
    ),
    privilege_escalation: flagFact(noNew === undefined, noNew === undefined ? ground : enforcedBy(noNew.source())),
    capabilities: listFact(
      capabilities.items().map((node) => textFact(node.text() ?? "", enforcedBy(node.source()))),
      false,
      capabilities.exists ? enforcedBy(capabilities.source()) : ground,
    ),
    read_only_root: flagFact(readOnly.bool() === true, readOnly.exists ? enforcedBy(readOnly.source()) : ground),
    non_root: user.exists
      ? flagFact(!/^(?:0|root)(?::|$)/.test(user.text() ?? ""), enforcedBy(user.source()))
      : unknownFact("not_recorded", "the user of the image", ground),
    seccomp:
      unconfined === undefined ? wordFact("default", ground) : wordFact("unconfined", enforcedBy(unconfined.source())),
    egress: {
      ...networkFacts(service),
      proxy: flagFact(proxy !== undefined, proxy === undefined ? ground : enforcedBy(proxy.source)),
    },
  };
}

export const placeOf = (service: ComposeService): ManifestNode => {
  const node = service.nodes.at(-1);
  if (node === undefined) throw new Error(`Compose service ${service.name} without a node`);
  return node;
};

/** The setting of the last file that has it: later files override. */
export function last(service: ComposeService, ...keys: readonly string[]): ManifestNode {
  const found = [...service.nodes]
    .reverse()
    .map((node) => node.get(...keys))
    .find(({ exists }) => exists);
  return found ?? placeOf(service).get(...keys);
}

const equals = (node: ManifestNode, word: string, ground: Ground): Field =>
  flagFact(node.text() === word, node.exists ? enforcedBy(node.source()) : ground);

/** Mounts in both spellings, every file's added up. */
function mounts(service: ComposeService): readonly { readonly from: string; readonly node: ManifestNode }[] {
  return service.nodes
    .flatMap((node) => node.get("volumes").items())
    .map((volume) => {
      const long = volume.get("source");
      if (long.exists) return { from: long.text() ?? "", node: long };
      return { from: (volume.text() ?? "").split(":")[0] ?? "", node: volume };
    });
}

function socket(service: ComposeService, ground: Ground): Field {
  const api = last(service, "use_api_socket");
  if (api.bool() === true) return flagFact(true, enforcedBy(api.source()));
  const found = mounts(service).find(({ from }) => isEngineSocket(from));
  return found === undefined ? flagFact(false, ground) : flagFact(true, enforcedBy(found.node.source()));
}

const hostPaths = (service: ComposeService, ground: Ground): Field =>
  listFact(
    mounts(service)
      .filter(({ from }) => /^(?:[/~]|\.{1,2}(?:\/|$)|[A-Za-z]:)/.test(from))
      .map(({ from, node }) => textFact(from, enforcedBy(node.source()))),
    false,
    ground,
  );

/** A service reaches the internet unless every network it joins is internal; without `networks` it joins `default`. */
function networkFacts(service: ComposeService): Facts {
  const mode = last(service, "network_mode");
  const word = mode.text();
  if (word === "none") return closed(enforcedBy(mode.source()), []);
  if (word === "host" || word === "bridge") return opened(enforcedBy(mode.source()));
  if (mode.exists) {
    const unknown = unknownFact(
      "unresolved",
      `the networks of ${word ?? "the other service"}`,
      enforcedBy(mode.source()),
    );
    return { default: unknown, everything: unknown, public: unknown };
  }
  const joined = networkNames(service);
  const isInternal = (name: string): ManifestNode | undefined =>
    service.project.roots.map((root) => root.get("networks", name, "internal")).find((node) => node.bool() === true);
  const external = joined.find(({ name }) =>
    service.project.roots.some((root) => root.get("networks", name, "external").exists),
  );
  const outside = joined.find(({ name }) => isInternal(name) === undefined && name !== external?.name);
  if (joined.length === 0) {
    const rule = "Compose: a service without networks joins the default network, which reaches the internet";
    const own = service.project.roots
      .map((root) => root.get("networks", "default", "internal"))
      .find((node) => node.bool() === true);
    return own === undefined
      ? opened(enforcedBy(placeOf(service).keySource(rule)))
      : closed(enforcedBy(own.source()), ["default"]);
  }
  if (outside !== undefined) return opened(enforcedBy(outside.node.source("this network is not internal")));
  if (external !== undefined) {
    const unknown = unknownFact(
      "unresolved",
      `the external network ${external.name}`,
      enforcedBy(external.node.source()),
    );
    return { default: unknown, everything: unknown, public: unknown };
  }
  const sources = joined.flatMap(({ name }) => isInternal(name)?.source() ?? []);
  return closed(
    enforcedBy(...sources),
    joined.map(({ name }) => name),
  );
}

function networkNames(service: ComposeService): readonly { readonly name: string; readonly node: ManifestNode }[] {
  return service.nodes.flatMap((node) => {
    const networks = node.get("networks");
    const listed = networks.items().map((item) => ({ name: item.text() ?? "", node: item }));
    return [...listed, ...networks.entries().map(([name, item]) => ({ name, node: item }))];
  });
}

const opened = (ground: Ground): Facts => ({
  default: wordFact("open", ground),
  everything: flagFact(true, ground),
  public: flagFact(true, ground),
  policies: listFact([], false, ground),
  allows: listFact([], false, ground),
});

const closed = (ground: Ground, networks: readonly string[]): Facts => ({
  default: wordFact("deny", ground),
  everything: flagFact(false, ground),
  public: flagFact(false, ground),
  policies: listFact(
    networks.map((name) => textFact(name, ground)),
    false,
    ground,
  ),
  allows: listFact(
    networks.map((name) =>
      recordOf(egressAllowFields, {
        to: textFact(name, ground),
        kind: wordFact("network", ground),
        everything: flagFact(false, ground),
        public: flagFact(false, ground),
        dns: flagFact(false, ground),
        ports: listFact([], false, ground),
        policy: textFact(name, ground),
      }),
    ),
    false,
    ground,
  ),
});
