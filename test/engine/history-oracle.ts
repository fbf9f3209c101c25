import type { HistoryTerm, PastEvent, PastPhase } from "../../src/ast/history.ts";
import type { Decision } from "../../src/engine/decision.ts";
import { encodeField } from "../../src/engine/encode-field.ts";
import type { Event } from "../../src/event/event.ts";
import { readEventPath } from "../../src/event/read-event-path.ts";
import { copyFields } from "../../src/event/row.ts";
import { canonicalJson } from "../../src/json/canonical-json.ts";
import { type Decimal, formatDecimal } from "../../src/value/decimal.ts";
import { matchToolPattern } from "../../src/value/pattern-name.ts";
import type { Field } from "../../src/value/value.ts";

/**
 * History without registers: it keeps everything that happened and looks through all of it at each question. It shares
 * nothing with the engine but the reading of fields.
 */
export interface Fact {
  readonly phase: PastPhase;
  readonly call: Event;
  readonly tool: string | undefined;
  readonly at: number | undefined;
  /** Of an event without time: between the clock before it and the next time that is known. */
  readonly from: number | undefined;
  latest: number | undefined;
  readonly owner: string;
  sure: boolean;
  withdrawn: boolean;
}

interface Call {
  event: Event | undefined;
  state: "pending" | "proceed" | "started" | "done";
  denied: boolean;
  tool: string | undefined;
}

export interface Log {
  readonly facts: Fact[];
  readonly calls: Map<string, Call>;
  clock: number | undefined;
}

export const emptyLog = (): Log => ({ facts: [], calls: new Map(), clock: undefined });

export const ownerOf = (event: Event): string =>
  `${event.session} ${event.kind === "call" ? (event.call ?? event.id) : (event.call ?? event.id)}`;

/** What an event adds: told by the event and by what the engine decided about it. */
export function observe(
  log: Log,
  event: Event,
  decision: Decision | undefined,
  resultDecision: Decision | undefined,
): void {
  if (event.at !== undefined) {
    log.clock = Math.max(event.at, log.clock ?? event.at);
    for (const fact of log.facts) fact.latest ??= log.clock;
  }
  const at = event.at === undefined ? undefined : log.clock;
  const name = ownerOf(event);
  const known = log.calls.get(name);
  const call: Call = known ?? { event: undefined, state: "pending", denied: false, tool: undefined };
  const about =
    event.kind === "call" || event.kind === "message"
      ? event
      : (call.event ?? { ...event, fields: copyFields(event.fields, { args: unknownField }) });
  const withResult = {
    ...about,
    fields: copyFields(about.fields, { result: event.fields.result, at: event.fields.at }),
  };
  const isAction = event.kind === "call" || event.kind === "message";
  const fields = isAction ? event : withResult;
  const tool = isAction ? event.tool : (call.event?.tool ?? event.tool ?? call.tool);
  const add = (phase: PastPhase, sure: boolean, owner = name): void => {
    for (const fact of log.facts) if (fact.owner === owner && fact.phase === phase) fact.withdrawn = true;
    log.facts.push({ phase, call: fields, tool, at, from: log.clock, latest: at, owner, sure, withdrawn: false });
  };
  const drop = (): void => {
    for (const fact of log.facts) if (fact.owner === name && fact.phase === "started") fact.withdrawn = true;
  };
  const proceeds = decision !== undefined && (decision.level === "allow" || decision.level === "log");
  if (isAction && known === undefined) {
    add("attempted", true);
    call.event = event;
    call.tool = event.tool;
  }
  if (decision !== undefined && event.kind !== "started") {
    if (decision.level === "deny" && !call.denied) add("denied", true);
    if (proceeds && call.state !== "proceed") {
      add("started", false);
      if (decision.requirements.some(({ kind }) => kind === "approval")) add("approved", true);
    }
    if (!proceeds && call.state === "proceed") drop();
    call.state = proceeds ? "proceed" : "pending";
  }
  if (decision !== undefined) call.denied = decision.level === "deny";
  switch (event.kind) {
    case "started":
      if (call.event === undefined && call.state !== "done") {
        add("started", false);
        // Nobody has to answer for a call that was never put to decision.
        const last = log.facts.at(-1);
        if (known === undefined && last !== undefined) log.facts[log.facts.length - 1] = { ...last };
      } else if (call.state !== "started" && call.state !== "done") {
        add("started", proceeds);
        call.state = proceeds ? "started" : "pending";
      }
      break;
    case "result":
    case "error": {
      if (call.state === "done") break;
      if (call.state !== "started") add("started", true);
      const isOpen = resultDecision !== undefined && !["allow", "log"].includes(resultDecision.level);
      const owner = event.kind === "result" ? `${event.session} ${event.id}` : "";
      log.facts.push({
        phase: event.kind === "result" ? "executed" : "failed",
        call: fields,
        tool,
        at,
        from: log.clock,
        latest: at,
        owner: isOpen ? owner : "",
        sure: true,
        withdrawn: false,
      });
      call.state = known === undefined ? call.state : "done";
      break;
    }
    case "cancelled":
      if (call.state === "pending" || call.state === "proceed") drop();
      call.state = known === undefined ? call.state : "done";
      break;
    default:
      break;
  }
  // A message goes out at once.
  if (fields.kind === "message" && proceeds) call.state = "done";
  if (known === undefined && isAction) log.calls.set(name, call);
  if (call.state === "done") call.event = undefined;
}

const unknownField: Field = { state: "unrecorded", cause: "not_recorded" };

type Three = "yes" | "no" | "maybe";
const and = (parts: readonly Three[]): Three =>
  parts.includes("no") ? "no" : parts.includes("maybe") ? "maybe" : "yes";

/** What a fact is to the question: one of the term's events in the window, or none, or nobody can say. */
function matches(
  term: HistoryTerm,
  past: PastEvent,
  fact: Fact,
  asking: Event,
  now: number | undefined,
  owner: string,
): Three {
  if (fact.withdrawn || fact.phase !== past.phase || (fact.owner !== "" && fact.owner === owner)) return "no";
  const { tool } = fact;
  const tooled: Three =
    fact.call.kind === "message"
      ? past.messages === true
        ? "yes"
        : "no"
      : past.patterns.length === 0
        ? "no"
        : tool === undefined
          ? "maybe"
          : past.tools.includes(tool) || past.patterns.some((pattern) => matchToolPattern(pattern, tool))
            ? "yes"
            : "no";
  const inside = (time: number | undefined): boolean | undefined =>
    now === undefined || time === undefined ? undefined : now - time <= term.withinMs;
  const timed: Three = inside(fact.from) === true ? "yes" : inside(fact.latest) === false ? "no" : "maybe";
  const keyed = sameText(scopeText(term, fact.call), scopeText(term, asking));
  const equal = past.with.map(({ past: was, now: is }) =>
    sameText(fieldText(read(fact.call, was)), fieldText(read(asking, is))),
  );
  return and([fact.sure ? "yes" : "maybe", tooled, timed, keyed, ...equal]);
}

const read = (
  event: Event,
  { root, segments }: { readonly root: string; readonly segments: readonly string[] },
): Field => readEventPath(event, root as "args", segments);

const sameText = (one: string | undefined, other: string | undefined): Three =>
  one === undefined || other === undefined ? "maybe" : one === other ? "yes" : "no";

const fieldText = (field: Field): string | undefined =>
  field.state === "value" ? canonicalJson(encodeField(field)) : undefined;

function scopeText({ per }: HistoryTerm, event: Event): string | undefined {
  switch (per) {
    case "global":
      return "";
    case "session":
      return event.session;
    case "agent":
      return event.agent.state === "absent" ? "" : fieldText(event.agent);
    case "tenant":
      return event.tenant.state === "absent" ? "" : fieldText(event.tenant);
    case "user": {
      if (event.chain.state === "unrecorded") return undefined;
      const head = event.chain.state === "value" ? event.chain.principals[0] : undefined;
      return head?.kind === "user" ? `user ${head.user}` : "";
    }
  }
}

/** The tightest answer: a count between two numbers (undefined: infinite), a truth, or a field (undefined: nobody can say). */
export type Answer =
  | { readonly kind: "numbers"; readonly low: number | undefined; readonly high: number | undefined }
  | { readonly kind: "truth"; readonly truth: boolean | undefined }
  | { readonly kind: "field"; readonly text: string | undefined };

export function ask(log: Log, term: HistoryTerm, asking: Event, owner: string): Answer {
  const now = asking.at === undefined ? undefined : Math.max(asking.at, log.clock ?? asking.at);
  const judged = log.facts
    .map((fact) => ({ fact, match: matches(term, term.event, fact, asking, now, owner) }))
    .filter(({ match }) => match !== "no");
  switch (term.kind) {
    case "count":
      return {
        kind: "numbers",
        low: judged.filter(({ match }) => match === "yes").length,
        high: judged.length,
      };
    case "sum": {
      let [low, high]: [number | undefined, number | undefined] = [0, 0];
      for (const { fact, match } of judged) {
        const field = read(fact.call, term.path);
        const value = field.state === "value" ? field.value : undefined;
        const currency =
          term.currency ??
          (term.type.kind === "money" && term.type.currency.kind === "fixed" ? term.type.currency.code : "");
        const amount: Decimal | undefined =
          value?.kind === "money" ? value.amount : value?.kind === "number" ? value.value : undefined;
        if (amount === undefined || (value?.kind === "money" && value.currency !== currency)) {
          const sign = amount === undefined ? 0 : Number(formatDecimal(amount));
          if (sign <= 0) low = amount === undefined || sign < 0 ? undefined : low;
          if (sign >= 0) high = undefined;
          continue;
        }
        const number = Math.round(Number(formatDecimal(amount)) * 100);
        low = low === undefined ? undefined : low + (match === "yes" ? number : Math.min(0, number));
        high = high === undefined ? undefined : high + (match === "yes" ? number : Math.max(0, number));
      }
      return {
        kind: "numbers",
        low: low === undefined ? undefined : low / 100,
        high: high === undefined ? undefined : high / 100,
      };
    }
    case "distinct": {
      const [sure, all] = [new Set<string>(), new Set<string>()];
      let further: number | undefined = 0;
      for (const { fact, match } of judged) {
        const field = read(fact.call, term.path);
        if (field.state === "absent") continue;
        const items = field.state === "value" && field.value.kind === "list" ? field.value.items : [field];
        if (field.state === "value" && field.value.kind === "list" && field.value.open) further = undefined;
        for (const item of items) {
          const text = fieldText(item);
          if (text === undefined) further = further === undefined ? undefined : further + 1;
          else {
            all.add(text);
            if (match === "yes") sure.add(text);
          }
        }
      }
      return { kind: "numbers", low: sure.size, high: further === undefined ? undefined : all.size + further };
    }
    case "previously":
      return {
        kind: "truth",
        truth: judged.some(({ match }) => match === "yes") ? true : judged.length > 0 ? undefined : false,
      };
    case "last": {
      const last = judged.at(-1);
      if (last === undefined) return { kind: "field", text: "absent" };
      return { kind: "field", text: last.match === "yes" ? fieldText(read(last.fact.call, term.path)) : undefined };
    }
    case "since": {
      const truths = new Set<boolean>();
      // Without now any tail of the log may be the window; with it, the window is what it is.
      const cuts = now === undefined ? log.facts.map((_, index) => index + 1).concat(0) : [0];
      for (const cut of cuts) {
        const tail = log.facts.slice(cut);
        const inside = now === undefined ? { ...asking, at: log.clock } : asking;
        const judgeAll = (past: PastEvent): readonly Three[] =>
          tail.map((fact) =>
            now === undefined
              ? matches({ ...term, withinMs: 1e15 }, past, fact, inside, 0, owner)
              : matches(term, past, fact, asking, now, owner),
          );
        sinceIn(judgeAll(term.event), judgeAll(term.after), truths);
      }
      return { kind: "truth", truth: truths.size === 1 ? truths.has(true) : undefined };
    }
  }
}

/** Every choice of which doubtful fact is the last B, and of whether the doubtful A behind it count. */
function sinceIn(before: readonly Three[], after: readonly Three[], truths: Set<boolean>): void {
  const lastSure = after.lastIndexOf("yes");
  if (lastSure < 0) truths.add(false);
  for (const [index, match] of after.entries()) {
    if (match === "no" || index < lastSure) continue;
    const behind = before.slice(index + 1);
    if (behind.includes("yes")) truths.add(true);
    else {
      truths.add(false);
      if (behind.includes("maybe")) truths.add(true);
    }
  }
}
