import type { Span } from "../source/span.ts";
import type { DurationLiteral, Name, ParsedPath } from "./name.ts";

/** `language.md` 3. Relations keep the written operator; `check` resolves it by the left side's type. */
export type Expression =
  | { readonly kind: "text"; readonly span: Span; readonly text: string }
  | { readonly kind: "number"; readonly span: Span; readonly digits: string }
  | { readonly kind: "percent"; readonly span: Span; readonly digits: string }
  | {
      readonly kind: "money";
      readonly span: Span;
      readonly digits: string;
      readonly currency: Name;
      readonly minor: boolean;
    }
  | { readonly kind: "duration"; readonly span: Span; readonly ms: number; readonly lexeme: string }
  | { readonly kind: "timestamp"; readonly span: Span; readonly ms: number; readonly lexeme: string }
  | { readonly kind: "bool"; readonly span: Span; readonly value: boolean }
  | { readonly kind: "list"; readonly span: Span; readonly items: readonly Expression[] }
  | { readonly kind: "path"; readonly span: Span; readonly segments: readonly Name[] }
  | { readonly kind: "path-of"; readonly span: Span; readonly segments: readonly Name[]; readonly of: Name }
  | { readonly kind: "group"; readonly span: Span; readonly inner: Expression }
  | { readonly kind: "not"; readonly span: Span; readonly operand: Expression }
  | { readonly kind: "all" | "any"; readonly span: Span; readonly operands: readonly Expression[] }
  | { readonly kind: "has"; readonly span: Span; readonly operand: Expression }
  | { readonly kind: "origin"; readonly span: Span; readonly operand: Expression }
  | {
      readonly kind: "sum";
      readonly span: Span;
      readonly operator: "+" | "-";
      readonly left: Expression;
      readonly right: Expression;
    }
  | {
      readonly kind: "relation";
      readonly span: Span;
      readonly operator: RelationOperator;
      readonly operatorSpan: Span;
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly kind: "emptiness"; readonly span: Span; readonly operand: Expression; readonly negated: boolean }
  | {
      readonly kind: "quantifier";
      readonly span: Span;
      readonly quantifier: "every" | "any";
      readonly binding: Name;
      readonly nonempty: boolean;
      readonly list: Expression;
      readonly where: Expression | undefined;
      readonly body: Expression;
    }
  /** `sum` and its like have a path, `since` two events. Both limits may be missing, which is reported. */
  | {
      readonly kind: "history";
      readonly span: Span;
      readonly word: Name;
      readonly path: ParsedPath | undefined;
      readonly events: readonly ParsedPastEvent[];
      readonly within: DurationLiteral | undefined;
      readonly per: Name | undefined;
    };

/** `started mail.send with args.to == this.args.to` */
export interface ParsedPastEvent {
  readonly span: Span;
  readonly phase: Name;
  readonly pattern: Name;
  readonly with: Expression | undefined;
}

export type RelationOperator =
  | "=="
  | "!="
  | "<"
  | "<="
  | ">"
  | ">="
  | "in"
  | "not in"
  | "contains"
  | "contains any"
  | "contains all"
  | "starts with"
  | "ends with"
  | "in domain"
  | "in path"
  | "in cidr"
  | "not in domain"
  | "not in path"
  | "not in cidr"
  | "matches";
