// Bundles a program written in TypeScript and runs it: node bin/run-program.js FILE ARGUMENTS…
import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

const root = join(import.meta.dirname, "..");
const [entry, ...given] = process.argv.slice(2);
// Packages are found from there.
const folder = join(root, "node_modules/.cache");
const file = join(folder, `sallyport-program-${process.pid}.mjs`);
mkdirSync(folder, { recursive: true });
try {
  const options = { bundle: true, packages: "external", format: "esm", platform: "node", target: "node20.19" };
  await build({ ...options, absWorkingDir: root, entryPoints: [entry], outfile: file, logLevel: "warning" });
  process.exitCode = spawnSync(process.execPath, [file, ...given], { cwd: root, stdio: "inherit" }).status ?? 1;
} finally {
  rmSync(file, { force: true });
}
