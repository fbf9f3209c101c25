import { readBackticks, readDollar } from "./read-expansion.ts";
import { readWord } from "./read-word.ts";
import { endsWord, giveUp, knownWord, peek, type ShellReader, shellReader, skipBlanks } from "./shell-reader.ts";
import type { ShellRedirection, ShellWord } from "./shell-tree.ts";
import { emptyDraft, wordOf } from "./word-draft.ts";

/** Does a redirection start at the place? Digits and a `<` or `>` without a blank between are one. */
export function startsRedirection(reader: ShellReader): boolean {
  let ahead = 0;
  while (/^[0-9]$/.test(peek(reader, ahead))) ahead += 1;
  const next = peek(reader, ahead);
  if (next === "&") return ahead === 0 && peek(reader, 1) === ">";
  return (next === "<" || next === ">") && (ahead > 0 || peek(reader, 1) !== "(");
}

/** One redirection, added to the list; a copied or closed descriptor is no file and adds nothing. */
export function readRedirection(reader: ShellReader, redirections: ShellRedirection[]): void {
  while (/^[0-9]$/.test(peek(reader))) reader.at += 1;
  const operator = takeOperator(reader);
  if (operator === "<<" || operator === "<<-") {
    readHereDelimiter(reader, operator === "<<-", redirections);
    return;
  }
  skipBlanks(reader);
  const next = peek(reader);
  if (endsWord(next) && !((next === "<" || next === ">") && peek(reader, 1) === "(")) {
    giveUp(reader, "syntax");
    return;
  }
  const target = readWord(reader);
  switch (operator) {
    case "<<<":
      redirections.push({ kind: "text", target });
      return;
    case "<":
      redirections.push({ kind: "read", target });
      return;
    case "<>":
      redirections.push({ kind: "read-write", target });
      return;
    case "<&":
    case ">&":
      // Behind `>&` a number or `-` is a descriptor; anything else is a file to bash.
      if (target.text === undefined || !/^(?:[0-9]+-?|-)$/.test(target.text))
        redirections.push({ kind: operator === ">&" ? "write" : "read", target });
      return;
    default:
      redirections.push({ kind: "write", target });
  }
}

const operators = ["<<<", "<<-", "&>>", "<<", "<&", "<>", ">>", ">&", ">|", "&>", "<", ">"] as const;

function takeOperator(reader: ShellReader): (typeof operators)[number] {
  const found = operators.find((operator) => reader.text.startsWith(operator, reader.at)) ?? ">";
  reader.at += found.length;
  reader.shared.steps += found.length;
  return found;
}

function readHereDelimiter(reader: ShellReader, indented: boolean, redirections: ShellRedirection[]): void {
  skipBlanks(reader);
  if (endsWord(peek(reader))) {
    giveUp(reader, "syntax");
    return;
  }
  const delimiter = readWord(reader);
  // A delimiter is never expanded, and what looks like an expansion is read in several ways.
  if (delimiter.text === undefined) {
    giveUp(reader, "dialect");
    return;
  }
  const index = redirections.push({ kind: "text", target: knownWord("") }) - 1;
  reader.pending.push({ delimiter: delimiter.text, literal: delimiter.quoted, indented, redirections, index });
}

/** The bodies of the documents announced on the line that has just ended. */
export function readHereDocuments(reader: ShellReader): void {
  for (const { delimiter, literal, indented, redirections, index } of reader.pending.splice(0)) {
    const lines: string[] = [];
    for (;;) {
      if (reader.at >= reader.text.length) {
        reader.shared.trouble.add("syntax");
        break;
      }
      const end = reader.text.indexOf("\n", reader.at);
      const line = reader.text.slice(reader.at, end < 0 ? reader.text.length : end);
      reader.at = end < 0 ? reader.text.length : end + 1;
      reader.shared.steps += line.length + 1;
      const content = indented ? line.replace(/^\t+/, "") : line;
      if (content === delimiter) break;
      // A continued line may swallow the delimiter.
      if (!literal && line.endsWith("\\")) reader.shared.trouble.add("dialect");
      lines.push(content);
    }
    const body = lines.map((line) => `${line}\n`).join("");
    redirections[index] = { kind: "text", target: literal ? knownWord(body) : expandBody(body, reader) };
  }
}

/** Expansions work in a body, quotes do not. */
function expandBody(body: string, outer: ShellReader): ShellWord {
  const reader = shellReader(body, outer.shared, outer.depth + 1);
  const draft = emptyDraft();
  draft.quoted = true;
  for (;;) {
    const next = peek(reader);
    if (next === "") break;
    if (next === "$") {
      readDollar(reader, draft, true);
    } else if (next === "`") {
      readBackticks(reader, draft, true);
    } else if (next === "\\") {
      const escaped = peek(reader, 1);
      draft.letters += escaped !== "" && "$`\\".includes(escaped) ? escaped : escaped === "\n" ? "" : `\\${escaped}`;
      reader.at += 2;
    } else {
      draft.letters += next;
      reader.at += 1;
    }
  }
  return wordOf(draft);
}
