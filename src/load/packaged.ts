import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { SourceText } from "../source/span.ts";

/**
 * The files of a policy that ships with this package, by its folder's name under `policies/`. They are named as
 * `sallyport:NAME/FILE` in reports. Read past the host: they belong to the program, not to its input.
 */
export function packagedPolicy(name: string): readonly SourceText[] {
  const folder = join(packageFolder(), "policies", name);
  return readdirSync(folder)
    .filter((file) => file.endsWith(".gate"))
    .sort()
    .map((file) => ({ file: `sallyport:${name}/${file}`, text: readFileSync(join(folder, file), "utf8") }));
}

/** The engine's text for emitted modules, which the build makes of the sources. */
export function packagedRuntime(): string {
  const file = join(packageFolder(), "dist/engine/runtime.txt");
  if (!existsSync(file)) throw new Error("the package is not built: run `npm run build`");
  return readFileSync(file, "utf8");
}

/** From sources or from `dist/`, however deep: the next folder upward with our policies. */
function packageFolder(): string {
  let folder = import.meta.dirname;
  for (;;) {
    try {
      readdirSync(join(folder, "policies", "zero-trust"));
      return folder;
    } catch {
      const parent = dirname(folder);
      if (parent === folder) throw new Error("the package has lost its policies folder");
      folder = parent;
    }
  }
}
