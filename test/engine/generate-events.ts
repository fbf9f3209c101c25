import type { PolicyIr } from "../../src/engine/ir.ts";
import { admit } from "../../src/event/admit.ts";
import type { Event, InvalidEvent, RawEvent } from "../../src/event/event.ts";
import { type JsonValue, jsonNumber } from "../../src/json/json-value.ts";
import { formatTimestamp } from "../../src/value/timestamp.ts";
import type { Type } from "../../src/value/type.ts";
import * as pools from "./pools.ts";
import type { Random } from "./random.ts";

const number = (digits: string): JsonValue => jsonNumber(digits);

/** The raw events of one session: prompts, calls with their outcomes and answers, messages, and what goes on besides. */
export function generateSession(
  policy: PolicyIr,
  session: string,
  length: number,
  random: Random,
): readonly RawEvent[] {
  const events: RawEvent[] = [];
  let clock = pools.startMs;
  const calls: { readonly key: string; readonly tool: string; readonly by: RawEvent }[] = [];
  const timed = random.chance(85);
  const envelope = (): Record<string, unknown> => {
    clock += random.below(4) * 60_000;
    return { ...envelopeOf(policy, clock, timed, random), id: `${session}-${events.length}`, session };
  };
  const push = (members: Record<string, unknown>, base = envelope()): void => {
    const stated = Object.entries({ ...base, ...members }).filter(([, member]) => member !== undefined);
    events.push(Object.fromEntries(stated) as unknown as RawEvent);
  };
  push({ kind: "prompt", text: `Please ${random.pick(pools.words)} for ${random.pick(pools.emails)}` });
  if (random.chance(70)) push({ kind: "heartbeat" });
  if (random.chance(60))
    push({ kind: "task_start", task: "job", ...(random.chance(30) ? { agents: ["refund"] } : {}) });
  // A break glass that is open from the start has time to be of use.
  if (random.chance(45)) for (const statement of openings(random)) push(statement);
  while (events.length < length) {
    const recent = random.chance(70) ? calls.at(-1) : undefined;
    const call = calls.length > 0 && random.chance(55) ? (recent ?? random.pick(calls)) : undefined;
    const roll = random.below(100);
    if (call === undefined || roll < 42) {
      const tool = random.chance(99) ? random.pick(Object.keys(policy.catalogue.tools)) : "undeclared.tool";
      push({ kind: "call", tool, args: argumentsOf(policy.catalogue.tools[tool]?.args, random) });
      const by = events.at(-1);
      if (by !== undefined) calls.push({ key: by.id, tool, by });
    } else if (roll < 52) {
      push({ kind: "started", call: call.key, tool: call.tool });
    } else if (roll < 62) {
      push({ kind: "result", call: call.key, ...(random.chance(90) ? { tool: call.tool } : {}), ...resultOf(random) });
    } else if (roll < 66) {
      push({ kind: random.pick(["error", "cancelled"] as const), call: call.key, tool: call.tool });
    } else if (roll < 73) {
      push(answerTo(call.key, random));
    } else if (roll < 79) {
      // Everything that could be asked for, as when people follow up a call.
      for (const answer of allAnswers(call.by)) push({ call: call.key, ...answer });
    } else if (roll < 80) {
      // The same event once more, as at-least-once delivery does.
      events.push(call.by);
    } else if (roll < 84) {
      push({ kind: "message", to: random.pick(pools.agents), text: random.pick(pools.words), ...inPart(random) });
    } else if (roll < 90) {
      push({
        kind: "output",
        text: random.pick(random.chance(50) ? pools.words : pools.documents),
        ...inPart(random),
      });
    } else if (roll < 93) {
      const base = envelope();
      const gaps = (base["not_recorded"] ?? []) as readonly string[];
      const author = random.pick([{ from: "user" }, { from: "system" }, {}, { not_recorded: [...gaps, "from"] }]);
      push({ kind: "prompt", ...author, text: random.pick(pools.emails), ...inPart(random) }, base);
    } else if (roll < 95) {
      push({ kind: "heartbeat" });
    } else if (roll === 95) {
      push({ kind: "task_end", task: "job" });
    } else if (random.chance(70)) {
      for (const statement of statements(random)) push(statement);
    } else {
      // Often somebody who has just answered.
      if (call !== undefined) for (const answer of allAnswers(call.by)) push({ call: call.key, ...answer });
      const others = [{ agent: "mailer" }, { token: "t-2" }, { user: "u-zed" }];
      const subject = call !== undefined && random.chance(60) ? { user: "p-zoe" } : random.pick(others);
      push({ kind: "revocation", subject });
      if (call !== undefined) push({ kind: "started", call: call.key, tool: call.tool });
    }
  }
  // What a host says of its baselines, whether it is so or not.
  for (const digest of [...policy.drifts.map(({ baseline }) => baseline), "0".repeat(64)])
    push({ kind: "baseline", digest }, { id: `${session}-${events.length}`, session });
  return events;
}

/** Sometimes there was more than the text. */
const inPart = (random: Random) => (random.chance(10) ? { complete: false } : {});

/** One person's statement, or what several agree on; somebody without the role, an agent, an undeclared switch among them. */
function statements(random: Random): readonly Record<string, unknown>[] {
  const name = random.chance(95) ? random.pick(pools.switches) : "nothing";
  const glass = random.pick(pools.glasses);
  const tenant = random.chance(50) ? random.pick(pools.tenants) : undefined;
  const said = (by: string, statement: Record<string, string>) => ({
    kind: "admin",
    by,
    roles: random.some(["finance", "oncall"], 85),
    statement,
    tenant,
  });
  const one = random.pick(["p-zoe", "p-yan", "p-zoe", "p-yan", "mailer"]);
  switch (random.below(7)) {
    case 0:
      return [said(one, { set: name })];
    case 1:
      return [said("p-zoe", { set: name }), said("p-yan", { set: name }), said(one, { clear: name })];
    case 2:
      return [said(one, { open: glass })];
    case 3:
      return [said(one, { close: glass })];
    case 4:
      return openings(random);
    default:
      return [said("p-zoe", { clear: name }), said("p-yan", { clear: name })];
  }
}

/** Enough people open every break glass there may be; one of them may stand in a chain. */
function openings(random: Random): readonly Record<string, unknown>[] {
  const tenant = random.chance(25) ? random.pick(pools.tenants) : undefined;
  return pools.glasses.flatMap((open) =>
    [random.pick(["p-zoe", "u-ann"]), "p-yan"].map((by) => ({
      kind: "admin",
      by,
      roles: ["finance"],
      statement: { open },
      tenant,
    })),
  );
}

function envelopeOf(policy: PolicyIr, clock: number, timed: boolean, random: Random): Record<string, unknown> {
  const gaps: string[] = [];
  const member = (name: string, present: number, value: () => unknown): Record<string, unknown> => {
    if (random.chance(present)) return { [name]: value() };
    if (random.chance(70)) gaps.push(name);
    return {};
  };
  const agent = random.pick(pools.agents);
  // A little behind is lifted, far behind is denied, and so is an event whose own time is far from its admission.
  const at = timed ? clock - (random.chance(2) ? random.pick([60_000, 300_000, 300_001, 3_600_000]) : 0) : undefined;
  const own = at === undefined || !random.chance(6) ? undefined : at + random.pick([0, 300_000, -300_001, 86_400_000]);
  const members: Record<string, unknown> = {
    ...(at === undefined ? {} : { at: formatTimestamp(at) }),
    ...(own === undefined ? {} : { source_time: formatTimestamp(own) }),
    ...member("agent", 99, () => (random.chance(99) ? agent : "stranger")),
    ...(random.chance(60) ? { tenant: random.pick(pools.tenants) } : {}),
    ...member("purpose", 90, () => random.pick(["support", "support", ...pools.purposes])),
    ...member("confidence", 85, () =>
      number(
        random.pick([
          "0.4",
          "0.6",
          "0.7",
          "0.9",
          "0.95",
          "0.99",
          "0.99",
          "0.92",
          "0.91",
          "0.5",
          "0.8",
          "0.85",
          random.chance(10) ? "1.5" : "0.93",
        ]),
      ),
    ),
    ...member("context", 85, () => ({
      ticket: { status: random.pick(["open", "closed"]), age: random.pick(["5m", "1h"]) },
    })),
    ...member("token", 92, () => tokenOf(policy, agent, clock, random)),
    ...member("peer", 92, () => ({ mutual: random.chance(95) })),
    ...(random.chance(20) ? { labels: random.some(pools.labels, 30) } : {}),
    ...(hasConnector(policy)
      ? random.chance(50) && { egress: egressOf(random) }
      : random.chance(30) && { egress: { url: random.pick(pools.urls), method: "GET" } }),
  };
  const chain = chainOf(members["agent"] as string | undefined, random);
  if (chain === undefined && random.chance(3)) gaps.push("chain");
  if (at === undefined) gaps.push("at");
  if (random.chance(4)) gaps.push(random.pick(["prompts", "prompts.user", "prompts.system", "messages", "past"]));
  return {
    ...members,
    ...(chain === undefined ? {} : { chain }),
    ...(gaps.length === 0 ? {} : { not_recorded: gaps }),
  };
}

const hasConnector = ({ gates }: PolicyIr): boolean => gates.some(({ name }) => name.startsWith("connector:"));

const egressOf = (random: Random): Record<string, unknown> => ({
  ...(random.chance(85) ? { url: random.pick(pools.urls) } : {}),
  ...(random.chance(70) ? { method: random.pick(["GET", "post", "DELETE"]) } : {}),
  ...(random.chance(40) ? { type: random.pick(["application/json; charset=utf-8", "text/html"]) } : {}),
});

const tokenOf = (policy: PolicyIr, agent: string, clock: number, random: Random): Record<string, unknown> => ({
  verified: random.chance(98),
  subject: random.chance(97) ? pools.subjectOf(agent) : "spiffe://other",
  scopes: random.chance(95) ? Object.keys(policy.catalogue.tools) : ["crm.get"],
  issued_at: formatTimestamp(clock - 60_000),
  expires_at: formatTimestamp(clock + random.pick([300_000, 600_000, 840_000, 3_600_000])),
  claims: { jti: random.pick(["t-1", "t-2", "t-3", "t-4"]) },
});

function chainOf(agent: string | undefined, random: Random): readonly unknown[] | undefined {
  if (agent === undefined || random.chance(45)) return undefined;
  const user = { user: random.pick(pools.users), roles: random.some(pools.roles, 60) };
  const others = pools.agents.filter((other) => other !== agent).map((other) => ({ agent: other }));
  const above = random.chance(25) ? random.shuffle(others).slice(0, 1 + random.below(2)) : [];
  const long = random.chance(1) ? Array.from({ length: 17 }, () => ({ agent: "triage" })) : [];
  return [...(random.chance(85) ? [user] : []), ...long, ...above, { agent }];
}

function argumentsOf(type: Type | undefined, random: Random): Record<string, unknown> {
  if (type === undefined || type.kind !== "record") return {};
  const args: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(type.fields)) {
    if (random.chance(field.required ? 99 : 65)) args[name] = sample(field.type, random);
  }
  if (random.chance(2)) args["surplus"] = "x";
  return args;
}

function sample(type: Type, random: Random): unknown {
  // An ill-typed leaf now and then.
  if (random.below(400) === 0) return random.pick([true, "", number("1e40"), []]);
  switch (type.kind) {
    case "money":
      return number(type.unit === "minor" ? random.pick(["500", "10000", "50000"]) : random.pick(pools.amounts));
    case "int":
      return number(random.pick(pools.integers));
    case "bool":
      return random.chance(50);
    case "email":
      return random.pick(pools.emails);
    case "path":
      return random.pick(pools.paths);
    case "url":
      return random.pick(pools.urls);
    case "domain":
      return random.pick(["api.corp.example", "corp.example", "evil.example", "partner.example"]);
    case "cidr":
      return random.pick(pools.addresses);
    case "command":
      return random.pick(pools.commands);
    case "string":
      return random.pick(type.values ?? [...pools.words, "USD", "EUR"]);
    case "json":
      return random.pick([random.pick(pools.words), number("1"), ["open"], { a: "open" }]);
    case "list":
      return Array.from({ length: random.below(4) }, () => sample(type.element, random));
    case "record":
      return argumentsOf({ ...type }, random);
    default:
      return random.pick(pools.words);
  }
}

function resultOf(random: Random): Record<string, unknown> {
  const content = {
    email: random.pick(pools.emails),
    rows: number(random.pick(pools.integers)),
    note: random.pick(pools.words),
  };
  switch (random.below(6)) {
    case 0:
      return { content: `Mail ${random.pick(pools.emails)} about it` };
    case 1:
      return { content: JSON.stringify({ email: content.email, note: content.note }) };
    case 2:
      return { not_recorded: ["result"] };
    default:
      return { content, complete: random.chance(85) };
  }
}

function answerTo(call: string, random: Random): Record<string, unknown> {
  switch (random.below(10)) {
    case 0:
    case 1:
    case 3:
      return { kind: "confirmation", call, by: random.pick(pools.users) };
    case 4:
      return { kind: "verification", call, by: random.chance(50) ? { agent: "mailer" } : { rule: "second_look" } };
    case 2:
      return random.chance(30) ? { kind: "rejection", call, by: "p-zoe" } : { kind: "heartbeat" };
    default:
      return {
        kind: "approval",
        call,
        by: random.pick(["p-zoe", "p-yan", "u-ann", "mailer"]),
        roles: random.some(["finance", "oncall"], 60),
      };
  }
}

function allAnswers(call: RawEvent): readonly Record<string, unknown>[] {
  const head = call.chain?.[0] as { readonly user?: string } | undefined;
  return [
    { kind: "verification", by: { agent: "mailer" } },
    { kind: "verification", by: { rule: "second_look" } },
    ...(head?.user === undefined ? [] : [{ kind: "confirmation", by: head.user }]),
    { kind: "approval", by: "p-zoe", roles: ["finance", "oncall"] },
    { kind: "approval", by: "p-yan", roles: ["finance"] },
  ];
}

export function admitAll(raws: readonly RawEvent[], policy: PolicyIr): readonly (Event | InvalidEvent)[] {
  return raws.map((raw) => admit(raw, policy.catalogue));
}
