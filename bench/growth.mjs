// 10,000 gates against 1,000 gates, both over 1,000 tools: the cost of a decision (level only, admitted events).
// Usage: node bench/growth.mjs
import * as library from "../dist/index.js";
import { compileSource, gateSource, hostEvent } from "./gate-source.mjs";
import { interleaved, mixOf, print } from "./measure.mjs";
import { makeCalls, makeRules, toolNames } from "./workload.mjs";

const tools = toolNames(1_000);
const calls = makeCalls(10_000, tools);

/** As many rules as give that many gates: an `allow` is a grant without a gate. */
function rulesWithGates(count) {
  const gates = makeRules(2 * count, tools)
    .filter(({ effect }) => effect !== "allow")
    .slice(0, count);
  const allows = tools.map((tool, index) => ({
    id: `a${index}`,
    effect: "allow",
    tool: { op: "eq", v: tool },
    conds: [{ op: "ge", field: "args.amount", v: 5_000 }],
  }));
  return [...gates, ...allows];
}

function engineOf(count) {
  const ir = compileSource(library, gateSource({ rules: rulesWithGates(count) }, tools));
  const gates = ir.gates.filter(({ builtIn }) => !builtIn).length;
  if (gates !== count) throw new Error(`${gates} gates instead of ${count}`);
  const { initial, level } = library.createEngine(ir, { engine: "closures" });
  const state = initial();
  const events = calls.map((call) => library.admit(library.readEvent(hostEvent(call)).raw, ir.catalogue));
  console.log(`${count} gates: ${JSON.stringify(mixOf(events.map((event) => level(state, event))))}`);
  return () => {
    for (const event of events) level(state, event);
  };
}

const small = engineOf(1_000);
const large = engineOf(10_000);
const times = interleaved({ small, large });
for (const [name, ms] of Object.entries(times))
  console.log(`${name}: ${((ms * 1e6) / calls.length).toFixed(0)} ns a decision`);
print("10,000 gates over 1,000 gates, 1,000 tools", times.large / times.small, 1.5);
