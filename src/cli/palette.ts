import { type Palette, plainPalette } from "../report/report.ts";
import type { Shell } from "./shell.ts";

export type ColorMode = "auto" | "always" | "never";

/** Flag over `NO_COLOR` and `FORCE_COLOR` over what the output is. chalk is loaded only when something gets coloured. */
export async function choosePalette(shell: Shell, mode: ColorMode): Promise<Palette> {
  if (!wantsColor(shell, mode)) return plainPalette;
  const { Chalk } = await import("chalk");
  const chalk = new Chalk({ level: 1 });
  // chalk joins all its arguments, and callers hand these functions to `map`, which passes three.
  return {
    error: (text) => chalk.red.bold(text),
    warning: (text) => chalk.yellow(text),
    info: (text) => chalk.cyan(text),
    good: (text) => chalk.green(text),
    bold: (text) => chalk.bold(text),
    dim: (text) => chalk.dim(text),
  };
}

function wantsColor({ env, outIsTerminal }: Shell, mode: ColorMode): boolean {
  if (mode !== "auto") return mode === "always";
  if ((env["NO_COLOR"] ?? "") !== "") return false;
  const forced = env["FORCE_COLOR"];
  if (forced !== undefined) return forced !== "0" && forced !== "false";
  return outIsTerminal && env["TERM"] !== "dumb";
}

/** A pipe gets the same bytes everywhere; a terminal of the C locale gets ASCII. */
export function wantsAscii({ env, outIsTerminal }: Shell): boolean {
  const locale = env["LC_ALL"] || env["LC_CTYPE"] || env["LANG"] || "";
  return outIsTerminal && /^(C|POSIX)(\.|$)/.test(locale) && !/utf-?8/i.test(locale);
}
