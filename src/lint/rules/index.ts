import type { LintRule } from "../rule.ts";
import { amountWithoutUnit } from "./amount-without-unit.ts";
import { bandsDecideNothing } from "./bands-decide-nothing.ts";
import { commentedRule } from "./commented-rule.ts";
import { confidenceOnly } from "./confidence-only.ts";
import { confusableTools } from "./confusable-tools.ts";
import { connectorNeverActs } from "./connector-never-acts.ts";
import { connectorOnlyLogs } from "./connector-only-logs.ts";
import { connectorWithoutEgress } from "./connector-without-egress.ts";
import { constantCondition } from "./constant-condition.ts";
import { deadEntry } from "./dead-entry.ts";
import { deniedAnyway } from "./denied-anyway.ts";
import { driftCountsNothing } from "./drift-counts-nothing.ts";
import { driftOnlyLogs } from "./drift-only-logs.ts";
import { driftWithoutAlert } from "./drift-without-alert.ts";
import { driftWithoutWarmup } from "./drift-without-warmup.ts";
import { duplicateGate } from "./duplicate-gate.ts";
import { effectWithoutConnector } from "./effect-without-connector.ts";
import { effectsUnknown } from "./effects-unknown.ts";
import { evadedByOne } from "./evaded-by-one.ts";
import { eventNeverSeen } from "./event-never-seen.ts";
import { expiredGrant } from "./expired-grant.ts";
import { farEnd } from "./far-end.ts";
import { firesWhenAbsent } from "./fires-when-absent.ts";
import { gateOutsideGrants } from "./gate-outside-grants.ts";
import { gateWithoutGrant } from "./gate-without-grant.ts";
import { gateWithoutReason } from "./gate-without-reason.ts";
import { grantOfEverything } from "./grant-of-everything.ts";
import { grantWithoutEnd } from "./grant-without-end.ts";
import { hasOfRequired } from "./has-of-required.ts";
import { inertPackRule } from "./inert-pack-rule.ts";
import { labelWithoutSource } from "./label-without-source.ts";
import { literalPattern } from "./literal-pattern.ts";
import { logOnlyEffect } from "./log-only-effect.ts";
import { lookAlikeText } from "./look-alike-text.ts";
import { mootRequirement } from "./moot-requirement.ts";
import { overridableByNothing } from "./overridable-by-nothing.ts";
import { pastMoment } from "./past-moment.ts";
import { policyWithoutGrant } from "./policy-without-grant.ts";
import { quotedRecogniser } from "./quoted-recogniser.ts";
import { readsAgainstHint } from "./reads-against-hint.ts";
import { redundantPattern } from "./redundant-pattern.ts";
import { repeatedEntry } from "./repeated-entry.ts";
import { secretLiteral } from "./secret-literal.ts";
import { swallowedCondition } from "./swallowed-condition.ts";
import { trustsTheModel } from "./trusts-the-model.ts";
import { undecidedClaim } from "./undecided-claim.ts";
import { unguardedEffect } from "./unguarded-effect.ts";
import { unlikelyText } from "./unlikely-text.ts";
import { unrecordedBreakGlass } from "./unrecorded-break-glass.ts";
import { untestedGate } from "./untested-gate.ts";
import { untestedSwitch } from "./untested-switch.ts";
import { untrustedOrigin } from "./untrusted-origin.ts";
import { unusedDeclaration } from "./unused-declaration.ts";
import { widePattern } from "./wide-pattern.ts";

/** Every lint rule, by code. A rule is one file here and one line in this list. */
export const lintRules: readonly LintRule[] = [
  amountWithoutUnit,
  bandsDecideNothing,
  commentedRule,
  confidenceOnly,
  confusableTools,
  connectorNeverActs,
  connectorOnlyLogs,
  connectorWithoutEgress,
  constantCondition,
  deadEntry,
  deniedAnyway,
  driftCountsNothing,
  driftOnlyLogs,
  driftWithoutAlert,
  driftWithoutWarmup,
  duplicateGate,
  effectWithoutConnector,
  effectsUnknown,
  evadedByOne,
  eventNeverSeen,
  expiredGrant,
  farEnd,
  firesWhenAbsent,
  gateOutsideGrants,
  gateWithoutGrant,
  gateWithoutReason,
  grantOfEverything,
  grantWithoutEnd,
  hasOfRequired,
  inertPackRule,
  labelWithoutSource,
  literalPattern,
  logOnlyEffect,
  lookAlikeText,
  mootRequirement,
  overridableByNothing,
  pastMoment,
  policyWithoutGrant,
  quotedRecogniser,
  readsAgainstHint,
  redundantPattern,
  repeatedEntry,
  secretLiteral,
  swallowedCondition,
  trustsTheModel,
  undecidedClaim,
  unguardedEffect,
  unlikelyText,
  unrecordedBreakGlass,
  untestedGate,
  untestedSwitch,
  untrustedOrigin,
  unusedDeclaration,
  widePattern,
];
