// What a session with ten live registers takes in memory, and what a million would; beside it the bound that `compile` prints.
// Usage: node --expose-gc --max-old-space-size=8000 bench/memory.mjs [SESSIONS]
import * as library from "../dist/index.js";
import { compileSource } from "./gate-source.mjs";
import { mixOf } from "./measure.mjs";

if (globalThis.gc === undefined) throw new Error("run it with --expose-gc");
const sessions = Number(process.argv[2] ?? 20_000);
const catalogue = JSON.stringify({
  tools: [{ name: "desk.pay", inputSchema: { type: "object", properties: { amount: { type: "integer" } } } }],
});
const gates = Array.from(
  { length: 10 },
  (_, index) =>
    `gate g${index} on desk.pay {\n  when ${index % 2 === 0 ? "count(attempted desk.pay)" : "sum(args.amount of attempted desk.pay)"} within ${index + 1}h per session > ${index % 2 === 0 ? 0 : 4_000}\n  ${index < 5 ? "log" : "require approval by role reviewer"}\n}`,
);
const policy = [
  "policy bench version 1 language 1",
  'use tools from "./tools.json"',
  "role reviewer",
  'agent worker { subject "spiffe://bench/worker" }',
  "grant all { to agent worker tools desk.* }",
  ...gates,
].join("\n");
const ir = compileSource(library, { policy, catalogue });
// Room for the registers of all of them.
const engine = library.createEngine(ir, { engine: "closures", keyBudget: 10 * sessions });

const callsPerSession = 2;
function filled(count) {
  const levels = [];
  let state = engine.initial();
  for (let index = 0; index < count * callsPerSession; index += 1) {
    const raw = {
      kind: "call",
      id: `e${index}`,
      session: `s${index % count}`,
      agent: "worker",
      at: new Date(Date.UTC(2026, 0, 1) + index).toISOString(),
      tool: "desk.pay",
      args: { amount: 1_000 * (index % 7) },
      token: { verified: true, subject: "spiffe://bench/worker" },
    };
    const stepped = engine.step(state, library.admit(library.readEvent(raw).raw, ir.catalogue));
    state = stepped.state;
    levels.push(stepped.decision.level);
  }
  return { state, levels };
}

filled(100);
globalThis.gc();
const before = process.memoryUsage().heapUsed;
const { state, levels } = filled(sessions);
console.log(JSON.stringify(mixOf(levels)));
levels.length = 0;
globalThis.gc();
const bytes = (process.memoryUsage().heapUsed - before) / sessions;
const registers = state.history.size / sessions;
const snapshot = JSON.stringify(library.snapshotState(state)).length / sessions;
console.log(`${sessions} sessions of ${callsPerSession} calls, ${registers.toFixed(1)} registers each`);
console.log(`in memory: ${bytes.toFixed(0)} bytes a session; in a snapshot: ${snapshot.toFixed(0)}`);
console.log(
  `a million of them: ${((bytes * 1e6) / 2 ** 30).toFixed(2)} GiB (at most 6: ${bytes * 1e6 <= 6e9 ? "met" : "missed"})`,
);
