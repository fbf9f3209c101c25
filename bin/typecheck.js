#!/usr/bin/env node
// Checks the types of both projects at once: everything, and the core without the types of node. What a run found out is kept
// beside the packages, so that the next one looks only at what has changed.
import { spawn } from "node:child_process";
import { createRequire } from "node:module";

const compiler = createRequire(import.meta.url).resolve("typescript/lib/tsc.js");
const projects = ["tsconfig.json", "tsconfig.core.json"];

/** The exit code of the compiler; a compiler that was killed counts as failed. */
const check = (project) =>
  new Promise((resolve, reject) => {
    const kept = `node_modules/.cache/${project}.tsbuildinfo`;
    // Types are many and live long: collecting them again and again takes a third of the time.
    const node = ["--max-semi-space-size=128", compiler, "--pretty", String(process.stdout.isTTY === true)];
    const child = spawn(process.execPath, [...node, "-p", project, "--incremental", "--tsBuildInfoFile", kept], {
      cwd: new URL("..", import.meta.url),
      stdio: "inherit",
    });
    child.on("error", reject);
    child.on("close", (code) => resolve(code ?? 1));
  });

const codes = await Promise.all(projects.map(check));
process.exitCode = Math.max(...codes);
