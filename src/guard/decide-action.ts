import type { Decision, Requirement } from "../engine/decision.ts";
import { rankOf } from "../engine/reason.ts";
import { canonicalJson } from "../json/canonical-json.ts";
import { type Action, feedAction, settleRecord, settleStep } from "./action.ts";
import { type Answer, answerEvent, readAnswers, voidAnswer } from "./answer.ts";
import type { GuardContext } from "./context.ts";
import type { Refusal } from "./guard-code.ts";
import type { Binding, Request } from "./handlers.ts";
import { plainValue } from "./plain-value.ts";
import type { Stepped } from "./step-event.ts";
import { attempt, withinTime } from "./within-time.ts";

/** An action may proceed, or why not. `decision` is the last one that was made. */
export type Settled =
  | { readonly proceeds: true; readonly decision: Decision }
  | { readonly proceeds: false; readonly decision: Decision | undefined; readonly refusal: Refusal };

export const proceeds = (decision: Decision): boolean => rankOf(decision.level) <= rankOf("log");

/**
 * From the first decision on an action to the last: what the policy requires is asked for, each answer becomes an event that the
 * engine decides anew, until the action may proceed or is refused.
 */
export async function decideAction(context: GuardContext, action: Action, first: Stepped): Promise<Settled> {
  let stepped = await settleStep(context, action, first);
  for (let round = 0; round < mostRounds; round += 1) {
    const { decision, refusal } = stepped;
    if (refusal !== undefined) return { proceeds: false, decision, refusal };
    if (decision === undefined) return { proceeds: false, decision, refusal: noDecision };
    if (proceeds(decision)) return { proceeds: true, decision };
    if (decision.level === "deny") return { proceeds: false, decision, refusal: denialOf(decision) };
    stepped = await askAll(context, action, { ...stepped, decision });
  }
  return { proceeds: false, decision: stepped.decision, refusal: insufficient };
}

/** Answers that run out while others are waited for are asked for again, so many times. */
const mostRounds = 8;

const noDecision: Refusal = { code: "guard_failed", message: "no decision was made" };

/** In words for the agent: what the authors of the policy wrote, and no value of the event. */
export function denialOf(decision: Decision): Refusal {
  const because = decision.reasons.flatMap((reason) =>
    reason.level === "deny" && reason.observed !== true ? [reason.because ?? reason.code.replaceAll("_", " ")] : [],
  );
  return { code: "denied", message: [...new Set(because)].sort().join("; ") || "the policy denies it" };
}

type Decided = Stepped & { readonly decision: Decision };

/** Asks once for each requirement that remains, until one is not met. */
async function askAll(context: GuardContext, action: Action, first: Decided): Promise<Stepped> {
  const { decision } = first;
  let current = first;
  for (const requirement of decision.remaining) {
    // An answer to another requirement may have discharged this one too.
    if (!remains(requirement, current.decision)) continue;
    const asked = await ask(context, action, requirement, current.decision);
    if ("code" in asked) return settleRecord(context, action, { ...current, refusal: asked });
    let doubt: Refusal | undefined;
    for (const answer of asked) {
      const fault = doubtOf(context, action, requirement, answer);
      doubt ??= fault;
      // What was given to another action or call counts for nothing here, be it a yes or a no.
      if (fault !== undefined && isForAnother(fault)) continue;
      const stepped = await feedAction(context, action, answerEvent(answer, requirement));
      if (stepped.refusal !== undefined || stepped.decision === undefined) return stepped;
      current = { ...stepped, decision: stepped.decision };
      if (current.decision.level === "deny") return current;
    }
    if (remains(requirement, current.decision)) {
      const isRevoked = current.decision.reasons.some(({ code }) => code === "answer_revoked");
      const refusal = asked.length === 0 ? unanswered(requirement) : (doubt ?? (isRevoked ? revoked : insufficient));
      return settleRecord(context, action, { ...current, refusal });
    }
  }
  return decision.remaining.length === 0 ? { ...current, refusal: insufficient } : current;
}

const remains = (requirement: Requirement, { remaining }: Decision): boolean =>
  remaining.some((one) => canonicalJson(one) === canonicalJson(requirement));

const isForAnother = ({ code }: Refusal): boolean =>
  code === "answer_for_other_action" || code === "answer_for_other_call";

const insufficient: Refusal = { code: "insufficient", message: "what was answered is not enough" };

const revoked: Refusal = { code: "answer_revoked", message: "whoever answered was revoked" };

const unanswered = ({ kind }: Requirement): Refusal => ({
  code: "unanswered",
  message: `it needs ${kind === "approval" ? "an" : "a"} ${kind}, and nobody answered`,
});

const handlerNames = { verification: "verify", confirmation: "confirm", approval: "approve" } as const;

async function ask(
  context: GuardContext,
  action: Action,
  requirement: Requirement,
  decision: Decision,
): Promise<readonly Answer[] | Refusal> {
  const name = handlerNames[requirement.kind];
  const binding = bindingOf(action);
  if (binding === undefined)
    return { code: "insufficient", message: "something of it was not recorded, so nothing can approve it" };
  const ended = await withinTime(context.machine, context.timeouts.answerMs, () => {
    // The handler of a kind takes requests of this kind.
    const handler = context.handlers[name] as ((request: Request) => unknown) | undefined;
    if (handler === undefined) throw new Error("there is no handler");
    return handler(requestOf(action, requirement, binding, decision));
  });
  if (ended.kind === "threw") return { code: "handler_failed", message: `the handler \`${name}\` failed` };
  if (ended.kind === "late")
    return { code: "handler_timeout", message: `the handler \`${name}\` did not answer in time` };
  return (
    attempt(() => readAnswers(ended.value, requirement.kind)) ?? {
      code: "answer_malformed",
      message: `the handler \`${name}\` returned no answer`,
    }
  );
}

function bindingOf({ event, key }: Action): Binding | undefined {
  const actionHash = event.hashes.action();
  return actionHash === undefined ? undefined : { call: key, actionHash };
}

function requestOf({ event }: Action, requirement: Requirement, binding: Binding, decision: Decision): Request {
  const { raw } = event;
  const content =
    raw.kind === "call" ? (raw.args ?? {}) : raw.kind === "result" ? raw.content : "text" in raw ? raw.text : undefined;
  return Object.freeze({
    requirement,
    binding: Object.freeze(binding),
    kind: raw.kind as Request["kind"],
    session: event.session,
    tool: event.tool,
    to: raw.kind === "message" ? raw.to : undefined,
    content: content === undefined ? undefined : plainValue(content, true),
    decision,
  });
}

/** Why an answer will not count, kept until it turns out that it was needed. */
function doubtOf(
  { agents, machine }: GuardContext,
  action: Action,
  requirement: Requirement,
  answer: Answer,
): Refusal | undefined {
  const binding = bindingOf(action);
  if (binding === undefined) return undefined;
  const code = voidAnswer(answer, requirement, action.event, binding, agents, attempt(machine.now) ?? 0);
  return code === undefined ? undefined : { code, message: voidMessages[code] ?? "the answer does not count" };
}

const voidMessages: Partial<Record<Refusal["code"], string>> = {
  answer_for_other_action: "the answer is for another action",
  answer_for_other_call: "the answer was given to another call",
  answer_expired: "the answer has expired",
  answer_from_chain: "whoever acts cannot approve it",
  answer_without_role: "the answer is by somebody without the role",
  answer_by_other: "the answer is by another than was asked",
};
