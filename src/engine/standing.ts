import type { Event } from "../event/event.ts";
import { readEventPath } from "../event/read-event-path.ts";
import { type Circumstances, textOf } from "./circumstances.ts";
import type { Reason } from "./decision.ts";
import { denial, wanting } from "./reason.ts";

/** The denials that stand whatever the policy says: no gate, grant or approval removes them. */
export function standingDenials(event: Event, circumstances: Circumstances): readonly Reason[] {
  const rejectedBy = circumstances.action?.rejectedBy ?? none;
  if (event.violations.length + event.undeclared.length + rejectedBy.length === 0 && circumstances.nothingRevoked) {
    return none;
  }
  const reasons: Reason[] = [];
  if (event.violations.length > 0) reasons.push(schemaViolation(event));
  if (event.undeclared.length > 0) {
    const message = `outside the tool's schema: ${event.undeclared.map((path) => `\`${path}\``).join(", ")}`;
    reasons.push(denial("undeclared_argument", "invalid", { message }));
  }
  if (rejectedBy.length > 0) {
    reasons.push(denial("rejected", "rule", { message: `rejected by ${[...rejectedBy].sort().join(", ")}` }));
  }
  // A prompt or a result acts on the agent; what the agent itself does needs an agent that is not revoked.
  if (!circumstances.nothingRevoked && event.kind !== "prompt" && event.kind !== "result")
    reasons.push(...revocations(event, circumstances));
  return reasons;
}

const none: readonly never[] = [];

/** In the order that admission gave them. */
function schemaViolation(event: Event): Reason {
  const violations = event.violations.map(
    ({ path, expected, found }) => `\`${path}\`: expected ${expected}, found ${found}`,
  );
  return denial("schema_violation", "invalid", { message: violations.join("; ") });
}

function revocations(event: Event, circumstances: Circumstances): readonly Reason[] {
  const isRevoked = (subject: string): boolean => circumstances.isRevoked(subject);
  const agent = textOf(event.agent);
  const principals = event.chain.state === "value" ? event.chain.principals : [];
  const subjects = new Set([
    ...(agent === undefined ? [] : [`agent:${agent}`]),
    ...principals.map((one) => (one.kind === "user" ? `user:${one.user}` : `agent:${one.agent}`)),
  ]);
  const reasons = [...subjects]
    .filter(isRevoked)
    .map((subject) => denial("revoked", "rule", { message: named(subject) }));
  if (!circumstances.anyTokenRevoked()) return reasons;
  return [...reasons, ...tokenRevocation(event, isRevoked)];
}

/** A token is named by its `jti` claim, or by its subject, which revokes all tokens of that subject. */
function tokenRevocation(event: Event, isRevoked: (subject: string) => boolean): readonly Reason[] {
  const names = [["claims", "jti"], ["subject"]].map((segments) => ({
    path: ["token", ...segments].join("."),
    field: readEventPath(event, "token", segments),
  }));
  const revoked = names
    .map(({ field }) => `token:${textOf(field) ?? ""}`)
    .filter((subject) => subject !== "token:" && isRevoked(subject));
  if (revoked.length > 0)
    return [...new Set(revoked)].map((subject) => denial("revoked", "rule", { message: named(subject) }));
  const missing = names.filter(({ field }) => field.state === "unrecorded");
  if (missing.length === 0) return [];
  return [
    denial("revoked", "evidence", {
      message: "tokens were revoked, and which one this is was not recorded",
      ...wanting(missing),
    }),
  ];
}

const named = (subject: string): string => `${subject.replace(":", " ")} was revoked`;
