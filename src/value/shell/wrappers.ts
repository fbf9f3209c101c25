import { knownWord } from "./shell-reader.ts";
import type { ShellReason, ShellWord } from "./shell-tree.ts";

/** How a program that runs another one finds it among its words. */
export interface Wrapper {
  /** Its flags without a value. */
  readonly flags: readonly string[];
  /** Its flags with a value, in the next word or behind the letter or a `=`. */
  readonly valued: readonly string[];
  /** How many words stand before the command, as the host of `ssh`. */
  readonly operands: number;
  /** `words`: run as they are. `shell`: joined by blanks and read by a shell. */
  readonly command: "words" | "shell";
  /** `NAME=value` may stand before the command. */
  readonly assigns?: boolean;
  /** It runs on another machine or under another root: its files are not those of this one. */
  readonly elsewhere?: boolean;
}

const wrapper = (flags: string, valued: string, rest: Partial<Omit<Wrapper, "flags" | "valued">> = {}): Wrapper => ({
  operands: 0,
  command: "words",
  ...rest,
  flags: listed(flags),
  valued: listed(valued),
});

const listed = (text: string): readonly string[] => text.split(" ").filter((flag) => flag !== "");

/** A flag that is not listed hides the command: then nobody can say what runs. */
export const wrappers: Readonly<Record<string, Wrapper>> = {
  builtin: wrapper("", ""),
  busybox: wrapper("", ""),
  bunx: wrapper("--bun", ""),
  chroot: wrapper("", "", { operands: 1, elsewhere: true }),
  command: wrapper("-p", ""),
  doas: wrapper("-n", "-u"),
  env: wrapper("-i -0 -v - --ignore-environment --null --debug", "-u --unset", { assigns: true }),
  exec: wrapper("-c -l", "-a"),
  flock: wrapper("-s -x -e -n -u --shared --exclusive --nonblock --unlock", "-w -E --timeout", { operands: 1 }),
  ionice: wrapper("-t", "-c -n"),
  nice: wrapper("", "-n --adjustment"),
  nocorrect: wrapper("", ""),
  noglob: wrapper("", ""),
  nohup: wrapper("", ""),
  npx: wrapper("-y --yes --no -q --quiet", ""),
  repeat: wrapper("", "", { operands: 1 }),
  setsid: wrapper("-c -f -w --ctty --fork --wait", ""),
  ssh: wrapper(
    "-4 -6 -A -a -C -f -g -K -k -M -N -n -q -s -T -t -V -v -X -x -Y -y",
    "-b -B -c -D -e -I -i -L -l -m -O -p -Q -R -S -W -w",
    { operands: 1, command: "shell", elsewhere: true },
  ),
  stdbuf: wrapper("", "-i -o -e --input --output --error"),
  sudo: wrapper(
    "-A -b -B -E -H -K -k -n -P -S --askpass --background --preserve-env --set-home --non-interactive --stdin",
    "-C -g -h -p -r -t -T -u -U --group --host --prompt --user",
    { assigns: true },
  ),
  time: wrapper("-p -v -a -q --verbose --portability --append --quiet", "-f -o --format --output"),
  timeout: wrapper("-v --foreground --preserve-status --verbose", "-k -s --kill-after --signal", { operands: 1 }),
  watch: wrapper(
    "-b -c -d -e -g -t -w --beep --color --differences --errexit --chgexit --no-title --no-wrap",
    "-n --interval",
    { command: "shell" },
  ),
  xargs: wrapper(
    "-0 -o -p -r -t -x --null --open-tty --interactive --no-run-if-empty --verbose --exit",
    "-a -d -E -I -L -n -P -s --arg-file --delimiter --max-lines --max-args --max-procs --max-chars",
  ),
  "docker run": wrapper(
    "-d -i -t -it -ti --detach --init --interactive --privileged --read-only --rm --tty",
    "-e -h -l -m -p -u -v -w --cpus --env --env-file --gpus --hostname --label --memory --mount --name --network --platform --publish --user --volume --workdir",
    { operands: 1, elsewhere: true },
  ),
  "docker exec": wrapper(
    "-d -i -t -it -ti --detach --interactive --privileged --tty",
    "-e -u -w --env --env-file --user --workdir",
    { operands: 1, elsewhere: true },
  ),
};

/** Programs that run another one in ways that are not followed. */
export const opaqueWrappers: ReadonlySet<string> = new Set(
  listed(
    "at batch bwrap chrt crontab csh dbus-run-session distrobox entr expect firejail fish gdb ksh93 ltrace machinectl nsenter nu numactl parallel pkexec powershell proxychains proxychains4 pwsh rlwrap runuser screen script setpriv strace su systemd-run taskset tcsh tmux toolbox torsocks unbuffer unshare xvfb-run",
  ),
);

/** What a wrapper runs: words, nothing (`env` alone prints), or what the text does not say. */
export type Wrapped =
  | { readonly kind: "words"; readonly words: readonly ShellWord[]; readonly assignments: readonly ShellWord[] }
  | { readonly kind: "nothing" }
  | { readonly kind: "hidden"; readonly reason: ShellReason };

/** The command behind a wrapper's own words (`words` is without its name). */
export function unwrap(words: readonly ShellWord[], wrapper: Wrapper): Wrapped {
  const hidden: Wrapped = { kind: "hidden", reason: "wrapper" };
  let at = 0;
  for (; at < words.length; at += 1) {
    const word = words[at];
    if (word === undefined || (word.text === undefined && !isOperand(word))) return hidden;
    const flag = word.text ?? word.prefix;
    if (flag === "--") {
      at += 1;
      break;
    }
    if (!flag.startsWith("-") || (flag === "-" && !wrapper.flags.includes("-"))) break;
    if (wrapper.flags.includes(flag)) continue;
    const value = valuePlace(flag, wrapper);
    if (value === undefined) return hidden;
    if (value === "attached") continue;
    at += 1;
    if (words[at]?.splits !== false) return hidden;
  }
  const operands = words.slice(at, at + wrapper.operands);
  if (operands.some(({ splits }) => splits)) return hidden;
  at += wrapper.operands;
  const from = at;
  if (wrapper.assigns === true) while (words[at]?.assigns !== undefined || isAssignment(words[at])) at += 1;
  const rest = words.slice(at);
  const [first] = rest;
  if (first === undefined) return { kind: "nothing" };
  // A flag where the command should be: the words were not understood.
  if (first.text?.startsWith("-") === true) return hidden;
  return { kind: "words", words: rest, assignments: words.slice(from, at) };
}

/** A word that is certain to be one word and no flag, although its text is not known. */
const isOperand = (word: ShellWord): boolean => !word.splits && word.prefix !== "" && !word.prefix.startsWith("-");

const isAssignment = (word: ShellWord | undefined): boolean => /^[A-Za-z_][A-Za-z0-9_]*=/.test(word?.prefix ?? "");

/** Where the value of flags other than the plain ones stands; undefined for a flag that is not listed. */
function valuePlace(flag: string, { flags, valued }: Wrapper): "attached" | "next" | undefined {
  if (valued.includes(flag)) return "next";
  if (flag.startsWith("--"))
    return valued.includes(flag.slice(0, Math.max(flag.indexOf("="), 0))) ? "attached" : undefined;
  if (/^-[0-9]+$/.test(flag)) return valued.includes("-n") ? "attached" : undefined;
  for (let at = 1; at < flag.length; at += 1) {
    const letter = `-${flag.charAt(at)}`;
    if (valued.includes(letter)) return at === flag.length - 1 ? "next" : "attached";
    if (!flags.includes(letter)) return undefined;
  }
  return "attached";
}

/** Words in which a placeholder (`{}`, the text behind `xargs -I`) is replaced when they run. */
export const withPlaceholder = (words: readonly ShellWord[], placeholder: string): readonly ShellWord[] =>
  words.map((word) => {
    const at = placeholder === "" ? 0 : word.prefix.indexOf(placeholder);
    if (at < 0) return word;
    return { ...word, text: undefined, prefix: word.prefix.slice(0, at), reasons: [...word.reasons, "input"] };
  });

/** Words joined by blanks, as `eval`, `ssh` and `watch` give them to a shell; undefined where one is not known. */
export function joinedText(words: readonly ShellWord[]): ShellWord | undefined {
  const texts = words.map(({ text }) => text);
  return texts.some((text) => text === undefined) ? undefined : knownWord(texts.join(" "));
}
