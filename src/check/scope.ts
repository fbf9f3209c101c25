import type { CheckedTool, InertRule } from "../ast/checked.ts";
import type { CheckedCondition, CheckedOperand } from "../ast/checked-condition.ts";
import type { Expression } from "../ast/expression.ts";
import type { HistoryTerm } from "../ast/history.ts";
import type { Name } from "../ast/name.ts";
import type { LetDeclaration } from "../ast/parsed.ts";
import type { AgentDeclaration } from "../ast/parsed-authority.ts";
import type { DriftDeclaration } from "../ast/parsed-drift.ts";
import type { SourceText, Span } from "../source/span.ts";
import type { Type } from "../value/type.ts";
import type { Report } from "./report.ts";

/** Every name a policy declares, after its files are merged. */
export interface PolicyNames {
  readonly tools: ReadonlyMap<string, CheckedTool>;
  /** False when some tool could not be read, which was reported: an unknown name may be that tool's. */
  readonly toolsComplete: boolean;
  /** In a pack by the parameters that stand for them: the declaration says the name. */
  readonly agents: ReadonlyMap<string, AgentDeclaration>;
  readonly roles: ReadonlySet<string>;
  /** Built-in labels and those a `label` declaration brings. */
  readonly labels: ReadonlySet<string>;
  /** With the parameters of a pack, whose values were written elsewhere. */
  readonly lets: ReadonlyMap<string, LetDeclaration>;
  /** Parameters without a value, which was reported or is no mistake: what rests on one raises nothing more. */
  readonly unvalued: ReadonlySet<string>;
  readonly gates: ReadonlySet<string>;
  readonly connectors: ReadonlySet<string>;
  readonly drifts: ReadonlyMap<string, DriftDeclaration>;
  /** Rules of packs of which nothing is left, by name: why no gate is called so. */
  readonly inert: ReadonlyMap<string, InertRule>;
  /** False when some pack could not be read, which was reported: an unknown `PACK:GATE` may be that pack's. */
  readonly packsComplete: boolean;
  readonly killSwitches: ReadonlySet<string>;
  readonly breakGlasses: ReadonlySet<string>;
  readonly controls: ReadonlySet<string>;
  /** The record type of the root `context`. */
  readonly context: Type;
  readonly subjectTypes: Readonly<Record<string, Type>>;
}

export interface Checker {
  readonly names: PolicyNames;
  readonly report: Report;
  readonly letUses: LetUses;
  /** The file that a clause names; undefined if there is none. */
  readonly read: (fromFile: string, path: string) => SourceText | undefined;
  /** What `require schema` clauses demand so far, by digest. */
  readonly schemas: Map<string, Type>;
  /** Every history term that was read so far, by name. */
  readonly terms: Map<string, HistoryTerm>;
  /** Set while the declarations of a pack are checked. */
  readonly pack: PackPlace | undefined;
}

/** What is only so in a pack. */
export interface PackPlace {
  /** The name of the pack, below those of the packs that use it: `assistant`, `assistant:mail`. */
  readonly prefix: string;
  /** Labels that the pack declares for itself. */
  readonly labels: ReadonlySet<string>;
  /** Roles by the parameters that stand for them. */
  readonly roles: ReadonlyMap<string, string>;
  /** What was found to cover nothing in this policy. */
  readonly inert: InertRule[];
}

/** The name by which a declaration is known in the whole policy: `assistant:no_cards` for one of a pack. */
export const qualified = ({ pack }: Pick<Checker, "pack">, name: string): string =>
  pack === undefined ? name : `${pack.prefix}:${name}`;

/** Which lets some rule used, and the first value each had there (`error` where no use of it was well typed). */
export interface LetUses {
  readonly values: Map<string, Typed>;
}

/** The name of a label in the whole policy: one that a pack declares for itself is no label of the policy. */
export const labelName = (word: string, checker: Pick<Checker, "pack">): string =>
  checker.pack?.labels.has(word) === true ? qualified(checker, word) : word;

/** Where a condition is evaluated: one phase of one tool, or a phase without a tool. */
export type Surface =
  | { readonly phase: "call" | "result"; readonly tool: CheckedTool }
  | { readonly phase: "message" | "prompt" | "output" };
export type Phase = Surface["phase"];

export type Place =
  /** `lenient`: a `let` by itself, whose tools only its uses know; a path must exist somewhere. */
  | { readonly kind: "event"; readonly surfaces: readonly Surface[]; readonly lenient: boolean }
  /** A control over the deployment: paths start at the word that names the subject. */
  | { readonly kind: "subject"; readonly word: string; readonly type: Type };

/** When a condition lets something through or proves it: a vacuous `every` there would do so on no evidence. */
export type Exempts = "when-true" | "when-false" | "never";

export const flipped: Readonly<Record<Exempts, Exempts>> = {
  "when-true": "when-false",
  "when-false": "when-true",
  never: "never",
};

export interface Binding {
  /** The name in the checked tree, unique on the way from the root. */
  readonly unique: string;
  readonly type: Type;
  readonly vocabulary: boolean;
}

export interface EndedBinding {
  readonly binding: Span;
  readonly body: Span;
  /** The `and` or `or` in which the quantifier stands. */
  readonly whole: Span;
}

/** A path below `args` or `result` that a sibling condition guards. */
export interface GuardedPath {
  readonly root: "args" | "result";
  readonly segments: readonly string[];
}

export interface Scope {
  readonly checker: Checker;
  readonly typist: Typist;
  readonly place: Place;
  readonly bindings: ReadonlyMap<string, Binding>;
  /** Names bound by quantifiers whose body ended before this operand, for the slip of a body without parentheses. */
  readonly ended: ReadonlyMap<string, EndedBinding>;
  /** Unique names of the quantifiers around, outermost first. */
  readonly enclosing: readonly string[];
  readonly exempts: Exempts;
  readonly guarded: readonly GuardedPath[];
  /** Lets being inlined, for cycles. */
  readonly openLets: readonly string[];
  readonly budget: Budget;
  /** The innermost relation or quantifier around, for fixes. */
  readonly relation: Span | undefined;
}

/** What the rule may still cost; shared by everything that is inlined into it. */
export interface Budget {
  readonly rule: Span;
  left: number;
}

/** What an expression is before the other side of its relation is known. An `error` was reported and raises nothing more. */
export type Typed =
  | { readonly kind: "error" }
  | { readonly kind: "condition"; readonly condition: CheckedCondition }
  | {
      readonly kind: "value";
      readonly operand: CheckedOperand;
      readonly type: Type;
      /** Its enum members are written as bare words. */
      readonly vocabulary: boolean;
    }
  | { readonly kind: "list"; readonly span: Span; readonly items: readonly Expression[]; readonly scope: Scope }
  | { readonly kind: "origin"; readonly span: Span; readonly operand: CheckedOperand }
  /** Bare words that are no path here; the other side's type says what they mean. */
  | { readonly kind: "word"; readonly span: Span; readonly words: readonly Name[] };
export type TypedValue = Extract<Typed, { readonly kind: "value" }>;

export const typedError: Typed = { kind: "error" };

/** The two recursive steps, handed along with the scope because every kind of expression contains others. */
export interface Typist {
  readonly type: (expression: Expression, scope: Scope) => Typed;
  /** Undefined after an error. */
  readonly condition: (expression: Expression, scope: Scope) => CheckedCondition | undefined;
}

export function dotted(words: readonly Name[]): string {
  let text = words[0]?.text ?? "";
  for (let index = 1; index < words.length; index += 1) text += `.${words[index]?.text}`;
  return text;
}

export type RelationExpression = Extract<Expression, { readonly kind: "relation" }>;
