import type { AuditItem, AuditReport, Verdict } from "../audit/audit-result.ts";
import type { Basis } from "../value/value.ts";

const bases = ["enforced", "declared", "attested", "capability"] as const;

/** What a decided verdict rests on. What is unknown rests on nothing yet, whatever facts are known beside. */
export const decidedBasis = (item: AuditItem): Basis | undefined =>
  item.verdict === "unknown" ? undefined : item.basis;

/** One line a verdict that was decided: `pass: enforced 7, declared 2`. */
export function basisCounts(audit: AuditReport): readonly string[] {
  return (["pass", "partial", "fail"] as const).flatMap((verdict) => {
    const counted = countsOf(audit, verdict);
    return counted.length === 0 ? [] : [`${verdict}: ${counted.join(", ")}`];
  });
}

const countsOf = (audit: AuditReport, verdict: Verdict): readonly string[] => {
  const items = audit.items.filter((item) => item.verdict === verdict);
  const without = items.filter(({ basis }) => basis === undefined).length;
  return [
    ...bases.flatMap((basis) => {
      const number = items.filter((item) => item.basis === basis).length;
      return number === 0 ? [] : [`${basis} ${number}`];
    }),
    ...(without === 0 ? [] : [`without basis ${without}`]),
  ];
};
