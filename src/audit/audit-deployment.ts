import type { CheckedControl } from "../ast/checked-control.ts";
import { type Deployment, type Entity, entitiesOf } from "../model/model.ts";
import { readPath } from "../value/field-path.ts";
import type { Basis } from "../value/value.ts";
import { type AuditItem, type AuditReport, type SubjectVerdict, type Verdict, verdicts } from "./audit-result.ts";
import { type ChecklistItem, checklist } from "./checklist.ts";
import { contradictionsOf, contradictionsRead } from "./contradictions.ts";
import { evidenceOf, weakestBasis } from "./evidence.ts";
import { judgeSubject } from "./judge-subject.ts";
import { lettersFor, waiverFor } from "./statements.ts";

export interface Acceptance {
  readonly item: string;
  readonly owner: string;
  readonly reason: string;
  /** Midnight UTC of this date ends it. */
  readonly until: string;
  readonly untilMs: number;
}

export interface AuditContext {
  /** Milliseconds since the epoch, for attestations and acceptances. */
  readonly asOfMs: number;
  readonly accepted: readonly Acceptance[];
  readonly refusals: AuditReport["refusals"];
  readonly unclaimed: AuditReport["unclaimed"];
  readonly proposals: AuditReport["proposals"];
  readonly inputDigest: string;
  readonly files: number;
}

/**
 * Judges a deployment by controls. All 31 items of the checklist are in the report, in its order; an item without a loaded control is
 * `unknown`; controls of a team's own follow. The caller has seen to it that there is at least one agent.
 */
export function auditDeployment(
  controls: readonly CheckedControl[],
  deployment: Deployment,
  context: AuditContext,
): AuditReport {
  const byName = new Map(controls.map((control) => [control.name, control]));
  const own = controls
    .filter(({ name }) => !checklist.some(({ id }) => id === name))
    .sort((left, right) => (left.name < right.name ? -1 : 1));
  const items = [
    ...checklist.map((item) => {
      const control = byName.get(item.id);
      return control === undefined ? uncontrolled(item, context) : judgeItem(control, deployment, context, item);
    }),
    ...own.map((control) => judgeItem(control, deployment, context)),
  ];
  return {
    items,
    agents: entitiesOf(deployment, "agent").map(({ name, source }) => ({ name, source })),
    proposals: context.proposals,
    refusals: context.refusals,
    unclaimed: context.unclaimed,
    counts: countBy(verdicts, items, ({ verdict }) => verdict),
    byBasis: countBy(
      ["enforced", "declared", "attested", "capability", "none"] as const,
      items,
      ({ basis }) => basis ?? "none",
    ),
    inputDigest: context.inputDigest,
    files: context.files,
  };
}

function judgeItem(
  control: CheckedControl,
  deployment: Deployment,
  context: AuditContext,
  item?: ChecklistItem,
): AuditItem {
  const found = entitiesOf(deployment, control.subject).map((entity) =>
    judgeEntity(control, entity, deployment, context.asOfMs),
  );
  const subjects = found.length > 0 ? found : [withoutSubject(control, deployment)];
  const { verdict, basis } = overall(subjects);
  return {
    id: control.name,
    title: control.title,
    group: control.group ?? item?.group ?? "own",
    ordinal: control.ordinal ?? item?.ordinal ?? 0,
    verdict,
    basis,
    subjects,
    tags: control.tags,
    because: control.because,
    controlled: true,
    accepted: acceptedBy(control.name, context),
  };
}

/** One subject's verdict, with the statements of its own agents: attestations decide with it, waivers only lie over it. */
function judgeEntity(control: CheckedControl, entity: Entity, deployment: Deployment, asOfMs: number): SubjectVerdict {
  const judged = judgeSubject(control, entity, {
    letters: lettersFor(control.name, entity, deployment),
    asOfMs,
    contradictions: contradictionsRead(control, contradictionsOf(entity, deployment)),
  });
  if (judged.verdict === "pass" || judged.verdict === "not-applicable") return judged;
  const waived = waiverFor(control.name, entity, deployment, asOfMs);
  return waived === undefined ? judged : { ...judged, waived };
}

/** fail > partial > unknown > pass > not-applicable. */
function overall(subjects: readonly SubjectVerdict[]): {
  readonly verdict: Verdict;
  readonly basis: Basis | undefined;
} {
  const verdict = verdicts.find((one) => subjects.some((subject) => subject.verdict === one)) ?? "unknown";
  const deciding = subjects.filter((subject) => subject.verdict === verdict);
  return { verdict, basis: weakestBasis(deciding.map(({ basis }) => basis)) };
}

/** No subject at all is `unknown`; where every agent declares that it has none, the item does not apply. */
function withoutSubject(control: CheckedControl, deployment: Deployment): SubjectVerdict {
  const agents = entitiesOf(deployment, "agent");
  const lists = agents.map((agent) => ({ agent, field: readPath(agent.record, [`${control.subject}s`]) }));
  const evidence = lists.flatMap(({ agent, field }) =>
    evidenceOf([{ path: `agent ${agent.name} ${control.subject}s`, field }], agent),
  );
  const shared = { subject: `no ${control.subject}`, evidence, remedy: undefined };
  const areDeclared = lists.every(
    ({ field }) => field.state === "value" && field.value.kind === "list" && !field.value.open,
  );
  if (agents.length > 0 && areDeclared) {
    return {
      ...shared,
      verdict: "not-applicable",
      basis: weakestBasis(evidence.map(({ basis }) => basis)),
      clause: `every agent declares that it has no ${control.subject}`,
      missing: [],
    };
  }
  return {
    ...shared,
    verdict: "unknown",
    basis: undefined,
    clause: `no ${control.subject} was found in the scanned files, so nothing could be judged`,
    missing: [
      {
        path: control.subject,
        decidedBy: `a manifest that shows a ${control.subject}, or an AgentDeployment that lists them all`,
      },
    ],
  };
}

const uncontrolled = (item: ChecklistItem, context: AuditContext): AuditItem => ({
  id: item.id,
  title: item.title,
  group: item.group,
  ordinal: item.ordinal,
  verdict: "unknown",
  basis: undefined,
  subjects: [
    {
      subject: "deployment",
      verdict: "unknown",
      basis: undefined,
      clause: "no control for this item is loaded",
      evidence: [],
      missing: [{ path: item.id, decidedBy: `a control, and ${item.decidedBy}` }],
      remedy: undefined,
    },
  ],
  tags: [],
  because: undefined,
  controlled: false,
  accepted: acceptedBy(item.id, context),
});

/** An acceptance has no effect from its date on. */
function acceptedBy(id: string, { accepted, asOfMs }: AuditContext): AuditItem["accepted"] {
  const found = accepted.find(({ item, untilMs }) => item === id && asOfMs < untilMs);
  return found === undefined ? undefined : { owner: found.owner, reason: found.reason, until: found.until };
}

function countBy<K extends string, T>(
  keys: readonly K[],
  items: readonly T[],
  keyOf: (item: T) => K,
): Record<K, number> {
  const counts = Object.fromEntries(keys.map((key) => [key, 0])) as Record<K, number>;
  for (const item of items) counts[keyOf(item)] += 1;
  return counts;
}
