/** One small change of one source file. */
export interface Mutant {
  readonly id: number;
  /** Path from the root of the project. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly operator: string;
  /** What is replaced, as offsets into the file's text. */
  readonly start: number;
  readonly end: number;
  /** An expression is replaced by another; a statement is left out. */
  readonly kind: "expression" | "statement";
  readonly before: string;
  readonly after: string;
}

/** What became of a mutant. */
export type Verdict =
  | { readonly kind: "killed"; readonly by: string; readonly how: "test" | "time" | "crash" }
  /** Tests run it and none fails; no test runs it at all. */
  | { readonly kind: "survived" }
  | { readonly kind: "unreached" }
  /** The type checker refuses it: nobody could commit it, so it counts for nothing. */
  | { readonly kind: "no-program" };
