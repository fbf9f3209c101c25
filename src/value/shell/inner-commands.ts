import { runsCode } from "./runs-code.ts";
import { knownWord } from "./shell-reader.ts";
import type { ShellReason, ShellRedirection, ShellWord } from "./shell-tree.ts";
import { joinedText, opaqueWrappers, unwrap, withPlaceholder, wrappers } from "./wrappers.ts";

/** What a program runs besides itself. */
export type Inner =
  | {
      readonly kind: "words";
      readonly words: readonly ShellWord[];
      readonly assignments: readonly ShellWord[];
      readonly moreWords: boolean;
      readonly elsewhere: boolean;
      /** The working folder is another one. */
      readonly moved: boolean;
    }
  /** A shell text. `here`: read by this very shell, so that what it changes stays changed. */
  | { readonly kind: "text"; readonly text: string; readonly here: boolean; readonly elsewhere: boolean }
  | { readonly kind: "hidden"; readonly reason: ShellReason };

export interface Invocation {
  readonly name: string;
  readonly words: readonly ShellWord[];
  readonly moreWords: boolean;
  readonly redirections: readonly ShellRedirection[];
}

/** The commands that a program of this name runs, where its words are known to hold some. */
export function innerCommands(invocation: Invocation): readonly Inner[] {
  const { name, words, moreWords } = invocation;
  if (shells.has(name)) return [shellCode(invocation)];
  if (opaqueWrappers.has(name)) return [hidden("wrapper")];
  if (Object.hasOwn(wrappers, name)) return wrapped(name, words, moreWords);
  switch (name) {
    case "eval":
      return moreWords ? [hidden("code")] : [textOf(joinedText(words), { here: true, elsewhere: false })];
    case ".":
    case "source":
      return [hidden("code")];
    case "trap": {
      const first = words.find(({ text }) => text !== "--");
      if (first === undefined || (words.length === 1 && !moreWords) || first.text === "-") return [];
      return [textOf(first.splits ? undefined : first, { here: true, elsewhere: false })];
    }
    case "alias":
      return words.length > 0 || moreWords ? [hidden("alias")] : [];
    case "find":
      return foundCommands(words, moreWords);
    case "docker":
    case "podman":
      return containerCommand(words, moreWords);
    case "kubectl":
    case "oc":
      return podCommand(words, moreWords);
    default:
      return runsCode(name, words) ? [hidden("code")] : [];
  }
}

const hidden = (reason: ShellReason): Inner => ({ kind: "hidden", reason });

const textOf = (word: ShellWord | undefined, place: { readonly here: boolean; readonly elsewhere: boolean }): Inner =>
  word?.text === undefined ? hidden("code") : { kind: "text", text: word.text, ...place };

const shells: ReadonlySet<string> = new Set(["ash", "bash", "dash", "ksh", "mksh", "rbash", "sh", "zsh"]);

/** The text behind `-c`, or on standard input; a script file is not here to be read. */
function shellCode({ words, moreWords, redirections }: Invocation): Inner {
  const own = { here: false, elsewhere: false };
  let command = false;
  for (const word of words) {
    const { text } = word;
    if (text === undefined || word.splits) return hidden("code");
    if (/^-[A-Za-z]+$/.test(text) && !text.startsWith("--")) {
      // The letters that change nothing about what runs; `-o` has a value, `-s` and `-i` read more.
      if (!/^-[Cceflnuvxl]+$/.test(text)) return hidden("wrapper");
      command ||= text.includes("c");
    } else if (text === "--login" || text === "--norc" || text === "--noprofile" || text === "--posix") {
      // Nothing about what runs.
    } else if (text.startsWith("-") || text.startsWith("+")) {
      return hidden("wrapper");
    } else {
      return command ? textOf(word, own) : hidden("code");
    }
  }
  const given = redirections.at(-1);
  if (command || moreWords || given?.kind !== "text") return hidden("code");
  return textOf(given.target, own);
}

function wrapped(name: string, words: readonly ShellWord[], moreWords: boolean): readonly Inner[] {
  const wrapper = wrappers[name];
  if (wrapper === undefined) return [];
  if (name === "command" && /^-[pvV]*[vV]$/.test(words[0]?.text ?? "")) return [];
  const inner = unwrap(words, wrapper);
  switch (inner.kind) {
    case "hidden":
      return [hidden(inner.reason)];
    case "nothing":
      if (moreWords) return [hidden("input")];
      // Without a command they start a shell.
      return name === "ssh" || name === "chroot" || name === "sudo" ? [hidden("code")] : [];
    case "words": {
      const elsewhere = wrapper.elsewhere === true;
      if (wrapper.command === "shell") {
        return moreWords ? [hidden("input")] : [textOf(joinedText(inner.words), { here: false, elsewhere })];
      }
      const placeholder = name === "xargs" ? replaceText(words) : undefined;
      const replaced = placeholder === undefined ? inner.words : withPlaceholder(inner.words, placeholder);
      const own = name === "npx" || name === "bunx" ? withoutVersion(replaced) : replaced;
      const more = moreWords || name === "xargs";
      return [{ kind: "words", words: own, assignments: inner.assignments, moreWords: more, elsewhere, moved: false }];
    }
  }
}

/** The text behind `xargs -I`; "" where it is not known, so that it may stand anywhere. */
function replaceText(words: readonly ShellWord[]): string | undefined {
  for (const [index, { text }] of words.entries()) {
    const match = /^-[0oprtx]*I(.*)$/s.exec(text ?? "");
    if (match !== null) return match[1] === "" ? (words[index + 1]?.text ?? "") : match[1];
  }
  return undefined;
}

/** The program of an npm package is called as the package, without version. */
function withoutVersion([first, ...rest]: readonly ShellWord[]): readonly ShellWord[] {
  if (first === undefined) return rest;
  const name = /^([^@/]+)@/.exec(first.text ?? "")?.[1];
  return [name === undefined ? first : knownWord(name), ...rest];
}

const executes = new Set(["-exec", "-execdir", "-ok", "-okdir"]);

/** The commands of `find`, each up to `;` or `+`; `{}` in them is a file that was found. */
function foundCommands(words: readonly ShellWord[], moreWords: boolean): readonly Inner[] {
  if (moreWords || words.some(({ splits }) => splits)) return [hidden("wrapper")];
  const commands: Inner[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const flag = words[at]?.text ?? "";
    if (!executes.has(flag)) continue;
    const from = at + 1;
    while (at < words.length && words[at]?.text !== ";" && words[at]?.text !== "+") at += 1;
    commands.push({
      kind: "words",
      words: withPlaceholder(words.slice(from, at), "{}"),
      assignments: [],
      moreWords: false,
      elsewhere: false,
      moved: flag.endsWith("dir"),
    });
  }
  return commands;
}

function containerCommand(words: readonly ShellWord[], moreWords: boolean): readonly Inner[] {
  const [first, ...rest] = words;
  if (first?.text === "run" || first?.text === "exec") return wrapped(`docker ${first.text}`, rest, moreWords);
  const mayRun = words.some(({ text, splits }) => splits || text === undefined || text === "run" || text === "exec");
  return mayRun || moreWords ? [hidden("wrapper")] : [];
}

function podCommand(words: readonly ShellWord[], moreWords: boolean): readonly Inner[] {
  if (!words.some(({ text }) => text === undefined || text === "exec" || text === "run" || text === "debug")) return [];
  const dashes = words.findIndex(({ text }) => text === "--");
  if (dashes < 0 || words.slice(0, dashes).some(({ splits }) => splits)) return [hidden("wrapper")];
  return [
    {
      kind: "words",
      words: words.slice(dashes + 1),
      assignments: [],
      moreWords,
      elsewhere: true,
      moved: false,
    },
  ];
}
