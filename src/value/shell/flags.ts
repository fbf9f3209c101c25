import { type Field, textField } from "../value.ts";
import type { OpenList } from "./open-list.ts";
import type { ShellWord } from "./shell-tree.ts";

/** Programs whose flags have one dash and several letters: `-delete` is no bundle. */
const longFlags: ReadonlySet<string> = new Set(["find", "go", "java", "javac", "openssl", "terraform", "xcodebuild"]);

/**
 * The flags among a program's words, up to `--`: as written up to a `=`, and of several letters behind one dash each letter as
 * well (`-rf` is `-rf`, `-r` and `-f`), because which of both it is only the program knows. Open where a word that is not
 * known may be a flag.
 */
export function readFlags(name: string | undefined, words: readonly ShellWord[], moreWords: boolean): OpenList {
  const flags = new Set<string>();
  let open = moreWords;
  for (const word of words) {
    if (word.text === "--" && !word.splits) return { items: fieldsOf(flags), open };
    const { prefix } = word;
    const equals = prefix.indexOf("=");
    const isKnown = word.text !== undefined || (prefix.startsWith("-") && equals > 0);
    // An unquoted expansion may bring words of its own, and a file may be called `-rf`.
    open ||=
      word.text === undefined && (splitsAnywhere(word) || (!isKnown && (prefix === "" || prefix.startsWith("-"))));
    if (!isKnown || !prefix.startsWith("-") || prefix.length < 2) continue;
    flags.add(equals < 0 ? prefix : prefix.slice(0, equals));
    if (!prefix.startsWith("--") && !longFlags.has(name ?? "")) {
      for (const letter of /^-([A-Za-z0-9?]*)/.exec(prefix)?.[1] ?? "") flags.add(`-${letter}`);
    }
  }
  return { items: fieldsOf(flags), open };
}

/** The names that a glob or braces stand for all begin as the word does; a variable or a substitution splits anywhere. */
const splitsAnywhere = ({ splits, reasons }: ShellWord): boolean =>
  splits && reasons.some((reason) => reason !== "glob" && reason !== "braces");

const fieldsOf = (flags: ReadonlySet<string>): readonly Field[] => [...flags].map(textField);
