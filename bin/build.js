// Builds dist/: the command line, the library, its engine entry, the JSON Schemas and the type declarations.
import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const from = (path) => join(root, path);
const entries = Object.entries({
  cli: "src/cli/main.ts",
  index: "src/index.ts",
  "engine/index": "src/engine/index.ts",
}).filter(([name, path]) => {
  // Only the command line may be built alone, while the rest is under way.
  if (existsSync(from(path))) return true;
  console.error(`left out: ${name} (${path} does not exist)`);
  return false;
});

// CommonJS packages (commander, ajv) call `require` for node's own modules.
const banner = 'const require = globalThis.process?.getBuiltinModule?.("node:module")?.createRequire(import.meta.url);';

// Nothing is written before everything is built, so that a failed build leaves the last one in place.
const { outputFiles } = await build({
  absWorkingDir: root,
  entryPoints: Object.fromEntries(entries),
  outdir: "dist",
  write: false,
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node20.19",
  chunkNames: "chunks/[name]-[hash]",
  banner: { js: banner },
  legalComments: "linked",
  logLevel: "warning",
});

rmSync(from("dist"), { recursive: true, force: true });
for (const { path, contents, text } of outputFiles) {
  mkdirSync(dirname(path), { recursive: true });
  // Only the file with esbuild's own `require` shim needs the banner; it imports nothing, so the engine runs without node.
  writeFileSync(path, text.includes("typeof require") ? contents : text.replace(`${banner}\n`, ""));
}

mkdirSync(from("dist/schemas"), { recursive: true });
for (const folder of readdirSync(from("src"), { recursive: true, withFileTypes: true })) {
  if (folder.isFile() && folder.name.endsWith(".schema.json")) {
    copyFileSync(join(folder.parentPath, folder.name), from(join("dist/schemas", folder.name)));
  }
}

if (!process.argv.includes("--no-types")) {
  const config = existsSync(from("tsconfig.build.json")) ? "tsconfig.build.json" : undefined;
  if (config === undefined) console.error("left out: type declarations (tsconfig.build.json does not exist)");
  else
    execFileSync(process.execPath, [from("node_modules/typescript/bin/tsc"), "-p", config], {
      cwd: root,
      stdio: "inherit",
    });
}
