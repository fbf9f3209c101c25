// Writes what is generated into the documentation: outputs of commands between `<!-- output: … -->` and `<!-- end -->` in README.md.
// `--check` writes nothing and fails when something is not fresh.
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const bin = fileURLToPath(new URL("./sallyport.js", import.meta.url));
const check = process.argv.includes("--check");

export function withOutputs(markdown) {
  return markdown.replace(/<!-- output: sallyport (.*?) -->[\s\S]*?<!-- end -->/g, (_match, command) => {
    const environment = { ...process.env, NO_COLOR: "1", COLUMNS: "100" };
    const { stdout, stderr, status } = spawnSync(process.execPath, [bin, ...command.split(" ")], {
      cwd: root,
      encoding: "utf8",
      env: environment,
    });
    const text = `${stdout}${stderr}`.trimEnd();
    return `<!-- output: sallyport ${command} -->\n\`\`\`\n$ sallyport ${command}\n${text}\n(exit ${status})\n\`\`\`\n<!-- end -->`;
  });
}

const path = `${root}README.md`;
const before = readFileSync(path, "utf8");
const after = withOutputs(before);
if (before !== after && check) {
  console.error("README.md is not fresh: run `npm run generate`");
  process.exitCode = 1;
} else if (before !== after) {
  writeFileSync(path, after);
  console.log("README.md written");
}
