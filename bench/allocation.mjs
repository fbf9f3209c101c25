// What finding a level allocates, on admitted calls of sessions without history: bytes a decision, and collections during it.
// Beside it the same loop with one small object a decision, to show that such a one would be seen.
// Usage: node --expose-gc bench/allocation.mjs
import { PerformanceObserver } from "node:perf_hooks";
import * as library from "../dist/index.js";
import { compileSource, gateSource, hostEvent } from "./gate-source.mjs";
import { mixOf } from "./measure.mjs";
import { makeCalls, makeRules, toolNames } from "./workload.mjs";

if (globalThis.gc === undefined) throw new Error("run it with --expose-gc");
const tools = toolNames(100);
const ir = compileSource(library, gateSource({ rules: makeRules(1_000, tools) }, tools));
const { initial, level } = library.createEngine(ir, { engine: "closures" });
const state = initial();
const events = makeCalls(2_000, tools).map((call) =>
  library.admit(library.readEvent(hostEvent(call)).raw, ir.catalogue),
);
console.log(JSON.stringify(mixOf(events.map((event) => level(state, event)))));

const decisions = 1_000_000;
let kept;
const levels = () => {
  for (let index = 0; index < decisions; index += 1) level(state, events[index % events.length]);
};
const withObject = () => {
  for (let index = 0; index < decisions; index += 1) {
    level(state, events[index % events.length]);
    kept = { index };
  }
};

let collections = 0;
const observer = new PerformanceObserver((list) => {
  collections += list.getEntries().length;
});
observer.observe({ entryTypes: ["gc"] });

async function measure(run) {
  run();
  globalThis.gc();
  await new Promise((resolve) => setTimeout(resolve, 20));
  collections = 0;
  const before = process.memoryUsage().heapUsed;
  run();
  const grown = process.memoryUsage().heapUsed - before;
  await new Promise((resolve) => setTimeout(resolve, 20));
  return { grown, collections };
}

const alone = await measure(levels);
const control = await measure(withObject);
observer.disconnect();
const words = ({ grown, collections: count }) =>
  `${(grown / decisions).toFixed(3)} bytes a decision, ${count} collections`;
console.log(`level: ${words(alone)}`);
console.log(`level and one object: ${words(control)}`);
if (kept === undefined || (control.collections === 0 && control.grown < decisions))
  throw new Error("the control was not seen");
const free = alone.collections === 0 && alone.grown < decisions / 10;
console.log(`no allocation a decision: ${free ? "met" : "missed"}`);
