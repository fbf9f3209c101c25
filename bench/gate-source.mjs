// The rules of the peers' benchmark (a small neutral form of rules, tools and conditions) as the text an author would write, and
// its events as events of ours. Every rule is a grant, and every rule that does more than allow is a gate as well.

import { basename, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

const tools = ["payments", "db", "http", "email", "fs", "shell", "crm", "calendar"].flatMap((namespace) =>
  [
    ...[
      "get",
      "list",
      "search",
      "create",
      "update",
      "delete",
      "export",
      "import",
      "send",
      "approve",
      "transfer",
      "refund",
    ],
    ...[
      "query",
      "exec",
      "upload",
      "download",
      "share",
      "archive",
      "merge",
      "sync",
      "tag",
      "move",
      "copy",
      "rotate",
      "preview",
    ],
  ].map((verb) => `${namespace}.${verb}`),
);

/** The policy and its catalogue; `toolNames` are the tools there are. */
export function gateSource({ rules }, toolNames = tools) {
  const schema = {
    type: "object",
    properties: {
      amount: { type: "integer" },
      url: { type: "string" },
      recipient: { type: "string" },
      table: { type: "string" },
    },
    additionalProperties: false,
  };
  const catalogue = JSON.stringify({ tools: toolNames.map((name) => ({ name, inputSchema: schema })) });
  const policy = [
    "policy bench version 1 language 1",
    'use tools from "./tools.json"',
    "context {",
    "  caller is string from host",
    "  token_age is int from host",
    "  tags is list of string from host",
    "  approvals is list of string from host",
    "}",
    "role reviewer",
    'agent worker { subject "spiffe://bench/worker" }',
    ...rules.flatMap(ruleText),
  ].join("\n");
  return { policy, catalogue };
}

const outcomes = { deny: "deny", require_approval: "require approval by role reviewer", allow_log: "log" };

function ruleText({ id, effect, tool, conds }) {
  const when = `  when ${conds.map(conditionText).join("\n    and ")}`;
  const pattern = { any: "*", eq: tool.v, prefix: `${tool.v}*`, suffix: `*${tool.v}` }[tool.op];
  const grant = [`grant may_${id} {`, `  to agent worker`, `  tools ${pattern}`, when, "}"];
  if (effect === "allow") return grant;
  return [...grant, `gate ${id} on ${pattern} {`, when, `  ${outcomes[effect]}`, `  because "rule ${id}"`, "}"];
}

// The workload's forty agents are the callers that one agent of ours serves.
const paths = {
  agent: "context.caller",
  tokenAgeSeconds: "context.token_age",
  tags: "context.tags",
  approvals: "context.approvals",
};
const quoted = (values) => `[${values.map((value) => JSON.stringify(value)).join(", ")}]`;

function conditionText({ op, field, v, neg }) {
  const path = paths[field] ?? field;
  const not = neg ? "not " : "";
  switch (op) {
    case "lt":
    case "le":
    case "gt":
    case "ge": {
      const literal = field === "confidence" ? `${Math.round(v * 100)}%` : String(v);
      return `${path} ${{ lt: "<", le: "<=", gt: ">", ge: ">=" }[op]} ${literal}`;
    }
    case "starts":
      return `${not}${path} starts with ${JSON.stringify(v)}`;
    case "ends":
      return `${not}${path} ends with ${JSON.stringify(v)}`;
    case "in":
      return `${path} ${not}in ${quoted(v)}`;
    case "has":
      return `${not}${path} contains ${JSON.stringify(v)}`;
    default:
      throw new Error(op);
  }
}

/** What the host hands to `readEvent`: its own event under our names. */
export function hostEvent({ id, session, agent, tool, args, confidence, tokenAgeSeconds, tags, approvals }) {
  return {
    kind: "call",
    id,
    session,
    agent: "worker",
    tool,
    args,
    confidence,
    context: { caller: agent, token_age: tokenAgeSeconds, tags, approvals },
    token: { verified: true, subject: "spiffe://bench/worker" },
  };
}

/** Compiles what `gateSource` wrote. */
export function compileSource({ compilePolicy }, { policy, catalogue }) {
  const outcome = compilePolicy([{ file: "bench.gate", text: policy }], {
    read: (_from, path) => ({ file: path, text: catalogue }),
  });
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.diagnostics.slice(0, 3)));
  return outcome.value.ir;
}

/** The peers' names of our levels. */
export const effects = { deny: "deny", approve: "require_approval", log: "allow_log", allow: "allow" };

/**
 * The same event as a record of ours, where the host itself says what its fields are; numbers are exact from here on. The host's
 * lists are handed on as they are: it does not change them any more.
 */
export const rawEvent = (jsonNumberFrom) => (event) => {
  const { id, session, agent, tool, args, confidence, tokenAgeSeconds, tags, approvals } = event;
  return {
    kind: "call",
    id,
    session,
    agent: "worker",
    tool,
    args: {
      amount: jsonNumberFrom(args.amount),
      url: args.url,
      recipient: args.recipient,
      table: args.table,
    },
    confidence: jsonNumberFrom(confidence),
    context: {
      caller: agent,
      token_age: jsonNumberFrom(tokenAgeSeconds),
      tags,
      approvals,
    },
    token,
  };
};

// A host verifies a token once, and has it for every call of its session.
const token = Object.freeze({ verified: true, subject: "spiffe://bench/worker" });

const admission = Symbol("admitted");

/**
 * Finds the admitted event of a host's event. Those of the harness's workload are admitted here, so that what is timed is deciding;
 * others, or all where there is no such workload, when they are first seen.
 */
export async function admittedEvents({ admit, readEvent }, ir) {
  return finder((event) => {
    const read = readEvent(hostEvent(event));
    if (!read.ok) throw new Error(read.message);
    return admit(read.raw, ir.catalogue);
  });
}

/** The same by any way of admitting one. */
export async function finder(admitOne) {
  const admitted = new Map((await workloadEvents()).map((event) => [event.id, admitOne(event)]));
  const find = (event) => {
    event[admission] = admitted.get(event.id) ?? admitOne(event);
    return event[admission];
  };
  return (event) => event[admission] ?? find(event);
}

/** The events that the harness's measuring process makes: the same for the same count. Its cold start knows one event only. */
async function workloadEvents() {
  const [, program = ""] = process.argv;
  if (basename(program) !== "run-one.mjs") return [];
  const { makeEvents } = await import(pathToFileURL(join(dirname(program), "lib/workload.mjs")).href);
  return makeEvents(10_000);
}
