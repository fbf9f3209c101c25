import { absent, type Field, textField, unrecorded } from "../value.ts";
import type { ShellWord } from "./shell-tree.ts";

interface GlobalFlags {
  readonly plain: readonly string[];
  readonly valued: readonly string[];
}

const flags = (plain: string, valued: string): GlobalFlags => ({ plain: plain.split(" "), valued: valued.split(" ") });

/** The flags that may stand before a subcommand. */
const globalFlags: Readonly<Record<string, GlobalFlags>> = {
  cargo: flags("-q -v --quiet --verbose --locked --offline --frozen", "--color --config -Z"),
  docker: flags("-D --debug --tls --tlsverify", "-c -H -l --config --context --host --log-level"),
  gh: flags("", "-R --repo"),
  git: flags(
    "-p -P --paginate --no-pager --bare --no-replace-objects --literal-pathspecs --no-optional-locks",
    "-c -C --git-dir --work-tree --namespace --config-env",
  ),
  kubectl: flags("", "-n -s --namespace --context --cluster --kubeconfig --server --user --as"),
  npm: flags("-s --silent -g --global", "-C --prefix --workspace -w"),
  pip: flags("-q -v --quiet --verbose", ""),
  systemctl: flags("--user --system --no-pager -q --quiet", "-H --host"),
};

/**
 * The first word that is no flag: `push` of `git -C x push`. Absent where there is none. Unrecorded where a word before it is
 * not known, or is a flag of which nobody here knows whether the next word belongs to it.
 */
export function readSubcommand(name: string | undefined, words: readonly ShellWord[], moreWords: boolean): Field {
  const unknown = unrecorded("unresolved");
  const known = name !== undefined && Object.hasOwn(globalFlags, name) ? globalFlags[name] : undefined;
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at];
    if (word?.text === undefined) return unknown;
    if (!word.text.startsWith("-") || word.text === "-") return textField(word.text);
    if (known === undefined) return unknown;
    const equals = word.text.indexOf("=");
    if (equals > 0 && known.valued.includes(word.text.slice(0, equals))) continue;
    if (known.plain.includes(word.text)) continue;
    if (!known.valued.includes(word.text)) return unknown;
    at += 1;
    if (words[at]?.splits !== false) return unknown;
  }
  return moreWords ? unknown : absent;
}
