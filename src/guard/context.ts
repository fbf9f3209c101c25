import type { PolicyIr } from "../engine/ir.ts";
import type { Engine } from "../engine/step.ts";
import type { JsonValue } from "../json/json-value.ts";
import type { Handlers } from "./handlers.ts";
import type { Machine } from "./machine.ts";
import type { Partition } from "./partition.ts";
import type { Recorder } from "./recorder.ts";
import type { RedactText } from "./redact.ts";

/** What the steps of a guard share. */
export interface GuardContext {
  readonly policy: PolicyIr;
  readonly engine: Engine;
  readonly machine: Machine;
  readonly timeouts: Timeouts;
  readonly handlers: Handlers;
  /** The agents of the policy, who never confirm or approve. */
  readonly agents: ReadonlySet<string>;
  readonly partition: Partition;
  readonly readYaml: ((text: string) => JsonValue | undefined) | undefined;
  /** The actions that are being worked on by this guard, by session and id. */
  readonly running: Set<string>;
  readonly redactText: RedactText;
  readonly recorder: Recorder;
}

export interface Timeouts {
  readonly executionMs: number;
  readonly answerMs: number;
  readonly handlerMs: number;
}
