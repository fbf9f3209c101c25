import { type Field, textField, unrecorded } from "../value.ts";
import { joinLists, noItems, type OpenList } from "./open-list.ts";
import { pathFrom } from "./path-from.ts";
import type { ShellWord } from "./shell-tree.ts";

/** What earlier commands of a shell changed for the later ones. */
export interface ShellState {
  /** Where relative paths start, below the folder of the whole command: "" is that folder itself. */
  readonly folder: string | undefined;
  /** On another machine, or under another root. */
  readonly elsewhere: boolean;
  readonly lookup: "usual" | "changed";
  /** Names of the variables that were set. */
  readonly env: OpenList;
}

export const firstState: ShellState = { folder: "", elsewhere: false, lookup: "usual", env: noItems };

/** With the variables that words set: `NAME=value` in front of a command, or behind `export` and `env`. */
export function withAssignments(state: ShellState, words: readonly ShellWord[]): ShellState {
  const names = words.map((word) => word.assigns ?? /^([A-Za-z_][A-Za-z0-9_]*)=/.exec(word.prefix)?.[1]);
  return withVariables(state, names);
}

/** Undefined is a variable whose name is not known. */
export function withVariables(state: ShellState, names: readonly (string | undefined)[]): ShellState {
  if (names.length === 0) return state;
  const known = names.filter((name) => name !== undefined);
  const added = known.filter((name) => !state.env.items.some((item) => isText(item, name)));
  const env = joinLists(state.env, { items: added.map(textField), open: known.length < names.length });
  const changed = known.length < names.length || known.some((name) => changesLookup.has(name));
  return { ...state, env, lookup: changed ? "changed" : state.lookup };
}

/** What either state has changed. */
export const joinStates = (left: ShellState, right: ShellState): ShellState => ({
  ...withVariables(left, variablesOf(right)),
  lookup: left.lookup === "changed" ? "changed" : right.lookup,
});

const variablesOf = ({ env }: ShellState): readonly (string | undefined)[] => [
  ...env.items.map((item) => (item.state === "value" && item.value.kind === "text" ? item.value.text : undefined)),
  ...(env.open ? [undefined] : []),
];

const changesLookup: ReadonlySet<string> = new Set(["PATH", "path", "BASH_ENV", "ENV", "BASHOPTS", "SHELLOPTS", "IFS"]);

/** What a builtin of this name changes. */
export function afterProgram(state: ShellState, name: string, words: readonly ShellWord[]): ShellState {
  switch (name) {
    case "cd":
      return { ...state, folder: folderAfter(state, words) };
    case "pushd":
    case "popd":
      return { ...state, folder: undefined };
    case "export":
    case "declare":
    case "typeset":
    case "local":
    case "readonly":
      return withVariables(
        state,
        words.filter(({ text }) => text?.startsWith("-") !== true).map((word) => word.assigns ?? word.text),
      );
    case "read":
    case "mapfile":
    case "readarray":
    case "getopts":
    case "unset":
      return withVariables(
        state,
        words.filter(({ text }) => text?.startsWith("-") !== true).map(({ text }) => text),
      );
    case "printf": {
      const isVariable = words[0]?.text?.startsWith("-v") === true || words[0]?.text === undefined;
      return isVariable && words.length > 0 ? withVariables(state, [words[1]?.text]) : state;
    }
    case "hash":
    case "enable":
    case "alias":
      return words.length === 0 ? state : { ...state, lookup: "changed" };
    default:
      return state;
  }
}

function folderAfter(state: ShellState, words: readonly ShellWord[]): string | undefined {
  const [word] = words;
  const target = word?.splits === false && words.length === 1 ? word.text : undefined;
  if (word === undefined || target === undefined || target === "" || target.startsWith("-")) return undefined;
  // `CDPATH` gives relative folders another start.
  const isElsewhere = state.env.open || state.env.items.some((item) => isText(item, "CDPATH"));
  if (isElsewhere && !/^[/.~]/.test(target)) return undefined;
  return placed(state, word);
}

const isText = (field: Field, text: string): boolean =>
  field.state === "value" && field.value.kind === "text" && field.value.text === text;

/** The file that a redirection names. */
export function fileOf(state: ShellState, word: ShellWord): Field {
  const path = word.splits ? undefined : placed(state, word);
  return path === undefined ? unrecorded("unresolved") : textField(path);
}

/** A word as a path from where the command starts; undefined where nobody can say. */
function placed(state: ShellState, word: ShellWord): string | undefined {
  const { text } = word;
  if (text === undefined || state.elsewhere) return undefined;
  // In quotes it may be a folder called `~`.
  if (text.startsWith("~") && word.quoted) return undefined;
  return pathFrom(state.folder, text);
}
