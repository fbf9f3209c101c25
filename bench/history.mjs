// `step` over sessions with history: 100 and 1,000 gates over 200 tools, three history terms a gate, 200 events a session over ten of the
// tools, of which the last half is measured. The unit is a step of the same policy and sessions without the terms, in the same run;
// each has processes of its own, one after another.
// Usage: node bench/history.mjs [SESSIONS] [PROCESSES]
import { execFileSync } from "node:child_process";
import * as library from "../dist/index.js";
import { compileSource } from "./gate-source.mjs";
import { interleaved, median, mixOf, print, randomFrom } from "./measure.mjs";

const sessions = Number(process.argv[2] ?? 20);
const rounds = Number(process.argv[3] ?? 3);
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

/** Every pass over the measured halves; the number of steps it takes. */
function stepsOf(gates, withHistory) {
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
  return { run, terms: ir.terms.length, mix: withHistory ? mixOf(levels) : undefined, steps: levels.length };
}

/** Medians of passes in a process that has this policy alone, as a host's has, and is warm. */
function measure(gates, withHistory) {
  const { run, terms, mix, steps } = stepsOf(gates, withHistory);
  const { pass } = interleaved({ pass: () => run() }, { rounds: 41, warmup: 20 });
  return { terms, mix, micros: (pass * 1_000) / steps };
}

const cases = [
  [100, true],
  [100, false],
  [1_000, true],
  [1_000, false],
];
const [only] = process.argv.slice(4);
if (only === undefined) {
  const found = cases.map(() => []);
  for (let round = 0; round < rounds; round += 1) {
    for (const at of cases.keys()) {
      const text = execFileSync(process.execPath, [process.argv[1], String(sessions), String(rounds), String(at)]);
      found[at].push(JSON.parse(text.toString("utf8")));
    }
  }
  const micros = found.map((runs) => median(runs.map((run) => run.micros)));
  for (const [at, [gates, withHistory]] of cases.entries()) {
    const [{ terms, mix }] = found[at];
    const what = withHistory ? `${terms} terms, ${JSON.stringify(mix)}` : "no terms";
    console.log(`${gates} gates, ${what}: ${micros[at].toFixed(1)} us a step`);
  }
  print("a step with history over one without, 100 gates", micros[0] / micros[1]);
  print("a step with history over one without, 1,000 gates", micros[2] / micros[3]);
  print("us a step, 100 gates", micros[0], 5, " us");
  print("us a step, 1,000 gates", micros[2], 20, " us");
} else console.log(JSON.stringify(measure(...cases[Number(only)])));
