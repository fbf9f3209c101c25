import type { Span } from "../source/span.ts";
import type { Expression } from "./expression.ts";
import type { Name, QuotedText } from "./name.ts";
import type { AgentDeclaration, GrantDeclaration } from "./parsed-authority.ts";
import type { ConnectorDeclaration } from "./parsed-connector.ts";
import type { ControlDeclaration, ProveDeclaration } from "./parsed-control.ts";
import type { DriftDeclaration } from "./parsed-drift.ts";
import type { BandsDeclaration, GateDeclaration } from "./parsed-gate.ts";
import type { BreakGlassDeclaration, KillSwitchDeclaration } from "./parsed-switch.ts";
import type { TestDeclaration } from "./parsed-test.ts";
import type {
  ContextDeclaration,
  EndorseDeclaration,
  LabelDeclaration,
  ParsedType,
  ToolDeclaration,
} from "./parsed-tool.ts";

/** A comment with its `//`; `ownLine` is false when code stands before it on the line. */
export interface Comment {
  readonly text: string;
  readonly span: Span;
  readonly ownLine: boolean;
}

/** One `.gate` file. `text` is kept for the printer, which never loses a comment. */
export interface ParsedFile {
  readonly file: string;
  readonly text: string;
  readonly header: PolicyHeader | undefined;
  readonly declarations: readonly Declaration[];
  readonly comments: readonly Comment[];
}

/** `policy NAME version N language N`, or `pack …`: what a policy uses, and what is none by itself. */
export interface PolicyHeader {
  readonly kind: "policy" | "pack";
  readonly span: Span;
  readonly name: Name;
  readonly version: number;
  readonly language: number;
}

export type Declaration =
  | UseTools
  | UsePack
  | ParamDeclaration
  | ContextDeclaration
  | ToolDeclaration
  | LabelDeclaration
  | EndorseDeclaration
  | RoleDeclaration
  | AgentDeclaration
  | GrantDeclaration
  | GateDeclaration
  | ConnectorDeclaration
  | BandsDeclaration
  | DriftDeclaration
  | KillSwitchDeclaration
  | BreakGlassDeclaration
  | LetDeclaration
  | ControlDeclaration
  | ProveDeclaration
  | TestDeclaration;

/** `use tools from "./stripe.json" as stripe` */
export interface UseTools {
  readonly kind: "use-tools";
  readonly span: Span;
  readonly path: QuotedText;
  readonly prefix: Name | undefined;
}

/** `use pack "../packs/assistant" sha256 "…" with { own_domains: ["example.com"] }` */
export interface UsePack {
  readonly kind: "use-pack";
  readonly span: Span;
  readonly path: QuotedText;
  /** Missing only where the checker says so, with the right one. */
  readonly digest: QuotedText | undefined;
  readonly values: readonly ParamValue[];
}

export interface ParamValue {
  readonly span: Span;
  readonly name: Name;
  readonly value: Expression;
}

/** `param own_domains is list of domain`, or with what holds where nothing is given: `param limit is int = 5`. */
export interface ParamDeclaration {
  readonly kind: "param";
  readonly span: Span;
  readonly name: Name;
  readonly type: ParsedType;
  readonly fallback: Expression | undefined;
}

export interface RoleDeclaration {
  readonly kind: "role";
  readonly span: Span;
  readonly names: readonly Name[];
}

export interface LetDeclaration {
  readonly kind: "let";
  readonly span: Span;
  readonly name: Name;
  readonly value: Expression;
}
