#!/usr/bin/env node
// `npm run demo`: the main job on what ships with the project. Exit codes are checked: the injection must be found.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const bin = fileURLToPath(new URL("./sallyport.js", import.meta.url));
const desk = "policies/support-desk";

/** A step: what it shows, the command, and the exit code it must end with. */
const steps = [
  ["A policy for a support desk of three agents. Does it hold together?", ["lint", desk, "--allow-undecided"], 0],
  ["Its own tests: what must pass, what must be stopped.", ["test", desk], 0],
  [
    "Two recorded tickets replayed: one is harmless, one carries an injection.",
    ["simulate", `${desk}/traces`, "--policy", desk, "--fail-on", "approve"],
    1,
  ],
  [
    "The deployment as it should be, against the zero-trust checklist.",
    ["audit", `${desk}/deployment/good`, "--allow-undecided"],
    0,
  ],
  ["The same deployment as it often is.", ["audit", `${desk}/deployment/bad`, "--details", "ZT-ID-3,ZT-AZ-1"], 1],
];

let wrong = 0;
for (const [title, args, expected] of steps) {
  console.log(`\n## ${title}\n$ sallyport ${args.join(" ")}\n`);
  const { status } = spawnSync(process.execPath, [bin, ...args], { stdio: "inherit" });
  console.log(`\nexit ${status}`);
  if (status !== expected) {
    wrong += 1;
    console.log(`(this should have ended with ${expected})`);
  }
}
process.exitCode = wrong === 0 ? 0 : 1;
