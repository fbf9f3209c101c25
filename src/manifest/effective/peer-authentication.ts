import { enforcedBy, unknownFact, wordFact } from "../../model/fact.ts";
import type { FactSource, Field } from "../../value/value.ts";
import { lookup } from "../lookup.ts";
import type { ManifestNode } from "../node.ts";
import type { Resource, Scan, Workload } from "../scan.ts";
import { labelsMatch } from "../selector.ts";
import { rootNamespace } from "./mesh-config.ts";

type Mode = "strict" | "permissive" | "disable";

interface Setting {
  readonly mode: Mode;
  readonly source: FactSource;
}

const nothingSet = "Istio: with no PeerAuthentication in effect the mode is PERMISSIVE";

/**
 * What a callee demands on one of its container ports: mesh, then namespace, then workload, then port, the closest that
 * sets a mode winning and UNSET passing on. Without a port: the weakest of the workload and its ports.
 */
export function inboundMode(workload: Workload, port: number | undefined, scan: Scan): Field {
  const decidedBy = `the PeerAuthentications of ${workload.resource.namespace} and ${rootNamespace} (audit.complete: istio)`;
  if (scan.mayHide("PeerAuthentication")) return unknownFact("unreadable", decidedBy);
  const levels = levelsOf(workload, scan);
  const settings: (Setting | "differ" | undefined)[] = levels.map((policies) =>
    same(policies.flatMap((policy) => modeAt(policy.node.get("spec", "mtls", "mode")))),
  );
  const base = settings.find((setting) => setting !== undefined);
  const ports = portSettings(levels[0] ?? [], workload, port);
  const effective =
    port === undefined ? weakest([base, ...ports]) : (ports.find((setting) => setting !== undefined) ?? base);
  if (effective === "differ") {
    const sources = levels.flat().map((policy) => policy.node.get("metadata", "name").source());
    return unknownFact("ambiguous", "which PeerAuthentication is older: the oldest wins", enforcedBy(...sources));
  }
  if (effective !== undefined) {
    const beaten = levels.flat().map((policy) => policy.node.get("spec", "mtls", "mode"));
    const others = beaten.filter((node) => node.exists).map((node) => node.source("overridden by a closer policy"));
    return wordFact(
      effective.mode,
      enforcedBy(effective.source, ...others.filter((other) => !samePlace(other, effective.source))),
    );
  }
  if (scan.products.has("istio") || scan.isComplete("istio")) {
    return wordFact("permissive", enforcedBy(workload.resource.node.get("metadata", "name").source(nothingSet)));
  }
  return unknownFact("not_recorded", decidedBy);
}

/** Policies in effect by level, the closest first: workload, namespace, mesh. */
function levelsOf(workload: Workload, scan: Scan): readonly (readonly Resource[])[] {
  const { namespace } = workload.resource;
  const policies = scan.ofKind("PeerAuthentication");
  const own = policies.filter((policy) => policy.namespace === namespace && namespace !== rootNamespace);
  return [
    own.filter((policy) => hasSelector(policy) && selects(policy, workload)),
    own.filter((policy) => !hasSelector(policy)),
    policies.filter((policy) => policy.namespace === rootNamespace && !hasSelector(policy)),
  ];
}

export const hasSelector = ({ node }: Resource): boolean =>
  node.get("spec", "selector", "matchLabels").entries().length > 0;

export const selects = ({ node }: Resource, workload: Workload): boolean =>
  labelsMatch(node.get("spec", "selector", "matchLabels"), workload.podLabels);

/** Port settings count only in a policy with a selector, by the container's port. */
function portSettings(
  policies: readonly Resource[],
  workload: Workload,
  port: number | undefined,
): readonly (Setting | "differ" | undefined)[] {
  const known = new Set(containerPorts(workload));
  const ports = policies.flatMap(({ node }) => node.get("spec", "portLevelMtls").entries());
  const wanted = ports.filter(([key]) => (port === undefined ? known.has(Number(key)) : Number(key) === port));
  const byPort = new Map<string, Setting[]>();
  for (const [key, node] of wanted) byPort.set(key, [...(byPort.get(key) ?? []), ...modeAt(node.get("mode"))]);
  return [...byPort.values()].map(same);
}

export function containerPorts({ podSpec }: Workload): readonly number[] {
  const containers = podSpec.get("containers").items();
  return containers.flatMap((container) =>
    container
      .get("ports")
      .items()
      .flatMap((port) => port.get("containerPort").number() ?? []),
  );
}

const modes: Readonly<Record<string, Mode>> = { STRICT: "strict", PERMISSIVE: "permissive", DISABLE: "disable" };

/** Nothing for UNSET, for a missing mode, and for a word that admission refuses (`strict`). */
function modeAt(node: ManifestNode): readonly Setting[] {
  const mode = lookup(modes, node.text());
  return mode === undefined ? [] : [{ mode, source: node.source() }];
}

function same(settings: readonly Setting[]): Setting | "differ" | undefined {
  const [first] = settings;
  return settings.some(({ mode }) => mode !== first?.mode) ? "differ" : first;
}

const strength: readonly Mode[] = ["disable", "permissive", "strict"];

function weakest(settings: readonly (Setting | "differ" | undefined)[]): Setting | "differ" | undefined {
  let found: Setting | undefined;
  for (const setting of settings) {
    if (setting === "differ") return setting;
    if (setting === undefined) continue;
    if (found === undefined || strength.indexOf(setting.mode) < strength.indexOf(found.mode)) found = setting;
  }
  // A port without a setting of its own has the workload's; with none at all it is PERMISSIVE, weaker than STRICT.
  return settings[0] === undefined && found?.mode === "strict" ? undefined : found;
}

const samePlace = (left: FactSource, right: FactSource): boolean =>
  left.file === right.file && left.line === right.line && left.column === right.column;
