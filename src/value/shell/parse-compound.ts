import { readWord } from "./read-word.ts";
import {
  deepestShell,
  endsWord,
  giveUp,
  knownWord,
  peek,
  peekBare,
  type ShellReader,
  skipBlanks,
  skipComment,
  takeBare,
} from "./shell-reader.ts";
import type { ShellNode, ShellRedirection, ShellScript, ShellWord } from "./shell-tree.ts";

export type ParseScript = (reader: ShellReader, stops: readonly string[]) => ShellScript;
type ParseRedirections = (reader: ShellReader) => readonly ShellRedirection[];

/** A group, a branch or a loop with the redirections behind it; undefined where a plain command starts. */
export function parseCompound(
  reader: ShellReader,
  parseScript: ParseScript,
  parseRedirections: ParseRedirections,
): ShellNode | undefined {
  if (takeBare(reader, "[[")) {
    const words = [knownWord("[["), ...parseTest(reader)];
    return { kind: "simple", assignments: [], words, redirections: parseRedirections(reader) };
  }
  const group = parseBody(reader, parseScript);
  if (group === undefined) return undefined;
  return { kind: "group", ...group, redirections: parseRedirections(reader) };
}

interface Body {
  readonly subshell: boolean;
  readonly words: readonly ShellWord[];
  readonly runs: "once" | "again" | "later";
  readonly variable?: ShellWord;
  readonly bodies: readonly ShellScript[];
}

function parseBody(reader: ShellReader, parseScript: ParseScript): Body | undefined {
  const plain = (words: readonly ShellWord[], bodies: readonly ShellScript[]): Body => ({
    subshell: false,
    runs: "once",
    words,
    bodies,
  });
  if (peek(reader) === "(") {
    // Arithmetic to some shells, a group in a group to others.
    if (peek(reader, 1) === "(") reader.shared.trouble.add("dialect");
    reader.at += 1;
    const body = parseScript(reader, []);
    if (peek(reader) === ")") reader.at += 1;
    else giveUp(reader, "syntax");
    return { subshell: true, runs: "once", words: [], bodies: [body] };
  }
  const keyword = peekBare(reader);
  if (keyword === undefined) return undefined;
  const past = (): void => {
    reader.at = keyword.end;
  };
  switch (keyword.word) {
    case "{":
      past();
      return plain([], [parseTo(reader, ["}"], parseScript)]);
    case "if":
      past();
      return plain([], parseParts(reader, ["then", "elif", "else", "fi"], "fi", parseScript));
    case "while":
    case "until":
      past();
      return { ...plain([], parseParts(reader, ["do", "done"], "done", parseScript)), runs: "again" };
    case "for":
    case "select":
      past();
      return parseFor(reader, parseScript, plain);
    case "case":
      past();
      return parseCase(reader, parseScript, plain);
    case "function":
      past();
      return parseNamedFunction(reader, parseScript);
    default:
      return undefined;
  }
}

/** Commands up to a keyword, which is taken. */
function parseTo(reader: ShellReader, stops: readonly string[], parseScript: ParseScript): ShellScript {
  const script = parseScript(reader, stops);
  if (!stops.some((stop) => takeBare(reader, stop))) giveUp(reader, "syntax");
  return script;
}

function parseParts(
  reader: ShellReader,
  stops: readonly string[],
  last: string,
  parseScript: ParseScript,
): readonly ShellScript[] {
  const bodies: ShellScript[] = [];
  for (;;) {
    bodies.push(parseScript(reader, stops));
    const stop = peekBare(reader);
    if (stop === undefined || !stops.includes(stop.word)) {
      giveUp(reader, "syntax");
      return bodies;
    }
    reader.at = stop.end;
    if (stop.word === last) return bodies;
  }
}

type Plain = (words: readonly ShellWord[], bodies: readonly ShellScript[]) => Body;

function parseFor(reader: ShellReader, parseScript: ParseScript, plain: Plain): Body {
  skipBlanks(reader);
  if (endsWord(peek(reader))) {
    giveUp(reader, peek(reader) === "(" ? "dialect" : "syntax");
    return plain([], []);
  }
  const variable = readWord(reader);
  const words: ShellWord[] = [];
  skipLines(reader);
  if (takeBare(reader, "in")) {
    for (;;) {
      skipBlanks(reader);
      const next = peek(reader);
      if (endsWord(next) && !((next === "<" || next === ">") && peek(reader, 1) === "(")) break;
      words.push(readWord(reader));
    }
  }
  skipBlanks(reader);
  if (peek(reader) === ";") reader.at += 1;
  skipLines(reader);
  if (!takeBare(reader, "do")) {
    giveUp(reader, "syntax");
    return plain(words, []);
  }
  return { ...plain(words, [parseTo(reader, ["done"], parseScript)]), runs: "again", variable };
}

function parseCase(reader: ShellReader, parseScript: ParseScript, plain: Plain): Body {
  skipBlanks(reader);
  const words: ShellWord[] = [];
  const bodies: ShellScript[] = [];
  const wrong = (): Body => {
    giveUp(reader, "syntax");
    return plain(words, bodies);
  };
  if (endsWord(peek(reader))) return wrong();
  words.push(readWord(reader));
  skipLines(reader);
  if (!takeBare(reader, "in")) return wrong();
  for (;;) {
    skipLines(reader);
    if (takeBare(reader, "esac")) return plain(words, bodies);
    if (peek(reader) === "(") reader.at += 1;
    for (;;) {
      skipBlanks(reader);
      if (endsWord(peek(reader))) return wrong();
      words.push(readWord(reader));
      skipBlanks(reader);
      if (peek(reader) !== "|") break;
      reader.at += 1;
    }
    if (peek(reader) !== ")") return wrong();
    reader.at += 1;
    bodies.push(parseScript(reader, ["esac"]));
    // `;;`, and in bash `;&` and `;;&`.
    while (peek(reader) === ";" || peek(reader) === "&") reader.at += 1;
  }
}

/** `function name { …; }`, of bash and zsh alone. */
function parseNamedFunction(reader: ShellReader, parseScript: ParseScript): Body {
  const unread: Body = { subshell: false, runs: "later", words: [], bodies: [] };
  if (reader.depth >= deepestShell) {
    giveUp(reader, "size");
    return unread;
  }
  reader.depth += 1;
  reader.shared.trouble.add("dialect");
  skipBlanks(reader);
  if (!endsWord(peek(reader))) readWord(reader);
  skipBlanks(reader);
  if (peek(reader) === "(" && peek(reader, 1) === ")") reader.at += 2;
  skipLines(reader);
  const body = parseBody(reader, parseScript) ?? unread;
  reader.depth -= 1;
  return { ...body, subshell: false, runs: "later" };
}

/** `[[ … ]]`. An operator in it separates commands in a shell that does not know it. */
function parseTest(reader: ShellReader): readonly ShellWord[] {
  const words: ShellWord[] = [];
  for (;;) {
    skipBlanks(reader);
    if (takeBare(reader, "]]")) {
      if (comparesNumbers(words)) reader.shared.trouble.add("code");
      return words;
    }
    const next = peek(reader);
    if (next === "") {
      giveUp(reader, "syntax");
      return words;
    }
    if (endsWord(next)) {
      reader.shared.trouble.add("dialect");
      reader.at += 1;
    } else {
      words.push(readWord(reader));
    }
  }
}

const numeric = new Set(["-eq", "-ne", "-lt", "-le", "-gt", "-ge", "-v"]);

/** What is compared as a number is arithmetic, which can run commands that a variable holds. */
const comparesNumbers = (words: readonly ShellWord[]): boolean =>
  words.some(({ text }) => text !== undefined && numeric.has(text)) &&
  !words.every(({ text }) => text !== undefined && (numeric.has(text) || /^-?[0-9]+$/.test(text)));

/** Blanks, newlines and comments where no body of a here-document can begin. */
function skipLines(reader: ShellReader): void {
  for (;;) {
    skipBlanks(reader);
    skipComment(reader);
    if (peek(reader) !== "\n") return;
    if (reader.pending.length > 0) reader.shared.trouble.add("dialect");
    reader.at += 1;
  }
}
