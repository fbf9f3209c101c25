import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { readBaseline } from "../../src/check/read-baseline.ts";
import { createReport } from "../../src/check/report.ts";
import { flatBaseline, pageBaseline } from "../../src/diagnostics/drift.ts";
import { baselineOf, usual } from "../support/baseline.ts";
import { checkFiles, textUnder } from "./check-text.ts";

const world = `policy p version 1 language 1
tool shop.pay { args.amount is money USD  args.tip is money in args.code  args.code is string  args.count is int  effect pays }
tool crm.get { args.id is string  effect reads  result.rows is int }
role oncall
agent desk { subject "spiffe://x/desk"  may message other }
agent other { subject "spiffe://x/other" }
`;
const calls = "count(attempted *) within 5m per agent";
const one = { calls: { term: calls, all: usual("12.5", "3.1") } };

interface Written {
  readonly metrics?: string;
  readonly pinned?: string;
  readonly rows?: string;
  readonly per?: string;
  readonly test?: string;
}

/** Checks one drift beside a baseline of these metrics. */
function check(metrics: object, written: Written = {}, per = "agent") {
  const { text, digest } = baselineOf(per, metrics);
  const pinned = written.pinned ?? `baseline "./b.json" sha256 "${digest}"`;
  const policy = `${world}drift d per ${written.per ?? per} {
  ${written.metrics ?? "metric calls = count(attempted *) within 5m"}
  ${pinned}
  ${written.rows ?? "over 3 sigma -> deny"}
}
${written.test ?? ""}`;
  const checked = checkFiles({ "policy.gate": policy, "b.json": text });
  return { ...checked, under: (code: string) => textUnder(checked, code, policy), text };
}

describe("a drift", () => {
  it("is checked with its baseline, and lists it among what is read", () => {
    const { codes, policy } = check(one, { rows: 'warmup 20 -> log\n  over 2.50 sigma -> log also alert "soc"' });
    expect(codes).toEqual([]);
    expect(policy?.drifts[0]).toMatchObject({
      name: "d",
      per: "agent",
      metrics: [{ name: "calls", all: { mean: "12.5", deviation: "3.1" } }],
      rows: [{ sigmas: "2.5", outcome: "log" }],
      warmup: { events: 20 },
    });
  });

  it.each([
    ["metric calls = count(attempted *) within 5m per agent", "drift-metric"],
    ["metric calls = previously(attempted *) within 5m", "drift-metric"],
    ["metric calls = last(args.id of started crm.get) within 5m", "drift-metric"],
    ["metric calls = count(started crm.get with args.id == this.args.id) within 5m", "drift-metric"],
    ["metric calls = count(attempted *)", "history-without-limit"],
    ["metric calls = count(attempted *) within 0s", "empty-window"],
    ["metric calls = count(atempted *) within 5m", "unknown-phase"],
    ["metric calls = count(attempted crm.gte) within 5m", "unknown-tool"],
    ["metric calls = sum(result.row of executed crm.get) within 5m", "unknown-field"],
    ["metric calls = sum(args.id of started crm.get) within 5m", "history-type"],
    ["metric calls = count(started message) within 5m", "past-message"],
    ["metric calls = distinct(args.id of attempted message) within 5m", "past-message"],
    ["metric calls = count(attempted *) within 5m\n  metric calls = count(denied *) within 5m", "duplicate-name"],
    ["metric cals = count(attempted *) within 5m", "metric-without-baseline"],
  ])("refuses %s", (metrics, code) => {
    expect(check(one, { metrics }).codes).toContain(code);
  });

  it.each([
    ["over 0 sigma -> deny", "drift-number", "0"],
    ["over 1000 sigma -> deny", "drift-number", "1000"],
    ["over 2.0001 sigma -> deny", "drift-number", "2.0001"],
    ["over 3 sigma -> log\n  over 3.0 sigma -> deny", "drift-not-ascending", "3.0"],
    ["over 3 sigma -> log\n  over 2 sigma -> deny", "drift-not-ascending", "2"],
    ["over 2 sigma -> require approval by role oncall\n  over 3 sigma -> log", "drift-level-falls", "log"],
    ["over 3 sigma -> require approval by role oncal", "unknown-role", "oncal"],
    ["warmup 0 -> log\n  over 3 sigma -> deny", "count-too-small", "warmup 0 -> log"],
    ["warmup 9 -> require verification by agent dask\n  over 3 sigma -> deny", "unknown-agent", "dask"],
    ["warmup 9 -> log", "incomplete-drift", "d"],
  ])("refuses %s", (rows, code, under) => {
    const checked = check(one, { rows });
    expect(checked.codes).toEqual([code]);
    expect(checked.under(code)).toBe(under);
  });

  it("may warm up for one event, and the events that it counts are read from history", () => {
    const { codes, policy } = check(one, { rows: "warmup 1 -> log\n  over 3 sigma -> deny" });
    expect(codes).toEqual([]);
    expect(policy?.terms.map(({ name }) => name)).toContain(policy?.drifts[0]?.warmup?.term.name);
  });

  it.each([
    "log",
    "require verification by agent other",
    "require confirmation by user",
    "require approval by role oncall",
  ])("may grow from %s to the next stricter and to deny, and never back", (outcome) => {
    const rows = (first: string, second: string) =>
      check(one, { rows: `over 2 sigma -> ${first}\n  over 3 sigma -> ${second}` }).codes;
    expect(rows(outcome, outcome)).toEqual([]);
    expect(rows(outcome, "deny")).toEqual([]);
    expect(rows("deny", outcome)).toEqual(["drift-level-falls"]);
  });

  it("keeps what is usual of each agent, sorted by name", () => {
    const metrics = { calls: { term: calls, agents: { other: usual("3", "1"), desk: usual("9", "2") } } };
    expect(check(metrics).policy?.drifts[0]?.metrics[0]?.agents).toEqual([
      { agent: "desk", mean: "9", deviation: "2" },
      { agent: "other", mean: "3", deviation: "1" },
    ]);
  });

  it("says which digest the file has, where another or none is pinned", () => {
    const { digest } = baselineOf("agent", one);
    for (const pinned of ['baseline "./b.json"', `baseline "./b.json" sha256 "${"0".repeat(64)}"`]) {
      const { diagnostics } = check(one, { pinned });
      expect(diagnostics.map(({ code }) => code)).toEqual(["baseline-digest"]);
      expect(diagnostics[0]?.help).toContain(digest);
      expect(diagnostics[0]?.fixes[0]?.edits[0]?.text.trim().replace(/^sha256 /, "")).toBe(`"${digest}"`);
    }
  });

  it("does not mind the layout of the file, and minds every number in it", () => {
    const { digest, text } = baselineOf("agent", one);
    const pinned = `baseline "./b.json" sha256 "${digest}"`;
    const policy = `${world}drift d per agent {\n  metric calls = count(attempted *) within 5m\n  ${pinned}\n  over 3 sigma -> deny\n}\n`;
    const codesOf = (file: string) => checkFiles({ "policy.gate": policy, "b.json": file }).codes;
    expect(codesOf(JSON.stringify(JSON.parse(text), undefined, 4))).toEqual([]);
    expect(codesOf(text.replace("12.5", "12.6"))).toEqual(["baseline-digest"]);
    expect(codesOf(text.replace("400", "401"))).toEqual(["baseline-digest"]);
  });

  it("names its rows in tests, with a suggestion for a slip", () => {
    const rows = "warmup 9 -> log\n  over 2.50 sigma -> deny";
    const test = (rule: string) =>
      `test "t" { given { agent desk  identity ok }  call crm.get { id: "1" } expect deny via "${rule}" }`;
    for (const rule of ["drift:d:over_2.5", "drift:d:warmup"])
      expect(check(one, { rows, test: test(rule) }).codes).toEqual([]);
    for (const rule of ["drift:d:over_3", "drift:e:warmup"])
      expect(check(one, { rows, test: test(rule) }).codes).toEqual(["unknown-gate"]);
  });
});

describe("a baseline", () => {
  it("has numbers for every agent of the policy, or for all", () => {
    const own = (...agents: readonly string[]) => ({
      calls: { term: calls, agents: Object.fromEntries(agents.map((agent) => [agent, usual("1", "1")])) },
    });
    expect(check(own("desk", "other")).codes).toEqual([]);
    expect(check(own("desk")).diagnostics[0]?.message).toBe("nothing is said of agent `other`: add it, or `all`");
    expect(check(own("desk", "other", "dask")).diagnostics[0]?.message).toContain("did you mean `desk`?");
    expect(check({ calls: { ...own("desk").calls, all: usual("1", "1") } }).codes).toEqual([]);
  });

  it("of another key has no agents", () => {
    const term = "count(attempted *) within 5m per session";
    const metrics = { calls: { term, all: usual("1", "1"), agents: { desk: usual("1", "1") } } };
    expect(check(metrics, {}, "session").codes).toEqual(["invalid-baseline"]);
    expect(check({ calls: { term, all: usual("1", "1") } }, {}, "session").codes).toEqual([]);
    expect(check({ calls: { term, all: usual("1", "1") } }, { per: "agent" }, "session").codes).toEqual([
      "baseline-of-another-key",
    ]);
  });

  it("is of the very term that the policy measures", () => {
    const metrics = { calls: { term: calls.replace("5m", "10m"), all: usual("1", "1") } };
    expect(check(metrics).diagnostics[0]?.message).toBe(`the policy measures \`${calls}\``);
  });

  it("says the currency of amounts, and of nothing else", () => {
    const paid = "sum(args.amount of started shop.pay) within 1h per agent";
    const tips = "sum(args.tip of started shop.pay) within 1h per agent in USD";
    const sum = (path: string) => ({ metrics: `metric paid = sum(args.${path} of started shop.pay) within 1h` });
    const of = (term: string, more: object) => ({ paid: { term, all: usual("1", "1"), ...more } });
    expect(check(of(paid, { unit: "USD" }), sum("amount")).codes).toEqual([]);
    expect(check(of(tips, { unit: "USD" }), sum("tip")).codes).toEqual([]);
    expect(check(of(paid, {}), sum("amount")).diagnostics[0]?.message).toContain('"unit": "USD"');
    expect(check(of(paid, { unit: "EUR" }), sum("amount")).codes).toEqual(["invalid-baseline"]);
    expect(check({ calls: { ...one.calls, unit: "USD" } }).codes).toEqual(["invalid-baseline"]);
  });

  it("without deviation needs one from the policy", () => {
    const flat = { calls: { term: calls, all: usual("4", "0.0") } };
    expect(check(flat).codes).toEqual(["baseline-without-deviation"]);
    for (const agents of [{ desk: usual("4", "0") }, { desk: usual("4", "0.00"), other: usual("4", "1") }]) {
      const one = { calls: { term: calls, all: usual("4", "1"), agents: { desk: agents.desk } } };
      expect(check(one).codes, JSON.stringify(agents)).toEqual(["baseline-without-deviation"]);
    }
    const { digest } = baselineOf("agent", flat);
    const pinned = (least: string) => `baseline "./b.json" sha256 "${digest}" min_deviation ${least}`;
    expect(check(flat, { pinned: pinned("0.5") }).codes).toEqual([]);
    for (const least of ["0", "-1", "0.0000000001"])
      expect(check(flat, { pinned: pinned(least) }).codes).toEqual(["drift-number"]);
  });

  it("has no metric that the policy lacks", () => {
    const { diagnostics } = check({ ...one, call: one.calls });
    expect(diagnostics[0]?.message).toBe("d has no metric `call`; did you mean `calls`?");
  });
});

const schema: object = JSON.parse(readFileSync("src/check/baseline.schema.json", "utf8"));
const accepts = new Ajv2020({ allErrors: true }).compile(schema);

describe("a baseline file", () => {
  const good = JSON.parse(baselineOf("agent", { ...one, paid: { ...one.calls, unit: "USD" } }).text);
  const edited = (
    edit: (file: Record<string, unknown> & { metrics: { calls: Record<string, unknown> } }) => unknown,
  ) => {
    const copy = structuredClone(good);
    edit(copy);
    return copy;
  };
  const usualWith = (more: object) =>
    edited(({ metrics }) => Object.assign(metrics.calls, { all: { ...usual("1", "1"), ...more } }));

  it.each<readonly [string, unknown, boolean]>([
    ["as it is written", good, true],
    [
      "with agents alone",
      edited((file) => {
        file.metrics.calls["agents"] = { desk: usual("-1.5", "0") };
        delete file.metrics.calls["all"];
      }),
      true,
    ],
    ["of another version", { ...good, baseline: 2 }, false],
    ["with another member", { ...good, note: "x" }, false],
    ["without a key", edited((file) => void delete file["per"]), false],
    ["of an unknown key", { ...good, per: "team" }, false],
    ["without metrics", { ...good, metrics: {} }, false],
    ["with a list of metrics", { ...good, metrics: [] }, false],
    ["of nobody", edited((file) => void delete file.metrics.calls["all"]), false],
    ["without a term", edited((file) => void delete file.metrics.calls["term"]), false],
    ["of an unknown currency", edited(({ metrics }) => Object.assign(metrics.calls, { unit: "usd" })), false],
    ["with a number for a mean", usualWith({ mean: 1 }), false],
    ["with an exponent", usualWith({ mean: "1e3" }), false],
    ["with a leading zero", usualWith({ mean: "01" }), false],
    ["with ten places", usualWith({ mean: "1.0000000001" }), false],
    ["with sixteen digits", usualWith({ mean: "1000000000000000" }), false],
    ["with a negative deviation", usualWith({ deviation: "-1" }), false],
    ["of one sample", usualWith({ samples: 1 }), false],
    ["of half a sample", usualWith({ samples: 2.5 }), false],
    ["of a list", [good], false],
    ["of nothing", null, false],
  ])("%s", (_name, file, isGood) => {
    const report = createReport();
    const span = { file: "policy.gate", start: 0, end: 1 };
    const read = readBaseline({ file: "b.json", text: JSON.stringify(file) }, span, report);
    expect(read !== undefined).toBe(isGood);
    expect(report.all().length > 0).toBe(!isGood);
    expect(accepts(file), JSON.stringify(accepts.errors)).toBe(isGood);
  });

  it("that is no JSON is shown where it breaks", () => {
    const report = createReport();
    readBaseline({ file: "b.json", text: '{"baseline": 1, }' }, { file: "p.gate", start: 3, end: 5 }, report);
    expect(report.all().map(({ code, spans }) => [code, spans[0]?.file, spans[0]?.start])).toEqual([
      ["invalid-baseline", "b.json", 14],
    ]);
  });

  it("of the pages has the digest that the pages pin", () => {
    for (const { text, digest } of [pageBaseline, flatBaseline]) {
      const { metrics } = JSON.parse(text);
      expect(baselineOf("agent", metrics).digest).toBe(digest);
    }
  });
});
