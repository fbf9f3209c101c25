import type { EventKind } from "./event.ts";
import type { RecordShape, Shape } from "./shape.ts";

/** The members a record of each kind has: those of the envelope and its own. `event.schema.json` says the same. */
export const eventShapes: Readonly<Record<EventKind, RecordShape>> = defineShapes();

/** What `not_recorded` says of a whole session: which texts that its agent was given are no events, and that it began earlier. */
export const sessionGaps = { prompts: "prompts", messages: "messages", past: "past" } as const;

/** The first segments `not_recorded` may name: every member of any kind, the fields that conditions read, and what a session lacks. */
export const recordablePaths: readonly string[] = [
  ...new Set([
    ...Object.values(eventShapes).flatMap((shape) => Object.keys(shape.members)),
    ...["result", "text", "recipient", "revocation"],
    ...Object.values(sessionGaps),
  ]),
]
  .filter((name) => !["kind", "id", "session", "not_recorded"].includes(name))
  .sort();

function defineShapes(): Readonly<Record<EventKind, RecordShape>> {
  const text: Shape = { kind: "text" };
  const name: Shape = { kind: "name" };
  const time: Shape = { kind: "time" };
  const bool: Shape = { kind: "bool" };
  const digest: Shape = { kind: "digest" };
  const object: Shape = { kind: "object" };
  const names: Shape = { kind: "list", item: name };
  const one = (title: string, members: Readonly<Record<string, Shape>>): Shape => ({
    kind: "record",
    title,
    members,
    required: [],
    oneOf: Object.keys(members),
  });
  const record = (
    title: string,
    members: Readonly<Record<string, Shape>>,
    required: readonly string[] = [],
  ): Shape => ({
    kind: "record",
    title,
    members,
    required,
  });

  const agentOfChain = record("an agent of the chain", { agent: name }, ["agent"]);
  const headOfChain: Shape = {
    kind: "either",
    shapes: [record("the user of the chain", { user: name, roles: names }, ["user"]), agentOfChain],
    expected: '{ "user": …, "roles": […] } or { "agent": … }',
  };
  const envelope: Readonly<Record<string, Shape>> = {
    id: name,
    call: name,
    tenant: name,
    session: name,
    seq: { kind: "integer" },
    at: time,
    source_time: time,
    agent: name,
    chain: { kind: "list", item: agentOfChain, first: headOfChain, nonempty: true },
    purpose: text,
    confidence: {
      kind: "either",
      shapes: [{ kind: "number" }, text],
      expected: "a number from 0 to 1, or a percentage",
    },
    context: object,
    token: record("a token", {
      verified: bool,
      subject: text,
      scopes: { kind: "list", item: text },
      issued_at: time,
      expires_at: time,
      claims: object,
    }),
    peer: record("a peer", { mutual: bool, agent: name }),
    egress: record("an egress", { url: text, method: text, type: text }),
    labels: names,
    cost: { kind: "number" },
    not_recorded: names,
  };
  const kind = (
    kindName: EventKind,
    members: Readonly<Record<string, Shape>> = {},
    required: readonly string[] = [],
  ): RecordShape => ({
    kind: "record",
    title: `a record of kind \`${kindName}\``,
    members: { kind: { kind: "choice", values: [kindName] }, ...envelope, ...members },
    required: ["kind", "id", "session", ...required],
  });

  return {
    call: kind("call", { tool: name, args: object }, ["tool"]),
    decision: kind("decision", { outcome: { kind: "choice", values: ["proceed", "block"] }, reason: text }, [
      "outcome",
    ]),
    started: kind("started", { tool: name }),
    result: kind("result", { tool: name, content: { kind: "json" }, complete: bool }),
    error: kind("error", { tool: name, message: text }),
    cancelled: kind("cancelled", { tool: name }),
    prompt: kind("prompt", { from: { kind: "choice", values: ["user", "system"] }, text, complete: bool }),
    output: kind("output", { text, complete: bool }),
    message: kind("message", { to: name, text, complete: bool }, ["to"]),
    verification: kind(
      "verification",
      { by: one("the one who verifies", { agent: name, rule: name }), action_hash: digest },
      ["by"],
    ),
    confirmation: kind("confirmation", { by: name, action_hash: digest }, ["by"]),
    approval: kind("approval", { by: name, roles: names, action_hash: digest, expires_at: time }, ["by", "roles"]),
    rejection: kind("rejection", { by: name }, ["by"]),
    revocation: kind(
      "revocation",
      { subject: one("the subject of a revocation", { agent: name, token: name, user: name }) },
      ["subject"],
    ),
    heartbeat: kind("heartbeat"),
    task_start: kind("task_start", { task: name, agents: names }, ["task"]),
    task_end: kind("task_end", { task: name }, ["task"]),
    baseline: kind("baseline", { digest: text }, ["digest"]),
    admin: kind(
      "admin",
      {
        by: name,
        roles: names,
        statement: one("the statement of an administrator", { set: name, clear: name, open: name, close: name }),
      },
      ["by", "roles", "statement"],
    ),
  };
}
