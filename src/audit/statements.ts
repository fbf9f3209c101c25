import { type Attestation, type Deployment, type Entity, entitiesOf } from "../model/model.ts";
import { formatTimestamp } from "../value/timestamp.ts";
import type { Waived } from "./audit-result.ts";
import { textAt } from "./text-at.ts";

/**
 * The attestations that count for an item of a subject: dated, begun, not expired, resting on evidence with a digest. None
 * when an agent the subject belongs to has none, because a letter speaks for its own agent only.
 */
export function attestationsFor(
  item: string,
  entity: Entity,
  deployment: Deployment,
  asOfMs: number,
): readonly Attestation[] {
  const found = ownersOf(entity, deployment).map((agent) =>
    deployment.attestations.find(
      (attestation) => attestation.item === item && attestation.agent === agent && isValid(attestation, asOfMs),
    ),
  );
  const valid = found.filter((attestation) => attestation !== undefined);
  return valid.length === found.length ? valid : [];
}

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

function isValid({ attestedAtMs, expiresAtMs, evidence }: Attestation, asOfMs: number): boolean {
  if (attestedAtMs === undefined || expiresAtMs === undefined) return false;
  return attestedAtMs <= asOfMs && asOfMs < expiresAtMs && evidence.some(({ sha256 }) => sha256 !== undefined);
}

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
