import { absentFact, enforcedBy, flagFact, listFact, textFact, unknownFact, wordFact } from "../../model/fact.ts";
import type { Facts } from "../../model/record.ts";
import type { FactSource } from "../../value/value.ts";
import type { ManifestNode } from "../node.ts";
import type { Resource, Scan, Workload } from "../scan.ts";
import { meshSetting, rootNamespace } from "./mesh-config.ts";
import type { Membership } from "./mesh-membership.ts";
import { hasSelector, selects } from "./peer-authentication.ts";

const decidedBy = "Telemetry of the namespace or the mesh, or accessLogFile of the mesh configuration";

/** What the mesh logs of calls to and from a workload: the closest Telemetry that speaks of access logs, else the mesh. */
export function meshLogs(workload: Workload, membership: Membership, scan: Scan): Facts {
  if (membership.state !== "sidecar" && membership.state !== "ambient") return {};
  if (scan.mayHide("Telemetry")) return { enabled: unknownFact("unreadable", decidedBy) };
  const telemetry = closest(workload, scan);
  const file = meshSetting(scan, "accessLogFile");
  const logging = telemetry?.get("accessLogging").items() ?? [];
  if (logging.length > 0) return { ...telemetryFacts(logging, scan), ...formatFacts(scan) };
  if (file === undefined) return { enabled: unknownFact("not_recorded", decidedBy) };
  const source = file.cite.keySource("mesh configuration: accessLogFile");
  const on = (file.node.text() ?? "") !== "";
  const ground = enforcedBy(source);
  if (!on)
    return { enabled: flagFact(false, ground), granted: flagFact(false, ground), denied: flagFact(false, ground) };
  return {
    enabled: flagFact(true, ground),
    granted: flagFact(true, ground),
    denied: flagFact(true, ground),
    filter: absentFact(ground),
    sink: textFact(file.node.text() ?? "", ground),
    ...formatFacts(scan),
  };
}

/** Workload before namespace before mesh; only resources that say something of access logs count. */
function closest(workload: Workload, scan: Scan): ManifestNode | undefined {
  const { namespace } = workload.resource;
  const all = scan.ofKind("Telemetry").filter(({ node }) => node.get("spec", "accessLogging").items().length > 0);
  const levels: readonly ((policy: Resource) => boolean)[] = [
    (policy) => policy.namespace === namespace && hasSelector(policy) && selects(policy, workload),
    (policy) => policy.namespace === namespace && !hasSelector(policy),
    (policy) => policy.namespace === rootNamespace && !hasSelector(policy),
  ];
  for (const level of levels) {
    const found = all.find(level);
    if (found !== undefined) return found.node.get("spec");
  }
  return undefined;
}

function telemetryFacts(logging: readonly ManifestNode[], scan: Scan): Facts {
  const disabled = logging.map((entry) => entry.get("disabled")).find((node) => node.bool() === true);
  const [first] = logging;
  if (first === undefined) return {};
  if (disabled !== undefined) {
    const ground = enforcedBy(disabled.source());
    return { enabled: flagFact(false, ground), granted: flagFact(false, ground), denied: flagFact(false, ground) };
  }
  const ground = enforcedBy(first.source());
  const filter = logging.map((entry) => entry.get("filter", "expression")).find(({ exists }) => exists);
  const provider = logging.flatMap((entry) => entry.get("providers").items()).map((node) => node.get("name"))[0];
  const filtered = filter === undefined ? ground : enforcedBy(filter.source());
  return {
    enabled: flagFact(true, ground),
    ...filterFacts(filter, filtered),
    ...(provider === undefined ? {} : sinkFacts(provider, scan)),
  };
}

/** `envoy` is built in; any other provider must stand in the mesh configuration. */
function sinkFacts(provider: ManifestNode, scan: Scan): Facts {
  const name = provider.text() ?? "";
  const listed = meshSetting(scan, "extensionProviders");
  const isFound = name === "envoy" || listed?.node.items().some((item) => item.get("name").text() === name) === true;
  const ground = enforcedBy(provider.source(), ...(listed === undefined ? [] : [listed.cite.keySource()]));
  return {
    sink: textFact(name, enforcedBy(provider.source())),
    ...(isFound
      ? { sink_found: flagFact(true, ground) }
      : listed === undefined
        ? {}
        : { sink_found: flagFact(false, ground) }),
  };
}

/** A filter on the response code splits granted from denied; what any other filter keeps is not known here. */
function filterFacts(filter: ManifestNode | undefined, ground: ReturnType<typeof enforcedBy>): Facts {
  if (filter === undefined)
    return { granted: flagFact(true, ground), denied: flagFact(true, ground), filter: absentFact(ground) };
  const text = filter.text() ?? "";
  const match = /^\s*response\.code\s*(>=|>|<=|<|==|!=)\s*([0-9]{3})\s*$/.exec(text);
  const shown = textFact(text.slice(0, 200), ground);
  if (match === null) {
    const unknown = unknownFact("unresolved", `what the filter keeps: ${text.slice(0, 60)}`, ground);
    return { granted: unknown, denied: unknown, filter: shown };
  }
  const keeps = (code: number): boolean => compare(code, match[1] ?? "", Number(match[2]));
  return { granted: flagFact(keeps(200), ground), denied: flagFact(keeps(403) && keeps(401), ground), filter: shown };
}

function compare(left: number, operator: string, right: number): boolean {
  switch (operator) {
    case ">=":
      return left >= right;
    case ">":
      return left > right;
    case "<=":
      return left <= right;
    case "<":
      return left < right;
    case "==":
      return left === right;
    default:
      return left !== right;
  }
}

const formatParts: readonly (readonly [string, RegExp])[] = [
  ["identity", /DOWNSTREAM_PEER_(?:URI_SAN|SUBJECT|PRINCIPAL)|REQ\(X-FORWARDED-CLIENT-CERT\)/i],
  ["timestamp", /%START_TIME/],
  ["action", /REQ\(:(?:METHOD|PATH|X-ENVOY-ORIGINAL-PATH)|REQ\(:METHOD\)|REQ\(X-ENVOY-ORIGINAL-PATH/i],
  ["context", /REQ\((?:X-REQUEST-ID|TRACEPARENT|X-B3-TRACEID)\)|TRACE_ID/i],
  ["resource", /REQ\(:AUTHORITY\)|UPSTREAM_(?:HOST|CLUSTER)/i],
  ["decision", /RESPONSE_CODE|RESPONSE_FLAGS/],
  ["reason", /RESPONSE_CODE_DETAILS/],
];

/** What a record holds, by the log format; Istio's own format names addresses and no identity. */
function formatFacts(scan: Scan): Facts {
  const format = meshSetting(scan, "accessLogFormat");
  const text = format?.node.text();
  if (format === undefined || text === undefined || text === "") {
    const anchor = meshSetting(scan, "accessLogFile") ?? meshSetting(scan);
    const decided = "accessLogFormat of the mesh configuration";
    if (anchor === undefined) {
      const unknown = unknownFact("not_recorded", decided);
      return { fields: unknown, identity_weak: unknown };
    }
    const source = anchor.cite.keySource("Istio: the default log format names addresses, no identity");
    return recordFacts(["timestamp", "action", "context", "resource", "decision", "reason"], source);
  }
  return recordFacts(
    formatParts.filter(([, pattern]) => pattern.test(text)).map(([name]) => name),
    format.cite.keySource("mesh configuration: accessLogFormat"),
  );
}

function recordFacts(fields: readonly string[], source: FactSource): Facts {
  const ground = enforcedBy(source);
  return {
    fields: listFact(
      fields.map((name) => wordFact(name, ground)),
      false,
      ground,
    ),
    identity_weak: flagFact(!fields.includes("identity"), ground),
  };
}
