import type { CheckedCondition } from "../ast/checked-condition.ts";
import type { Evaluation } from "../engine/fact.ts";
import type { Attestation } from "../model/model.ts";
import type { Evidence } from "./audit-result.ts";

export interface JudgeContext {
  /** The attestations for this item, by each agent that answers for the subject. */
  readonly letters: readonly (readonly Attestation[])[];
  readonly asOfMs: number;
  /** Contradictions about fields this control reads. */
  readonly contradictions: readonly Evidence[];
}

export type ClauseKind = "fail when" | "not applicable when" | "require" | "partial";

export interface Judged extends Evaluation {
  readonly kind: ClauseKind;
  readonly because: string | undefined;
  readonly condition: CheckedCondition;
}
