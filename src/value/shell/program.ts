import type { Type } from "../type.ts";
import { absent, type Field, present, textField, unrecorded, type Value } from "../value.ts";
import { readFlags } from "./flags.ts";
import { listField, type OpenList } from "./open-list.ts";
import { pathFrom } from "./path-from.ts";
import { type ShellReason, type ShellWord, shellReasons } from "./shell-tree.ts";
import { readSubcommand } from "./subcommand.ts";

/** One program that a command runs, before it becomes a record. */
export interface Program {
  readonly word: ShellWord;
  /** The words behind the name. */
  readonly words: readonly ShellWord[];
  /** There are further words that nobody can see, as `xargs` adds them. */
  readonly moreWords: boolean;
  readonly env: OpenList;
  readonly reads: OpenList;
  readonly writes: OpenList;
  readonly pipedFrom: OpenList;
  /** Whether names still mean the usual programs. */
  readonly lookup: "usual" | "changed";
  /** Where relative paths start; undefined where nobody can say. */
  readonly folder: string | undefined;
}

const optional = (type: Type): { readonly type: Type; readonly required: boolean } => ({ type, required: false });
const required = (type: Type): { readonly type: Type; readonly required: boolean } => ({ type, required: true });
const text: Type = { kind: "string" };
const listOf = (element: Type): Type => ({ kind: "list", element });

export const unresolvedType: Type = listOf({ kind: "string", values: shellReasons });

/** The fields of a program and their types. A program is run either by `name` or by `path`; the other is absent. */
export const programType = {
  kind: "record",
  additional: false,
  fields: {
    name: optional(text),
    path: optional({ kind: "path" }),
    subcommand: optional(text),
    flags: required(listOf(text)),
    args: required(listOf(text)),
    env: required(listOf(text)),
    reads: required(listOf({ kind: "path" })),
    writes: required(listOf({ kind: "path" })),
    piped_from: required(listOf(text)),
    unresolved: required(unresolvedType),
  },
} as const satisfies Type;

/** The record that a policy reads. */
export function programRecord(program: Program): Field {
  const { words, moreWords } = program;
  const { name, path } = nameOf(program);
  const isHidden = name.state === "unrecorded" && program.word.text !== undefined;
  const reasons = new Set<ShellReason>(isHidden ? ["lookup"] : []);
  for (const word of [program.word, ...words]) for (const reason of word.reasons) reasons.add(reason);
  if (moreWords) reasons.add("input");
  const fields: Readonly<Record<keyof typeof programType.fields, Field>> = {
    name,
    path,
    // A word that may be several, or none, moves the others.
    subcommand: name.state === "unrecorded" ? name : readSubcommand(textOf(name), words, moreWords),
    flags: listField(readFlags(textOf(name), words, moreWords || program.word.splits)),
    args: listField({
      items: words.map(wordField),
      open: moreWords || program.word.splits || words.some(({ splits }) => splits),
    }),
    env: listField(program.env),
    reads: listField(program.reads),
    writes: listField(program.writes),
    piped_from: listField(program.pipedFrom),
    unresolved: reasonsField(reasons),
  };
  return present({ kind: "record", fields: new Map(Object.entries(fields)), open: false });
}

export const reasonsField = (reasons: ReadonlySet<ShellReason>): Field =>
  listField({ items: [...reasons].sort().map(textField), open: false });

export const wordField = ({ text: known }: ShellWord): Field =>
  known === undefined ? unrecorded("unresolved") : textField(known);

export const textOf = (field: Field): string | undefined => {
  const value: Value | undefined = field.state === "value" ? field.value : undefined;
  return value?.kind === "text" ? value.text : undefined;
};

const systemFolders: ReadonlySet<string> = new Set([
  "/bin",
  "/sbin",
  "/usr/bin",
  "/usr/sbin",
  "/usr/local/bin",
  "/usr/local/sbin",
]);

/**
 * What a program is called. A word without a slash is looked up by the shell; a file in a system folder is its last part
 * (`/bin/rm` is `rm`). Any other file is a program of its own whatever it is called: it has a path and no name.
 */
export function nameOf({ word, lookup, folder }: Pick<Program, "word" | "lookup" | "folder">): {
  readonly name: Field;
  readonly path: Field;
} {
  const unknown = unrecorded("unresolved");
  const known = word.splits ? undefined : word.text;
  if (known === undefined) return { name: unknown, path: unknown };
  if (!known.includes("/")) {
    return { name: lookup === "usual" && isPlainName(known) ? textField(known) : unknown, path: absent };
  }
  const path = pathFrom(folder, known);
  // A path that climbs may lead anywhere.
  if (path === undefined || path.startsWith("..")) return { name: unknown, path: unknown };
  const slash = path.lastIndexOf("/");
  const place = path.slice(0, Math.max(slash, 0));
  if (!systemFolders.has(place)) {
    // Where the case of letters is ignored, `/BIN/rm` is `rm`.
    const isOther = !systemFolders.has(place.toLowerCase());
    return isOther ? { name: absent, path: textField(path) } : { name: unknown, path: unknown };
  }
  const name = path.slice(slash + 1);
  return { name: isPlainName(name) ? textField(name) : unknown, path: absent };
}

/**
 * File systems that ignore the case of letters find `rm` under `RM`, and under letters of other scripts that fold to it; zsh
 * replaces `=rm` by its file.
 */
const isPlainName = (name: string): boolean => /^[\u0000-@[-\u007f]*$/.test(name) && !name.startsWith("=");
