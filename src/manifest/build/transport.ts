import { enforcedBy, flagFact, textOf, unknownFact, wordFact } from "../../model/fact.ts";
import type { Facts } from "../../model/record.ts";
import type { FactSource, Field } from "../../value/value.ts";
import { type InboundRules, inboundRules } from "../effective/authorization-policy.ts";
import { outboundMode } from "../effective/destination-rule.ts";
import { membershipOf } from "../effective/mesh-membership.ts";
import { isExternalHost, type ServiceTarget, serviceTarget } from "../effective/service-target.ts";
import { encrypts } from "../endpoint.ts";
import type { Scan, Workload } from "../scan.ts";
import { calleeMode } from "./kubernetes-facts.ts";

/** Where a connection leads and how it is protected. */
export interface Connection {
  readonly transport: Facts;
  readonly external: Field;
  /** Workloads of the scan behind it. */
  readonly callees: readonly Workload[];
  readonly targetPort: number | undefined;
  /** Who may call, where the callee is in the scan. */
  readonly inbound: InboundRules | undefined;
}

export interface Destination {
  readonly scheme: string;
  readonly host: string;
  readonly port: number | undefined;
  readonly source: FactSource;
}

/** The connection of a pod to a host and port: the callee's mesh policy, the caller's rule, and what both together give. */
export function podConnection(caller: Workload, to: Destination, scan: Scan): Connection {
  const { namespace } = caller.resource;
  const target = serviceTarget(to.host, to.port, namespace, scan);
  const membership = membershipOf(caller, scan);
  const outbound = outboundMode(caller, membership, to.host, target?.service.namespace, to.port, scan);
  if (target === undefined) return outsideConnection(to, outbound.mode, outbound.verify);
  const inbound = calleeModes(target, to, scan);
  const mtls = combined(inbound, outbound.mode, to);
  const [callee] = target.workloads;
  const verify = outbound.verify ?? (textOf(mtls) === "mutual" ? meshVerifies(mtls) : undefined);
  return {
    external: flagFact(false, enforcedBy(to.source, target.service.node.get("metadata", "name").source())),
    transport: {
      mtls,
      inbound_mode: inbound,
      outbound_mode: outbound.mode,
      plain: plainness(mtls, to, areMeshed(outbound.mode, target.workloads, scan)),
      ...(verify === undefined ? {} : { verify }),
    },
    callees: target.workloads,
    targetPort: target.targetPort,
    inbound: callee === undefined ? undefined : inboundRules(callee, membershipOf(callee, scan), scan),
  };
}

/** A connection that no mesh of the scan surrounds: the scheme is all there is to see. */
export function plainConnection(to: Destination): Connection {
  return outsideConnection(to, undefined, undefined);
}

function outsideConnection(to: Destination, outbound: Field | undefined, verify: Field | undefined): Connection {
  const external = isExternalHost(to.host);
  const ground = enforcedBy(to.source);
  const sent = textOf(outbound);
  const isEncrypted = encrypts(to.scheme);
  const originated = sent === "mutual" || sent === "istio_mutual" || sent === "simple";
  const decidedBy = "the client's certificate: spec.connectors[].transport, or a DestinationRule for the host";
  const mtls = originated
    ? wordFact(sent === "simple" ? "one_way" : "mutual", {
        sources: [to.source, ...(outbound?.evidence?.sources ?? [])],
        basis: "enforced",
      })
    : isEncrypted === false && external === true
      ? wordFact("none", ground)
      : isEncrypted === false
        ? unknownFact("not_recorded", `the Service ${to.host} and what runs behind it`, ground)
        : unknownFact("not_recorded", decidedBy, ground);
  const plain = isEncrypted === undefined ? undefined : flagFact(!isEncrypted && !originated, ground);
  const isHidden = isEncrypted === false && external !== true && outbound !== undefined;
  return {
    external:
      external === undefined
        ? unknownFact("unresolved", `what ${to.host} resolves to`, ground)
        : flagFact(external, ground),
    transport: {
      mtls,
      ...(outbound === undefined ? {} : { outbound_mode: outbound }),
      ...(plain === undefined || isHidden ? {} : { plain }),
      ...(verify === undefined ? {} : { verify }),
    },
    callees: [],
    targetPort: undefined,
    inbound: undefined,
  };
}

const strength = ["disable", "permissive", "strict"];

/** The weakest mode among the workloads behind a Service. */
function calleeModes({ service, workloads, targetPort }: ServiceTarget, to: Destination, scan: Scan): Field {
  const name = service.node.get("metadata", "name").source();
  if (workloads.length === 0) {
    return unknownFact(
      "unresolved",
      `the workload behind Service ${service.namespace}/${service.name}`,
      enforcedBy(to.source, name),
    );
  }
  const modes = workloads.map((workload) => calleeMode(workload, targetPort, scan));
  const [weakest] = [...modes].sort((left, right) => rank(left) - rank(right));
  return weakest ?? unknownFact("not_recorded", "the callee's mesh policy");
}

/** Unknown sorts behind known weakness and before strictness. */
function rank(mode: Field): number {
  const at = strength.indexOf(textOf(mode) ?? "");
  return at < 0 ? 1.5 : at;
}

function combined(inbound: Field, outbound: Field, to: Destination): Field {
  const demanded = textOf(inbound);
  const sent = textOf(outbound);
  // The policies decide, so they come first; the endpoint shows which port is meant.
  const ground = enforcedBy(...(inbound.evidence?.sources ?? []), ...(outbound.evidence?.sources ?? []), to.source);
  const weak = encrypts(to.scheme) === true ? "one_way" : "none";
  if (sent === "disable" || sent === "none")
    return wordFact(weak, enforcedBy(...(outbound.evidence?.sources ?? []), to.source));
  if (demanded === "disable") return wordFact(weak, enforcedBy(...(inbound.evidence?.sources ?? []), to.source));
  if (demanded === "permissive")
    return wordFact("permissive", enforcedBy(...(inbound.evidence?.sources ?? []), to.source));
  if (demanded === undefined) return inbound;
  if (sent === undefined) return outbound;
  return wordFact(sent === "simple" ? "one_way" : "mutual", ground);
}

/** Both ends have a proxy and the caller uses mutual TLS where it can: the agent's own bytes are encrypted. */
const areMeshed = (outbound: Field, callees: readonly Workload[], scan: Scan): boolean =>
  ["auto", "istio_mutual", "mutual"].includes(textOf(outbound) ?? "") &&
  callees.length > 0 &&
  callees.every((callee) => ["sidecar", "ambient"].includes(membershipOf(callee, scan).state));

function plainness(mtls: Field, to: Destination, meshed: boolean): Field {
  const ground = enforcedBy(...(mtls.evidence?.sources ?? [to.source]));
  const mode = textOf(mtls);
  if (encrypts(to.scheme) === true || mode === "mutual" || mode === "one_way") return flagFact(false, ground);
  if (mode === "none") return flagFact(true, ground);
  if (mode === "permissive" && meshed) return flagFact(false, ground);
  return unknownFact("not_recorded", mtls.evidence?.decidedBy ?? "whether the callee still accepts plain text", ground);
}

const meshVerifies = (mtls: Field): Field =>
  flagFact(
    true,
    enforcedBy(
      ...(mtls.evidence?.sources ?? []).map((source) => ({ ...source, rule: "the mesh checks the peer's identity" })),
    ),
  );
