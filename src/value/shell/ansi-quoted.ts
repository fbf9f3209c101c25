import { giveUp, peek, type ShellReader } from "./shell-reader.ts";
import type { WordDraft } from "./word-draft.ts";

const letters: Readonly<Record<string, string>> = {
  a: "\u0007",
  b: "\b",
  e: "\u001b",
  E: "\u001b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
  "\\": "\\",
  '"': '"',
  "?": "?",
};

/**
 * `$'…'` as bash and zsh read it. A shell without it ends the quotes at the first `'`, escaped or not: where that would be
 * another place, the two disagree about what runs.
 */
export function readAnsiQuoted(reader: ShellReader, draft: WordDraft): void {
  draft.quoted = true;
  reader.at += 2;
  for (;;) {
    const next = peek(reader);
    if (next === "") {
      giveUp(reader, "syntax");
      return;
    }
    if (next === "'") {
      reader.at += 1;
      return;
    }
    if (next === "\\") {
      readEscape(reader, draft);
    } else {
      draft.letters += next;
      reader.at += 1;
    }
  }
}

function readEscape(reader: ShellReader, draft: WordDraft): void {
  const kind = peek(reader, 1);
  const plain = letters[kind];
  if (kind === "'") {
    reader.shared.trouble.add("dialect");
    draft.letters += "'";
    reader.at += 2;
  } else if (plain !== undefined) {
    draft.letters += plain;
    reader.at += 2;
  } else if (/^[0-7]$/.test(kind)) {
    reader.at += 1;
    addCode(reader, draft, takeDigits(reader, /^[0-7]$/, 3), 8, 0xff);
  } else if (kind === "x" || kind === "u" || kind === "U") {
    reader.at += 2;
    addCode(reader, draft, takeDigits(reader, /^[0-9A-Fa-f]$/, kind === "x" ? 2 : kind === "u" ? 4 : 8), 16, 0x10ffff);
  } else {
    // `\c` and unknown letters: shells differ.
    reader.shared.trouble.add("dialect");
    draft.letters += `\\${kind}`;
    reader.at += 2;
  }
}

function takeDigits(reader: ShellReader, digit: RegExp, most: number): string {
  let digits = "";
  while (digits.length < most && digit.test(peek(reader))) {
    digits += peek(reader);
    reader.at += 1;
  }
  return digits;
}

/** Bytes above 127 are parts of an encoded letter, and zero ends the text in some shells: neither is guessed. */
function addCode(reader: ShellReader, draft: WordDraft, digits: string, base: number, highest: number): void {
  const code = Number.parseInt(digits, base) & (base === 8 ? 0xff : -1);
  const isByte = base === 8 || digits.length <= 2;
  if (!(code > 0) || code > highest || (code >= 0xd800 && code <= 0xdfff) || (isByte && code > 127))
    reader.shared.trouble.add("dialect");
  else draft.letters += String.fromCodePoint(code);
}
