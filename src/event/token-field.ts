import type { JsonValue } from "../json/json-value.ts";
import type { FieldType, Type } from "../value/type.ts";
import { absent, type Field, present, unrecorded } from "../value/value.ts";
import { typedMember } from "./envelope-fields.ts";
import type { Gaps } from "./gaps.ts";
import type { TypedValue } from "./type-value.ts";

export type TokenTrust = "verified" | "unverified" | "not_recorded";

/** What the token field says about its own verification. */
export function trustOf(token: Field): TokenTrust {
  if (token.state === "value" && token.value.kind === "record") {
    return tokenTrust(token.value.fields.get("verified") ?? absent);
  }
  return tokenTrust(token);
}

/**
 * `token` as a record: verified, subject, scopes, issued_at, expires_at, claims, and the derived `lifetime` (also `ttl`),
 * a duration from issue to expiry. What a token says that nobody verified is unrecorded, whether it says it or not:
 * otherwise leaving a claim out would make a condition on it false.
 */
export function tokenField(
  token: { readonly [key: string]: JsonValue } | undefined,
  gaps: Gaps | undefined,
): TypedValue {
  const typed = typedMember("token", token, tokenType, gaps);
  if (typed.field.state !== "value" || typed.field.value.kind !== "record") return typed;
  const fields = new Map(typed.field.value.fields);
  const trust = tokenTrust(fields.get("verified") ?? absent);
  if (trust !== "verified") {
    for (const name of [...saidByToken, ...fields.keys()]) {
      if (name !== "verified") fields.set(name, unrecorded(trust));
    }
  } else {
    const lifetime = lifetimeField(fields.get("issued_at") ?? absent, fields.get("expires_at") ?? absent);
    for (const name of ["lifetime", "ttl"]) if (!fields.has(name)) fields.set(name, lifetime);
  }
  return { ...typed, field: present({ ...typed.field.value, fields }) };
}

const optional = (type: Type): FieldType => ({ type, required: false });

export const tokenType: Type = {
  kind: "record",
  fields: {
    verified: optional({ kind: "bool" }),
    subject: optional({ kind: "string" }),
    scopes: optional({ kind: "list", element: { kind: "string" } }),
    issued_at: optional({ kind: "timestamp" }),
    expires_at: optional({ kind: "timestamp" }),
    claims: optional({ kind: "json" }),
  },
  additional: true,
};

const saidByToken = ["subject", "scopes", "issued_at", "expires_at", "claims", "lifetime", "ttl"];

/** Where nobody can say whether the token was verified, nobody can say what it proves: that may be assumed. */
function tokenTrust(verified: Field): TokenTrust {
  if (verified.state === "unrecorded" && verified.cause === "not_recorded") return "not_recorded";
  return verified.state === "value" && verified.value.kind === "bool" && verified.value.value
    ? "verified"
    : "unverified";
}

function lifetimeField(issued: Field, expires: Field): Field {
  for (const end of [issued, expires]) if (end.state === "unrecorded") return end;
  if (issued.state !== "value" || issued.value.kind !== "timestamp") return absent;
  if (expires.state !== "value" || expires.value.kind !== "timestamp") return absent;
  const ms = expires.value.ms - issued.value.ms;
  return ms < 0 ? unrecorded("invalid") : present({ kind: "duration", ms });
}
