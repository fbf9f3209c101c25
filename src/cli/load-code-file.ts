import { accessSync, constants, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Script } from "node:vm";

/** What a built file evaluates to: a function of what it needs from outside, its exports put on `module`. */
type CodeFile = (
  module: { exports: unknown },
  require: (name: string) => unknown,
  loadCodeFile: (file: string) => unknown,
  folder: string,
) => void;

/** Scripts whose compiled code is not kept yet, and where it belongs. */
const unkept = new Map<string, Script>();

/**
 * Runs one file of the built command line and gives back its exports. Where an earlier run kept the compiled code beside it,
 * the file need not be compiled again; without it, or when V8 refuses it (other flags, a damaged file), all is the same but slower.
 * The build names its files by their content, so kept code never meets another text than its own.
 */
export function loadCodeFile(folder: string, file: string): unknown {
  const path = join(folder, file);
  const keptPath = `${path}.${process.versions.v8}-${process.arch}.code`;
  // The build writes ASCII only, which is read faster when it need not be checked.
  const text = readFileSync(path, "latin1");
  const kept = readIfThere(keptPath);
  const script = new Script(text, { filename: path, ...(kept === undefined ? {} : { cachedData: kept }) });
  if (kept === undefined) unkept.set(keptPath, script);
  const module = { exports: {} };
  const codeFile: CodeFile = script.runInThisContext();
  codeFile(module, process.getBuiltinModule, (other) => loadCodeFile(folder, other), folder);
  return module.exports;
}

/**
 * Keeps what was compiled in this run for later ones, functions that ran included; to be called when the work is done. Best
 * effort: a folder that may not be written to changes nothing. Code that V8 refused is left alone: other flags may want it.
 */
export function keepCompiledCode(): void {
  for (const [path, script] of unkept) {
    const temporary = `${path}.${process.pid}.tmp`;
    try {
      accessSync(join(path, ".."), constants.W_OK);
      writeFileSync(temporary, script.createCachedData(), { flag: "wx" });
      renameSync(temporary, path);
    } catch {
      rmSync(temporary, { force: true });
    }
  }
  unkept.clear();
}

function readIfThere(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}
