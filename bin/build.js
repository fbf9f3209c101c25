// Builds dist/: the command line, the library, its engine entry, the JSON Schemas and the type declarations.
import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { isBuiltin } from "node:module";
import { tmpdir } from "node:os";
import { basename, dirname, join, relative } from "node:path";
import { build } from "esbuild";
import { runtimeText } from "./runtime-text.js";

const withTypes = !process.argv.includes("--no-types");
const root = join(import.meta.dirname, "..");
const from = (path) => join(root, path);

// The command line is built as a few files, each whole in itself; a run loads those it needs. What is imported on demand and is
// listed here begins another file, all other imports on demand stay within theirs. What passes between two files must be plain data
// and functions: each has its own classes.
const codeFiles = {
  run: ["src/cli/run-command.ts"],
  config: ["src/load/read-config.ts"],
  policies: ["src/cli/run-check.ts", "src/cli/run-lint.ts", "src/cli/run-fmt.ts"],
  evidence: [
    "src/cli/run-test.ts",
    "src/cli/run-audit.ts",
    ...["baseline", "compile", "decide", "explain", "init", "rules", "schema", "show", "simulate"].map(
      (name) => `src/cli/commands/${name}.ts`,
    ),
    ...["bundle", "inspect", "sign", "verify-bundle"].map((name) => `src/cli/commands/${name}.ts`),
  ],
  signatures: ["src/load/bundle-key.ts", "src/load/bundle-signature.ts"],
  // Written last, since it names the others.
  start: ["src/cli/main.ts", "src/cli/load-code-file.ts"],
};
const codeFileOf = new Map(
  Object.entries(codeFiles).flatMap(([name, paths]) => paths.map((path) => [from(path), name])),
);
// Stands for the digest until the digest of everything is known.
const unknownBuild = "0000build0000000";

const define = { SALLYPORT_LOOKAHEAD: JSON.stringify(await lookaheadTable()) };
const builds = [];
const outputs = [
  ...schemas(),
  ["dist/engine/runtime.txt", await runtimeText()],
  ...(await library()),
  ...(await commandLine()),
];
put(new Map([["dist/LICENSES.txt", licences()], ...outputs]));
warmUp();

if (withTypes) {
  execFileSync(process.execPath, [from("node_modules/typescript/bin/tsc"), "-p", "tsconfig.build.json"], {
    cwd: root,
    stdio: "inherit",
  });
}

/** What chevrotain works out about the grammar, so that no run has to. */
async function lookaheadTable() {
  const { outputFiles } = await build({
    ...common("src/parse/prepared/prepare-lookahead.ts"),
    format: "esm",
  });
  const { prepareLookahead } = await import(
    `data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`
  );
  return JSON.stringify(prepareLookahead());
}

/** The files of the command line by their path in dist/, with the digest of them all in their names and in their texts. */
async function commandLine() {
  const built = await Promise.all(Object.keys(codeFiles).map(codeFile));
  const hash = createHash("sha256");
  for (const [, text] of built) hash.update(text);
  const digest = hash.digest("hex").slice(0, unknownBuild.length);
  return built.map(([name, text]) => [
    name === "start" ? "dist/cli/start.cjs" : `dist/cli/${name}-${digest}.cjs`,
    text.replaceAll(unknownBuild, digest),
  ]);
}

async function codeFile(name) {
  const { outputFiles, metafile } = await compile({
    ...common(),
    stdin: { contents: codeFiles[name].map((path) => `export * from "./${path}";`).join("\n"), resolveDir: root },
    format: "cjs",
    define: { ...define, SALLYPORT_BUILD: JSON.stringify(unknownBuild), "import.meta.dirname": "__dirname" },
    plugins: [otherCodeFiles(name), lazyChildProcess(), plainHas()],
    // There is no module loader within a script: what is left over of `import()` becomes `require`.
    supported: { "dynamic-import": false },
  });
  // Regular expressions and comments are all that may not be ASCII by now.
  const text = outputFiles[0].text.replace(
    /[^\0-\x7f]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  const foreign = Object.values(metafile.outputs)
    .flatMap(({ imports }) => imports)
    .filter(({ path }) => !isBuiltin(path));
  if (foreign.length > 0) throw new Error(`${name} imports ${foreign.map(({ path }) => path).join(", ")}`);
  return [name, name === "start" ? text : `(function (module, require, loadCodeFile, __dirname) {${text}})`];
}

/** Replaces an import on demand of what another file holds by a call to load that file. */
function otherCodeFiles(current) {
  const loader =
    current === "start"
      ? `require(${JSON.stringify(from("src/cli/load-code-file.ts"))}).loadCodeFile.bind(null, __dirname)`
      : "loadCodeFile";
  return {
    name: "other-code-files",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^\./ }, ({ kind, path, resolveDir }) => {
        const target = kind === "dynamic-import" ? codeFileOf.get(join(resolveDir, path)) : undefined;
        return target === undefined || target === current ? undefined : { path: target, namespace: "code-file" };
      });
      onLoad({ filter: /.*/, namespace: "code-file" }, ({ path }) => ({
        contents: `module.exports = ${loader}("${path}-${unknownBuild}.cjs")`,
        resolveDir: root,
      }));
    },
  };
}

/** Commander loads it, and half of node with it, for programs that are subcommands; there are none here. */
function lazyChildProcess() {
  return {
    name: "lazy-child-process",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^(node:)?child_process$/ }, () => ({ path: "child_process", namespace: "lazy" }));
      onLoad({ filter: /.*/, namespace: "lazy" }, () => ({
        contents: "exports.spawn = (...given) => process.getBuiltinModule('node:child_process').spawn(...given)",
      }));
    },
  };
}

/** lodash's `has` takes paths; chevrotain asks it for single keys, several times for every token of the language, at every start. */
function plainHas() {
  return {
    name: "plain-has",
    setup({ onLoad }) {
      onLoad({ filter: /lodash-es[\\/]has\.js$/ }, () => ({
        contents: "export default (object, key) => object != null && Object.hasOwn(object, key);",
      }));
    },
  };
}

/** The library as ES modules, where the engine shares what it can with the rest and needs nothing of it. */
async function library() {
  // CommonJS packages (ajv) call `require` for node's own modules.
  const banner =
    'const require = globalThis.process?.getBuiltinModule?.("node:module")?.createRequire(import.meta.url);';
  const { outputFiles } = await compile({
    ...common("src/index.ts", "src/engine/index.ts"),
    splitting: true,
    format: "esm",
    define,
    chunkNames: "chunks/[name]-[hash]",
    banner: { js: banner },
  });
  return outputFiles.map(({ path, text }) => [
    relative(root, path),
    // Only the file with esbuild's own `require` shim needs the banner; it imports nothing, so the engine runs without node.
    text.includes("typeof require") ? text : text.replace(`${banner}\n`, ""),
  ]);
}

/** The licences of the packages whose code is in what was built. */
function licences() {
  const packages = builds
    .flatMap(({ inputs }) => Object.keys(inputs))
    .flatMap((path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path) ?? []);
  return [...new Set(packages)]
    .sort()
    .map((folder) => {
      const { name, version, license } = JSON.parse(readFileSync(from(join(folder, "package.json")), "utf8"));
      const text = readdirSync(from(folder)).filter((file) => /^licen[cs]e/i.test(file));
      return [`${name} ${version} (${license})`, ...text.map((file) => readFileSync(from(join(folder, file)), "utf8"))];
    })
    .map((parts) => parts.join("\n\n").trim())
    .join(`\n\n${"-".repeat(80)}\n\n`);
}

function schemas() {
  return readdirSync(from("src"), { recursive: true })
    .filter((path) => path.endsWith(".schema.json"))
    .map((path) => [`dist/schemas/${basename(path)}`, readFileSync(from(join("src", path)), "utf8")]);
}

/** Runs esbuild and notes what went in. */
async function compile(options) {
  const result = await build(options);
  builds.push(result.metafile);
  return result;
}

function common(...entryPoints) {
  return {
    absWorkingDir: root,
    entryPoints,
    outbase: "src",
    outdir: "dist",
    write: false,
    metafile: true,
    legalComments: "none",
    bundle: true,
    platform: "node",
    target: "node20.19",
    logLevel: "warning",
  };
}

/** New files take the place of old ones whole, then what is left of another build goes: runs that are under way go on. */
function put(files) {
  for (const [path, text] of files) {
    if (existsSync(from(path)) && readFileSync(from(path), "utf8") === text) continue;
    const temporary = from(`${path}.${process.pid}.tmp`);
    mkdirSync(dirname(temporary), { recursive: true });
    writeFileSync(temporary, text);
    renameSync(temporary, from(path));
  }
  for (const found of readdirSync(from("dist"), { recursive: true, withFileTypes: true })) {
    const path = relative(root, join(found.parentPath, found.name));
    const belongs = files.has(path) || files.has(path.replace(/\.cjs\..*\.code$/, ".cjs"));
    // npm makes a package with `prepack`, types and all, and then runs `prepare`, which must leave them there.
    const stays = belongs || path.endsWith(".tmp") || (!withTypes && path.endsWith(".d.ts"));
    if (found.isFile() && !stays) rmSync(from(path), { force: true });
  }
}

/** Runs what is most often run, so that the compiled code of every file is kept for the runs to come. */
function warmUp() {
  const folder = mkdtempSync(join(tmpdir(), "sallyport-build-"));
  const config = join(folder, "sallyport.yaml");
  const desk = "policies/support-desk";
  const lines = [
    ["lint", desk, "--no-cache", "--config", config],
    ["test", desk, "--no-cache"],
    ["simulate", `${desk}/traces`, "--policy", desk],
    ["audit", `${desk}/deployment/good`, "--policy", desk],
  ];
  const script = `
    const { main, keepCompiledCode } = require("./dist/cli/start.cjs");
    const warmUp = async () => {
      for (const line of ${JSON.stringify(lines)}) {
        process.argv.splice(2, Infinity, ...line);
        await main();
      }
      keepCompiledCode();
    };
    warmUp();
  `;
  // Options of the build's own process would make V8 refuse the code later.
  const { NODE_OPTIONS: _, ...env } = process.env;
  writeFileSync(config, "rules: {}\n");
  spawnSync(process.execPath, ["-e", script, "-"], { cwd: root, env });
  rmSync(folder, { recursive: true });
}
