import type { Event } from "../event/event.ts";
import type { Circumstances } from "./circumstances.ts";
import type { Decision, Level, Obligation, Reason, Requirement } from "./decision.ts";
import { dischargedBy, revokedAnswers } from "./discharge.ts";
import type { IrGate } from "./ir.ts";
import { principalOf } from "./is-revoked.ts";
import { denial, rankOf, sortReasons, strictest, uniteByContent } from "./reason.ts";

/** What an engine was created with, and the agents of its policy. */
export interface Setting {
  /** The kinds of obligation the host performs; undefined: all. */
  readonly performs: ReadonlySet<string> | undefined;
  readonly agents: ReadonlySet<string>;
}

/** Joins all that acts (`language.md` 4): levels by maximum, requirements and obligations by content. */
export function assembleDecision(
  reasons: readonly Reason[],
  acting: readonly IrGate[],
  event: Event,
  circumstances: Circumstances,
  setting: Setting,
): Decision {
  const requirements = uniteByContent(acting.flatMap((gate) => gate.requirements));
  const obligations = uniteByContent(acting.flatMap((gate) => gate.obligations));
  const remaining = requirements.filter(
    (requirement) => dischargedBy(requirement, event, circumstances, setting.agents) === undefined,
  );
  const outdated = remaining.flatMap((requirement) => revoked(requirement, event, circumstances, setting));
  const all = [...reasons, ...unsupported(obligations, setting), ...outdated];
  const denied = all.some((reason) => reason.level === "deny" && reason.observed !== true);
  const demanded = acting.map(({ level }) => level);
  const own = acting.map(ownLevel);
  const floor: Level = denied ? "deny" : "allow";
  return {
    demanded: [...demanded, ...requirements.map(requirementLevel)].reduce<Level>(strictest, floor),
    level: [...own, ...remaining.map(requirementLevel)].reduce<Level>(strictest, floor),
    reasons: sortReasons(all),
    requirements,
    remaining,
    obligations,
    actionHash: event.hashes.action(),
  };
}

/** Who answered a requirement that remains, and counts no more. */
function revoked(
  requirement: Requirement,
  event: Event,
  circumstances: Circumstances,
  { agents }: Setting,
): readonly Reason[] {
  const level = requirementLevel(requirement);
  return revokedAnswers(requirement, event, circumstances, agents).map((response) => {
    const message = `the ${response.kind} by ${principalOf(response).replace(":", " ")} counts no more`;
    return { ...denial("answer_revoked", "rule", { message }), level };
  });
}

export function requirementLevel(requirement: Requirement): "verify" | "confirm" | "approve" {
  switch (requirement.kind) {
    case "verification":
      return "verify";
    case "confirmation":
      return "confirm";
    case "approval":
      return "approve";
  }
}

/** What a gate leaves when all its requirements are discharged: `log`, or its level where no requirement accounts for it. */
export function ownLevel(gate: IrGate): Level {
  const demanded = gate.requirements.map(requirementLevel).reduce<Level>(strictest, "allow");
  return rankOf(gate.level) > rankOf(demanded) ? gate.level : "log";
}

export const isUnsupported = (obligation: Obligation, { performs }: Setting): boolean =>
  performs !== undefined && !performs.has(obligation.kind);

function unsupported(obligations: readonly Obligation[], setting: Setting): readonly Reason[] {
  const kinds = obligations.filter((obligation) => isUnsupported(obligation, setting)).map(({ kind }) => kind);
  if (kinds.length === 0) return [];
  const message = `the host does not perform: ${[...new Set(kinds)].sort().join(", ")}`;
  return [denial("obligation_unsupported", "rule", { message })];
}
