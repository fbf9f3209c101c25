import type { Obligation, Reason, Requirement } from "../engine/decision.ts";
import type { PolicyIr } from "../engine/ir.ts";
import { reasonInWords } from "../report/decision-words.ts";
import type { TimelineEntry } from "../simulate/simulation.ts";
import { formatDuration } from "../value/duration.ts";

/** One decision in full: every reason with the values that forced it, what remains to be done, and the nearest miss. */
export function explanationOf(entry: TimelineEntry, policy: PolicyIr): readonly string[] {
  const { decision } = entry;
  const subject = entry.subject === undefined ? entry.kind : `${entry.kind} ${entry.subject}`;
  const demanded = decision.demanded === decision.level ? "" : ` (demanded: ${decision.demanded})`;
  return [
    `event ${entry.index}: ${subject}${entry.agent === undefined ? "" : ` by agent ${entry.agent}`} ${entry.summary}`,
    `decision: ${decision.level}${demanded}`,
    ...(entry.wantOfEvidence ? ["It rests only on what was not recorded, so it says nothing about the agent."] : []),
    "",
    ...decision.reasons.flatMap(reasonLines),
    ...demands(decision.requirements, decision.remaining),
    ...decision.obligations.map((obligation) => `obliges: ${obligationWords(obligation)}`),
    ...nearestMiss(entry, policy),
    ...(decision.actionHash === undefined ? [] : [`action: sha256 ${decision.actionHash}`]),
  ];
}

function reasonLines(reason: Reason): readonly string[] {
  const who = reason.rule ?? reason.code;
  const shadow = reason.observed === true ? " (only observed: it does not act)" : "";
  const overridden =
    reason.overriddenBy === undefined ? "" : ` (overridden by break glass ${reason.overriddenBy.join(", ")})`;
  return [
    `${reason.level.padEnd(7)} ${who}${shadow}${overridden}: ${reasonInWords(reason)}`,
    ...reason.support.map(({ path, value }) => `          ${path} is ${value}`),
    ...reason.unknowns
      .filter(({ path }) => !reason.support.some((fact) => fact.path === path))
      .map(({ path, cause }) => `          ${path} is unknown: ${cause.replaceAll("_", " ")}`),
  ];
}

const demands = (all: readonly Requirement[], remaining: readonly Requirement[]): readonly string[] =>
  all.map((requirement) => {
    const open = remaining.some((one) => JSON.stringify(one) === JSON.stringify(requirement));
    return `requires: ${requirementWords(requirement)}${open ? "" : " (done)"}`;
  });

function requirementWords(requirement: Requirement): string {
  switch (requirement.kind) {
    case "verification":
      return `verification by ${requirement.by.kind} ${requirement.by.name}`;
    case "confirmation":
      return "confirmation by user";
    case "approval": {
      const valid = requirement.validMs === undefined ? "" : `, valid ${formatDuration(requirement.validMs)}`;
      return `approval by role ${requirement.role}, count ${requirement.count}${valid}`;
    }
  }
}

function obligationWords(obligation: Obligation): string {
  switch (obligation.kind) {
    case "redact":
      return `redact [${obligation.recognisers.join(", ")}] in ${obligation.path.join(".")} by ${obligation.by}`;
    case "record-full":
      return "record full";
    case "alert":
    case "notify":
      return `${obligation.kind} ${JSON.stringify(obligation.target)}`;
  }
}

/** Where nothing granted a call: who holds a grant of that tool, and what this agent does hold. */
function nearestMiss(entry: TimelineEntry, { grants, catalogue }: PolicyIr): readonly string[] {
  const codes = new Set(entry.decision.reasons.map(({ code }) => code));
  if (entry.kind !== "call" || entry.subject === undefined || !codes.has("not_granted")) return [];
  const tool = entry.subject;
  if (!Object.hasOwn(catalogue.tools, tool)) return [];
  const covering = grants.filter(({ tools }) => tools.includes(tool));
  if (covering.length === 0) return [`nearest miss: no grant of any agent covers ${tool}`];
  return covering.map(({ name, agents, purposes, onBehalfOf, whileTask }) => {
    const limits = [
      ...(purposes === undefined ? [] : [`for purpose ${purposes.map((one) => JSON.stringify(one)).join(" or ")}`]),
      ...(onBehalfOf === undefined ? [] : [`on behalf of ${onBehalfOf.join(" or ")}`]),
      ...(whileTask === undefined ? [] : ["while a task runs"]),
    ];
    return `nearest miss: grant ${name} covers ${tool} for ${agents.join(", ")}${limits.length === 0 ? "" : `, ${limits.join(", ")}`}`;
  });
}
