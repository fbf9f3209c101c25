import type { CheckedAgent } from "../../src/ast/checked.ts";
import type { CheckedBands } from "../../src/ast/checked-gate.ts";
import type { HistoryTerm } from "../../src/ast/history.ts";
import { switchScopes } from "../../src/ast/switch-scope.ts";
import type { Level, Obligation, Requirement } from "../../src/engine/decision.ts";
import type {
  IrAgent,
  IrBreakGlass,
  IrCondition,
  IrGate,
  IrGrant,
  IrKillSwitch,
  IrTarget,
  PolicyIr,
} from "../../src/engine/ir.ts";
import { lowerAgentGates } from "../../src/engine/lower-agents.ts";
import { lowerBands } from "../../src/engine/lower-bands.ts";
import { lowerKillGate } from "../../src/engine/lower-kill-switches.ts";
import type { Tool } from "../../src/event/catalogue.ts";
import type { FieldType, Type } from "../../src/value/type.ts";
import { envelopeFields, field, generateCondition, type Readable } from "./generate-condition.ts";
import { generateConnector } from "./generate-connector.ts";
import { generateDrift } from "./generate-drift.ts";
import { generateTerm, readableTerm } from "./generate-history.ts";
import * as pools from "./pools.ts";
import type { Random } from "./random.ts";

const span = { file: "generated", start: 0, end: 0 };

/** Every argument a generated tool may have. */
export const argumentTypes: Readonly<Record<string, Type>> = {
  amount: { kind: "money", currency: { kind: "fixed", code: "USD" }, unit: "major" },
  total: { kind: "money", currency: { kind: "argument", path: ["currency"] }, unit: "minor" },
  currency: { kind: "string" },
  to: { kind: "list", element: { kind: "email" } },
  reply: { kind: "email" },
  note: { kind: "string" },
  count: { kind: "int" },
  file: { kind: "path" },
  link: { kind: "url" },
  links: { kind: "list", element: { kind: "url" } },
  site: { kind: "domain" },
  address: { kind: "cidr" },
  line: { kind: "command" },
  flag: { kind: "bool" },
  mode: { kind: "string", values: pools.modes },
  extra: { kind: "json" },
  items: {
    kind: "list",
    element: {
      kind: "record",
      additional: false,
      fields: {
        sku: { type: { kind: "string" }, required: true },
        price: { type: { kind: "money", currency: { kind: "fixed", code: "USD" }, unit: "major" }, required: false },
        tags: { type: { kind: "list", element: { kind: "string" } }, required: false },
      },
    },
  },
};

/** What connectors look at beside `link`. */
const destinations: ReadonlySet<string> = new Set(["links", "site"]);

const toolNames = ["bank.pay", "mail.send", "crm.get", "fs.write"] as const;

/** Some history terms by name, each once. */
function generateTerms(random: Random): readonly HistoryTerm[] {
  const made = Array.from({ length: 1 + random.below(4) }, () => generateTerm(toolNames, random));
  return byName(made);
}

const byName = (terms: readonly HistoryTerm[]): readonly HistoryTerm[] =>
  [...new Map(terms.map((term) => [term.name, term])).values()].sort((a, b) => (a.name < b.name ? -1 : 1));

/** With `connectors`, tools have more destinations among their arguments, and about a third of the policies has a connector; with `drifts`, from which all
 * of it is drawn, a quarter has a drift. */
export function generatePolicy(
  random: Random,
  { connectors, drifts }: { readonly connectors?: boolean; readonly drifts?: Random } = {},
): PolicyIr {
  const known = Object.keys(argumentTypes).filter((name) => connectors === true || !destinations.has(name));
  const tools = toolNames.map((name) => generateTool(name, known, random));
  const read = random.chance(60) ? generateTerms(random) : [];
  const connector =
    connectors === true && random.chance(35) ? generateConnector(tools, random) : { gates: [], terms: [] };
  const spending = tools.filter(({ args }) => args.kind === "record" && "amount" in args.fields);
  const drift =
    drifts?.chance(25) === true
      ? generateDrift(
          toolNames,
          spending.map(({ name }) => name),
          drifts,
        )
      : undefined;
  const terms = byName([...read, ...connector.terms, ...(drift?.terms ?? [])]);
  const killSwitches = generateKillSwitches(random);
  const hasSchema = random.chance(30);
  const trusted = random.chance(15) ? random.some(pools.agents, 60) : [];
  const trusts = pools.agents.map((name) => ({ name, trust: trusted.includes(name) ? "internal" : undefined }));
  const trustOf = (agent: string) => ({ trust: trusts.find(({ name }) => name === agent)?.trust });
  const gates = [
    ...Array.from({ length: 3 + random.below(5) }, (_, index) => generateGate(`gate_${index}`, tools, random, terms)),
    ...pools.agents
      .filter(() => random.chance(40))
      .flatMap((agent) => lowerAgentGates({ ...checkedAgent(agent, random), ...trustOf(agent) }, toolNames, trusts)),
    ...(random.chance(35) ? generateBands(tools, random) : []),
    ...connector.gates,
    ...(hasSchema ? [schemaGate(random)] : []),
    ...killSwitches.map((one) => lowerKillGate({ ...one, because: undefined }, toolNames)),
  ];
  return {
    ir: 1,
    policy: "generated",
    version: 1,
    language: 1,
    catalogue: {
      tools: Object.fromEntries(tools.map((tool) => [tool.name, tool])),
      context: {
        "ticket.status": { type: { kind: "string", values: ["open", "closed"] }, from: "host" },
        "ticket.age": { type: { kind: "duration" }, from: "host" },
      },
      ...(hasSchema ? { schemas: { [schemaDigest]: pools.schema } } : {}),
    },
    agents: pools.agents.map(
      (name): IrAgent => ({
        name,
        subject: pools.subjectOf(name),
        mayMessage: pools.agents.filter((other) => other !== name && random.chance(80)),
        mayDelegate: pools.agents
          .filter((other) => other !== name && random.chance(70))
          .map((to) => ({ tools: random.some(toolNames, 80), to, depth: 1 + random.below(2) })),
      }),
    ),
    grants: generateGrants(tools, random, terms),
    gates: [...gates, ...(drift?.gates ?? [])],
    terms,
    labels: random.chance(60)
      ? [
          {
            label: "secret",
            tools: random.some(toolNames, 50),
            ...(random.chance(60) ? { when: generateCondition(settingOf(random, tools, "call", toolNames), 1) } : {}),
          },
        ]
      : [],
    endorsements: random.chance(40)
      ? [{ tool: random.pick(toolNames), labels: random.some(["untrusted", "secret", "pii"], 50) }]
      : [],
    drifts: drift === undefined ? [] : [drift.drift],
    killSwitches,
    breakGlasses: generateBreakGlasses(gates, random),
  };
}

/** Over all gates that say `overridable`, and now and then over one that does not, which must change nothing. */
function generateBreakGlasses(gates: readonly IrGate[], random: Random): readonly IrBreakGlass[] {
  return pools.glasses
    .filter(() => random.chance(60))
    .map((name) => ({
      name,
      gates: gates
        .filter(({ overridable }) => random.chance(overridable ? 80 : 10))
        .map((gate) => gate.name)
        .concat("gate_0"),
      approval: { role: "finance", count: random.pick([1, 2]), validMs: 600_000 },
      maxMs: random.pick([1_200_000, 3_600_000]),
      obligations: random.chance(60) ? random.some(allObligations, 40) : [],
    }));
}

/** Hard to set and easy to clear, or nothing else would ever happen. */
function generateKillSwitches(random: Random): readonly IrKillSwitch[] {
  return pools.switches
    .filter(() => random.chance(60))
    .map((name) => ({
      name,
      scope: random.pick(switchScopes),
      setBy: {
        role: "finance",
        count: random.pick([1, 2, 2]),
        ...(random.chance(30) ? { validMs: 300_000 } : {}),
      },
      clearedBy: { role: random.pick(["finance", "oncall"]), count: random.pick([1, 1, 2]) },
    }));
}

function generateTool(name: string, known: readonly string[], random: Random): Tool {
  const names = random.shuffle(known).slice(0, 7);
  const chosen = names.includes("total") && !names.includes("currency") ? [...names, "currency"] : names;
  const fields: Record<string, FieldType> = {};
  for (const argument of chosen) {
    const type = argumentTypes[argument];
    if (type !== undefined) fields[argument] = { type, required: random.chance(60) };
  }
  return {
    name,
    args: { kind: "record", additional: random.chance(10), fields },
    result: {
      kind: "record",
      additional: true,
      fields: {
        email: { type: { kind: "email" }, required: false },
        rows: { type: { kind: "int" }, required: false },
        note: { type: { kind: "string" }, required: false },
      },
    },
    ...(random.chance(50) ? { resultFormat: "json" } : {}),
    effects: [],
    returns: random.chance(40) ? ["pii"] : [],
    trusted: random.chance(50) ? [""] : random.chance(50) ? ["email"] : [],
    untrusted: [],
    schemaDigest: "0".repeat(64),
  };
}

function generateGrants(tools: readonly Tool[], random: Random, terms: readonly HistoryTerm[]): readonly IrGrant[] {
  const broad = pools.agents.map(
    (agent, index): IrGrant => ({
      name: `broad_${index}`,
      agents: [agent],
      // One of them often has only what others delegate to it, or it to others.
      tools: random.some(toolNames, index === 0 ? 50 : 90),
      ...limits(random, 6),
    }),
  );
  const narrow = Array.from({ length: 2 }, (_, index): IrGrant => {
    const covered = random.some(toolNames, 40);
    return {
      name: `narrow_${index}`,
      agents: random.some(pools.agents, 50),
      tools: covered,
      when: generateCondition(settingOf(random, tools, "call", covered, terms), 1),
      ...limits(random, 25),
    };
  });
  return [...broad, ...narrow];
}

const limits = (random: Random, percent: number): Partial<IrGrant> => ({
  ...(random.chance(percent) ? { purposes: ["support"] } : {}),
  ...(random.chance(percent) ? { onBehalfOf: random.some(pools.roles, 60) } : {}),
  ...(random.chance(percent) ? { untilMs: pools.startMs + random.below(60) * 60_000 } : {}),
  ...(random.chance(percent)
    ? { whileTask: random.chance(25) ? {} : { maxMs: random.pick([60_000, 300_000, 600_000]) } }
    : {}),
});

/** A gate of one phase; most of their conditions are narrow, or nothing would ever be allowed. */
export function generateGate(
  name: string,
  tools: readonly Tool[],
  random: Random,
  terms: readonly HistoryTerm[] = [],
): IrGate {
  const phase = random.pick(["call", "call", "call", "call", "call", "result", "message", "prompt", "output"] as const);
  const covered = random.some(toolNames, 40);
  const setting = settingOf(random, tools, phase, covered, terms);
  const requirements = random.chance(65) ? generateRequirements(random) : [];
  const own = requirements.length === 0 ? random.pick(["log", "log", "deny"] as const) : "log";
  const level = requirements.map(({ kind }) => levelOf[kind]).reduce<Level>(higher, own) as IrGate["level"];
  const condition = { kind: "all", operands: [generateCondition(setting, 1), generateCondition(setting, 2)] } as const;
  return {
    name,
    builtIn: false,
    on: targetsOf(phase, covered, random),
    ...(random.chance(6) ? { agents: random.some(pools.agents, 50) } : {}),
    ...(random.chance(95) ? { when: condition } : {}),
    ...(random.chance(35) ? { unless: generateCondition(setting, 1) } : {}),
    level,
    requirements,
    obligations: random.chance(30) ? random.some(allObligations, 40) : [],
    overridable: random.chance(50),
    ...(random.chance(8) ? { observe: { untilMs: pools.startMs + random.below(60) * 60_000, owner: "soc" } } : {}),
    ...(random.chance(30) ? { because: "it was generated" } : {}),
    tags: [],
  };
}

const order: readonly Level[] = ["allow", "log", "verify", "confirm", "approve", "deny"];
const higher = (left: Level, right: Level): Level => (order.indexOf(left) >= order.indexOf(right) ? left : right);
const levelOf = { verification: "verify", confirmation: "confirm", approval: "approve" } as const;

/** Mostly one, and the three kinds alike. */
function generateRequirements(random: Random): readonly Requirement[] {
  if (random.chance(15)) return random.some([...verifications, confirmation, ...approvals], 30);
  return [
    random.pick(
      [verifications, verifications, verifications, [confirmation], [confirmation], approvals].map((kind) =>
        random.pick(kind),
      ),
    ),
  ];
}

const verifications: readonly Requirement[] = [
  { kind: "verification", by: { kind: "agent", name: "mailer" } },
  { kind: "verification", by: { kind: "rule", name: "second_look" } },
];
const confirmation: Requirement = { kind: "confirmation", by: "user" };
const approvals: readonly Requirement[] = [
  { kind: "approval", role: "finance", count: 1, validMs: 900_000 },
  { kind: "approval", role: "finance", count: 2 },
  { kind: "approval", role: "oncall", count: 1, reusable: 2, escalate: { afterMs: 60_000, role: "finance" } },
];

const allObligations: readonly Obligation[] = [
  { kind: "alert", target: "soc" },
  { kind: "notify", target: "owner" },
  { kind: "record-full" },
  { kind: "redact", recognisers: ["card"], path: ["args", "note"], by: "mask" },
];

function targetsOf(phase: IrTarget["kind"], covered: readonly string[], random: Random): readonly IrTarget[] {
  switch (phase) {
    case "call":
    case "result":
      return [{ kind: phase, tools: covered }];
    case "message":
      return [random.chance(50) ? { kind: "message" } : { kind: "message", to: random.pick(pools.agents) }];
    default:
      return [{ kind: phase }];
  }
}

function settingOf(
  random: Random,
  tools: readonly Tool[],
  phase: IrTarget["kind"],
  covered: readonly string[],
  terms: readonly HistoryTerm[] = [],
) {
  const own: Readable[] = [
    field("text", [], phase === "call" || phase === "result" ? { kind: "texts" } : { kind: "string" }),
  ];
  if (phase === "call") {
    for (const tool of tools) {
      if (!covered.includes(tool.name) || tool.args.kind !== "record") continue;
      for (const [name, { type }] of Object.entries(tool.args.fields)) own.push(field("args", [name], type));
    }
  }
  if (phase === "result") {
    own.push(field("result", ["email"], { kind: "email" }), field("result", ["rows"], { kind: "int" }));
    own.push(field("result", ["note"], { kind: "string" }));
  }
  const past = terms.map(readableTerm);
  return {
    random,
    tools: toolNames,
    fields: [...own, ...own, ...own, ...envelopeFields, ...past, ...past, ...past, ...past, ...past],
  };
}

const schemaDigest = "ab".repeat(32);

/** `require schema` on whatever has a content, alone or beside an `unless`. */
function schemaGate(random: Random): IrGate {
  const satisfied: IrCondition = {
    kind: "holds",
    operand: { kind: "path", root: "conforms", segments: [schemaDigest], type: { kind: "bool" } },
  };
  const known: IrCondition = {
    kind: "has",
    operand: { kind: "path", root: "confidence", segments: [], type: { kind: "percent" } },
  };
  return {
    name: "shape",
    builtIn: false,
    on: [{ kind: "output" }, { kind: "message" }, { kind: "prompt" }, { kind: "result", tools: toolNames }],
    unless: random.chance(80) ? satisfied : { kind: "any", operands: [known, satisfied] },
    level: random.pick(["log", "deny"] as const),
    requirements: [],
    obligations: [],
    overridable: false,
    because: "it was generated",
    tags: [],
  };
}

function checkedAgent(name: string, random: Random): CheckedAgent {
  return {
    name,
    span,
    subject: { text: pools.subjectOf(name), span },
    tokenTtl: random.chance(60) ? { ms: 900_000, span } : undefined,
    tokenScope: random.chance(40) ? { span } : undefined,
    mtls: random.chance(50) ? { span } : undefined,
    revocation: random.chance(30) ? { ms: 600_000, span } : undefined,
    mayMessage: [],
    mayDelegate: [],
    trust: undefined,
  };
}

function generateBands(tools: readonly Tool[], random: Random): readonly IrGate[] {
  const verification = { kind: "verification", span, by: { kind: "rule", name: "second_look" } } as const;
  const approval = {
    kind: "approval",
    span,
    role: "oncall",
    count: 1,
    validMs: 1_800_000,
    reusable: undefined,
    escalate: undefined,
  } as const;
  const rows: CheckedBands["rows"] = [
    { span, bound: { kind: "above", fraction: "0.9" }, outcome: "allow" },
    { span, bound: { kind: "from", fraction: "0.7" }, outcome: "log" },
    { span, bound: { kind: "from", fraction: "0.5" }, outcome: verification },
    { span, bound: undefined, outcome: approval },
  ];
  const on: readonly IrTarget[] = [
    {
      kind: "call",
      tools: random.some(
        tools.map(({ name }) => name),
        50,
      ),
    },
  ];
  return lowerBands([{ on, rows }], (requirement) =>
    requirement.kind === "approval"
      ? { kind: "approval", role: requirement.role, count: requirement.count, validMs: 1_800_000 }
      : { kind: "verification", by: { kind: "rule", name: "second_look" } },
  );
}
