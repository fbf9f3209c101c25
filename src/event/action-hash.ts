import { canonicalJson } from "../json/canonical-json.ts";
import { sha256 } from "../json/sha256.ts";
import { assertNever } from "../source/assert-never.ts";
import { formatDecimal } from "../value/decimal.ts";
import { describeValue } from "../value/describe-field.ts";
import { formatTimestamp } from "../value/timestamp.ts";
import type { Field, Value } from "../value/value.ts";
import type { Event, EventKind } from "./event.ts";

/** What an approval is bound to: not the id, the time, the confidence or the labels. */
export interface Action {
  readonly kind: EventKind;
  /** Undefined in phases without a tool; these are bound to their agent, recipient and text instead. */
  readonly tool: { readonly name: string; readonly schemaDigest: string | undefined } | undefined;
  /** The arguments of a call, the content of a result. */
  readonly content: Field;
  readonly text: Field;
  readonly agent: Field;
  readonly recipient: Field;
  readonly chain: Event["chain"];
  readonly tenant: Field;
  readonly purpose: Field;
}

/**
 * SHA-256 over RFC 8785 of the canonical typed action (`language.md` 4). What is absent is no member; an absent chain is
 * the agent alone. Undefined where content, text or chain are unrecorded, if only in part: such an action cannot be
 * approved. A tenant, purpose, agent or recipient that was not recorded is null, unlike every recorded one.
 */
export function actionHash(action: Action): string | undefined {
  const { tool, chain } = action;
  if (chain.state === "unrecorded" || !isComplete(action.content) || !isComplete(action.text)) return undefined;
  const subject =
    tool === undefined
      ? {
          agent: canonicalField(action.agent),
          recipient: canonicalField(action.recipient),
          text: canonicalField(action.text),
        }
      : { tool: tool.name, schema: tool.schemaDigest, content: canonicalField(action.content) };
  const members = {
    kind: action.kind,
    ...subject,
    chain: canonicalChain(chain, action.agent),
    tenant: canonicalField(action.tenant),
    purpose: canonicalField(action.purpose),
  };
  return sha256(canonicalJson(membersOf(Object.entries(members))));
}

/** Can everything in the field be said? */
function isComplete(field: Field): boolean {
  if (field.state !== "value") return field.state === "absent";
  const { value } = field;
  if (value.kind === "list") return !value.open && value.items.every(isComplete);
  if (value.kind === "record") return !value.open && [...value.fields.values()].every(isComplete);
  return value.kind !== "labels" || (!value.open && value.maybe.size === 0);
}

type Canonical = null | boolean | string | readonly Canonical[] | { readonly [key: string]: Canonical };

/** Undefined is absent, null unrecorded; in a list, where positions count, an absent item is null too. */
function canonicalField(field: Field): Canonical | undefined {
  if (field.state === "value") return canonicalValue(field.value);
  return field.state === "absent" ? undefined : null;
}

/** Every kind has a form of its own, so that the number 5 and the text "5" of an untyped argument stay two actions. */
function canonicalValue(value: Value): Canonical {
  switch (value.kind) {
    case "bool":
      return value.value;
    case "text":
      return value.text;
    case "number":
      return { number: formatDecimal(value.value) };
    case "money":
      return { amount: formatDecimal(value.amount), currency: value.currency };
    case "duration":
      return { milliseconds: String(value.ms) };
    case "timestamp":
      return { time: formatTimestamp(value.ms) };
    case "command":
      return { command: value.text };
    case "url":
      return { url: value.href };
    case "list":
      return value.items.map((item) => canonicalField(item) ?? null);
    case "record":
      return { fields: membersOf([...value.fields].map(([name, field]) => [name, canonicalField(field)])) };
    case "labels":
      return { labels: [...value.has].sort() };
    case "interval":
      // INVARIANT: only histories answer with it; an action holds none.
      return describeValue(value);
    default:
      return assertNever(value);
  }
}

function canonicalChain(chain: Event["chain"], agent: Field): Canonical | undefined {
  if (chain.state !== "value") {
    const alone = canonicalField(agent);
    return alone === undefined ? undefined : [{ agent: alone }];
  }
  return chain.principals.map((principal) =>
    principal.kind === "agent"
      ? { agent: principal.agent }
      : membersOf([
          ["user", principal.user],
          ["roles", principal.roles && [...new Set(principal.roles)].sort()],
        ]),
  );
}

/** An object without prototype, so that an argument named `__proto__` is a member like others; undefined is left out. */
function membersOf(members: Iterable<readonly [string, Canonical | undefined]>): { readonly [key: string]: Canonical } {
  const object: Record<string, Canonical> = Object.create(null);
  for (const [name, member] of members) if (member !== undefined) object[name] = member;
  return object;
}
