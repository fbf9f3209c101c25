import type { RawEvent } from "../event/event.ts";
import { sessionGaps } from "../event/event-shape.ts";
import { JsonNumber, type JsonValue } from "../json/json-value.ts";
import { parseTimestamp } from "../value/timestamp.ts";
import type { SimulatedSession } from "./simulation.ts";

export interface SavedTest {
  readonly text: string;
  /** What a `test` block cannot say about the session, in words. */
  readonly lost: readonly string[];
}

/**
 * Writes a replayed session as a `test` block that pins its decisions (`simulate --save-test`, `explain --as-test`).
 * `events` are the session's events with assumptions applied, in order; decisions are joined by event id.
 */
export function saveTest(title: string, session: SimulatedSession, events: readonly RawEvent[]): SavedTest {
  const decisions = new Map(session.entries.map((entry) => [entry.id, entry.decision]));
  const lines: string[] = [];
  const lost = new Set<string>();
  const connects = readsConnections(session, events);
  let given = "";
  let lastMs: number | undefined;
  const started = events.some(({ kind }) => kind === "task_start");
  for (const event of events) {
    const atMs = event.at === undefined ? undefined : parseTimestamp(event.at);
    const settings = givenOf(event, started, lost) + (connects ? egressOf(event, lost) : "");
    const step = stepOf(event);
    if (step === undefined) {
      if (!["heartbeat", "task_start", "started", "decision"].includes(event.kind)) lost.add(`${event.kind} events`);
      continue;
    }
    if ("complete" in event && event.complete === false) lost.add("that there was more than a recorded text or result");
    if (settings !== given && settings !== "") {
      lines.push(`  given {\n${settings}  }`);
      given = settings;
    }
    if (atMs !== undefined && lastMs !== undefined && atMs > lastMs) lines.push(`  after ${atMs - lastMs}ms`);
    lastMs = atMs ?? lastMs;
    const decision = decisions.get(event.id);
    if (lacksOfSession(event) && decision?.reasons.some((reason) => reason.class === "evidence") === true)
      lost.add("what the log does not hold of its session: prompts, messages or its beginning");
    const rules = (decision?.reasons ?? [])
      .filter(
        ({ rule, level, observed }) =>
          rule !== undefined && observed !== true && level === decision?.demanded && level !== "allow",
      )
      .map(({ rule }) => printName(rule ?? ""));
    const codes = (decision?.reasons ?? [])
      .filter(({ rule, level, observed }) => rule === undefined && observed !== true && level === "deny")
      .map(({ code }) => code);
    const names = rules.length > 0 ? rules : [...new Set(codes)];
    const via = names.length === 0 ? "" : ` via ${names.join(", ")}`;
    const expected = decision === undefined ? "" : ` expect ${decision.level}${via}`;
    lines.push(`  ${step}${expected}`);
  }
  return { text: `test ${JSON.stringify(title)} {\n${lines.join("\n")}\n}\n`, lost: [...lost].sort() };
}

const lacksOfSession = ({ not_recorded: gaps = [] }: RawEvent): boolean =>
  gaps.some((path) => (Object.values(sessionGaps) as readonly string[]).includes(path.split(".")[0] ?? ""));

function givenOf(event: RawEvent, taskStarted: boolean, lost: Set<string>): string {
  const lines: string[] = [];
  const add = (line: string): void => {
    lines.push(`    ${line}\n`);
  };
  if (event.agent !== undefined) add(`agent ${printName(event.agent)}`);
  if (event.tenant !== undefined) add(`tenant ${JSON.stringify(event.tenant)}`);
  const token = event.token;
  if (token !== undefined && token["verified"] === true) {
    add(event.peer?.["mutual"] === true ? "identity ok" : "token ok");
    lost.add("the token's own subject, scopes and times: `identity ok` stands for them");
  }
  if (event.purpose !== undefined) add(`purpose ${JSON.stringify(event.purpose)}`);
  if (taskStarted) add("task started");
  const head = event.chain?.[0];
  if (isRecord(head) && Array.isArray(head["roles"]) && typeof head["roles"][0] === "string") {
    add(`on behalf of role ${printName(head["roles"][0])}`);
    if (head["roles"].length > 1) lost.add("further roles of the user");
  }
  if ((event.chain?.length ?? 0) > 2) lost.add("agents between the user and the acting agent");
  if (event.confidence !== undefined) add(`confidence ${printData(event.confidence)}`);
  for (const [path, value] of leaves(event.context ?? {}, "context")) add(`${path} ${printData(value)}`);
  return lines.join("");
}

/** Where no connection is recorded and no connector acts, nobody asks for it. */
const readsConnections = (session: SimulatedSession, events: readonly RawEvent[]): boolean =>
  events.some(({ egress }) => egress !== undefined) ||
  session.entries.some(({ decision }) => decision?.reasons.some(({ rule }) => rule?.startsWith("connector:") === true));

/** Members that the event does not have are null: what a test does not state is unrecorded. */
function egressOf({ egress, not_recorded: gaps = [] }: RawEvent, lost: Set<string>): string {
  if (gaps.includes("egress")) {
    lost.add("that a connection was not recorded, after one that was");
    return "";
  }
  const missing = ["url", "method", "type"].filter((member) => !gaps.includes(`egress.${member}`));
  if (egress === undefined && missing.length === 3) return "    egress none\n";
  const members = { ...Object.fromEntries(missing.map((member) => [member, null])), ...egress };
  return `    egress ${printData(members)}\n`;
}

function* leaves(value: JsonValue, path: string): Generator<readonly [string, JsonValue]> {
  if (!isRecord(value)) {
    yield [path, value];
    return;
  }
  for (const [key, inner] of Object.entries(value)) yield* leaves(inner, `${path}.${printName(key)}`);
}

function stepOf(event: RawEvent): string | undefined {
  switch (event.kind) {
    case "prompt":
      return event.text === undefined
        ? undefined
        : `${event.from === "system" ? "system" : "prompt"} ${JSON.stringify(event.text)}`;
    case "output":
      return event.text === undefined ? undefined : `output ${JSON.stringify(event.text)}`;
    case "message":
      return `message to ${printName(event.to)} ${JSON.stringify(event.text ?? "")}`;
    case "call":
      return event.args === undefined ? undefined : `call ${printName(event.tool)} ${printData(event.args)}`;
    case "result":
      return event.content === undefined ? undefined : `result ${printData(event.content)}`;
    case "admin":
      return statementStep(event);
    case "error":
      return `error ${JSON.stringify(event.message ?? "")}`;
    default:
      return undefined;
  }
}

/** One role is what a step can say; a person without any says none. */
function statementStep({ by, roles, statement }: Extract<RawEvent, { readonly kind: "admin" }>): string | undefined {
  const [[what = "", subject = ""] = []] = Object.entries(statement);
  const action = what === "set" ? "kill" : what;
  if (roles.length > 1) return undefined;
  const role = roles[0] === undefined ? "" : ` role ${printName(roles[0])}`;
  return `${action} ${printName(subject)} by ${JSON.stringify(by)}${role}`;
}

const isRecord = (value: JsonValue | undefined): value is { readonly [key: string]: JsonValue } =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof JsonNumber);

const printName = (name: string): string =>
  /^[A-Za-z_][A-Za-z0-9_]*([.][A-Za-z_][A-Za-z0-9_]*)*$/.test(name) ? name : JSON.stringify(name);

/** JSON as the language writes data: bare keys where they are names. */
export function printData(value: JsonValue): string {
  if (value instanceof JsonNumber) return value.lexeme;
  if (Array.isArray(value)) return `[${value.map(printData).join(", ")}]`;
  if (isRecord(value)) {
    const entries = Object.entries(value).map(([key, inner]) => `${printName(key)}: ${printData(inner)}`);
    return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
  }
  return JSON.stringify(value);
}
