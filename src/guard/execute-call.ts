import type { Decision } from "../engine/decision.ts";
import type { JsonValue } from "../json/json-value.ts";
import { type Action, reportEnd } from "./action.ts";
import type { GuardContext } from "./context.ts";
import { decideResult } from "./decide-result.ts";
import type { Refusal } from "./guard-code.ts";
import type { CallOutcome } from "./outcome.ts";
import { type PlainValue, plainValue } from "./plain-value.ts";
import type { Members } from "./step-event.ts";
import { attempt, type Ended, withinTime } from "./within-time.ts";

/** The tool. `args` is frozen in depth; what is sent must come from nowhere else. */
export type Execute = (args: { readonly [name: string]: PlainValue }, running: Running) => unknown;

export interface Running {
  readonly call: string;
  readonly actionHash: string | undefined;
  /** Runs when the time is over: to abort what is under way. */
  readonly onTimeout: (listener: () => void) => void;
}

/** What the tool threw, as it is: to be rethrown. */
export type Threw = Extract<Ended<unknown>, { readonly kind: "threw" }>;

/** Runs the tool on what was decided and redacted, and feeds back how it ended. */
export async function executeCall(
  context: GuardContext,
  action: Action,
  execute: Execute,
  args: JsonValue,
  decision: Decision,
): Promise<CallOutcome | Threw> {
  const { key, event, records } = action;
  const listeners: (() => void)[] = [];
  const running: Running = {
    call: key,
    actionHash: event.hashes.action(),
    onTimeout: (listener) => void listeners.push(listener),
  };
  const ended = await withinTime(context.machine, context.timeouts.executionMs, () =>
    // The arguments of an event are an object.
    execute(plainValue(args, true) as { readonly [name: string]: PlainValue }, running),
  );
  switch (ended.kind) {
    case "threw":
      await reportEnd(context, action, { kind: "error", tool: event.tool, ...messageOf(ended.error) }, failed, true);
      return ended;
    case "late":
      await reportEnd(context, action, { kind: "cancelled" }, late, true);
      for (const listener of listeners) attempt(listener);
      return { kind: "unfinished", ...late, call: key, decision, records };
    case "returned":
      return decideResult(context, action, ended.value);
  }
}

const failed: Refusal = { code: "execution_failed", message: "the tool failed" };
const late = { code: "execution_timeout", message: "the tool did not end in time" } as const satisfies Refusal;

/** The agent reads what went wrong, so values may come from there. What is no text may have been any. */
function messageOf(error: unknown): Members {
  const message = attempt(() => (error instanceof Error ? error.message : error));
  const isText = typeof message === "string" && message.length <= longestMessage && !/\p{Surrogate}/u.test(message);
  return isText ? { message } : { not_recorded: ["text"] };
}

const longestMessage = 1_000_000;
