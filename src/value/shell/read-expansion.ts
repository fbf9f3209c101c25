import { deepestShell, giveUp, peek, type ShellReader, shellReader } from "./shell-reader.ts";
import { markUnknown, type WordDraft } from "./word-draft.ts";

/** What follows a `$`. In quotes an expansion stays one word, but for `"$@"` and what is like it. */
export function readDollar(reader: ShellReader, draft: WordDraft, quoted: boolean): void {
  const next = peek(reader, 1);
  if (next === "(") {
    if (peek(reader, 2) === "(") readArithmetic(reader, draft, quoted);
    else readSubstitution(reader, draft, quoted);
  } else if (next === "{") {
    readParameter(reader, draft, quoted);
  } else if (next === "[") {
    // Arithmetic to bash, letters to others.
    reader.shared.trouble.add("dialect");
    draft.letters += "$[";
    reader.at += 2;
  } else if (next === '"' && !quoted) {
    // A translated text to bash; elsewhere a dollar sign before a quoted text.
    markUnknown(draft, "dialect", false);
    reader.at += 1;
  } else if (/^[A-Za-z_]$/.test(next)) {
    reader.at += 2;
    while (/^[A-Za-z0-9_]$/.test(peek(reader))) reader.at += 1;
    // zsh reads `$name[…]` as an index, which is arithmetic.
    if (peek(reader) === "[") reader.shared.trouble.add("dialect");
    markUnknown(draft, "variable", !quoted);
  } else if (next !== "" && "@*#?-$!0123456789".includes(next)) {
    reader.at += 2;
    markUnknown(draft, "variable", !quoted || next === "@");
  } else {
    draft.letters += "$";
    reader.at += 1;
  }
}

function readSubstitution(reader: ShellReader, draft: WordDraft, quoted: boolean): void {
  reader.at += 2;
  readScript(reader, draft);
  markUnknown(draft, "substitution", !quoted);
}

/** `<(…)` and `>(…)`: a file that a program writes or reads. */
export function readProcessSubstitution(reader: ShellReader, draft: WordDraft): void {
  reader.at += 2;
  readScript(reader, draft);
  markUnknown(draft, "substitution", false);
}

/** The commands up to the closing parenthesis. */
function readScript(reader: ShellReader, draft: WordDraft): void {
  if (reader.depth >= deepestShell) {
    giveUp(reader, "size");
    return;
  }
  // Shells differ on where the body of a document begins whose line ends inside a substitution.
  if (reader.pending.length > 0) reader.shared.trouble.add("dialect");
  reader.depth += 1;
  draft.scripts.push(reader.shared.parseScript(reader));
  reader.depth -= 1;
  if (reader.pending.length > 0) reader.shared.trouble.add("dialect");
  if (peek(reader) === ")") reader.at += 1;
  else giveUp(reader, "syntax");
}

/** What stands between backticks is unescaped once and then read as a text of its own. */
export function readBackticks(reader: ShellReader, draft: WordDraft, quoted: boolean): void {
  if (reader.depth >= deepestShell) {
    giveUp(reader, "size");
    return;
  }
  reader.at += 1;
  let text = "";
  for (;;) {
    const next = peek(reader);
    if (next === "") {
      giveUp(reader, "syntax");
      return;
    }
    reader.at += 1;
    if (next === "`") break;
    const escaped = peek(reader);
    if (next === "\\" && escaped !== "" && (quoted ? '$`\\"' : "$`\\").includes(escaped)) {
      text += escaped;
      reader.at += 1;
    } else {
      text += next;
    }
  }
  const inner = shellReader(text, reader.shared, reader.depth + 1);
  draft.scripts.push(inner.shared.parseScript(inner));
  if (inner.at < text.length) reader.shared.trouble.add("syntax");
  markUnknown(draft, "substitution", !quoted);
}

/** `$((…))`. Names in it are read as arithmetic in turn, which can run commands that a variable holds. */
function readArithmetic(reader: ShellReader, draft: WordDraft, quoted: boolean): void {
  if (reader.depth >= deepestShell) {
    giveUp(reader, "size");
    return;
  }
  reader.at += 3;
  reader.depth += 1;
  let open = 2;
  while (open > 0) {
    const next = peek(reader);
    if (next === "") {
      giveUp(reader, "syntax");
      return;
    }
    if (next === "(") open += 1;
    if (next === ")") open -= 1;
    // With anything between the last two it would be a substitution that begins with a group.
    if (next === ")" && open === 1 && peek(reader, 1) !== ")") {
      giveUp(reader, "dialect");
      return;
    }
    if (next === "$" || next === "`") {
      reader.shared.trouble.add("code");
      if (next === "$") readDollar(reader, draft, true);
      else readBackticks(reader, draft, true);
      continue;
    }
    if (/[A-Za-z_]/.test(next)) reader.shared.trouble.add("code");
    if ("'\"\\".includes(next)) {
      giveUp(reader, "dialect");
      return;
    }
    reader.at += 1;
  }
  reader.depth -= 1;
  markUnknown(draft, "variable", !quoted);
}

/** `${…}` with what stands in it: defaults and patterns may hold substitutions. */
function readParameter(reader: ShellReader, draft: WordDraft, quoted: boolean): void {
  if (reader.depth >= deepestShell) {
    giveUp(reader, "size");
    return;
  }
  const from = draft.letters.length;
  reader.at += 2;
  reader.depth += 1;
  let several = false;
  let name = true;
  for (;;) {
    const next = peek(reader);
    if (next === "") {
      giveUp(reader, "syntax");
      return;
    }
    if (next === "}") break;
    if (next === "$") {
      readDollar(reader, draft, quoted);
    } else if (next === "`") {
      readBackticks(reader, draft, quoted);
    } else if (next === '"') {
      readDoubleQuoted(reader, draft);
    } else {
      // `${x@P}` and an index run what a variable holds; what a single quote or a brace means here depends on the shell.
      if (next === "@" || next === "*") several = true;
      if (next === "@" && /[A-Za-z0-9_@*\]]/.test(reader.text.charAt(reader.at - 1))) reader.shared.trouble.add("code");
      if (next === "[" && name && !/^[@*0-9]$/.test(peek(reader, 1))) reader.shared.trouble.add("code");
      if (next === "'" || next === "{") reader.shared.trouble.add("dialect");
      name &&= /[A-Za-z0-9_!#[]/.test(next);
      reader.at += next === "\\" && peek(reader, 1) !== "" ? 2 : 1;
    }
  }
  reader.at += 1;
  reader.depth -= 1;
  draft.letters = draft.letters.slice(0, from);
  markUnknown(draft, "variable", !quoted || several, from);
}

export function readDoubleQuoted(reader: ShellReader, draft: WordDraft): void {
  reader.at += 1;
  draft.quoted = true;
  for (;;) {
    const next = peek(reader);
    switch (next) {
      case '"':
        reader.at += 1;
        return;
      case "":
        giveUp(reader, "syntax");
        return;
      case "\\":
        readEscapeInQuotes(reader, draft);
        break;
      case "`":
        readBackticks(reader, draft, true);
        break;
      case "$":
        readDollar(reader, draft, true);
        break;
      default:
        draft.letters += next;
        reader.at += 1;
    }
  }
}

function readEscapeInQuotes(reader: ShellReader, draft: WordDraft): void {
  const next = peek(reader, 1);
  if (next !== "\n") draft.letters += next !== "" && '$`"\\'.includes(next) ? next : `\\${next}`;
  reader.at += 2;
}
