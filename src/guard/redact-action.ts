import type { Obligation } from "../engine/decision.ts";
import { canonicalJson } from "../json/canonical-json.ts";
import type { JsonValue } from "../json/json-value.ts";
import type { Action } from "./action.ts";
import type { GuardContext } from "./context.ts";
import type { Refusal } from "./guard-code.ts";
import { redactDocument, redactionsOf } from "./redact.ts";
import { withinTime } from "./within-time.ts";

/** What is sent or passed on, as the obligations want it; undefined where it could not be redacted. Never rejects. */
export async function redactAction(
  context: GuardContext,
  action: Action,
  document: JsonValue,
  root: "args" | "result" | "text",
  obligations: readonly Obligation[],
): Promise<JsonValue | undefined> {
  // A gate on calls and their results may redact in results: those wait.
  const redactions = redactionsOf(obligations).filter(({ path }) => path[0] === root || path[0] === "text");
  if (redactions.length === 0) return document;
  const ended = await withinTime(context.machine, context.timeouts.handlerMs, () =>
    redactDocument(document, root, redactions, context.redactText),
  );
  const status = ended.kind === "returned" ? "done" : "failed";
  for (const redaction of redactions) action.statuses.set(canonicalJson(redaction), status);
  return ended.kind === "returned" ? ended.value : undefined;
}

export const notRedacted: Refusal = { code: "redaction_failed", message: "it could not be redacted" };
