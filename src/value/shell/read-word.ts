import { readAnsiQuoted } from "./ansi-quoted.ts";
import { readBackticks, readDollar, readDoubleQuoted, readProcessSubstitution } from "./read-expansion.ts";
import { deepestShell, endsWord, giveUp, peek, type ShellReader } from "./shell-reader.ts";
import type { ShellWord } from "./shell-tree.ts";
import { emptyDraft, markUnknown, type WordDraft, wordOf } from "./word-draft.ts";

/**
 * The word at the place, which is neither blank nor an operator: quotes removed as a shell does, expansions marked. What
 * looks like a glob or like braces is one whether or not a file matches, because the files are not known here.
 */
export function readWord(reader: ShellReader): ShellWord {
  const draft = emptyDraft();
  let assigns: string | undefined;
  let bracket = -1;
  let brace = -1;
  let severalInBrace = false;
  let sawEquals = false;
  readTilde(reader, draft);
  for (;;) {
    const next = peek(reader);
    if ((next === "<" || next === ">") && peek(reader, 1) === "(") {
      readProcessSubstitution(reader, draft);
      continue;
    }
    if (endsWord(next)) break;
    switch (next) {
      case "\\":
        readBackslash(reader, draft);
        continue;
      case "'":
        readSingleQuoted(reader, draft);
        continue;
      case '"':
        readDoubleQuoted(reader, draft);
        continue;
      case "`":
        readBackticks(reader, draft, false);
        continue;
      case "$":
        if (peek(reader, 1) === "'") readAnsiQuoted(reader, draft);
        else readDollar(reader, draft, false);
        continue;
      case "*":
      case "?":
        markUnknown(draft, "glob", true);
        break;
      case "[":
        if (bracket < 0) bracket = draft.letters.length;
        break;
      case "]":
        if (bracket >= 0) markUnknown(draft, "glob", true, bracket);
        break;
      case "{":
        if (brace < 0) brace = draft.letters.length;
        break;
      case ",":
        severalInBrace ||= brace >= 0;
        break;
      case ".":
        severalInBrace ||= brace >= 0 && draft.letters.endsWith(".");
        break;
      case "}":
        if (brace >= 0 && severalInBrace) markUnknown(draft, "braces", true, brace);
        break;
      case "=":
        if (!sawEquals) assigns = assignedName(reader, draft, bracket);
        sawEquals = true;
        if (assigns !== undefined && peek(reader, 1) === "(") {
          readArray(reader, draft);
          return wordOf(draft, assigns);
        }
        break;
      default:
        break;
    }
    draft.letters += next;
    reader.at += 1;
  }
  if (reader.gaveUp) markUnknown(draft, "syntax", true, 0);
  return wordOf(draft, assigns);
}

/** `NAME=`, `NAME+=`, `NAME[1]=`. Any other index is arithmetic, which can run commands that a variable holds. */
function assignedName(reader: ShellReader, draft: WordDraft, bracket: number): string | undefined {
  if (draft.quoted) return undefined;
  const left = draft.letters.endsWith("+") ? draft.letters.slice(0, -1) : draft.letters;
  if (draft.certain === undefined) return /^[A-Za-z_][A-Za-z0-9_]*$/.test(left) ? left : undefined;
  const name = draft.letters.slice(0, Math.max(bracket, 0));
  if (!left.endsWith("]") || !/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) return undefined;
  if (!/^\[[0-9]+\]$/.test(left.slice(bracket))) reader.shared.trouble.add("code");
  return name;
}

function readArray(reader: ShellReader, draft: WordDraft): void {
  if (reader.depth >= deepestShell) {
    giveUp(reader, "size");
    return;
  }
  reader.depth += 1;
  reader.at += 2;
  draft.letters += "=";
  markUnknown(draft, "variable", false);
  for (;;) {
    const next = peek(reader);
    if (next === ")") {
      reader.at += 1;
      reader.depth -= 1;
      return;
    }
    if (next === "") {
      giveUp(reader, "syntax");
      return;
    }
    if (next === " " || next === "\t" || next === "\n") {
      reader.at += 1;
    } else if (endsWord(next) || next === "#") {
      giveUp(reader, "syntax");
      return;
    } else {
      draft.scripts.push(...readWord(reader).scripts);
    }
  }
}

/** `~` alone or before `/` stays as it is and means the home folder; `~ann` is somebody else's. */
function readTilde(reader: ShellReader, draft: WordDraft): void {
  if (peek(reader) !== "~") return;
  const next = peek(reader, 1);
  if (next !== "/" && !endsWord(next)) markUnknown(draft, "home", false);
}

function readBackslash(reader: ShellReader, draft: WordDraft): void {
  const next = peek(reader, 1);
  reader.at += 2;
  if (next === "\n") return;
  draft.quoted = true;
  if (next === "") giveUp(reader, "syntax");
  else draft.letters += next;
}

function readSingleQuoted(reader: ShellReader, draft: WordDraft): void {
  const end = reader.text.indexOf("'", reader.at + 1);
  draft.quoted = true;
  if (end < 0) {
    giveUp(reader, "syntax");
    return;
  }
  draft.letters += reader.text.slice(reader.at + 1, end);
  reader.shared.steps += end - reader.at;
  reader.at = end + 1;
}
