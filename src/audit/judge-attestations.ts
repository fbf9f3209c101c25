import type { CheckedControl } from "../ast/checked-control.ts";
import type { Environment } from "../engine/environment.ts";
import type { Fact } from "../engine/fact.ts";
import { evaluate } from "../engine/interpret-condition.ts";
import type { Attestation } from "../model/model.ts";
import type { SubjectVerdict } from "./audit-result.ts";
import type { JudgeContext, Judged } from "./judged.ts";
import { defectOf } from "./statements.ts";
import { qualifyCondition } from "./subject-paths.ts";

/**
 * The attestations that turn an undecided subject into a passed one: valid, of one kind that the control names after
 * `attested by`, one of each agent that answers for the subject. They fill an unknown `require`. Where something unknown may speak against the
 * subject (`fail when`, `partial`), a letter counts only if that is out of the scan's reach: the clause of its kind says when
 * (`attested by … { when … }`), and no document of the scan tried to state it.
 *
 * @returns those that count, or why those that stand there do not, in words that follow a verdict.
 */
export function attestationsOf(
  { attestedBy, name, subject }: CheckedControl,
  unknown: readonly Judged[],
  environment: Environment,
  { letters, asOfMs }: JudgeContext,
): { readonly counting: readonly Attestation[]; readonly idle: readonly string[] } {
  const clauses = [...attestedBy].sort((left, right) => (left.attestation < right.attestation ? -1 : 1));
  for (const { attestation: kind, when } of clauses) {
    const isAdmitted = when === undefined || evaluate(qualifyCondition(when, subject), environment).truth === "true";
    const fills = unknown.every(
      (one) => one.kind === "require" || (when !== undefined && one.support.every(isUnstated)),
    );
    const counting = letters.flatMap(
      (own) => own.find((letter) => letter.kind === kind && defectOf(letter, asOfMs) === undefined) ?? [],
    );
    if (isAdmitted && fills && counting.length > 0 && counting.length === letters.length) return { counting, idle: [] };
  }
  const kinds = [...new Set(clauses.map(({ attestation }) => attestation))];
  const idle = letters.flat().map((letter) => `${namedLetter(letter)} ${idleWords(letter, kinds, name, asOfMs)}`);
  return { counting: [], idle: [...new Set(idle)].sort() };
}

const namedLetter = ({ kind, agent }: Attestation): string => `the attestation \`${kind}\` of ${agent}`;

function idleWords(letter: Attestation, kinds: readonly string[], control: string, asOfMs: number): string {
  if (kinds.length === 0) return `does not count: ${control} takes no attestation`;
  if (!kinds.includes(letter.kind)) {
    return `does not count: ${control} takes ${kinds.map((kind) => `\`${kind}\``).join(" or ")}`;
  }
  const defect = defectOf(letter, asOfMs);
  return defect === undefined
    ? "does not decide it alone: what is unknown is in reach of a scan, or belongs to another agent too"
    : `does not count: ${defect}`;
}

/** Nothing that was read speaks of it: no template, no dangling reference, no value of the wrong type. */
const isUnstated = ({ field }: Fact): boolean =>
  field.state === "unrecorded"
    ? field.cause === "not_recorded"
    : field.state === "value" && field.value.kind === "list" && field.value.open;

/** A passed verdict that rests on letters. */
export const attested = (verdict: SubjectVerdict, attestations: readonly Attestation[]): SubjectVerdict => ({
  ...verdict,
  basis: "attested",
  clause: attestations.map(({ attestedBy, statement }) => `attested by ${attestedBy}: "${statement}"`).join("; "),
  evidence: [
    ...verdict.evidence,
    ...attestations.map(({ agent, statement, source }) => ({
      path: `attestation of ${agent}`,
      value: statement,
      basis: "attested" as const,
      sources: [source],
    })),
  ],
});
