// `step` over sessions with history: 100 and 1,000 gates over 200 tools, three history terms a gate, 200 events a session over ten of the
// tools, of which the last half is measured. The unit is a step of the same policy and sessions without the terms, in the same run.
// Usage: node bench/history.mjs [SESSIONS]
import * as library from "../dist/index.js";
import { compileSource } from "./gate-source.mjs";
import { interleaved, mixOf, print, randomFrom } from "./measure.mjs";

const sessions = Number(process.argv[2] ?? 20);
const eventsPerSession = 200;
const tools = Array.from({ length: 200 }, (_, index) => `desk.verb${index}`);
const schema = {
  type: "object",
  properties: { amount: { type: "integer" }, account: { type: "string" } },
  required: ["amount", "account"],
  additionalProperties: false,
};
const catalogue = JSON.stringify({ tools: tools.map((name) => ({ name, inputSchema: schema })) });

/** Three terms of the gate's tool, with windows and limits of their own; without them the numbers stand alone. */
function gateText(index, withHistory) {
  const tool = tools[index % tools.length];
  const seconds = 60 + 3 * index;
  // What a session does on average in that time, and somewhat more: some gates act, some do not.
  const usual = (seconds / 200) * (1.2 + (index % 5) / 5);
  const terms = [
    [`count(attempted ${tool}) within ${seconds}s per session`, `> ${Math.ceil(usual)}`],
    [`sum(args.amount of attempted ${tool}) within ${seconds}s per session`, `> ${Math.ceil(usual * 3_000)}`],
    [`distinct(args.account of attempted ${tool}) within ${seconds}s per session`, `> ${Math.ceil(usual)}`],
  ];
  const written = terms.map(([term, limit]) => (withHistory ? `${term} ${limit}` : `args.amount ${limit}00`));
  return `gate g${index} on ${tool} {\n  when ${written.join("\n    or ")}\n  ${index % 2 === 0 ? "log" : "require approval by role reviewer"}\n}`;
}

function policyOf(gates, withHistory) {
  const text = [
    "policy bench version 1 language 1",
    'use tools from "./tools.json"',
    "role reviewer",
    'agent worker { subject "spiffe://bench/worker" }',
    "grant all { to agent worker tools desk.* }",
    ...Array.from({ length: gates }, (_, index) => gateText(index, withHistory)),
  ].join("\n");
  return compileSource(library, { policy: text, catalogue });
}

const random = randomFrom(5);
const raws = Array.from({ length: sessions }, (_, session) =>
  Array.from({ length: eventsPerSession }, (_, index) => {
    // Ten tools that have gates also where there are a hundred.
    const own = 10 * (session % 10);
    return {
      kind: "call",
      id: `s${session}-${index}`,
      session: `s${session}`,
      agent: "worker",
      at: new Date(Date.UTC(2026, 0, 1, 0, 0, index * 20)).toISOString(),
      tool: tools[own + random.below(10)],
      args: { amount: random.below(6_000), account: `a-${random.below(40)}` },
      token: { verified: true, subject: "spiffe://bench/worker" },
    };
  }),
);

function steps(gates, withHistory) {
  const ir = policyOf(gates, withHistory);
  const engine = library.createEngine(ir, { engine: "closures" });
  const events = raws.map((session) => session.map((raw) => library.admit(library.readEvent(raw).raw, ir.catalogue)));
  const half = eventsPerSession / 2;
  const levels = [];
  const begun = events.map((session) => {
    let state = engine.initial();
    for (const event of session.slice(0, half)) state = engine.step(state, event).state;
    return state;
  });
  const run = (keep) => {
    for (const [index, session] of events.entries()) {
      let state = begun[index];
      for (let at = half; at < eventsPerSession; at += 1) {
        const stepped = engine.step(state, session[at]);
        state = stepped.state;
        keep?.(stepped.decision.level);
      }
    }
  };
  run((level) => levels.push(level));
  const terms = ir.terms.length;
  console.log(`${gates} gates, ${terms} terms: ${JSON.stringify(withHistory ? mixOf(levels) : levels.length)}`);
  return run;
}

const times = interleaved(
  {
    "100 with": steps(100, true),
    "100 without": steps(100, false),
    "1000 with": steps(1_000, true),
    "1000 without": steps(1_000, false),
  },
  { rounds: Number(process.argv[3] ?? 9), warmup: 2 },
);
const measured = sessions * (eventsPerSession / 2);
const micros = (name) => (times[name] * 1000) / measured;
for (const name of Object.keys(times)) console.log(`${name}: ${micros(name).toFixed(1)} us a step`);
print("a step with history over one without, 100 gates", times["100 with"] / times["100 without"]);
print("a step with history over one without, 1,000 gates", times["1000 with"] / times["1000 without"]);
print("us a step, 100 gates", micros("100 with"), 5);
print("us a step, 1,000 gates", micros("1000 with"), 20);
