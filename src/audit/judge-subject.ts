import type { CheckedControl, ControlCondition } from "../ast/checked-control.ts";
import { describeCondition } from "../engine/describe.ts";
import type { Environment } from "../engine/environment.ts";
import type { Evaluation } from "../engine/fact.ts";
import { evaluate } from "../engine/interpret-condition.ts";
import type { Entity } from "../model/model.ts";
import { readPath } from "../value/field-path.ts";
import { unrecorded } from "../value/value.ts";
import type { Evidence, SubjectVerdict } from "./audit-result.ts";
import { byPath, evidenceOf, missingOf, weakestBasis } from "./evidence.ts";
import { attestationsOf, attested } from "./judge-attestations.ts";
import type { ClauseKind, JudgeContext, Judged } from "./judged.ts";
import { belowSubject, qualifyCondition } from "./subject-paths.ts";

/** The verdict of one control for one subject, in the order of the table: the first row that applies decides. */
export function judgeSubject(control: CheckedControl, entity: Entity, context: JudgeContext): SubjectVerdict {
  const environment = environmentOf(entity);
  const judge = (kind: ClauseKind, clauses: readonly ControlCondition[]): readonly Judged[] =>
    clauses.map(({ condition: written, because }) => {
      const condition = qualifyCondition(written, control.subject);
      return { kind, because, condition, ...evaluate(condition, environment) };
    });
  const failWhen = judge("fail when", control.failWhen);
  const required = judge("require", control.require);
  const partial = judge("partial", control.partial);
  const verdict = verdictOf(control, entity);

  const { contradictions } = context;
  const failed = withTruth(failWhen, "true");
  const excused = withTruth(judge("not applicable when", control.notApplicable), "true").filter(isDeclared);
  const unmet = excused.length > 0 ? [] : withTruth(required, "false");
  if (failed.length > 0 || contradictions.length > 0) {
    return verdict("fail", [...failed, ...unmet], [], contradictions);
  }
  if (excused.length > 0) return verdict("not-applicable", excused, []);
  if (unmet.length > 0) return verdict("fail", unmet, []);
  const unknown = withTruth([...failWhen, ...required, ...partial], "unknown");
  const gaps = withTruth(partial, "true");
  if (gaps.length > 0) return verdict("partial", gaps, unknown);
  if (unknown.length === 0) return verdict("pass", [...failWhen, ...required, ...partial], []);
  const { counting, idle } = attestationsOf(control, unknown, environment, context);
  if (counting.length > 0) return attested(verdict("pass", withTruth(required, "true"), []), counting);
  const undecided = verdict("unknown", unknown, unknown);
  return { ...undecided, clause: [undecided.clause, ...idle].join("; ") };
}

const environmentOf = (entity: Entity): Environment => ({
  read: (_root, segments) => readPath(entity.record, belowSubject(segments, entity.kind)),
  origin: () => "unknown",
  history: () => unrecorded("unresolved"),
});

const withTruth = (judged: readonly Judged[], truth: Evaluation["truth"]): readonly Judged[] =>
  judged.filter((one) => one.truth === truth);

/** A platform's facts excuse from nothing: the whole support must have been declared by a person. */
const isDeclared = ({ support }: Judged): boolean =>
  support.length > 0 && support.every(({ field }) => field.state === "value" && field.evidence?.basis === "declared");

const verdictOf =
  (control: CheckedControl, entity: Entity) =>
  (
    verdict: SubjectVerdict["verdict"],
    deciding: readonly Judged[],
    unknown: readonly Judged[],
    contradictions: readonly Evidence[] = [],
  ): SubjectVerdict => {
    const support = evidenceOf(
      deciding.flatMap((one) => one.support),
      entity,
    );
    const evidence = byPath([...support, ...contradictions]);
    const isMet = verdict === "pass" || verdict === "not-applicable";
    return {
      subject: `${entity.kind} ${entity.name}`,
      verdict,
      basis: verdict === "unknown" ? undefined : weakestBasis(evidence.map(({ basis }) => basis)),
      clause: clauseOf(verdict, deciding, contradictions),
      evidence,
      missing: missingOf(unknown.flatMap((one) => one.support)),
      remedy: isMet ? undefined : remedyOf(control),
    };
  };

/** In words, whatever the order of the clauses. What is unknown is said by the requirements it keeps from being decided. */
function clauseOf(
  verdict: SubjectVerdict["verdict"],
  deciding: readonly Judged[],
  contradictions: readonly Evidence[],
): string {
  if (verdict === "pass") return "every requirement holds, and nothing speaks against it";
  const words = (judged: readonly Judged[]): readonly string[] => judged.map(describeClause).sort();
  if (verdict !== "unknown") return [...contradictions.map(describeContradiction), ...words(deciding)].join("; ");
  const required = deciding.filter(({ kind }) => kind === "require");
  return `not decided: ${words(required.length > 0 ? required : deciding).join("; ")}`;
}

const describeContradiction = ({ path, value }: Evidence): string => `contradiction about ${path}: ${value}`;

function describeClause({ kind, truth, because, condition }: Judged): string {
  const lead = kind === "require" && truth === "false" ? "requirement not met" : kind;
  return because === undefined ? `${lead}: ${describeCondition(condition)}` : `${lead}: "${because}"`;
}

const remedyOf = ({ remedies }: CheckedControl): string | undefined =>
  remedies.length === 0 ? undefined : remedies.map(({ platform, text }) => `${platform}: ${text}`).join("; ");
