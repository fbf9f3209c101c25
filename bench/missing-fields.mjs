// The same rules on calls of which a fifth of the fields are missing, and on whole ones: the cost of a decision, and what it says.
// Usage: node bench/missing-fields.mjs
import * as library from "../dist/index.js";
import { compileSource, gateSource, hostEvent } from "./gate-source.mjs";
import { interleaved, mixOf, print, randomFrom } from "./measure.mjs";
import { makeCalls, makeRules, toolNames } from "./workload.mjs";

const tools = toolNames(100);
const calls = makeCalls(10_000, tools);
const ir = compileSource(library, gateSource({ rules: makeRules(1_000, tools) }, tools));
const { initial, level, decide } = library.createEngine(ir, { engine: "closures" });
const state = initial();

let fields = 0;
let missing = 0;
const random = randomFrom(3);
/** Half of what is missing was never there, half was not recorded. */
function thin({ args, context, confidence, ...call }) {
  const gaps = [];
  const keep = (path) => {
    fields += 1;
    if (!random.chance(0.2)) return true;
    missing += 1;
    if (random.chance(0.5)) gaps.push(path);
    return false;
  };
  const thinned = (root, members) =>
    Object.fromEntries(Object.entries(members).filter(([name]) => keep(`${root}.${name}`)));
  const rest = { args: thinned("args", args), context: thinned("context", context) };
  const sure = keep("confidence") ? { confidence } : {};
  return { ...call, ...rest, ...sure, ...(gaps.length === 0 ? {} : { not_recorded: gaps }) };
}

const admitted = (event) => library.admit(library.readEvent(event).raw, ir.catalogue);
const whole = calls.map((call) => admitted(hostEvent(call)));
const thinned = calls.map((call) => admitted(thin(hostEvent(call))));
const share = missing / fields;
if (share < 0.18 || share > 0.22) throw new Error(`${share} of the fields are missing`);
console.log(`missing: ${(100 * share).toFixed(1)} % of ${fields} fields`);
console.log(`whole:   ${JSON.stringify(mixOf(whole.map((event) => level(state, event))))}`);
console.log(`thinned: ${JSON.stringify(mixOf(thinned.map((event) => level(state, event))))}`);
const undecided = thinned.filter((event) => decide(state, event).reasons.some((reason) => reason.class === "evidence"));
console.log(`decided for want of evidence: ${((100 * undecided.length) / thinned.length).toFixed(1)} %`);
if (undecided.length === 0) throw new Error("nothing was unknown");

const times = interleaved({
  whole: () => {
    for (const event of whole) level(state, event);
  },
  thinned: () => {
    for (const event of thinned) level(state, event);
  },
});
for (const [name, ms] of Object.entries(times))
  console.log(`${name}: ${((ms * 1e6) / calls.length).toFixed(0)} ns a decision`);
print("a fifth missing over nothing missing", times.thinned / times.whole);
