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
  const requirements = uniteByContent(joined(acting, requirementsOf));
  const obligations = uniteByContent(joined(acting, obligationsOf));
  const remaining =
    requirements.length === 0
      ? requirements
      : requirements.filter(
          (requirement) => dischargedBy(requirement, event, circumstances, setting.agents) === undefined,
        );
  const outdated =
    remaining.length === 0 || circumstances.nothingRevoked
      ? none
      : remaining.flatMap((requirement) => revoked(requirement, event, circumstances, setting));
  const refused = unsupported(obligations, setting);
  const all = refused.length + outdated.length === 0 ? reasons : [...reasons, ...refused, ...outdated];
  const floor: Level = all.some((reason) => reason.level === "deny" && reason.observed !== true) ? "deny" : "allow";
  let demanded: Level = floor;
  let level: Level = floor;
  for (const gate of acting) {
    demanded = strictest(demanded, gate.level);
    level = strictest(level, ownLevel(gate));
  }
  for (const requirement of requirements) demanded = strictest(demanded, requirementLevel(requirement));
  for (const requirement of remaining) level = strictest(level, requirementLevel(requirement));
  return {
    demanded,
    level,
    reasons: sortReasons(all),
    requirements,
    remaining,
    obligations,
  };
}

const none: readonly never[] = [];
const requirementsOf = ({ requirements }: IrGate): readonly Requirement[] => requirements;
const obligationsOf = ({ obligations }: IrGate): readonly Obligation[] => obligations;

/** What all the gates have of it, in their order. */
function joined<T>(gates: readonly IrGate[], partOf: (gate: IrGate) => readonly T[]): readonly T[] {
  let all: readonly T[] = none;
  for (const gate of gates) {
    const part = partOf(gate);
    if (part.length > 0) all = all.length === 0 ? part : [...all, ...part];
  }
  return all;
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
  let demanded: Level = "allow";
  for (const requirement of gate.requirements) demanded = strictest(demanded, requirementLevel(requirement));
  return rankOf(gate.level) > rankOf(demanded) ? gate.level : "log";
}

export const isUnsupported = (obligation: Obligation, { performs }: Setting): boolean =>
  performs !== undefined && !performs.has(obligation.kind);

function unsupported(obligations: readonly Obligation[], setting: Setting): readonly Reason[] {
  if (setting.performs === undefined || obligations.length === 0) return none;
  const kinds = obligations.filter((obligation) => isUnsupported(obligation, setting)).map(({ kind }) => kind);
  if (kinds.length === 0) return none;
  const message = `the host does not perform: ${[...new Set(kinds)].sort().join(", ")}`;
  return [denial("obligation_unsupported", "rule", { message })];
}
