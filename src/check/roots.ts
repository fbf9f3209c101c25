import type { Root } from "../ast/condition.ts";
import type { FieldType, Type } from "../value/type.ts";
import type { Phase } from "./scope.ts";

const optional = (type: Type): FieldType => ({ type, required: false });
const record = (fields: Readonly<Record<string, Type>>): Type => ({
  kind: "record",
  fields: Object.fromEntries(Object.entries(fields).map(([name, type]) => [name, optional(type)])),
  additional: false,
});
const string: Type = { kind: "string" };

/** HTTP methods a policy may write as bare words. */
export const httpMethods: readonly string[] = [
  "GET",
  "HEAD",
  "POST",
  "PUT",
  "DELETE",
  "CONNECT",
  "OPTIONS",
  "TRACE",
  "PATCH",
];

/** One element of the chain: the user stands at the head, agents after. */
const principalRecord = record({
  agent: { kind: "principal" },
  user: string,
  roles: { kind: "list", element: string },
});

/** The envelope: roots that every phase has, whatever the tool. `context` is declared by the policy. */
export const envelopeTypes: Readonly<Record<string, Type>> = {
  token: record({
    ttl: { kind: "duration" },
    lifetime: { kind: "duration" },
    subject: string,
    scopes: { kind: "list", element: string },
    verified: { kind: "bool" },
    issued_at: { kind: "timestamp" },
    expires_at: { kind: "timestamp" },
    // Claims have no schema: `token.claims.NAME` reads as text, see `typeRoot`.
    claims: { kind: "json" },
  }),
  peer: record({ mutual: { kind: "bool" }, agent: { kind: "principal" } }),
  egress: record({
    url: { kind: "url" },
    method: { kind: "string", values: httpMethods },
    type: string,
  }),
  agent: { kind: "principal" },
  chain: { kind: "list", element: principalRecord },
  purpose: string,
  confidence: { kind: "percent" },
  labels: { kind: "labels" },
  cost: { kind: "decimal" },
  at: { kind: "timestamp" },
};

/** Fields of roots that are no records: `at.utc_hour`, `chain.depth`. */
export const rootFields: Readonly<Record<string, Readonly<Record<string, Type>>>> = {
  at: { utc_hour: { kind: "int" } },
  chain: { depth: { kind: "int" } },
};

/** The phases of the roots that only some have. */
export const rootPhases: Readonly<Record<"args" | "result" | "text", readonly Phase[]>> = {
  args: ["call"],
  result: ["result"],
  text: ["call", "result", "message", "prompt", "output"],
};

/** Everything a path of a policy may start with. */
export const eventRoots: readonly Root[] = [
  "args",
  "result",
  "text",
  "context",
  "token",
  "peer",
  "agent",
  "chain",
  "purpose",
  "confidence",
  "labels",
  "cost",
  "at",
  "egress",
];
export const isEventRoot = (word: string): word is Root => (eventRoots as readonly string[]).includes(word);

/** Labels the language itself knows beside the content recognisers. */
export const builtInLabels: readonly string[] = ["untrusted"];
