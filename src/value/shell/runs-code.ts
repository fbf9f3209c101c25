import type { ShellWord } from "./shell-tree.ts";

/**
 * Does a program of this name run something that its words do not show: a text in another language, a command given in a
 * flag, an index that a shell evaluates? Known programs only; what a program does by itself is not looked into.
 */
export function runsCode(name: string, words: readonly ShellWord[]): boolean {
  const interpreter = /^(python|perl|ruby|node|nodejs|php|lua|deno|bun|tclsh|osascript)[0-9.]*$/.exec(name)?.[1];
  if (interpreter !== undefined) return interpretsText(words);
  const text = (pattern: RegExp): boolean => words.some((word) => pattern.test(word.text ?? word.prefix));
  switch (name) {
    case "awk":
    case "gawk":
    case "mawk":
    case "nawk":
      // The program is one of the words: it can run commands through `system`, pipes and files of code.
      return words.some((word) => word.text === undefined && word.prefix === "") || text(/system|\||getline|^-[fiEl@]/);
    case "sed":
    case "gsed":
      return words.some((word) => word.text === undefined && word.prefix === "");
    case "git":
      return text(
        /^(?:-c.*|--config-env.*|--exec-path.*|--exec.*|-x|--extcmd.*|--upload-pack.*|--receive-pack.*|--ext-diff|foreach|run|filter-branch|difftool|mergetool|-O.*|--open-files-in-pager.*)$/s,
      );
    case "tar":
    case "bsdtar":
      return text(
        /^(?:-I|--use-compress-program|--to-command|--checkpoint-action|--rsh-command|--info-script|--new-volume-script|-F)/,
      );
    case "rsync":
      return text(/^(?:-[A-Za-z]*e|--rsh|--rsync-path)/);
    case "rg":
      return text(/^--(?:pre|hostname-bin)/);
    case "fd":
    case "fdfind":
      return text(/^(?:-[A-Za-z]*[xX]|--exec)/);
    case "sort":
      return text(/^--compress-prog/);
    case "vi":
    case "vim":
    case "nvim":
    case "ex":
    case "ed":
    case "emacs":
    case "less":
    case "more":
    case "man":
      return text(/^[-+!]/);
    case "scp":
    case "sftp":
      return text(/^-[A-Za-z0-9]*[oSDF]/);
    case "set":
      // Words that look like assignments would become some.
      return text(/^-[A-Za-z]*k|^keyword$/);
    case "bind":
    case "complete":
    case "autoload":
    case "zmodload":
    case "emulate":
    case "let":
    case "fc":
      return words.length > 0;
    case "declare":
    case "typeset":
    case "local":
    case "export":
    case "readonly":
      return (
        text(/^-[A-Za-z]*i|\[|`|\$\(/) || words.some((word) => word.assigns === undefined && word.text === undefined)
      );
    case "[":
    case "[[":
    case "test":
      return text(/^-v$|^-R$/) && words.some((word) => word.text === undefined || /\[./.test(word.text.slice(1)));
    case "printf":
      return text(/^-v/) && words.some((word) => word.text === undefined || /\[/.test(word.text));
    case "read":
    case "mapfile":
    case "readarray":
    case "getopts":
    case "unset":
    case "wait":
      return words.some((word) => word.text === undefined || /\[/.test(word.text)) || text(/^-[A-Za-z]*C/);
    default:
      return false;
  }
}

/** A text behind `-c` or `-e`, or on standard input; a script file is a program as others are. */
function interpretsText(words: readonly ShellWord[]): boolean {
  for (const { text, splits } of words) {
    if (text === undefined || splits) return true;
    if (text === "-" || text === "eval" || /^--(?:eval|print|exec|require|import|loader|run)/.test(text)) return true;
    if (/^-[A-Za-z]*[ceEpBRr]/.test(text)) return true;
    if (!text.startsWith("-")) return false;
    if (text === "-m" || text === "--version" || text === "-V" || text === "--help" || text === "-h") return false;
  }
  return true;
}
