import { irDigest } from "../engine/canonical-ir.ts";
import type { PolicyIr } from "../engine/ir.ts";
import { restoreState, type StateSnapshot, snapshotState } from "../engine/snapshot.ts";
import type { State } from "../engine/state.ts";
import { createEngine, type Engine } from "../engine/step.ts";
import type { JsonValue } from "../json/json-value.ts";
import { utf8Bytes } from "../json/sha256.ts";
import type { GuardContext, Timeouts } from "./context.ts";
import { findUnmet, performedKinds } from "./demands.ts";
import type { GuardCall, GuardFeed, GuardMessage, GuardOutput, GuardPrompt } from "./envelope.ts";
import type { Execute } from "./execute-call.ts";
import { feedEvent } from "./feed-event.ts";
import { frozenCopy } from "./frozen-copy.ts";
import type { Handlers } from "./handlers.ts";
import type { Machine } from "./machine.ts";
import type { CallOutcome, FeedOutcome, TextOutcome } from "./outcome.ts";
import { partitionInMemory, partitionInStore, type StateStore } from "./partition.ts";
import { passText } from "./pass-text.ts";
import { createRecorder } from "./recorder.ts";
import { redactByRecognisers } from "./redact.ts";
import { runCall } from "./run-call.ts";

export interface GuardOptions extends Handlers {
  /** The compiled policy. */
  readonly policy: PolicyIr;
  /** Clock, ids and timers; `systemMachine` is that of the machine it runs on. */
  readonly machine: Machine;
  /**
   * A state to go on from, as `snapshot` wrote it; without one everything begins. `"lost"` where there was one and nobody has it any
   * more: every kill switch may be set, and what was counted is unknown until each window has passed. Not together with `store`.
   */
  readonly state?: StateSnapshot | "lost";
  /** Keeps the state outside, for several replicas of one partition. */
  readonly store?: StateStore;
  /** Milliseconds a tool may take (60 000). */
  readonly executionTimeoutMs?: number;
  /** Milliseconds a verification, confirmation or approval may take (300 000). */
  readonly answerTimeoutMs?: number;
  /** Milliseconds a record, an alert, a notification or a redaction may take (10 000). */
  readonly handlerTimeoutMs?: number;
  /**
   * A secret of at least 16 characters. With it records tell values apart by a keyed digest, and `redact … by hash` can be performed. Without
   * it they hold type and length alone: a plain digest of a card number is found by trying them all.
   */
  readonly digestKey?: string;
  /** Records hold arguments, results and texts. Without this they do where the policy says `also record full`. */
  readonly recordFull?: boolean;
  readonly idBudget?: number;
  /** Milliseconds the host's `source_time` may lie from the guard's clock, and that clock behind itself (300 000). */
  readonly clockBoundMs?: number;
  readonly textBudget?: number;
  /** Reads a text result where its tool says `result is yaml`. */
  readonly readYaml?: (text: string) => JsonValue | undefined;
}

/** The one door between an agent and its tools. No method ever rejects but `run`, with what the tool itself threw. */
export interface Guard {
  /**
   * Admits the call, decides, obtains what the policy requires, and only then executes: with a frozen copy of the very arguments that
   * were decided on, after redaction. The result is decided too before it is given back.
   */
  readonly run: (call: GuardCall, execute: Execute) => Promise<CallOutcome>;
  /** What somebody writes to the agent: to be shown to it only when passed, and as it was passed. */
  readonly prompt: (prompt: GuardPrompt) => Promise<TextOutcome>;
  /** What the agent tells its user. */
  readonly output: (output: GuardOutput) => Promise<TextOutcome>;
  /** What the agent writes to another agent. */
  readonly message: (message: GuardMessage) => Promise<TextOutcome>;
  /** Revocations, heartbeats, tasks, administration, and answers that come from outside a handler. */
  readonly feed: (event: GuardFeed) => Promise<FeedOutcome>;
  /** The state as it is now. Rejects only where a store fails. */
  readonly snapshot: () => Promise<StateSnapshot>;
  /** SHA-256 of the canonical policy, as in every record. */
  readonly policyDigest: string;
}

/** The options cannot be used: said when the guard is created, before anything can be executed. */
export class GuardSetupError extends Error {
  override readonly name = "GuardSetupError";
}

const mostTimeoutMs = 2_147_483_647;

/**
 * A guard for a policy. Throws a `GuardSetupError` where the policy can demand what no handler is there for, naming each gate, and for
 * options that cannot be used.
 */
export function createGuard(options: GuardOptions): Guard {
  const { machine, state, store } = options;
  const policy = frozenCopy(options.policy);
  refuseUnmet(options);
  if (state !== undefined && store !== undefined) throw new GuardSetupError("give `state` or `store`, not both");
  const digestKey = readKey(options.digestKey);
  const policyDigest = irDigest(policy);
  const engine = createEngine(policy, {
    engine: "closures",
    performs: performedKinds(options),
    ...(options.idBudget === undefined ? {} : { idBudget: options.idBudget }),
    ...(options.clockBoundMs === undefined ? {} : { clockBoundMs: readClockBound(options.clockBoundMs) }),
    ...(options.textBudget === undefined ? {} : { textBudget: options.textBudget }),
  });
  const timeouts = readTimeouts(options);
  const context: GuardContext = {
    policy,
    engine,
    machine,
    timeouts,
    // As they were checked: what the host changes in its options afterwards does not count.
    handlers: handlersOf(options),
    agents: new Set(policy.agents.map(({ name }) => name)),
    partition:
      store === undefined
        ? partitionInMemory(stateOf(state, engine))
        : partitionInStore(store, machine, timeouts.handlerMs),
    readYaml: options.readYaml,
    running: new Set(),
    redactText: options.redact ?? ((text, redaction) => redactByRecognisers(text, redaction, digestKey)),
    recorder: createRecorder({
      machine,
      timeoutMs: timeouts.handlerMs,
      write: options.record,
      options: {
        policy: { name: policy.policy, version: policy.version, digest: policyDigest },
        catalogue: policy.catalogue,
        full: options.recordFull === true,
        key: digestKey,
      },
    }),
  };
  return {
    run: (call, execute) => runCall(context, call, execute),
    prompt: (prompt) => passText(context, "prompt", prompt),
    output: (output) => passText(context, "output", output),
    message: (message) => passText(context, "message", message),
    feed: (event) => feedEvent(context, event),
    snapshot: async () => snapshotState(await context.partition.read()),
    policyDigest,
  };
}

const handlerNames = ["verify", "confirm", "approve", "record", "alert", "notify", "confine", "redact"] as const;

const handlersOf = (options: Handlers): Handlers =>
  Object.fromEntries(handlerNames.flatMap((name) => (options[name] === undefined ? [] : [[name, options[name]]])));

function refuseUnmet({ policy, digestKey, ...handlers }: GuardOptions): void {
  const unmet = findUnmet(policy, handlers, digestKey !== undefined);
  if (unmet.length === 0) return;
  const lines = unmet.map(({ rule, demand, needs }) => `\`${rule}\` ${demand}, which needs ${needs}`);
  throw new GuardSetupError(`policy ${policy.policy} can demand what this host cannot do: ${lines.join("; ")}`);
}

function readKey(text: string | undefined): Uint8Array | undefined {
  if (text === undefined) return undefined;
  if (text.length < 16) throw new GuardSetupError("`digestKey` has fewer than 16 characters: it can be guessed");
  return utf8Bytes(text);
}

function readClockBound(ms: number): number {
  if (Number.isInteger(ms) && ms >= 0) return ms;
  throw new GuardSetupError("`clockBoundMs` must be whole milliseconds from 0");
}

function readTimeouts(options: GuardOptions): Timeouts {
  const read = (name: "executionTimeoutMs" | "answerTimeoutMs" | "handlerTimeoutMs", fallback: number): number => {
    const ms = options[name] ?? fallback;
    if (Number.isInteger(ms) && ms > 0 && ms <= mostTimeoutMs) return ms;
    throw new GuardSetupError(`\`${name}\` must be whole milliseconds from 1 to ${mostTimeoutMs}`);
  };
  return {
    executionMs: read("executionTimeoutMs", 60_000),
    answerMs: read("answerTimeoutMs", 300_000),
    handlerMs: read("handlerTimeoutMs", 10_000),
  };
}

function stateOf(snapshot: StateSnapshot | "lost" | undefined, engine: Engine): State {
  if (snapshot === undefined) return engine.initial();
  if (snapshot === "lost") return engine.lost();
  try {
    return restoreState(snapshot);
  } catch {
    throw new GuardSetupError('`state` is no snapshot of this version; where it is lost, say `state: "lost"`');
  }
}
