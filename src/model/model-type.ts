import type { FieldType, Type } from "../value/type.ts";

/** The type of a fact, with words on every field: the reference and `--list-facts` are printed from it. */
export type ModelType =
  | { readonly kind: "plain"; readonly type: Type }
  | { readonly kind: "list"; readonly element: ModelType }
  | { readonly kind: "record"; readonly fields: ModelFields };

export interface ModelField {
  readonly type: ModelType;
  readonly about: string;
  /** What would decide the fact where no reader recorded it. */
  readonly decidedBy: string;
}

export type ModelFields = Readonly<Record<string, ModelField>>;

const anyManifest = "a manifest or an AgentDeployment that states it";

export const field = (type: ModelType, about: string, decidedBy = anyManifest): ModelField => ({
  type,
  about,
  decidedBy,
});

const plain = (type: Type): ModelType => ({ kind: "plain", type });
export const text = plain({ kind: "string" });
export const flag = plain({ kind: "bool" });
export const count = plain({ kind: "int" });
export const number = plain({ kind: "decimal" });
export const duration = plain({ kind: "duration" });
export const moment = plain({ kind: "timestamp" });
/** One of a closed set; a control writes the bare word. */
export const word = (...values: readonly string[]): ModelType => plain({ kind: "string", values });
export const listOf = (element: ModelType | ModelFields): ModelType => ({
  kind: "list",
  element: isModelType(element) ? element : group(element),
});
export const group = (fields: ModelFields): ModelType => ({ kind: "record", fields });

/** A reference by its text, and whether it was found among the scanned files. */
export const reference = (name: string, about: string, decidedBy?: string): ModelFields => ({
  [name]: field(text, about, decidedBy),
  [`${name}_found`]: field(flag, `whether the ${name} resolves in the scan set`, decidedBy),
});

export function typeOf(model: ModelType): Type {
  switch (model.kind) {
    case "plain":
      return model.type;
    case "list":
      return { kind: "list", element: typeOf(model.element) };
    case "record":
      return recordType(model.fields);
  }
}

/** No field is required: any fact may be absent or unrecorded. */
export function recordType(fields: ModelFields): Type {
  const types: Record<string, FieldType> = {};
  for (const [name, { type }] of Object.entries(fields)) types[name] = { type: typeOf(type), required: false };
  return { kind: "record", fields: types, additional: false };
}

// INVARIANT: no model record has a field called `kind` whose value is a string; fields are objects.
function isModelType(element: ModelType | ModelFields): element is ModelType {
  return typeof element["kind"] === "string";
}
