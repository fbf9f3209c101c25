// Writes what is generated: the pages of docs/, the files of grammar/, and in hand-written pages the files and the outputs of commands
// between `<!-- file: … -->` or `<!-- output: … -->` and `<!-- end -->`. `--check` writes nothing, names each stale file and fails.
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

const root = join(import.meta.dirname, "..");
const bin = join(root, "bin/sallyport.js");
const generators = ["docs/generate.ts", "grammar/generate.ts"];
const handWritten = ["README.md", "docs/events.md", "docs/audit.md", "docs/bundles.md", "docs/guard.md"];

process.exitCode = await main(process.argv.includes("--check"));

async function main(check) {
  if (sallyport(["--version"]).status !== 0) {
    console.error("the command line is not built: run `npm run build`");
    return 1;
  }
  const files = new Map();
  for (const path of generators) for (const [name, text] of await generatedBy(path)) files.set(name, text);
  for (const path of handWritten) files.set(path, withOutputs(withFiles(readFileSync(join(root, path), "utf8"))));
  const stale = [...files].filter(([path, text]) => textOf(path) !== text);
  for (const [path, text] of stale) {
    if (check) console.error(`${path} is not fresh: run \`npm run generate\``);
    else {
      put(path, text);
      console.log(`${path} written`);
    }
  }
  return check && stale.length > 0 ? 1 : 0;
}

/** What `generatedFiles` of a TypeScript file answers: by path, the text. The bundle lies where packages are found from. */
async function generatedBy(path) {
  const folder = join(root, "node_modules/.cache");
  const file = join(folder, `sallyport-generate-${process.pid}.mjs`);
  mkdirSync(folder, { recursive: true });
  try {
    const options = { bundle: true, packages: "external", format: "esm", platform: "node", target: "node20.19" };
    await build({ ...options, absWorkingDir: root, entryPoints: [path], outfile: file, logLevel: "warning" });
    const { generatedFiles } = await import(`${pathToFileURL(file)}?${path}`);
    return Object.entries(await generatedFiles());
  } finally {
    rmSync(file, { force: true });
  }
}

function withFiles(markdown) {
  return markdown.replace(/<!-- file: (\S+) -->[\s\S]*?<!-- end -->/g, (_match, path) => {
    const text = readFileSync(join(root, path), "utf8").trimEnd();
    return `<!-- file: ${path} -->\n\`\`\`${path.split(".").at(-1)}\n${text}\n\`\`\`\n<!-- end -->`;
  });
}

/** Behind a command, `| block WORDS + WORDS` keeps the paragraphs that begin with these words, `| lines WORDS` the lines that have them. */
function withOutputs(markdown) {
  return markdown.replace(
    /<!-- output: sallyport (.*?)(?: \| (block|lines) (.*?))? -->[\s\S]*?<!-- end -->/g,
    (_match, command, part, words) => {
      const { stdout, stderr, status } = sallyport(command.split(" "));
      const text = shown(`${stdout}${stderr}`.trimEnd(), part, words);
      const marked = part === undefined ? command : `${command} | ${part} ${words}`;
      return `<!-- output: sallyport ${marked} -->\n\`\`\`\n$ sallyport ${command}\n${text}\n(exit ${status})\n\`\`\`\n<!-- end -->`;
    },
  );
}

function shown(text, part, words) {
  if (part === undefined) return text;
  const between = part === "block" ? "\n\n" : "\n";
  const kept = words.split(" + ").flatMap((wanted) => {
    const fits = (one) => (part === "block" ? one.startsWith(wanted) : one.includes(wanted));
    const found = text.split(between).filter(fits);
    if (found.length === 0) throw new Error(`no ${part} has ${JSON.stringify(wanted)} in:\n${text}`);
    return found;
  });
  return `…\n${kept.join(between)}\n…`;
}

function sallyport(command) {
  const env = { ...process.env, NO_COLOR: "1", COLUMNS: "100" };
  return spawnSync(process.execPath, [bin, ...command], { cwd: root, encoding: "utf8", env });
}

function textOf(path) {
  try {
    return readFileSync(join(root, path), "utf8");
  } catch {
    return undefined;
  }
}

function put(path, text) {
  const temporary = join(root, `${path}.${process.pid}.tmp`);
  writeFileSync(temporary, text);
  renameSync(temporary, join(root, path));
}
