import { type ParseScript, parseCompound } from "./parse-compound.ts";
import { readHereDocuments, readRedirection, startsRedirection } from "./read-redirection.ts";
import { readWord } from "./read-word.ts";
import {
  deepestShell,
  endsWord,
  giveUp,
  peek,
  peekBare,
  type SharedReading,
  type ShellReader,
  shellReader,
  skipBlanks,
  skipComment,
  takeBare,
} from "./shell-reader.ts";
import type { ShellNode, ShellRedirection, ShellScript, ShellWord } from "./shell-tree.ts";

/** What is shared by all texts of one command: the text itself and those that it gives to another shell. */
export const sharedReading = (): SharedReading => ({
  steps: 0,
  trouble: new Set(),
  parseScript: (reader) => parseUntil(reader, []),
});

/**
 * A shell text as a tree, in time proportional to its length. Where the text is no shell text, or shells read it
 * differently, `shared.trouble` says so and the rest may be missing; nothing is ever run or looked up.
 */
export function parseShell(text: string, shared: SharedReading, depth: number): ShellScript {
  const reader = shellReader(text, shared, depth);
  // A carriage return ends the line for some, a zero the whole text.
  if (/[\u0000\r]/.test(text)) shared.trouble.add("dialect");
  const script = parseUntil(reader, []);
  // A closing parenthesis or `;;` that nothing opened.
  if (reader.at < text.length) giveUp(reader, "syntax");
  if (reader.pending.length > 0) shared.trouble.add("syntax");
  return script;
}

/** Commands up to one of the keywords, a `)`, a `;;` or the end; the stop itself is left. */
const parseUntil: ParseScript = (reader, stops) => {
  const items: { node: ShellNode; joined: "and" | "or" | "next" }[] = [];
  let joined: "and" | "or" | "next" = "next";
  for (;;) {
    skipSpace(reader);
    const next = peek(reader);
    if (next === "" || next === ")" || (next === ";" && peek(reader, 1) === ";")) break;
    if (stops.length > 0 && stops.includes(peekBare(reader)?.word ?? "")) break;
    items.push({ node: parsePipeline(reader), joined });
    joined = takeSeparator(reader);
  }
  return { items };
};

/** Blanks, comments and newlines; the bodies of here-documents begin behind a newline. */
function skipSpace(reader: ShellReader): void {
  for (;;) {
    skipBlanks(reader);
    skipComment(reader);
    if (peek(reader) !== "\n") return;
    reader.at += 1;
    readHereDocuments(reader);
  }
}

function takeSeparator(reader: ShellReader): "and" | "or" | "next" {
  skipBlanks(reader);
  skipComment(reader);
  const next = peek(reader);
  const doubled = peek(reader, 1) === next;
  if (next === "&" || next === "|") {
    reader.at += doubled ? 2 : 1;
    // `||` and `&&` go on behind a newline, and something must follow.
    if (doubled) {
      skipSpace(reader);
      if (endsWord(peek(reader)) && !"(<>".includes(peek(reader) || "-")) giveUp(reader, "syntax");
    }
    return !doubled ? "next" : next === "&" ? "and" : "or";
  }
  if (next === ";" && !doubled) reader.at += 1;
  else if (next !== "" && next !== "\n" && next !== ")" && next !== ";") giveUp(reader, "syntax");
  return "next";
}

function parsePipeline(reader: ShellReader): ShellNode {
  const first = parseStage(reader);
  const stages = [first];
  for (;;) {
    skipBlanks(reader);
    if (peek(reader) !== "|" || peek(reader, 1) === "|") break;
    reader.at += peek(reader, 1) === "&" ? 2 : 1;
    skipSpace(reader);
    const next = peek(reader);
    if (next === "" || ")|&;".includes(next)) giveUp(reader, "syntax");
    stages.push(parseStage(reader));
  }
  return stages.length === 1 ? first : { kind: "pipeline", stages };
}

/** Words in front of a command that are part of the language: `!`, `time` before a group, `coproc`. */
function parseStage(reader: ShellReader): ShellNode {
  let negated = false;
  for (;;) {
    skipBlanks(reader);
    if (takeBare(reader, "!")) {
      negated = true;
      continue;
    }
    if (takeBare(reader, "coproc")) {
      reader.shared.trouble.add("dialect");
      continue;
    }
    const time = peekBare(reader);
    if (time?.word !== "time") break;
    const back = reader.at;
    reader.at = time.end;
    skipBlanks(reader);
    takeBare(reader, "-p");
    skipBlanks(reader);
    if (peek(reader) === "(" || prefixed.has(peekBare(reader)?.word ?? "")) continue;
    // Before a plain command it is a program like `nice`.
    reader.at = back;
    return inGroup(parseSimple(reader), negated);
  }
  if (reader.depth >= deepestShell) {
    giveUp(reader, "size");
    return nothing;
  }
  reader.depth += 1;
  const compound = parseCompound(reader, parseUntil, parseRedirections);
  const node = compound ?? parseSimple(reader);
  reader.depth -= 1;
  return inGroup(node, negated);
}

/** A negated command succeeds where it failed: in a group of its own nothing rests on its success. */
const inGroup = (node: ShellNode, negated: boolean): ShellNode =>
  negated ? { ...emptyGroup, bodies: [{ items: [{ node, joined: "next" }] }] } : node;

const emptyGroup = { kind: "group", subshell: false, runs: "once", words: [], bodies: [], redirections: [] } as const;

const prefixed = new Set([
  "!",
  "time",
  "{",
  "if",
  "while",
  "until",
  "for",
  "case",
  "select",
  "[[",
  "function",
  "coproc",
]);

const nothing: ShellNode = { kind: "simple", assignments: [], words: [], redirections: [] };

function parseSimple(reader: ShellReader): ShellNode {
  const assignments: ShellWord[] = [];
  const words: ShellWord[] = [];
  const redirections: ShellRedirection[] = [];
  let afterBoth = false;
  for (;;) {
    skipBlanks(reader);
    const next = peek(reader);
    if (next === "#") break;
    if (startsRedirection(reader)) {
      // To a shell without `&>` this is a `&`, and what follows a command of its own.
      afterBoth ||= next === "&";
      readRedirection(reader, redirections);
      continue;
    }
    if (next === "(") {
      if (words.length !== 1 || assignments.length > 0) giveUp(reader, "syntax");
      else return parseFunction(reader);
      break;
    }
    if (endsWord(next) && !((next === "<" || next === ">") && peek(reader, 1) === "(")) break;
    if (afterBoth) reader.shared.trouble.add("dialect");
    const word = readWord(reader);
    if (word.assigns !== undefined && words.length === 0) assignments.push(word);
    else words.push(word);
  }
  return { kind: "simple", assignments, words, redirections };
}

function parseRedirections(reader: ShellReader): readonly ShellRedirection[] {
  const redirections: ShellRedirection[] = [];
  for (;;) {
    skipBlanks(reader);
    if (!startsRedirection(reader)) return redirections;
    if (peek(reader) === "&") reader.shared.trouble.add("dialect");
    readRedirection(reader, redirections);
  }
}

/** `name() { …; }`: the body may run wherever the name stands. */
function parseFunction(reader: ShellReader): ShellNode {
  reader.at += 1;
  skipBlanks(reader);
  if (peek(reader) !== ")") {
    giveUp(reader, "syntax");
    return nothing;
  }
  reader.at += 1;
  skipSpace(reader);
  const body = parseStage(reader);
  return { ...emptyGroup, runs: "later", bodies: [{ items: [{ node: body, joined: "next" }] }] };
}
