// Start-up of whole processes as a multiple of an empty Node process in the same run, interleaved, medians.
// Usage: node bench/startup.mjs [RUNS]
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const runs = Number(process.argv[2] ?? 21);
const root = resolve(import.meta.dirname, "..");
const folder = mkdtempSync(join(tmpdir(), "sallyport-startup-"));
const empty = join(folder, "empty.mjs");
writeFileSync(empty, "");
const bin = join(root, "bin/sallyport.js");
const policy = join(root, "policies/support-desk");

// The variable makes Node 20 read a certificate bundle at every start: it would be measured, not we.
const { NODE_EXTRA_CA_CERTS: _unused, ...environment } = process.env;

const cases = [
  { name: "empty process", args: [empty], limit: undefined, check: ({ status }) => status === 0 },
  {
    name: "--version",
    args: [bin, "--version"],
    limit: 1.6,
    check: ({ status, stdout }) => status === 0 && /^\d+\.\d+\.\d+/.test(stdout),
  },
  { name: "lint, cold", args: [bin, "lint", "--allow-undecided", "--no-cache", policy], limit: 4, check: linted },
  { name: "lint, unchanged", args: [bin, "lint", "--allow-undecided", policy], limit: 2, check: linted },
];

let expected;
/** Both ways must print the same, and the policy must really have been linted. */
function linted({ status, stdout, stderr }) {
  expected ??= stdout;
  return status === 0 && stdout === expected && !/error/i.test(stderr);
}

function once({ args }) {
  const start = process.hrtime.bigint();
  const result = spawnSync(process.execPath, args, { encoding: "utf8", cwd: root, env: environment });
  return { ms: Number(process.hrtime.bigint() - start) / 1e6, ...result };
}

const times = new Map(cases.map((one) => [one.name, []]));
for (const one of cases) {
  const warmup = once(one);
  if (!one.check(warmup)) throw new Error(`${one.name} did not do its work:\n${warmup.stdout}${warmup.stderr}`);
}
for (let run = 0; run < runs; run += 1) {
  for (const one of cases) {
    const result = once(one);
    if (!one.check(result)) throw new Error(`${one.name} did not do its work:\n${result.stdout}${result.stderr}`);
    times.get(one.name).push(result.ms);
  }
}
rmSync(folder, { recursive: true });

const median = (values) => [...values].sort((left, right) => left - right)[values.length >> 1];
const base = median(times.get("empty process"));
console.log(`${runs} interleaved runs, Node ${process.versions.node}`);
console.log(`${"case".padEnd(18)}${"median".padStart(10)}${"x empty".padStart(10)}${"goal".padStart(8)}`);
for (const { name, limit } of cases) {
  const value = median(times.get(name));
  console.log(
    `${name.padEnd(18)}${`${value.toFixed(1)} ms`.padStart(10)}${(value / base).toFixed(2).padStart(10)}${(limit === undefined ? "" : `${limit}`).padStart(8)}`,
  );
}
