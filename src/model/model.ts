import type { FactSource, Field } from "../value/value.ts";

export const entityKinds = ["agent", "connector", "channel", "store", "deployment"] as const;
export type EntityKind = (typeof entityKinds)[number];

/**
 * One thing a control judges. `record` is a field of kind record with the fields of `subjectTypes[kind]`, every leaf with
 * its evidence. Names: `mailer` for an agent, `mailer/stripe` for what belongs to one.
 */
export interface Entity {
  readonly kind: EntityKind;
  readonly name: string;
  readonly record: Field;
  readonly source: FactSource;
}

/** A dated human statement of an `AgentDeployment`; `record` keeps the facts, the strings are for matching. */
export interface Attestation {
  readonly agent: string;
  readonly item: string;
  /** Which letter it is; it counts only for a control that says `attested by KIND`. "" when it is not said. */
  readonly kind: string;
  readonly statement: string;
  readonly evidence: readonly { readonly uri: string; readonly sha256: string | undefined }[];
  readonly attestedBy: string;
  /** Milliseconds since 1970-01-01 UTC; undefined when the text is no date. */
  readonly attestedAtMs: number | undefined;
  readonly expiresAtMs: number | undefined;
  readonly source: FactSource;
}

/** An overlay with owner and expiry; the verdict below stays visible. */
export interface Waiver {
  /** The agent it covers; undefined for all. */
  readonly agent: string | undefined;
  readonly item: string;
  readonly reason: string;
  readonly owner: string;
  readonly ticket: string | undefined;
  readonly expiresAtMs: number | undefined;
  readonly source: FactSource;
}

/** What was read from manifests: plain data, the same for every platform. Entities are sorted by kind, then name. */
export interface Deployment {
  readonly entities: readonly Entity[];
  readonly attestations: readonly Attestation[];
  readonly waivers: readonly Waiver[];
}

export const entitiesOf = (deployment: Deployment, kind: EntityKind): readonly Entity[] =>
  deployment.entities.filter((entity) => entity.kind === kind);
