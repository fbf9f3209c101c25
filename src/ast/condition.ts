import type { Type } from "../value/type.ts";

/**
 * Conditions after names and types are resolved. `M` is what every node carries besides: a span in the checked tree
 * (`checked.ts`), nothing in the IR. `not in`, `is not empty`, `!=` are a `not` around the positive relation.
 */
export type Condition<M> = M &
  (
    | { readonly kind: "constant"; readonly value: boolean }
    | { readonly kind: "all"; readonly operands: readonly Condition<M>[] }
    | { readonly kind: "any"; readonly operands: readonly Condition<M>[] }
    | { readonly kind: "not"; readonly operand: Condition<M> }
    | { readonly kind: "has"; readonly operand: Operand<M> }
    /** A bool field standing as a condition. */
    | { readonly kind: "holds"; readonly operand: Operand<M> }
    | {
        readonly kind: "compare";
        readonly operator: "==" | "<" | "<=" | ">" | ">=";
        readonly left: Operand<M>;
        readonly right: Operand<M>;
      }
    | { readonly kind: "one-of"; readonly operand: Operand<M>; readonly values: readonly Operand<M>[] }
    /**
     * `contains X` is `any` of one value. substring: text or a bag of texts; element: a list; label: a label set;
     * recogniser: text or a bag of texts, `values` are text literals naming content recognisers.
     */
    | {
        readonly kind: "contains";
        readonly operand: Operand<M>;
        readonly quantity: "any" | "all";
        readonly mode: "substring" | "element" | "label" | "recogniser";
        readonly values: readonly Operand<M>[];
      }
    | { readonly kind: "starts-with"; readonly operand: Operand<M>; readonly text: string }
    | { readonly kind: "ends-with"; readonly operand: Operand<M>; readonly text: string }
    | {
        readonly kind: "within";
        readonly space: "domain" | "path" | "cidr";
        readonly operand: Operand<M>;
        readonly patterns: readonly string[];
      }
    /** Full match of an RE2-subset pattern (`value/pattern.ts`). */
    | { readonly kind: "matches"; readonly operand: Operand<M>; readonly pattern: string }
    | { readonly kind: "empty"; readonly operand: Operand<M> }
    | {
        readonly kind: "quantified";
        readonly quantifier: "every" | "any";
        readonly nonempty: boolean;
        /** The bound name, unique on the way from the root: an operand of kind `bound` names it. */
        readonly binding: string;
        readonly list: Operand<M>;
        readonly where?: Condition<M>;
        readonly body: Condition<M>;
      }
    | {
        readonly kind: "origin";
        readonly operand: Operand<M>;
        readonly quantity: "any" | "all";
        readonly sources: readonly OriginSource[];
      }
  );

export type Operand<M> = M &
  (
    | { readonly kind: "literal"; readonly literal: Literal }
    | { readonly kind: "path"; readonly root: Root; readonly segments: readonly string[]; readonly type: Type }
    | { readonly kind: "bound"; readonly binding: string; readonly segments: readonly string[]; readonly type: Type }
    | {
        readonly kind: "sum";
        readonly operator: "+" | "-";
        readonly left: Operand<M>;
        readonly right: Operand<M>;
      }
    /** A history term (`history.ts`) by its name; the policy lists them. A bool type stands in `holds`. */
    | { readonly kind: "history"; readonly term: string; readonly type: Type }
  );

/**
 * Where a path starts. The first row is what policies write; `tool`, `recipient`, `revocation`, `conforms` and `kill_switch` are read
 * by built-in gates only; `subject` is the subject of a control (its segments start at the model entity named by the binding).
 */
export type Root =
  | "args"
  | "result"
  | "text"
  | "context"
  | "token"
  | "peer"
  | "agent"
  | "chain"
  | "purpose"
  | "confidence"
  | "labels"
  | "cost"
  | "at"
  | "egress"
  | "tool"
  | "recipient"
  | "revocation"
  | "conforms"
  | "kill_switch"
  | "subject";

/** A literal of the policy. Digits are exact decimal text; a percentage is its fraction ("0.9"). */
export type Literal =
  | { readonly kind: "bool"; readonly value: boolean }
  | { readonly kind: "number"; readonly digits: string }
  | { readonly kind: "money"; readonly digits: string; readonly currency: string }
  | { readonly kind: "duration"; readonly ms: number }
  | { readonly kind: "timestamp"; readonly ms: number }
  | { readonly kind: "text"; readonly text: string };

/** Where a value may have been seen before. `field` is the path below `result`. */
export type OriginSource =
  | { readonly kind: "user" }
  | { readonly kind: "system" }
  | { readonly kind: "tool"; readonly tools: readonly string[] }
  | { readonly kind: "field"; readonly tools: readonly string[]; readonly path: readonly string[] }
  | { readonly kind: "agent"; readonly agent: string };
