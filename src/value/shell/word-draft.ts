import type { ShellReason, ShellScript, ShellWord } from "./shell-tree.ts";

/** A word while it is put together. */
export interface WordDraft {
  /** The letters so far; those that an expansion would put in are missing. */
  letters: string;
  /** How many of the letters are certain to open the word; undefined while all are. */
  certain: number | undefined;
  splits: boolean;
  quoted: boolean;
  readonly reasons: Set<ShellReason>;
  readonly scripts: ShellScript[];
}

export const emptyDraft = (): WordDraft => ({
  letters: "",
  certain: undefined,
  splits: false,
  quoted: false,
  reasons: new Set(),
  scripts: [],
});

/** From here on the word's text is not known. */
export function markUnknown(draft: WordDraft, reason: ShellReason, splits: boolean, from = draft.letters.length): void {
  draft.reasons.add(reason);
  draft.certain = Math.min(draft.certain ?? from, from);
  draft.splits ||= splits;
}

export function wordOf(draft: WordDraft, assigns?: string): ShellWord {
  return {
    text: draft.certain === undefined ? draft.letters : undefined,
    prefix: draft.letters.slice(0, draft.certain),
    splits: draft.splits,
    reasons: [...draft.reasons],
    scripts: draft.scripts,
    quoted: draft.quoted,
    assigns,
  };
}
