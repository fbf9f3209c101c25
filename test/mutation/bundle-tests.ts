import { readFileSync } from "node:fs";
import { dirname, relative } from "node:path";
import { build, type Metafile, type Plugin } from "esbuild";
import type { Mutant } from "./mutant.ts";
import { withMutants } from "./with-mutants.ts";

const judge = "test/mutation/judge.ts";
const runtimeText = "test/mutation/runtime-text.ts";

/**
 * Test files, the sources that they import and the judge of mutants as modules in a folder, by the names of the files, with `.js`. All
 * mutants are in the sources, switched off. Answers those test files that import a mutated source, themselves or by others.
 */
export async function bundleTests(
  root: string,
  folder: string,
  tests: readonly string[],
  mutants: readonly Mutant[],
): Promise<readonly string[]> {
  const plugins = [standIns(root, mutants)];
  const common = { bundle: true, absWorkingDir: root, logLevel: "warning", plugins } as const;
  // The engine's text in emitted modules has the mutants as well.
  await build({
    ...common,
    entryPoints: ["src/engine/emitted/runtime.ts"],
    outfile: `${folder}/runtime.txt`,
    format: "iife",
    globalName: "runtime",
    platform: "neutral",
    target: "es2022",
    charset: "ascii",
    minifySyntax: true,
    minifyWhitespace: true,
  });
  const { metafile } = await build({
    ...common,
    metafile: true,
    entryPoints: [judge, ...tests],
    outbase: ".",
    outdir: folder,
    splitting: true,
    packages: "external",
    format: "esm",
    platform: "node",
    target: "node20.19",
    define: { MUTATION_FOLDER: JSON.stringify(folder) },
  });
  const mutated = new Set(mutants.map(({ file }) => file));
  return tests.filter((test) => importsOf(metafile, test).some((file) => mutated.has(file)));
}

/** All that a file imports, itself or by others. */
function importsOf({ inputs }: Metafile, file: string): readonly string[] {
  const found = new Set([file]);
  for (const next of found) for (const { path } of inputs[next]?.imports ?? []) found.add(path);
  return [...found];
}

function standIns(root: string, mutants: readonly Mutant[]): Plugin {
  return {
    name: "stand-ins",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^vitest$/ }, ({ importer }) =>
        importer.endsWith("/vitest-stand-in.ts") ? undefined : { path: `${root}/test/mutation/vitest-stand-in.ts` },
      );
      onResolve({ filter: /^sallyport$/ }, () => ({ path: `${root}/src/index.ts` }));
      onLoad({ filter: /\.ts$/ }, ({ path }) => {
        const file = relative(root, path).replaceAll("\\", "/");
        if (file.startsWith("node_modules/")) return undefined;
        const text = withMutants(
          readFileSync(path, "utf8"),
          mutants.filter((mutant) => mutant.file === file),
        );
        return { contents: atHome(file, path, text), loader: "ts" };
      });
    },
  };
}

/** A module knows where it is by `import.meta`, and would find itself elsewhere. */
function atHome(file: string, path: string, text: string): string {
  const here = text
    .replaceAll("import.meta.dirname", JSON.stringify(dirname(path)))
    .replaceAll("import.meta.url", JSON.stringify(`file://${path}`));
  if (file !== "test/emit/load-module.ts") return here;
  const build = '(await import(pathToFileURL("bin/runtime-text.js").href))';
  if (!here.includes(build)) throw new Error(`${file} takes the engine's text from elsewhere now`);
  return `import * as mutated from "../../${runtimeText}";${here.replace(build, "mutated")}`;
}
