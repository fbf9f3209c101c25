import type { FieldType, Type } from "../value/type.ts";
import { type Field, present, unrecorded } from "../value/value.ts";
import type { Catalogue } from "./catalogue.ts";
import { typedMember } from "./envelope-fields.ts";
import type { RawEvent } from "./event.ts";
import type { Gaps } from "./gaps.ts";
import type { TokenTrust } from "./token-field.ts";
import type { TypedValue } from "./type-value.ts";

/**
 * `context`, typed by its declarations; all fields are optional, undeclared ones stay as they are. A field declared
 * `from verified token` is unrecorded unless the token of this event was verified, there or not.
 */
export function contextField(
  context: RawEvent["context"],
  catalogue: Catalogue,
  gaps: Gaps | undefined,
  trust: TokenTrust,
): TypedValue {
  const declared = declaredContext(catalogue.context);
  const typed = typedMember("context", context, declared.type, gaps);
  if (trust === "verified" || declared.vouchedByToken.length === 0) return typed;
  const distrusted = unrecorded(trust);
  const field = declared.vouchedByToken.reduce((whole, path) => replaceField(whole, path, distrusted), typed.field);
  return { ...typed, field };
}

/** The record with another field at a path. What is no record on the way keeps its state: it has no such field to trust. */
function replaceField(whole: Field, path: readonly string[], replacement: Field): Field {
  const [name, ...below] = path;
  if (name === undefined) return replacement;
  if (whole.state === "unrecorded") return whole;
  if (whole.state === "value" && whole.value.kind !== "record") return whole;
  const record = whole.state === "value" && whole.value.kind === "record" ? whole.value : undefined;
  const fields = new Map(record?.fields);
  fields.set(name, replaceField(fields.get(name) ?? { state: "absent" }, below, replacement));
  return present({ kind: "record", fields, open: record?.open ?? false });
}

export interface DeclaredContext {
  readonly type: Type;
  readonly vouchedByToken: readonly (readonly string[])[];
}

/** One entry a catalogue: it depends on nothing else, and catalogues do not change. */
const declaredContexts = new WeakMap<Catalogue["context"], DeclaredContext>();

export function declaredContext(context: Catalogue["context"]): DeclaredContext {
  const known = declaredContexts.get(context);
  if (known !== undefined) return known;
  const fields = Object.entries(context).map(([path, { type, from }]) => ({ segments: path.split("."), type, from }));
  const made: DeclaredContext = {
    type: recordOf(fields),
    vouchedByToken: fields.filter(({ from }) => from === "token").map(({ segments }) => segments),
  };
  declaredContexts.set(context, made);
  return made;
}

/** Nested by the segments of the paths. */
function recordOf(declared: readonly { readonly segments: readonly string[]; readonly type: Type }[]): Type {
  const fields: Record<string, FieldType> = Object.create(null);
  for (const name of new Set(declared.map(({ segments }) => segments[0] ?? ""))) {
    const here = declared.filter(({ segments }) => (segments[0] ?? "") === name);
    const below = here.filter(({ segments }) => segments.length > 1);
    const leaf = here.find(({ segments }) => segments.length === 1);
    const nested = below.map(({ segments, type }) => ({ segments: segments.slice(1), type }));
    fields[name] = { type: below.length > 0 || leaf === undefined ? recordOf(nested) : leaf.type, required: false };
  }
  return { kind: "record", fields, additional: true };
}
