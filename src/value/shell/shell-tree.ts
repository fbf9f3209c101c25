/**
 * Why a part of a shell text says less than it does when run. `dialect`: shells read it differently; `code`: what runs is
 * not in the text, or is written in another language; `lookup`: the names no longer mean the usual programs.
 */
export const shellReasons = [
  "alias",
  "braces",
  "code",
  "dialect",
  "glob",
  "home",
  "input",
  "lookup",
  "size",
  "substitution",
  "syntax",
  "variable",
  "wrapper",
] as const;

export type ShellReason = (typeof shellReasons)[number];

/** One word after quoting is removed. */
export interface ShellWord {
  /** Its text; undefined where only running could tell. */
  readonly text: string | undefined;
  /** What is certain of its beginning: all of a known text. */
  readonly prefix: string;
  /** It may become no word, or several. */
  readonly splits: boolean;
  readonly reasons: readonly ShellReason[];
  /** What runs so that the word can be made: `$(…)`, backticks, `<(…)`. */
  readonly scripts: readonly ShellScript[];
  /** Any part was quoted: no keyword, and a `~` in it is a letter like others. */
  readonly quoted: boolean;
  /** The variable that an unquoted `NAME=` sets. */
  readonly assigns: string | undefined;
}

export interface ShellRedirection {
  readonly kind: "read" | "write" | "read-write" | "text";
  /** The file, or the text itself. */
  readonly target: ShellWord;
}

/** Commands one after the other; `and`: this one runs only if the one before succeeded. */
export interface ShellScript {
  readonly items: readonly { readonly node: ShellNode; readonly joined: "and" | "or" | "next" }[];
}

export type ShellNode =
  | {
      readonly kind: "simple";
      readonly assignments: readonly ShellWord[];
      readonly words: readonly ShellWord[];
      readonly redirections: readonly ShellRedirection[];
    }
  | { readonly kind: "pipeline"; readonly stages: readonly ShellNode[] }
  /** A group, a loop, a branch, a function's body: what is in it may run. */
  | {
      readonly kind: "group";
      /** Where the working folder and the variables are its own. */
      readonly subshell: boolean;
      readonly words: readonly ShellWord[];
      /** A loop runs again; the body of a function later, and wherever its name stands. */
      readonly runs: "once" | "again" | "later";
      /** What a loop sets, one word after the other. */
      readonly variable?: ShellWord;
      readonly bodies: readonly ShellScript[];
      readonly redirections: readonly ShellRedirection[];
    };
