import { enforcedBy, flagFact, type Ground, listFact, textFact, unknownFact, wordFact } from "../../model/fact.ts";
import type { Facts } from "../../model/record.ts";
import type { Field } from "../../value/value.ts";
import { lookup } from "../lookup.ts";
import type { ManifestNode } from "../node.ts";
import type { Workload } from "../scan.ts";

/** What confines the containers of some workloads: the weakest of them counts. */
export function podSecurity(workloads: readonly Workload[]): Facts {
  const pods = workloads.map(({ podSpec }) => podSpec);
  const containers = pods.flatMap((pod) => containersOf(pod).map((container) => ({ pod, container })));
  const setting = (key: string) => containers.map(({ container }) => container.get("securityContext", key));
  const ground = enforcedBy(...pods.map((pod) => pod.get("containers").keySource()));
  return {
    ...runtimeFacts(pods),
    engine_socket: socketFact(pods, ground),
    host_network: anyTrue(
      pods.map((pod) => pod.get("hostNetwork")),
      ground,
    ),
    host_pid: anyTrue(
      pods.map((pod) => pod.get("hostPID")),
      ground,
    ),
    host_paths: hostPaths(pods, ground),
    privileged: anyTrue(setting("privileged"), ground),
    privilege_escalation: escalation(setting("allowPrivilegeEscalation"), containers.length),
    capabilities: capabilities(
      containers.map(({ container }) => container),
      ground,
    ),
    read_only_root: everyTrue(
      setting("readOnlyRootFilesystem"),
      "Kubernetes: the root file system is writable unless said otherwise",
    ),
    non_root: everyTrue(
      containers.map(({ pod, container }) => {
        const own = container.get("securityContext", "runAsNonRoot");
        return own.exists ? own : pod.get("securityContext", "runAsNonRoot");
      }),
      "Kubernetes: the image decides the user unless runAsNonRoot is set",
    ),
    seccomp: seccomp(containers),
    egress: {
      proxy: proxyFact(
        containers.map(({ container }) => container),
        ground,
      ),
    },
  };
}

export const containersOf = (pod: ManifestNode): readonly ManifestNode[] => [
  ...pod.get("containers").items(),
  ...pod.get("initContainers").items(),
];

function runtimeFacts(pods: readonly ManifestNode[]): Facts {
  const nodes = pods.map((pod) => pod.get("runtimeClassName"));
  const [first] = nodes;
  if (first === undefined) return {};
  const unset = nodes.find((node) => !node.exists);
  const name = (unset ?? first).text() ?? "default";
  const rule =
    unset === undefined ? undefined : "Kubernetes: without a runtimeClassName the node's default runtime is used";
  const ground = enforcedBy((unset ?? first).source(rule));
  const isolated = nodes.every((node) => /gvisor|runsc|kata|firecracker|sysbox|nabla/i.test(node.text() ?? ""));
  return { runtime: textFact(name, ground), isolated: flagFact(isolated, ground) };
}

/** A mounted socket of an engine, or the directory it lies in. */
function socketFact(pods: readonly ManifestNode[], ground: Ground): Field {
  const found = pods
    .flatMap((pod) =>
      pod
        .get("volumes")
        .items()
        .map((volume) => volume.get("hostPath", "path")),
    )
    .find((path) => isEngineSocket(path.text() ?? ""));
  return found === undefined ? flagFact(false, ground) : flagFact(true, enforcedBy(found.source()));
}

export const isEngineSocket = (path: string): boolean =>
  /(?:docker|containerd|podman|crio|cri-dockerd|buildkitd)\.sock$/.test(path) ||
  ["/", "/var", "/run", "/var/run", "/var/run/docker", "/run/containerd"].includes(path.replace(/(?<=.)\/$/, ""));

function hostPaths(pods: readonly ManifestNode[], ground: Ground): Field {
  const paths = pods.flatMap((pod) =>
    pod
      .get("volumes")
      .items()
      .map((volume) => volume.get("hostPath", "path")),
  );
  const items = paths.flatMap((path) => {
    const text = path.text();
    return text === undefined ? [] : [textFact(text, enforcedBy(path.source()))];
  });
  return listFact(items, false, ground);
}

function anyTrue(nodes: readonly ManifestNode[], ground: Ground): Field {
  const found = nodes.filter((node) => node.bool() === true);
  return found.length > 0 ? flagFact(true, enforcedBy(...found.map((node) => node.source()))) : flagFact(false, ground);
}

/** True when every one says so; the first that does not is the evidence. */
function everyTrue(nodes: readonly ManifestNode[], rule: string): Field | undefined {
  if (nodes.length === 0) return undefined;
  const missing = nodes.find((node) => node.bool() !== true);
  if (missing === undefined) return flagFact(true, enforcedBy(...nodes.map((node) => node.source())));
  return flagFact(false, enforcedBy(missing.exists ? missing.source() : missing.source(rule)));
}

function escalation(nodes: readonly ManifestNode[], containers: number): Field | undefined {
  if (containers === 0) return undefined;
  const allowed = nodes.find((node) => node.bool() !== false);
  if (allowed === undefined) return flagFact(false, enforcedBy(...nodes.map((node) => node.source())));
  return flagFact(
    true,
    enforcedBy(allowed.source(allowed.exists ? undefined : "Kubernetes: escalation is allowed unless said otherwise")),
  );
}

function capabilities(containers: readonly ManifestNode[], ground: Ground): Field {
  const added = containers.flatMap((container) => container.get("securityContext", "capabilities", "add").items());
  return listFact(
    added.map((node) => textFact(node.text() ?? "", enforcedBy(node.source()))),
    false,
    ground,
  );
}

const seccompOrder = ["unconfined", "local", "default"];

function seccomp(
  containers: readonly { readonly pod: ManifestNode; readonly container: ManifestNode }[],
): Field | undefined {
  const profiles = containers.map(({ pod, container }) => {
    const own = container.get("securityContext", "seccompProfile", "type");
    const node = own.exists ? own : pod.get("securityContext", "seccompProfile", "type");
    const word = lookup({ RuntimeDefault: "default", Localhost: "local", Unconfined: "unconfined" }, node.text());
    return { node, word };
  });
  const unset = profiles.find(({ word }) => word === undefined);
  if (unset !== undefined) {
    // The kubelet's seccompDefault decides then, and it is in no manifest.
    return unknownFact(
      "not_recorded",
      "seccompProfile of every container, or the kubelet's seccompDefault",
      enforcedBy(unset.node.source()),
    );
  }
  const [weakest] = [...profiles].sort(
    (left, right) => seccompOrder.indexOf(left.word ?? "") - seccompOrder.indexOf(right.word ?? ""),
  );
  return weakest?.word === undefined ? undefined : wordFact(weakest.word, enforcedBy(weakest.node.source()));
}

function proxyFact(containers: readonly ManifestNode[], ground: Ground): Field {
  const found = containers
    .flatMap((container) => container.get("env").items())
    .map((variable) => variable.get("name"))
    .find((name) => /^https?_proxy$/i.test(name.text() ?? ""));
  return found === undefined ? flagFact(false, ground) : flagFact(true, enforcedBy(found.source()));
}
