import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import type { CheckedAgent, CheckedPolicy } from "../../src/ast/checked.ts";
import type { CheckedBands } from "../../src/ast/checked-gate.ts";
import { nameTerm, typeOfTerm } from "../../src/ast/history.ts";
import { canonicalIr, irDigest } from "../../src/engine/canonical-ir.ts";
import { describeCondition } from "../../src/engine/describe.ts";
import type { PolicyIr } from "../../src/engine/ir.ts";
import { lowerPolicy } from "../../src/engine/lower.ts";
import { createEngine } from "../../src/engine/step.ts";
import { event } from "./build.ts";
import { generatePolicy } from "./generate-policy.ts";
import { randomFrom } from "./random.ts";

const span = { file: "x", start: 0, end: 0 };
const name = (text: string) => ({ name: text, span });
const agent = (more: Partial<CheckedAgent> = {}): CheckedAgent => ({
  name: "clerk",
  span,
  subject: { text: "spiffe://clerk", span },
  tokenTtl: undefined,
  tokenScope: undefined,
  mtls: undefined,
  revocation: undefined,
  mayMessage: [],
  mayDelegate: [],
  trust: undefined,
  ...more,
});
const checkedTool = (text: string): CheckedPolicy["tools"][number] => ({
  name: text,
  span,
  args: { kind: "record", additional: true, fields: {} },
  result: { kind: "json" },
  resultFormat: undefined,
  effects: ["sends", "reads"],
  effectsFrom: "declared",
  hinted: [],
  returns: [],
  trusted: [],
  untrusted: [],
  undo: undefined,
  irreversible: false,
  schemaDigest: "0".repeat(64),
  refined: [],
});
const checked = (more: Partial<CheckedPolicy> = {}): CheckedPolicy => ({
  name: "p",
  version: 1,
  language: 1,
  files: [],
  tools: [checkedTool("pay"), checkedTool("mail")],
  context: [],
  roles: [],
  agents: [agent()],
  grants: [],
  gates: [],
  connectors: [],
  bands: [],
  labels: [],
  endorsements: [],
  drifts: [],
  killSwitches: [],
  breakGlasses: [],
  lets: [],
  controls: [],
  claims: [],
  tests: [],
  schemas: [],
  uses: [],
  packs: [],
  terms: [],
  ...more,
});
const grantOf = (text: string, tools: readonly string[]): CheckedPolicy["grants"][number] => ({
  name: text,
  span,
  agents: [name("clerk")],
  patterns: [{ span, pattern: "*", tools }],
  when: undefined,
  purposes: ["b", "a", "b"],
  onBehalfOf: undefined,
  until: undefined,
  whileTask: undefined,
  because: undefined,
  tags: [],
});
const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(
  JSON.parse(readFileSync("src/engine/ir.schema.json", "utf8")),
);

describe("lowering", () => {
  it("sorts everything, so that the order of declarations does not show in the digest", () => {
    const one = lowerPolicy(checked({ grants: [grantOf("b", ["pay", "mail"]), grantOf("a", ["mail"])] }));
    const other = lowerPolicy(
      checked({
        tools: [checkedTool("mail"), checkedTool("pay")],
        grants: [grantOf("a", ["mail", "mail"]), grantOf("b", ["mail", "pay"])],
      }),
    );
    expect(canonicalIr(one)).toBe(canonicalIr(other));
    const [two] = lowerPolicy(checked({ grants: [grantOf("a", ["pay", "mail"])] })).grants;
    expect(two?.tools).toEqual(["mail", "pay"]);
    expect(irDigest(one)).toMatch(/^[0-9a-f]{64}$/);
    expect(one.grants).toMatchObject([{ name: "a", tools: ["mail"], purposes: ["a", "b"] }, { name: "b" }]);
    expect(irDigest(lowerPolicy(checked({ version: 2 })))).not.toBe(irDigest(lowerPolicy(checked())));
  });

  it("keeps the history terms that some condition reads, by name, with the schema's blessing", () => {
    const event = { phase: "started", patterns: ["pay", "mail"], tools: ["pay", "mail"], with: [] } as const;
    const hourly = { kind: "count", event, withinMs: 3_600_000, per: "agent" } as const;
    const [term, unread] = [nameTerm(hourly), nameTerm({ ...hourly, kind: "previously" })];
    expect(term.name).toBe("count(started mail, pay) within 1h per agent");
    const operand = { kind: "history", span, term: term.name, type: typeOfTerm(term) } as const;
    const three = { kind: "literal", span, literal: { kind: "number", digits: "3" } } as const;
    const when = { kind: "compare", span, operator: "<", left: operand, right: three } as const;
    const ir = lowerPolicy(checked({ terms: [unread, term], grants: [{ ...grantOf("g", ["pay"]), when }] }));
    expect(ir.terms).toEqual([term]);
    expect(validate(ir), JSON.stringify(validate.errors)).toBe(true);
    expect(describeCondition(ir.grants[0]?.when ?? { kind: "constant", value: true })).toBe(`${term.name} < 3`);
  });

  it("takes the span of a node away, and not an argument called `span`", () => {
    const when = {
      kind: "has",
      span,
      operand: {
        kind: "path",
        span,
        root: "args",
        segments: ["span"],
        type: { kind: "record", additional: false, fields: { span: { type: { kind: "int" }, required: true } } },
      },
    } as const;
    const ir = lowerPolicy(checked({ grants: [{ ...grantOf("g", ["pay"]), when }] }));
    expect(ir.grants[0]?.when).toEqual({
      kind: "has",
      operand: { kind: "path", root: "args", segments: ["span"], type: when.operand.type },
    });
  });

  it("makes the level of a gate the strictest of its outcomes and requirements, and one target of several patterns", () => {
    const call = (written: string, tools: readonly string[]) => ({ kind: "call", span, written, tools }) as const;
    const ir = lowerPolicy(
      checked({
        agents: [],
        gates: [
          {
            name: "g",
            span,
            nameSpan: span,
            on: [call("pay", ["pay"]), call("*", ["mail", "pay"])],
            when: undefined,
            unless: undefined,
            outcomes: ["log"],
            requirements: [{ kind: "confirmation", span }],
            obligations: [{ kind: "alert", span, target: "soc" }],
            overridable: false,
            observe: undefined,
            because: undefined,
            tags: [],
          },
        ],
      }),
    );
    expect(ir.gates).toMatchObject([
      {
        level: "confirm",
        on: [{ kind: "call", tools: ["mail", "pay"] }],
        requirements: [{ kind: "confirmation", by: "user" }],
      },
    ]);
  });
});

describe("an agent's clauses", () => {
  const whole = agent({
    tokenTtl: { ms: 900_000, span },
    tokenScope: { span },
    mtls: { span },
    revocation: { ms: 60_000, span },
  });
  const ir = lowerPolicy(checked({ agents: [whole], grants: [{ ...grantOf("g", ["pay"]), purposes: undefined }] }));

  it("become gates that act by themselves, each under its own name", () => {
    expect(
      ir.gates.map((gate) => `${gate.name} unless ${gate.unless === undefined ? "" : describeCondition(gate.unless)}`),
    ).toEqual([
      "agent:clerk:mtls unless peer.mutual",
      "agent:clerk:revocation unless revocation.age <= 1m",
      'agent:clerk:subject unless token.subject == "spiffe://clerk"',
      "agent:clerk:token_expiry unless at <= token.expires_at",
      "agent:clerk:token_scope unless token.scopes contains tool",
      "agent:clerk:token_ttl unless token.lifetime <= 15m",
    ]);
    expect(ir.gates.every((gate) => gate.builtIn && gate.level === "deny" && gate.agents?.[0] === "clerk")).toBe(true);
  });

  const token = {
    verified: true,
    subject: "spiffe://clerk",
    scopes: ["pay"],
    issued_at: "2026-06-01T12:00:00Z",
    expires_at: "2026-06-01T12:15:00Z",
  };
  const decided = (ir: PolicyIr, minute: number, more: object = {}) => {
    const engine = createEngine(ir, { engine: "closures" });
    const { state } = engine.step(engine.initial(), event({ kind: "heartbeat" }, minute, ir));
    return engine.explain(
      state,
      event({ kind: "call", tool: "pay", token, peer: { mutual: true }, ...more }, minute, ir),
    );
  };

  it("let through what satisfies them all, to the last moment", () => {
    expect(decided(ir, 0).level).toBe("allow");
    expect(decided(ir, 15).level).toBe("allow");
  });

  it.each<[string, number, object]>([
    ["agent:clerk:token_expiry", 16, {}],
    ["agent:clerk:subject", 0, { token: { ...token, subject: "spiffe://other" } }],
    ["agent:clerk:token_scope", 0, { token: { ...token, scopes: ["mail"] } }],
    ["agent:clerk:token_ttl", 0, { token: { ...token, expires_at: "2026-06-01T12:15:01Z" } }],
    ["agent:clerk:mtls", 0, { peer: { mutual: false } }],
    ["agent:clerk:mtls", 0, { peer: undefined }],
    ["agent:clerk:subject", 0, { token: { ...token, verified: false } }],
  ])("deny by %s", (rule, minute, more) => {
    const decision = decided(ir, minute, more);
    expect(decision.level).toBe("deny");
    expect(decision.reasons.map((reason) => reason.rule)).toContain(rule);
  });
});

describe("a drift that is being measured", () => {
  const term = nameTerm({
    kind: "count",
    event: { phase: "attempted", patterns: ["*"], tools: ["mail", "pay"], with: [] },
    withinMs: 300_000,
    per: "agent",
  });
  const drift: CheckedPolicy["drifts"][number] = {
    name: "pace",
    span,
    nameSpan: span,
    per: "agent",
    baseline: { span, path: "./usual.json", digest: "", minDeviation: undefined },
    metrics: [{ name: "calls", span, term, agents: [], all: undefined }],
    warmup: undefined,
    rows: [],
    because: undefined,
  };
  const unread = nameTerm({ ...term, withinMs: 600_000 });

  it("keeps its terms, which no rule reads yet, and acts on nothing", () => {
    const ir = lowerPolicy(checked({ drifts: [drift], terms: [term, unread] }));
    expect(ir.terms).toEqual([term]);
    expect(ir.drifts).toEqual([]);
    expect(ir.gates.filter(({ name }) => name.startsWith("drift:"))).toEqual([]);
  });
});

describe("bands", () => {
  const rows: CheckedBands["rows"] = [
    { span, bound: { kind: "above", fraction: "0.9" }, outcome: "allow" },
    { span, bound: { kind: "from", fraction: "0.7" }, outcome: "log" },
    {
      span,
      bound: { kind: "from", fraction: "0.5" },
      outcome: { kind: "verification", span, by: { kind: "rule", name: "r" } },
    },
    { span, bound: undefined, outcome: { kind: "confirmation", span } },
  ];
  const on = [{ kind: "call", span, written: "pay", tools: ["pay"] }] as const;
  const ir = {
    ...lowerPolicy(
      checked({
        bands: [{ span, subject: "confidence", on, rows }],
        grants: [{ ...grantOf("g", ["pay"]), purposes: undefined }],
      }),
    ),
  };
  const banded: PolicyIr = { ...ir, gates: ir.gates.filter((gate) => gate.name.startsWith("bands:")) };
  const decided = (more: object) => {
    const engine = createEngine(banded, { engine: "closures" });
    const decision = engine.explain(engine.initial(), event({ kind: "call", tool: "pay", ...more }, 0, banded));
    return [decision.level, ...decision.reasons.flatMap(({ rule }) => (rule?.startsWith("bands:") ? [rule] : []))];
  };

  it.each<[number, readonly string[]]>([
    [0.91, ["allow"]],
    [0.9, ["log", "bands:confidence:2"]],
    [0.7, ["log", "bands:confidence:2"]],
    [0.699999, ["verify", "bands:confidence:3"]],
    [0.5, ["verify", "bands:confidence:3"]],
    [0.499, ["confirm", "bands:confidence:4"]],
  ])("put %d into exactly one row, without gaps between them", (confidence, expected) => {
    expect(decided({ confidence })).toEqual(expected);
  });

  it.each<[string, object]>([
    ["unrecorded", { not_recorded: ["confidence"] }],
    ["absent", {}],
    ["invalid", { confidence: 1.5 }],
  ])("are all joined by a confidence that is %s", (_how, more) => {
    expect(decided(more).slice(1)).toEqual(["bands:confidence:2", "bands:confidence:3", "bands:confidence:4"]);
  });

  it("are numbered alike whatever the order of their declarations", () => {
    const other = { span, subject: "confidence", on: [{ kind: "output", span }], rows: rows.slice(2) } as const;
    const first = { span, subject: "confidence", on, rows } as const;
    expect(canonicalIr(lowerPolicy(checked({ bands: [first, other] })))).toBe(
      canonicalIr(lowerPolicy(checked({ bands: [other, first] }))),
    );
  });
});

describe("the schema of the IR", () => {
  it("accepts what lowering and the generator make", () => {
    const random = randomFrom(5);
    for (let index = 0; index < 60; index += 1) {
      const ir: unknown = JSON.parse(canonicalIr(generatePolicy(random)));
      expect(validate(ir), JSON.stringify(validate.errors?.slice(0, 2))).toBe(true);
    }
  });

  it.each<[string, (ir: Record<string, unknown>) => unknown]>([
    ["an unknown member", (ir) => ({ ...ir, extra: 1 })],
    ["another version", (ir) => ({ ...ir, ir: 2 })],
    ["a gate that allows", (ir) => ({ ...ir, gates: [{ ...(ir["gates"] as object[])[0], level: "allow" }] })],
    [
      "an unknown condition",
      (ir) => ({ ...ir, gates: [{ ...(ir["gates"] as object[])[0], when: { kind: "guess" } }] }),
    ],
  ])("refuses %s", (_what, change) => {
    const ir = JSON.parse(canonicalIr(lowerPolicy(checked()))) as Record<string, unknown>;
    expect(validate(ir)).toBe(true);
    expect(validate(change(ir))).toBe(false);
  });
});
