import {
  absentFact,
  durationFact,
  enforcedBy,
  flagFact,
  numberFact,
  textFact,
  unknownFact,
  wordFact,
} from "../../model/fact.ts";
import { type Facts, groupIn } from "../../model/record.ts";
import type { FactSource, Field } from "../../value/value.ts";
import { inboundRules } from "../effective/authorization-policy.ts";
import { trustDomainOf } from "../effective/mesh-config.ts";
import { membershipOf } from "../effective/mesh-membership.ts";
import { egressOf } from "../effective/network-policy.ts";
import { inboundMode } from "../effective/peer-authentication.ts";
import { podSecurity } from "../effective/pod-security.ts";
import {
  type Account,
  accountKey,
  accountOf,
  accountResource,
  automountOf,
  cloudRoleOf,
} from "../effective/service-account.ts";
import { meshLogs } from "../effective/telemetry.ts";
import type { Workload } from "../scan.ts";
import type { AgentDraft } from "./agent-draft.ts";
import { agreeAll } from "./agree-all.ts";

/** What the cluster's own manifests say of an agent; its several workloads must agree, or a fact is `ambiguous`. */
export function kubernetesFacts(agent: AgentDraft): Facts {
  const { workloads } = agent;
  const [first] = workloads;
  if (first === undefined) return {};
  const security = podSecurity(workloads);
  const egress = agreeAll(workloads.map((workload) => egressOf(workload, agent.scan)));
  const securityEgress = groupIn(security, "egress");
  return {
    workload: workloadFacts(agent, first),
    identity: agreeAll(workloads.map((workload) => identityFacts(workload, agent))),
    provider: agreeAll(workloads.map((workload) => providerFacts(workload, agent))),
    sandbox: { ...security, egress: { ...egress, ...securityEgress } },
    inbound: agreeAll(
      workloads.map((workload) => {
        const membership = membershipOf(workload, agent.scan);
        return {
          ...inboundRules(workload, membership, agent.scan).facts,
          mtls: calleeMode(workload, undefined, agent.scan),
        };
      }),
    ),
    logs: agreeAll(workloads.map((workload) => meshLogs(workload, membershipOf(workload, agent.scan), agent.scan))),
    shutdown: { grace_period: gracePeriod(workloads) },
  };
}

/** What a callee demands, taking into account that policies without a proxy bind nothing. */
export function calleeMode(workload: Workload, port: number | undefined, scan: AgentDraft["scan"]): Field {
  const membership = membershipOf(workload, scan);
  if (membership.state === "none") {
    const sources = (membership.fact.evidence?.sources ?? []).map((source) => ({
      ...source,
      rule: "without a proxy no mesh policy binds the callee",
    }));
    return wordFact("disable", enforcedBy(...sources));
  }
  if (membership.state === "linkerd") return unknownFact("not_recorded", "Linkerd's inbound policy of the callee");
  const mode = inboundMode(workload, port, scan);
  const isStrict = mode.state === "value" && mode.value.kind === "text" && mode.value.text === "strict";
  return isStrict && membership.state === "unknown" ? membership.fact : mode;
}

function workloadFacts({ workloads }: AgentDraft, first: Workload): Facts {
  const { resource } = first;
  const at = (...keys: readonly string[]) => resource.node.get(...keys);
  const replicas = at("spec", "replicas");
  const scaled = ["Deployment", "StatefulSet", "ReplicaSet"].includes(resource.kind);
  return {
    kind: textFact(resource.kind, enforcedBy(at("kind").source())),
    name: textFact(resource.name, enforcedBy(at("metadata", "name").source())),
    namespace: textFact(resource.namespace, enforcedBy(at("metadata", "namespace").source())),
    found: flagFact(
      true,
      enforcedBy(...workloads.map((workload) => workload.resource.node.get("metadata", "name").source())),
    ),
    ...(scaled
      ? {
          replicas: numberFact(
            replicas.number() ?? 1,
            enforcedBy(replicas.source(replicas.exists ? undefined : "Kubernetes: one replica unless said otherwise")),
          ),
        }
      : {}),
  };
}

function identityFacts(workload: Workload, { scan }: AgentDraft): Facts {
  const account = accountOf(workload);
  const membership = membershipOf(workload, scan);
  const at = enforcedBy(account.source);
  const meshSources = membership.fact.evidence?.sources ?? [];
  const both = enforcedBy(account.source, ...meshSources);
  const subject = `ns/${account.namespace}/sa/${account.name}`;
  const shared: Facts = {
    service_account: textFact(accountKey(account), at),
    default_account: flagFact(account.isDefault, at),
    automount: automountOf(workload, account, scan),
    mesh: membership.fact,
    cloud_role: cloudRole(account, scan),
  };
  switch (membership.state) {
    case "sidecar":
    case "ambient":
      return {
        ...shared,
        id: textFact(`spiffe://${trustDomainOf(scan)}/${subject}`, both),
        key: wordFact(
          "asymmetric",
          enforcedBy(...withRule(meshSources, "the mesh issues an X.509 certificate to the workload")),
        ),
        credential: wordFact("x509_svid", both),
        static_key_only: flagFact(false, both),
      };
    case "linkerd":
      return {
        ...shared,
        id: textFact(`${account.name}.${account.namespace}.serviceaccount.identity.linkerd.cluster.local`, both),
        key: wordFact(
          "asymmetric",
          enforcedBy(...withRule(meshSources, "the mesh issues an X.509 certificate to the workload")),
        ),
        static_key_only: flagFact(false, both),
      };
    case "none":
    case "unknown":
      return { ...shared, static_key_only: flagFact(false, at) };
  }
}

/** Absent where the account is in the scan and names none; an account that is not there may name one. */
function cloudRole(account: Account, scan: AgentDraft["scan"]): Field {
  const role = cloudRoleOf(account, scan);
  if (role !== undefined) return textFact(role.role, enforcedBy(role.source));
  const resource = accountResource(account, scan);
  if (resource !== undefined)
    return absentFact(enforcedBy(resource.node.get("metadata", "name").source("no annotation names a cloud role")));
  if (scan.isComplete("kubernetes")) return absentFact(enforcedBy(account.source));
  return unknownFact("not_recorded", `ServiceAccount ${accountKey(account)}`, enforcedBy(account.source));
}

/**
 * Without a mesh a pod is known by its service account only: used where nobody declares an identity. With membership
 * unknown the id is unknown too, because a mesh would give another one.
 */
export function accountIdentity({ workloads, scan }: AgentDraft): Facts {
  return agreeAll(
    workloads.map((workload): Facts => {
      const account = accountOf(workload);
      const membership = membershipOf(workload, scan);
      const ground = enforcedBy(account.source, ...(membership.fact.evidence?.sources ?? []));
      if (membership.state === "unknown") return { id: membership.fact, key: membership.fact };
      const rule = "nothing in the scan set issues a key to this workload";
      return {
        id: textFact(`system:serviceaccount:${account.namespace}:${account.name}`, ground),
        key: wordFact("none", enforcedBy(...withRule(ground.sources, rule))),
      };
    }),
  );
}

function providerFacts(workload: Workload, { scan }: AgentDraft): Facts {
  const membership = membershipOf(workload, scan);
  const sources = membership.fact.evidence?.sources ?? [];
  if (membership.state === "unknown") return {};
  const isIstio = membership.state === "sidecar" || membership.state === "ambient";
  const name = membership.state === "linkerd" ? "linkerd" : isIstio ? "istio" : "kubernetes";
  const ground = enforcedBy(...(sources.length > 0 ? sources : [accountOf(workload).source]));
  return { name: textFact(name, ground), in_reach: flagFact(name !== "linkerd", ground) };
}

/** The longest time a pod may linger: its grace period, 30 seconds unless said otherwise. */
function gracePeriod(workloads: readonly Workload[]): Field {
  const periods = workloads.map(({ podSpec }) => {
    const node = podSpec.get("terminationGracePeriodSeconds");
    const rule = node.exists ? undefined : "Kubernetes: an omitted terminationGracePeriodSeconds is 30";
    return { seconds: node.exists ? node.number() : 30, source: node.source(rule) };
  });
  const unread = periods.find(({ seconds }) => seconds === undefined);
  if (unread !== undefined) return unknownFact("ill_typed", "a number of seconds", enforcedBy(unread.source));
  const [longest] = [...periods].sort((left, right) => (right.seconds ?? 0) - (left.seconds ?? 0));
  return durationFact((longest?.seconds ?? 0) * 1_000, enforcedBy(...(longest === undefined ? [] : [longest.source])));
}

const withRule = (sources: readonly FactSource[], rule: string): readonly FactSource[] =>
  sources.map((source) => ({ ...source, rule }));
