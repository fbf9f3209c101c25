// The text of the engine that emitted modules hold: `src/engine/emitted/runtime.ts` and what it imports, as one `var runtime`.
import { join } from "node:path";
import { build } from "esbuild";

/** Printable ASCII without names of files; the same on every machine. */
export async function runtimeText() {
  const { outputFiles } = await build({
    absWorkingDir: join(import.meta.dirname, ".."),
    entryPoints: ["src/engine/emitted/runtime.ts"],
    bundle: true,
    write: false,
    format: "iife",
    globalName: "runtime",
    // Nothing of any host: it runs wherever modules do.
    platform: "neutral",
    target: "es2022",
    legalComments: "none",
    minifySyntax: true,
    minifyWhitespace: true,
    logLevel: "warning",
  });
  // Regular expressions are all that may not be ASCII by now.
  return outputFiles[0].text.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
