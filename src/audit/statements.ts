import { type Attestation, type Deployment, type Entity, entitiesOf } from "../model/model.ts";
import { formatTimestamp } from "../value/timestamp.ts";
import type { Waived } from "./audit-result.ts";
import { textAt } from "./text-at.ts";

/** The attestations for an item of a subject, by each agent the subject belongs to: a letter speaks for its own agent only. */
export const lettersFor = (item: string, entity: Entity, deployment: Deployment): readonly (readonly Attestation[])[] =>
  ownersOf(entity, deployment).map((agent) =>
    deployment.attestations.filter((attestation) => attestation.item === item && attestation.agent === agent),
  );

/** The waiver of an item for a subject, for every agent the subject belongs to; it has no effect from its expiry on. */
export function waiverFor(
  item: string,
  entity: Entity,
  { waivers, ...deployment }: Deployment,
  asOfMs: number,
): Waived | undefined {
  const found = ownersOf(entity, { waivers, ...deployment }).map((agent) =>
    waivers.find(
      (waiver) =>
        waiver.item === item &&
        (waiver.agent === undefined || waiver.agent === agent) &&
        waiver.expiresAtMs !== undefined &&
        asOfMs < waiver.expiresAtMs,
    ),
  );
  const [first] = found;
  if (first?.expiresAtMs === undefined || found.includes(undefined)) return undefined;
  const { owner, reason, ticket, expiresAtMs, source } = first;
  return { owner, reason, ticket, until: formatTimestamp(expiresAtMs), source };
}

/** What keeps a letter from counting on a day; undefined for one that is begun, not ended, and rests on evidence with a digest. */
export function defectOf({ attestedAtMs, expiresAtMs, evidence }: Attestation, asOfMs: number): string | undefined {
  if (attestedAtMs === undefined || expiresAtMs === undefined) return "its dates cannot be read";
  if (asOfMs < attestedAtMs) return `it begins on ${dayOf(attestedAtMs)}`;
  if (expiresAtMs <= asOfMs) return `it ended on ${dayOf(expiresAtMs)}`;
  return evidence.some(({ sha256 }) => sha256 !== undefined) ? undefined : "its evidence has no `sha256`";
}

const dayOf = (ms: number): string => formatTimestamp(ms).slice(0, 10);

/** The agents that answer for a subject; names may hold slashes, so they are read and not cut out of the subject's name. */
function ownersOf(entity: Entity, deployment: Deployment): readonly (string | undefined)[] {
  switch (entity.kind) {
    case "agent":
      return [entity.name];
    case "connector":
    case "store":
      return [textAt(entity.record, "agent")];
    case "channel":
      return [textAt(entity.record, "from")];
    case "deployment":
      return entitiesOf(deployment, "agent").map(({ name }) => name);
  }
}
