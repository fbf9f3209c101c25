import type { Obligation } from "../engine/decision.ts";
import { isJsonArray, isJsonObject, JsonNumber, type JsonValue, jsonObject } from "../json/json-value.ts";
import { findContent, isRecogniserName, recognisers } from "../value/recognise.ts";
import { hmacSha256 } from "./hmac-sha256.ts";

export type Redaction = Extract<Obligation, { readonly kind: "redact" }>;

/** How one text is redacted: by the guard itself, or by the host's handler. */
export type RedactText = (text: string, redaction: Redaction) => string | PromiseLike<string>;

export const redactionsOf = (obligations: readonly Obligation[]): readonly Redaction[] =>
  obligations.filter((obligation) => obligation.kind === "redact");

/**
 * A document with everything redacted that the obligations name. `root` is the field that the document is: `args` or `result`;
 * `text` names all its texts. Rejects when something cannot be redacted: content in the name of a member, or content that is
 * found again afterwards.
 */
export async function redactDocument(
  document: JsonValue,
  root: "args" | "result" | "text",
  redactions: readonly Redaction[],
  redactText: RedactText,
): Promise<JsonValue> {
  let redacted = document;
  // One may uncover what another looks for, so it is settled when nothing changes any more.
  for (let round = 0; round < mostRounds; round += 1) {
    const before = redacted;
    for (const redaction of redactions) {
      const [first, ...below] = redaction.path;
      if (first === root || first === "text") redacted = await within(redacted, below, redaction, redactText);
    }
    if (redacted === before) return redacted;
  }
  throw new Error("redacting did not come to an end");
}

const mostRounds = 8;

/** The document itself where nothing in it changed. A path leads through every element of the lists on its way. */
async function within(
  value: JsonValue,
  path: readonly string[],
  redaction: Redaction,
  redactText: RedactText,
): Promise<JsonValue> {
  // A text that the path leads into (a part of an address, a result that is JSON in a text) is redacted whole.
  if (typeof value === "string") return redactedText(value, redaction, redactText);
  if (value instanceof JsonNumber) {
    if (!holdsContent(value.lexeme, redaction)) return value;
    // A number cannot carry a mask.
    return redaction.by === "drop" ? null : redactedText(value.lexeme, redaction, redactText);
  }
  if (isJsonArray(value)) {
    const items: JsonValue[] = [];
    for (const item of value) items.push(await within(item, path, redaction, redactText));
    return items.every((item, index) => item === value[index]) ? value : items;
  }
  if (!isJsonObject(value)) return value;
  const [head, ...below] = path;
  const members: [string, JsonValue][] = [];
  for (const [key, member] of Object.entries(value)) {
    if (head === undefined && holdsContent(key, redaction)) throw new Error("the name of a member holds such content");
    const applies = head === undefined || head === key;
    members.push([key, applies ? await within(member, below, redaction, redactText) : member]);
  }
  return members.every(([key, member]) => member === value[key]) ? value : jsonObject(members);
}

async function redactedText(text: string, redaction: Redaction, redactText: RedactText): Promise<string> {
  if (redaction.recognisers.every(isRecogniserName) && !holdsContent(text, redaction)) return text;
  const redacted: unknown = await redactText(text, redaction);
  if (typeof redacted !== "string") throw new Error("the handler returned something that is no text");
  if (redacted === text && holdsContent(text, redaction)) throw new Error("the handler left what it was to redact");
  return redacted;
}

const holdsContent = (text: string, { recognisers: names }: Redaction): boolean =>
  names.some((name) => recognisers[name]?.(text) === true);

/**
 * The guard's own redaction: `mask` writes `[card]` in place of a card, `hash` writes `[card:DIGEST]` so that equal ones stay
 * recognisable for whoever holds the key, `drop` leaves nothing.
 */
export function redactByRecognisers(
  text: string,
  { recognisers: names, by }: Redaction,
  key: Uint8Array | undefined,
): string {
  let redacted = text;
  for (const name of names) {
    if (!isRecogniserName(name)) throw new Error(`there is no recogniser ${name}`);
    let from = 0;
    let made = "";
    for (const { start, end } of findContent(name, redacted)) {
      made += redacted.slice(from, start) + replacement(name, redacted.slice(start, end), by, key);
      from = end;
    }
    redacted = made + redacted.slice(from);
  }
  return redacted;
}

/** Hexadecimal digits of a digest that stands for a value: enough to tell values apart, in a form no recogniser takes for one. */
const digestLength = 16;

function replacement(name: string, found: string, by: Redaction["by"], key: Uint8Array | undefined): string {
  if (by === "drop") return "";
  if (by === "mask") return `[${name}]`;
  if (key === undefined) throw new Error("there is no key to hash with");
  // Letters alone: sixteen digits by chance would look like a card.
  const letters = hmacSha256(key, found)
    .slice(0, digestLength)
    .replace(/[0-9]/g, (digit) => "ghijklmnop".charAt(Number(digit)));
  return `[${name}:${letters}]`;
}
