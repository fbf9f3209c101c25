import type { Clause } from "../engine/inspect-condition.ts";
import type { InspectedGrant } from "../engine/inspect-event.ts";
import type { Explained } from "./explained.ts";
import { missingInWords } from "./missing-words.ts";

/** Where nothing granted a call: the grants that came closest, and which clauses kept them from applying, a line each. */
export function nearestMisses({ entry, inspection, policy, format }: Explained): readonly string[] {
  const codes = new Set(entry.decision.reasons.map(({ code }) => code));
  if (entry.kind !== "call" || entry.subject === undefined) return [];
  if (!codes.has("not_granted") && !codes.has("grant_undecided")) return [];
  const tool = entry.subject;
  if (!Object.hasOwn(policy.catalogue.tools, tool)) return [];
  const agents = [...new Set((inspection?.grants ?? []).map(({ agent }) => agent))];
  // An agent that holds a grant needs no other; of one that holds none nothing is near.
  const closest = agents.flatMap((agent) => {
    const held = (inspection?.grants ?? []).filter((grant) => grant.agent === agent);
    if (held.some(({ truth }) => truth === "true")) return [];
    const fewest = Math.min(...held.map((grant) => openClauses(grant).length));
    return held.filter((grant) => openClauses(grant).length === fewest);
  });
  if (closest.length > 0) return closest.flatMap((grant) => missOf(grant, format));
  const covering = policy.grants.filter(({ tools }) => tools.includes(tool));
  if (covering.length === 0) return [`no grant of any agent covers ${tool}`];
  return covering.map(({ name, agents: holders }) => `grant ${name} covers ${tool} for ${holders.join(", ")} only`);
}

const openClauses = ({ clauses }: InspectedGrant): readonly Clause[] => clauses.filter(({ truth }) => truth !== "true");

function missOf(grant: InspectedGrant, format: string): readonly string[] {
  const open = openClauses(grant);
  const words = open.map((clause) => `\`${clause.text}\` is ${clause.truth}${becauseOf(clause, format)}`);
  return open.length === 1
    ? [`grant ${grant.name} would apply to agent ${grant.agent} but for one clause: ${words.join("")}`]
    : [`grant ${grant.name} lacks ${open.length} clauses for agent ${grant.agent}:`, ...words];
}

function becauseOf({ values, why }: Clause, format: string): string {
  const seen = values.map(({ path, value, missing }) =>
    missing === undefined ? `${path} is ${value}` : `${path} is ${missingInWords({ path, cause: missing }, format)}`,
  );
  const parts = [...seen, ...(why === undefined ? [] : [why])];
  return parts.length === 0 ? "" : ` (${parts.join(", ")})`;
}
