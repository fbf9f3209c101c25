import type { Event } from "../event/event.ts";
import { formatDuration } from "../value/duration.ts";
import { formatTimestamp } from "../value/timestamp.ts";
import { type Field, present, textField, unrecorded } from "../value/value.ts";
import { type Circumstances, headRoles } from "./circumstances.ts";
import type { Reason } from "./decision.ts";
import type { Environment } from "./environment.ts";
import { type Evaluation, type Fact, uniteFacts } from "./fact.ts";
import { evaluate } from "./interpret-condition.ts";
import type { IrGrant, PolicyIr } from "./ir.ts";
import { evaluateAll } from "./kleene.ts";
import { maxChain } from "./max-chain.ts";
import { denial, printSupport, wanting } from "./reason.ts";
import type { TaskRecord } from "./state.ts";

/** What the grants say of a call: a `granted` for each that holds, or why there is none (`language.md` 4). */
export function judgeCall(
  ir: PolicyIr,
  event: Event,
  circumstances: Circumstances,
  environment: Environment,
): readonly Reason[] {
  const tool = event.tool;
  const agent = actingAgent(ir, environment);
  const declared = tool !== undefined && Object.hasOwn(ir.catalogue.tools, tool);
  const denials = [
    ...(declared ? [] : [denial("not_declared_tool", "not_granted", tool === undefined ? {} : { message: tool })]),
    ...("code" in agent ? [agent] : []),
    ...chainDenials(event, environment),
  ];
  if (!declared || "code" in agent) return denials;

  const chain = agentsOfChain(event, agent.name);
  if (chain.at(-1) !== agent.name) {
    const message = "the chain does not end in the acting agent";
    return [...denials, denial("invalid_event", "invalid", { message })];
  }
  const holds = (name: string): readonly Reason[] =>
    judgeGrants(
      ir.grants.filter((grant) => grant.agents.includes(name) && grant.tools.includes(tool)),
      name,
      event,
      circumstances,
      environment,
    );
  const above = chain.slice(0, -1).flatMap((name, index) => {
    const hops = chain.length - 1 - index;
    const next = chain[index + 1];
    const delegations = ir.agents.find((declaration) => declaration.name === name)?.mayDelegate ?? [];
    if (delegations.some(({ to, tools, depth }) => to === next && tools.includes(tool) && depth >= hops)) return [];
    const message = `of \`${name}\`, above in the chain, who may not delegate it to \`${next}\` either`;
    return holds(name).flatMap((reason) => (reason.code === "granted" ? [] : [{ ...reason, message }]));
  });
  return [...denials, ...holds(agent.name), ...above];
}

/** `may message` covers messages; no grant does. */
export function judgeMessage(ir: PolicyIr, environment: Environment): readonly Reason[] {
  const agent = actingAgent(ir, environment);
  if ("code" in agent) return [agent];
  const recipient = environment.read("recipient", []);
  if (recipient.state === "unrecorded") {
    return [denial("message_not_granted", "evidence", wanting([{ path: "recipient", field: recipient }]))];
  }
  const to = recipient.state === "value" && recipient.value.kind === "text" ? recipient.value.text : undefined;
  const allowed = ir.agents.find(({ name }) => name === agent.name)?.mayMessage ?? [];
  if (to !== undefined && allowed.includes(to)) return [];
  return [
    denial("message_not_granted", "not_granted", { message: `\`${agent.name}\` may not message \`${to ?? ""}\`` }),
  ];
}

/** The acting agent if the policy declares it, otherwise the denial. */
function actingAgent(ir: PolicyIr, environment: Environment): { readonly name: string } | Reason {
  const field = environment.read("agent", []);
  if (field.state === "unrecorded") return denial("unknown_agent", "evidence", wanting([{ path: "agent", field }]));
  const name = field.state === "value" && field.value.kind === "text" ? field.value.text : undefined;
  if (name !== undefined && ir.agents.some((agent) => agent.name === name)) return { name };
  return denial("unknown_agent", "not_granted", { support: printSupport([{ path: "agent", field }]) });
}

function chainDenials({ chain }: Event, environment: Environment): readonly Reason[] {
  if (chain.state === "unrecorded") {
    return [denial("chain_unrecorded", "evidence", wanting([{ path: "chain", field: chainField(environment) }]))];
  }
  if (chain.state !== "value" || chain.principals.length <= maxChain) return [];
  return [denial("chain_too_long", "rule", { message: `${chain.principals.length} principals` })];
}

function chainField(environment: Environment): Field {
  const field = environment.read("chain", []);
  return field.state === "unrecorded" ? field : unrecorded("not_recorded");
}

/** Without an agent in it, the chain is judged as the acting agent alone; an unrecorded one is denied besides. */
export function agentsOfChain({ chain }: Event, agent: string): readonly string[] {
  if (chain.state !== "value") return [agent];
  const names = chain.principals.flatMap((principal) => (principal.kind === "agent" ? [principal.agent] : []));
  return names.length === 0 ? [agent] : names;
}

function judgeGrants(
  grants: readonly IrGrant[],
  agent: string,
  event: Event,
  circumstances: Circumstances,
  environment: Environment,
): readonly Reason[] {
  const judged = grants.map((grant) => ({ grant, ...judgeGrant(grant, agent, event, circumstances, environment) }));
  const granted = judged.filter(({ truth }) => truth === "true");
  if (granted.length > 0) {
    return granted.map(({ grant, support }) => ({
      code: "granted",
      class: "rule",
      level: "allow",
      rule: grant.name,
      unknowns: [],
      support: printSupport(support),
    }));
  }
  const undecided = judged.filter(({ truth }) => truth === "unknown");
  if (undecided.length > 0) {
    return [denial("grant_undecided", "evidence", wanting(uniteFacts(undecided.map(({ support }) => support))))];
  }
  return [
    denial("not_granted", "not_granted", { support: printSupport(uniteFacts(judged.map((one) => one.support))) }),
  ];
}

/** A grant holds if its condition does and purpose, role, date and task match. */
const judgeGrant = (
  grant: IrGrant,
  agent: string,
  event: Event,
  circumstances: Circumstances,
  environment: Environment,
): Evaluation => evaluateAll(grantParts(grant, agent, event, circumstances, environment).map(({ found }) => found));

/** One demand of a grant: as the policy writes it, its condition where it is one, and what it was found to be. */
export interface GrantPart {
  readonly text: string;
  readonly condition?: NonNullable<IrGrant["when"]>;
  readonly found: Evaluation;
}

export function grantParts(
  { when, purposes, onBehalfOf, untilMs, whileTask }: IrGrant,
  agent: string,
  event: Event,
  circumstances: Circumstances,
  environment: Environment,
): readonly GrantPart[] {
  const parts: GrantPart[] = [];
  const add = (text: string, found: Evaluation): void => void parts.push({ text, found });
  if (when !== undefined) parts.push({ text: "when", condition: when, found: evaluate(when, environment) });
  if (purposes !== undefined) {
    const texts = purposes.map((purpose) => JSON.stringify(purpose)).join(", ");
    add(`for purpose ${texts}`, matchesPurpose(purposes, environment.read("purpose", [])));
  }
  if (onBehalfOf !== undefined) {
    add(`on behalf of role ${onBehalfOf.join(", ")}`, matchesRole(onBehalfOf, headRoles(event)));
  }
  if (untilMs !== undefined) {
    add(`until ${formatTimestamp(untilMs)}`, isBefore(untilMs, event.at, environment.read("at", [])));
  }
  if (whileTask !== undefined) {
    const tasks = circumstances.tasks.filter(({ agents }) => agents === undefined || agents.includes(agent));
    const max = whileTask.maxMs === undefined ? "" : ` max ${formatDuration(whileTask.maxMs)}`;
    add(`while task${max}`, hasTask(whileTask.maxMs, tasks, event));
  }
  return parts;
}

function matchesPurpose(purposes: readonly string[], field: Field): Evaluation {
  const support: readonly Fact[] = [{ path: "purpose", field }];
  if (field.state !== "value" || field.value.kind !== "text") return { truth: "unknown", support };
  return { truth: purposes.includes(field.value.text) ? "true" : "false", support };
}

/** No user at the head of the chain holds no role. */
function matchesRole(roles: readonly string[], field: Field): Evaluation {
  const support: readonly Fact[] = [{ path: "chain.roles", field }];
  if (field.state === "unrecorded") return { truth: "unknown", support };
  const held = field.state === "value" && field.value.kind === "list" ? field.value.items : [];
  const matches = held.some(
    (role) => role.state === "value" && role.value.kind === "text" && roles.includes(role.value.text),
  );
  return { truth: matches ? "true" : "false", support };
}

/** The fact is the field that conditions read too: one path never stands for two fields. */
function isBefore(untilMs: number, at: number | undefined, field: Field): Evaluation {
  const support: readonly Fact[] = [{ path: "at", field }];
  return { truth: at === undefined ? "unknown" : at < untilMs ? "true" : "false", support };
}

function hasTask(maxMs: number | undefined, tasks: readonly TaskRecord[], event: Event): Evaluation {
  const recorded = event.raw.not_recorded?.includes("task") !== true;
  const none: Evaluation = recorded
    ? { truth: "false", support: [{ path: "task", field: { state: "absent" } }] }
    : { truth: "unknown", support: [{ path: "task", field: unrecorded("not_recorded") }] };
  if (tasks.length === 0) return none;
  const running: Evaluation = { truth: "true", support: [{ path: "task", field: textField("running") }] };
  return maxMs === undefined ? running : isYoung(tasks, event.at, maxMs);
}

/** The youngest task decides; one whose start was not recorded may be younger than any. */
function isYoung(tasks: readonly TaskRecord[], at: number | undefined, maxMs: number): Evaluation {
  const starts = tasks.flatMap(({ startedAt }) => (startedAt === undefined ? [] : [startedAt]));
  const age = at === undefined || starts.length === 0 ? undefined : at - Math.max(...starts);
  if (age !== undefined && age <= maxMs) return { truth: "true", support: [ageFact(age)] };
  if (age === undefined || starts.length < tasks.length) return { truth: "unknown", support: [ageFact(undefined)] };
  return { truth: "false", support: [ageFact(age)] };
}

const ageFact = (ms: number | undefined): Fact => ({
  path: "task.age",
  field: ms === undefined ? unrecorded("not_recorded") : present({ kind: "duration", ms }),
});
