import { enforcedBy, listFact, sourcesOf, textFact, textOf } from "../../model/fact.ts";
import { fieldIn } from "../../model/record.ts";
import type { Field } from "../../value/value.ts";
import type { AgentFacts } from "./agent-record.ts";

/** Whether two agents share something; undefined where the scan cannot tell. */
type Relation = (one: AgentFacts, other: AgentFacts) => boolean | undefined;

/**
 * The other agents that share something with one, each with the places that show it. The list is open while the scan
 * cannot tell about some agent, or is not whole itself.
 */
export function sharedWith(
  agent: AgentFacts,
  agents: readonly AgentFacts[],
  relation: Relation,
  evidence: (agent: AgentFacts) => Field | undefined,
): Field {
  const answers = agents.filter((other) => other !== agent).map((other) => ({ other, answer: relation(agent, other) }));
  const sharing = answers.filter(({ answer }) => answer === true).map(({ other }) => other);
  const sourcesFor = (one: AgentFacts) => {
    const field = evidence(one);
    const sources = field === undefined ? [] : sourcesOf(field);
    return sources.length === 0 ? [one.agent.source] : sources;
  };
  const items = sharing.map((other) => textFact(other.agent.name, enforcedBy(...sourcesFor(other))));
  const isOpen = agent.agent.scan.incomplete || answers.some(({ answer }) => answer === undefined);
  return listFact(items, isOpen, {
    // What makes the other an agent is evidence too: without it nobody shares anything.
    sources: [
      ...sourcesFor(agent),
      ...answers
        .filter(({ answer }) => answer !== false)
        .flatMap(({ other }) => [...sourcesFor(other), other.agent.source]),
    ],
    basis: evidence(agent)?.evidence?.basis ?? "enforced",
  });
}

export const identityFact =
  (name: string) =>
  ({ facts }: AgentFacts): Field | undefined =>
    fieldIn(facts, "identity", name);

/**
 * Equal identities are shared. Where one is not known, pods still share it exactly when they share the service account,
 * and what runs outside the cluster cannot hold a pod's.
 */
export const sameIdentity: Relation = (one, other) => {
  const [left, right] = [one, other].map((agent) => textOf(identityFact("id")(agent)));
  if (left !== undefined && right !== undefined) return left === right;
  if ([one, other].some((agent) => identityFact("id")(agent)?.state === "absent")) return false;
  const [leftAccount, rightAccount] = [one, other].map((agent) => textOf(identityFact("service_account")(agent)));
  if (leftAccount !== undefined && rightAccount !== undefined) return leftAccount === rightAccount;
  return isUndescribed(one) || isUndescribed(other) ? undefined : false;
};

export const sameAccount: Relation = (one, other) => {
  const [left, right] = [one, other].map((agent) => identityFact("service_account")(agent));
  if (left?.state === "absent" || right?.state === "absent") return false;
  if (textOf(left) !== undefined && textOf(right) !== undefined) return textOf(left) === textOf(right);
  return isUndescribed(one) || isUndescribed(other) ? undefined : false;
};

export const sameRole: Relation = (one, other) => {
  const [left, right] = [one, other].map((agent) => identityFact("cloud_role")(agent));
  if (textOf(left) !== undefined && textOf(right) !== undefined) return textOf(left) === textOf(right);
  return left?.state === "unrecorded" || right?.state === "unrecorded" ? undefined : false;
};

/** Two agents in one workload share everything, whether or not its manifest is in the scan. */
export const sameWorkload: Relation = (one, other) => {
  const [left, right] = [one, other].map(workloadKey);
  return left !== undefined && left === right;
};

function workloadKey({ facts }: AgentFacts): string | undefined {
  const parts = ["kind", "namespace", "name"].map((name) => textOf(fieldIn(facts, "workload", name)));
  return parts.includes(undefined) ? undefined : parts.join("/");
}

/** Only an AgentDeployment says anything of it, so what it does not say can be anything. */
const isUndescribed = ({ agent }: AgentFacts): boolean => agent.platform === "declared";

/** Which agents use a secret, by the object that holds it. */
export function secretUsers(agents: readonly AgentFacts[]): ReadonlyMap<string, readonly AgentFacts[]> {
  const users = new Map<string, AgentFacts[]>();
  for (const agent of agents) {
    for (const key of new Set(agent.secrets.flatMap(({ shareKey }) => shareKey ?? []))) {
      users.set(key, [...(users.get(key) ?? []), agent]);
    }
  }
  return users;
}
