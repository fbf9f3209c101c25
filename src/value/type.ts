/** The type of a field, as data: it is part of the IR and drives admission. */
export type Type =
  | { readonly kind: "bool" }
  | { readonly kind: "int" }
  | { readonly kind: "decimal" }
  | { readonly kind: "percent" }
  | { readonly kind: "duration" }
  | { readonly kind: "timestamp" }
  /** `unit` minor: the JSON number counts the currency's minor units (cents). */
  | { readonly kind: "money"; readonly currency: MoneyCurrency; readonly unit: "major" | "minor" }
  | { readonly kind: "string"; readonly values?: readonly string[] }
  | { readonly kind: TextKind }
  | { readonly kind: "url" }
  | { readonly kind: "command" }
  /** A bag of texts: `contains` asks whether some text of it contains the needle. */
  | { readonly kind: "texts" }
  | { readonly kind: "list"; readonly element: Type }
  | {
      readonly kind: "record";
      readonly fields: Readonly<Record<string, FieldType>>;
      /** False: a field outside `fields` is undeclared. True: the schema states `additionalProperties`. */
      readonly additional: boolean;
    }
  | { readonly kind: "labels" }
  | { readonly kind: "principal" }
  /** What a schema leaves open: only `has`, equality and emptiness may be asked of it. */
  | { readonly kind: "json" };

export interface FieldType {
  readonly type: Type;
  readonly required: boolean;
  /** What a tool's schema says of the value as it is sent, whatever type a policy gives it. */
  readonly limits?: Limits;
}

/** By their names in JSON Schema; numbers as digits. */
export interface Limits {
  readonly minimum?: string;
  readonly maximum?: string;
  readonly exclusiveMinimum?: string;
  readonly exclusiveMaximum?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minProperties?: number;
  readonly maxProperties?: number;
  /** A number is a multiple of each. */
  readonly multipleOf?: readonly string[];
  /** Of each element of a list. */
  readonly items?: Limits;
}

/** Text types with a canonical form (`canonical.ts` in this folder has one reader each). */
export type TextKind = "email" | "domain" | "path" | "cidr" | "iban" | "phone";

export type MoneyCurrency =
  | { readonly kind: "fixed"; readonly code: string }
  /** The currency stands in another argument, by its path below `args`. */
  | { readonly kind: "argument"; readonly path: readonly string[] };
