import { textOf } from "../engine/circumstances.ts";
import type { Requirement } from "../engine/decision.ts";
import type { Event } from "../event/event.ts";
import { assertNever } from "../source/assert-never.ts";
import { parseTimestamp } from "../value/timestamp.ts";
import type { GuardCode } from "./guard-code.ts";
import type { Binding } from "./handlers.ts";

/** An answer as it was read, strictly: the guard believes its handler, and nothing that looks like an answer. */
export interface Answer extends Binding {
  readonly isYes: boolean;
  readonly by: string;
  readonly roles: readonly string[];
  readonly expiresAt: string | undefined;
}

const words = { verification: "verified", confirmation: "confirmed", approval: "approved" } as const;

/** The answers in what a handler returned; undefined when it is malformed. Getters of the host may throw: the caller catches. */
export function readAnswers(given: unknown, kind: Requirement["kind"]): readonly Answer[] | undefined {
  if (given === undefined) return [];
  const answers = (Array.isArray(given) ? given : [given]).map((one: unknown) => readAnswer(one, kind));
  return answers.every((answer) => answer !== undefined) ? answers : undefined;
}

function readAnswer(given: unknown, kind: Requirement["kind"]): Answer | undefined {
  if (typeof given !== "object" || given === null) return undefined;
  const members = new Map(Object.entries(given).filter(([, value]) => value !== undefined));
  const word = words[kind];
  const known: readonly string[] = [
    word,
    "by",
    "call",
    "actionHash",
    ...(kind === "approval" ? ["roles", "expiresAt"] : []),
  ];
  if ([...members.keys()].some((name) => !known.includes(name))) return undefined;
  const [isYes, by, call, actionHash] = [word, "by", "call", "actionHash"].map((name) => members.get(name));
  const roles = kind === "approval" ? members.get("roles") : [];
  const expiresAt = members.get("expiresAt");
  if (typeof isYes !== "boolean" || !isName(by) || !isName(call) || typeof actionHash !== "string") return undefined;
  if (!/^[0-9a-f]{64}$/.test(actionHash)) return undefined;
  if (!Array.isArray(roles) || !roles.every(isName)) return undefined;
  if (expiresAt !== undefined && !(typeof expiresAt === "string" && parseTimestamp(expiresAt) !== undefined))
    return undefined;
  return { isYes, by, call, actionHash, roles: [...roles], expiresAt };
}

/** As the names of events are. */
const isName = (value: unknown): value is string =>
  typeof value === "string" && /^[^\u0000-\u001f\u007f-\u009f]{1,1024}$/.test(value);

/** The members that an answer has as an event. */
export function answerEvent(answer: Answer, requirement: Requirement): Readonly<Record<string, unknown>> {
  const { by, call, actionHash } = answer;
  if (!answer.isYes) return { kind: "rejection", call, by };
  const bound = { kind: requirement.kind, call, action_hash: actionHash };
  switch (requirement.kind) {
    case "verification":
      return { ...bound, by: { [requirement.by.kind]: by } };
    case "confirmation":
      return { ...bound, by };
    case "approval":
      return { ...bound, by, roles: answer.roles, expires_at: answer.expiresAt };
    default:
      return assertNever(requirement);
  }
}

/** Why an answer does not count for this action; undefined when it does, as far as can be told without the state. */
export function voidAnswer(
  answer: Answer,
  requirement: Requirement,
  action: Event,
  binding: Binding,
  agents: ReadonlySet<string>,
  now: number,
): GuardCode | undefined {
  if (answer.actionHash !== binding.actionHash) return "answer_for_other_action";
  if (answer.call !== binding.call) return "answer_for_other_call";
  const expiry = answer.expiresAt === undefined ? undefined : parseTimestamp(answer.expiresAt);
  if (expiry !== undefined && now > expiry) return "answer_expired";
  switch (requirement.kind) {
    case "verification":
      return answer.by === requirement.by.name ? undefined : "answer_by_other";
    case "confirmation":
      return answer.by === userOf(action) && !agents.has(answer.by) ? undefined : "answer_by_other";
    case "approval":
      if (membersOf(action).has(answer.by) || agents.has(answer.by)) return "answer_from_chain";
      return [requirement.role, requirement.escalate?.role].some(
        (role) => role !== undefined && answer.roles.includes(role),
      )
        ? undefined
        : "answer_without_role";
    default:
      return assertNever(requirement);
  }
}

function userOf({ chain }: Event): string | undefined {
  const head = chain.state === "value" ? chain.principals[0] : undefined;
  return head?.kind === "user" ? head.user : undefined;
}

function membersOf({ chain, agent }: Event): ReadonlySet<string> {
  const principals = chain.state === "value" ? chain.principals : [];
  const acting = textOf(agent);
  return new Set([
    ...principals.map((one) => (one.kind === "user" ? one.user : one.agent)),
    ...(acting === undefined ? [] : [acting]),
  ]);
}
