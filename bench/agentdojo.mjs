// What a policy does to labelled AgentDojo runs: a table of runs by class, stopped or left alone.
// Usage: node bench/agentdojo.mjs LABELS.tsv REPORT.json SUITE   (REPORT from `simulate --format json`)
import { readFileSync } from "node:fs";

const [labelsFile, reportFile, suite] = process.argv.slice(2);
if (labelsFile === undefined || reportFile === undefined || suite === undefined) {
  console.error("usage: node bench/agentdojo.mjs LABELS.tsv REPORT.json SUITE");
  process.exit(2);
}
const [header, ...rows] = readFileSync(labelsFile, "utf8")
  .trimEnd()
  .split("\n")
  .map((line) => line.split("\t"));
const labels = rows
  .map((row) => Object.fromEntries(header.map((name, index) => [name, row[index]])))
  .filter((row) => row.suite === suite);
const report = JSON.parse(readFileSync(reportFile, "utf8"));
const sessions = new Map();
for (const session of report.simulation.sessions) sessions.set(session.file.replace(/\.gz$/, ""), session);

const order = ["allow", "log", "verify", "confirm", "approve", "deny"];
const table = new Map();
const missing = [];
for (const label of labels) {
  const path = label.file.replace(/\.gz$/, "");
  const session = [...sessions].find(([file]) => file.endsWith(path))?.[1];
  if (session === undefined) {
    missing.push(path);
    continue;
  }
  const row = table.get(label.class) ?? { runs: 0, alone: 0, confirm: 0, deny: 0 };
  row.runs += 1;
  const calls = session.entries
    .filter(({ kind }) => kind === "call")
    .map(({ decision }) => order.indexOf(decision.level));
  const strictest = Math.max(0, ...calls);
  if (strictest <= order.indexOf("log")) row.alone += 1;
  else if (strictest === order.indexOf("deny")) row.deny += 1;
  else row.confirm += 1;
  table.set(label.class, row);
}
if (missing.length > 0) throw new Error(`${missing.length} labelled runs are not in the report, first ${missing[0]}`);
console.log(`${suite}: ${labels.length} runs`);
console.log("| class | runs | left alone | held for a person | denied |");
console.log("|---|---:|---:|---:|---:|");
for (const [name, { runs, alone, confirm, deny }] of [...table].sort()) {
  console.log(`| ${name} | ${runs} | ${alone} | ${confirm} | ${deny} |`);
}
