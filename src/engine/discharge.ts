import type { Event } from "../event/event.ts";
import { assertNever } from "../source/assert-never.ts";
import { chainMembers } from "./chain-members.ts";
import type { Circumstances } from "./circumstances.ts";
import type { Requirement } from "./decision.ts";
import { principalOf } from "./is-revoked.ts";
import type { Response } from "./state.ts";

type Approval = Extract<Requirement, { readonly kind: "approval" }>;

/**
 * The responses that discharge a requirement of this action, in order of arrival and no more than it needs; undefined
 * where they do not suffice. All are bound to the action hash: an action without one is never discharged. Agents, those
 * of the policy (`agents`) and those of the chain, never confirm or approve; nobody of the chain approves. What somebody said
 * who is revoked by now counts no more, even where it was consumed.
 */
export function dischargedBy(
  requirement: Requirement,
  event: Event,
  circumstances: Circumstances,
  agents: ReadonlySet<string>,
): readonly Response[] | undefined {
  const { responses, nothingRevoked } = circumstances;
  const standing = nothingRevoked
    ? responses
    : responses.filter((response) => !circumstances.isRevoked(principalOf(response)));
  return sufficient(requirement, event, { responses: standing, actionKey: circumstances.actionKey }, agents);
}

/** The responses that would count for a requirement if whoever gave them were not revoked. */
export function revokedAnswers(
  requirement: Requirement,
  event: Event,
  circumstances: Circumstances,
  agents: ReadonlySet<string>,
): readonly Response[] {
  if (circumstances.nothingRevoked) return [];
  const alone = requirement.kind === "approval" ? { ...requirement, count: 1 } : requirement;
  return circumstances.responses.filter(
    (response) =>
      circumstances.isRevoked(principalOf(response)) &&
      sufficient(alone, event, { responses: [response], actionKey: circumstances.actionKey }, agents) !== undefined,
  );
}

type Answers = Pick<Circumstances, "responses" | "actionKey">;

function sufficient(
  requirement: Requirement,
  event: Event,
  answers: Answers,
  agents: ReadonlySet<string>,
): readonly Response[] | undefined {
  const { responses, actionKey } = answers;
  if (responses.length === 0 || event.hashes.action() === undefined) return undefined;
  switch (requirement.kind) {
    case "verification": {
      const by = `${requirement.by.kind}:${requirement.by.name}`;
      // A second opinion is not the opinion of who acts.
      if (requirement.by.kind === "agent" && membersOf(event).has(requirement.by.name)) return undefined;
      return firstOf(
        responses.filter((one) => one.kind === "verification" && one.by === by && one.action === actionKey),
      );
    }
    case "confirmation": {
      const head = event.chain.state === "value" ? event.chain.principals[0] : undefined;
      if (head?.kind !== "user" || agents.has(head.user)) return undefined;
      return firstOf(
        responses.filter((one) => one.kind === "confirmation" && one.by === head.user && one.action === actionKey),
      );
    }
    case "approval":
      return approvals(requirement, event, answers, agents);
    default:
      return assertNever(requirement);
  }
}

const firstOf = (responses: readonly Response[]): readonly Response[] | undefined =>
  responses.length === 0 ? undefined : responses.slice(0, 1);

function approvals(
  requirement: Approval,
  event: Event,
  { responses, actionKey }: Answers,
  agents: ReadonlySet<string>,
): readonly Response[] | undefined {
  const members = membersOf(event);
  const byPerson = new Map<string, Response>();
  for (const response of responses) {
    const counts =
      response.kind === "approval" &&
      !members.has(response.by) &&
      !agents.has(response.by) &&
      hasRole(requirement, response) &&
      isInTime(requirement, response, event.at) &&
      isAvailable(requirement, response, actionKey);
    if (counts && !byPerson.has(response.by)) byPerson.set(response.by, response);
  }
  return byPerson.size < requirement.count ? undefined : [...byPerson.values()].slice(0, requirement.count);
}

/** After the escalation delay the second role may answer as well. */
function hasRole({ role, escalate }: Approval, { roles, afterMs }: Response): boolean {
  if (roles.includes(role)) return true;
  return (
    escalate !== undefined && roles.includes(escalate.role) && afterMs !== undefined && afterMs >= escalate.afterMs
  );
}

/** Windows are closed at both ends. With a limit, a time that was not recorded is out of it. */
function isInTime({ validMs }: Approval, response: Response, now: number | undefined): boolean {
  if (response.expiresAt !== undefined && (now === undefined || now > response.expiresAt)) return false;
  if (validMs === undefined) return true;
  return now !== undefined && response.at !== undefined && now - response.at >= 0 && now - response.at <= validMs;
}

/** What this very action consumed stays available to it; another execution needs `reusable` and a use that is left. */
function isAvailable({ reusable }: Approval, response: Response, actionKey: string): boolean {
  if (response.usedBy.includes(actionKey)) return true;
  if (response.usedBy.length >= (reusable ?? 1)) return false;
  return reusable !== undefined || response.action === actionKey;
}

/** Where the acting agent was not recorded, it is an agent all the same, and agents never answer. */
const membersOf = (event: Event): ReadonlySet<string> => chainMembers(event) ?? new Set();
