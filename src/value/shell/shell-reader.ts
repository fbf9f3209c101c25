import type { ShellReason, ShellRedirection, ShellScript, ShellWord } from "./shell-tree.ts";

/** The state of one reading, changed while it goes on. */
export interface ShellReader {
  readonly text: string;
  at: number;
  depth: number;
  /** Shared by all texts of one command. */
  readonly shared: SharedReading;
  /** Here-documents whose bodies start on the next line. */
  readonly pending: PendingDocument[];
  /** The rest was skipped: the word at hand has no known text. */
  gaveUp: boolean;
}

export interface SharedReading {
  /** Characters looked at: what the time is proportional to. */
  steps: number;
  /** Why more may run than was read. */
  readonly trouble: Set<ShellReason>;
  /** The parser, which words need for what stands between `$(` and `)`; it stops in front of the `)`. */
  readonly parseScript: (reader: ShellReader) => ShellScript;
}

export interface PendingDocument {
  readonly delimiter: string;
  readonly literal: boolean;
  readonly indented: boolean;
  /** Where the redirection stands, to be replaced once the body is read. */
  readonly redirections: ShellRedirection[];
  readonly index: number;
}

/** How deep groups, substitutions and texts given to another shell may be nested. */
export const deepestShell = 16;

export const shellReader = (text: string, shared: SharedReading, depth: number): ShellReader => ({
  text,
  at: 0,
  depth,
  shared,
  pending: [],
  gaveUp: false,
});

/** The character at the place, "" behind the end. */
export function peek(reader: ShellReader, ahead = 0): string {
  reader.shared.steps += 1;
  return reader.text.charAt(reader.at + ahead);
}

/** Nothing behind this place is understood: the rest is skipped, and remembered as skipped. */
export function giveUp(reader: ShellReader, reason: ShellReason): void {
  reader.shared.trouble.add(reason);
  reader.at = reader.text.length;
  reader.gaveUp = true;
}

/** Skips blanks and continued lines, neither newlines nor comments. */
export function skipBlanks(reader: ShellReader): void {
  for (;;) {
    const next = peek(reader);
    if (next === " " || next === "\t") reader.at += 1;
    else if (next === "\\" && peek(reader, 1) === "\n") reader.at += 2;
    else return;
  }
}

/** To the end of the line, where the place is a comment. */
export function skipComment(reader: ShellReader): void {
  if (peek(reader) !== "#") return;
  while (peek(reader) !== "\n" && reader.at < reader.text.length) reader.at += 1;
}

const delimiters = " \t\n;&|<>()";

export const endsWord = (character: string): boolean => character === "" || delimiters.includes(character);

/** The word at the place if it is short and unquoted, as keywords are, without reading it. */
export function peekBare(reader: ShellReader): { readonly word: string; readonly end: number } | undefined {
  let word = "";
  let ahead = 0;
  for (;;) {
    const next = peek(reader, ahead);
    if (next === "\\" && peek(reader, ahead + 1) === "\n") {
      ahead += 2;
    } else if (endsWord(next)) {
      return word === "" ? undefined : { word, end: reader.at + ahead };
    } else if (word.length < 10 && /[A-Za-z!{}[\]-]/.test(next)) {
      word += next;
      ahead += 1;
    } else {
      return undefined;
    }
  }
}

/** Takes the bare word if it stands at the place. */
export function takeBare(reader: ShellReader, wanted: string): boolean {
  const bare = peekBare(reader);
  if (bare?.word !== wanted) return false;
  reader.at = bare.end;
  return true;
}

/** A word whose text is known. */
export const knownWord = (text: string, scripts: readonly ShellScript[] = []): ShellWord => ({
  text,
  prefix: text,
  splits: false,
  reasons: [],
  scripts,
  quoted: true,
  assigns: undefined,
});
