import { levels, type Reason, type ReasonCode } from "../engine/decision.ts";
import type { TimelineEntry } from "../simulate/simulation.ts";

/** The reasons that hold a decision at its level, strictest first; shadow gates decide nothing. */
export function decidingReasons(entry: TimelineEntry): readonly Reason[] {
  const acting = entry.decision.reasons.filter((reason) => reason.observed !== true);
  const top = Math.max(-1, ...acting.map((reason) => levels.indexOf(reason.level)));
  const deciding = acting.filter((reason) => levels.indexOf(reason.level) === top);
  // What rests on recorded facts says more than what rests on their want.
  return [
    ...deciding.filter((reason) => reason.class !== "evidence"),
    ...deciding.filter((reason) => reason.class === "evidence"),
  ];
}

/** The rule that is named first for an entry: a gate or grant, or the reason code where no rule acted. */
export function ruleOf(entry: TimelineEntry): string {
  const reasons = decidingReasons(entry);
  const [first] = reasons;
  if (first === undefined) return "";
  const name = first.rule ?? first.code;
  return reasons.length > 1 ? `${name} +${reasons.length - 1}` : name;
}

/** One line of words: why this entry was decided as it was. */
export function explainEntry(entry: TimelineEntry): string {
  const [first] = decidingReasons(entry);
  if (first === undefined) return "";
  const why = reasonInWords(first);
  if (first.class !== "evidence" && !entry.wantOfEvidence) return why;
  const causes = [...new Set(first.unknowns.map(({ cause }) => cause))].sort();
  const missing = causes.map((cause) => {
    const paths = first.unknowns.filter((unknown) => unknown.cause === cause).map(({ path }) => path);
    return `${cause.replaceAll("_", " ")}: ${paths.join(", ")}`;
  });
  return `want of evidence${missing.length === 0 ? "" : ` (${missing.join("; ")})`}: ${why}`;
}

/** The author's own `because` where there is one; otherwise what the code means. */
export function reasonInWords({ because, code, message }: Reason): string {
  return because ?? (message === undefined ? reasonWords[code] : `${reasonWords[code]}: ${message}`);
}

/** What each code means, as reports and `rules CODE` say it. */
export const reasonWords: Readonly<Record<ReasonCode, string>> = {
  granted: "a grant allows it",
  gate: "the gate fires",
  not_granted: "no grant of this agent covers it",
  grant_undecided: "a grant would cover it, but its condition is not definitely true",
  not_declared_tool: "the tool is not in the catalogue",
  unknown_agent: "the acting agent is not declared",
  chain_unrecorded: "the delegation chain was not recorded",
  chain_too_long: "the delegation chain is too long",
  undeclared_argument: "it carries an argument that the tool's schema does not know",
  schema_violation: "an argument contradicts the tool's schema",
  invalid_event: "the event is broken",
  obligation_unsupported: "the host cannot perform an obligation",
  id_reuse: "the id was used before for other content",
  id_budget: "more ids than are remembered",
  revoked: "the agent, its token or its user was revoked",
  killed: "a kill switch is set",
  clock: "its time is too far from that of its admission or of its session",
  rejected: "someone rejected it",
  answer_revoked: "whoever answered was revoked",
  message_not_granted: "this agent may not message that one",
  stated: "the statement counts",
  void_statement: "the statement counts for nothing",
  unknown_baseline: "no drift compares with this baseline",
};
