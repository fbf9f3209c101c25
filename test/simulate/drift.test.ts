import { describe, expect, it } from "vitest";
import { runTests } from "../../src/simulate/run-tests.ts";
import { baselineOf, usual } from "../support/baseline.ts";
import { compileTexts } from "../support/compile.ts";

const world = `policy p version 1 language 1
tool pay { args.amount is money USD  effect pays }
tool look { args.id is string  effect reads  result.rows is int  result.cost is decimal }
role oncall
agent desk { subject "spiffe://x/desk"  may message other }
agent other { subject "spiffe://x/other"  may message desk }
grant all { to agent desk, other  tools * }
`;

interface Drift {
  readonly per?: string;
  readonly metric: string;
  readonly term: string;
  readonly usual: object;
  readonly least?: string;
  readonly rows: readonly string[];
}

const calls: Pick<Drift, "metric" | "term"> = {
  metric: "count(attempted *) within 5m",
  term: "count(attempted *) within 5m per agent",
};

/** What failed of one test of this drift in which the agent is `desk`, unless the steps say otherwise. */
function failuresOf(drift: Drift, ...steps: readonly string[]): readonly string[] {
  const per = drift.per ?? "agent";
  const { text, digest } = baselineOf(per, { m: { term: drift.term, ...drift.usual } });
  const least = drift.least === undefined ? "" : ` min_deviation ${drift.least}`;
  const policy = `${world}drift d per ${per} {
  metric m = ${drift.metric}
  baseline "./b.json" sha256 "${digest}"${least}
${drift.rows.map((row) => `  ${row}\n`).join("")}}
test "one" {\n  given { agent desk  identity ok }\n${steps.map((step) => `  ${step}\n`).join("")}}\n`;
  const { ir, checked, diagnostics } = compileTexts([{ file: "p.gate", text: policy }], () => ({
    file: "b.json",
    text,
  }));
  if (ir === undefined || checked === undefined) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  return runTests(ir, checked.tests).flatMap(({ failures }) => failures.map(({ message }) => message));
}

const times = (count: number, step: string): readonly string[] => Array.from({ length: count }, () => step);
const look = 'call look { id: "1" }';
const deny = "over 2 sigma -> deny";

describe("a metric", () => {
  it("deviates beyond k deviations, not at them", () => {
    // 1 + 2 * 1 = 3: the fourth call has three before it.
    const drift = { ...calls, usual: { all: usual("1", "1") }, rows: [deny] };
    const steps = [...times(4, `${look} expect allow`), `${look} expect deny via "drift:d:over_2"`];
    expect(failuresOf(drift, ...steps)).toEqual([]);
    const wider = { ...drift, usual: { all: usual("1", "0.999999999") } };
    expect(failuresOf(wider, ...times(3, `${look} expect allow`), `${look} expect deny via "drift:d:over_2"`)).toEqual(
      [],
    );
  });

  it("that is too low deviates too, and the window forgets", () => {
    const drift = { ...calls, usual: { all: usual("5", "1") }, rows: [deny] };
    const steps = [...times(3, `${look} expect deny via "drift:d:over_2"`), `${look} expect allow`];
    expect(failuresOf(drift, ...steps, "after 5m", `${look} expect allow`, "after 1m", `${look} expect deny`)).toEqual(
      [],
    );
  });

  it("has at least the least deviation", () => {
    const flat = { ...calls, usual: { all: usual("0", "0") }, rows: [deny] };
    expect(failuresOf({ ...flat, least: "1" }, ...times(3, `${look} expect allow`), `${look} expect deny`)).toEqual([]);
    expect(failuresOf({ ...flat, least: "0.5" }, ...times(2, `${look} expect allow`), `${look} expect deny`)).toEqual(
      [],
    );
  });

  it("meets every row that it passes", () => {
    const rows = ['over 1 sigma -> log also alert "soc"', "over 2.5 sigma -> require approval by role oncall"];
    const drift = { ...calls, usual: { all: usual("0", "1") }, rows };
    const steps = [
      ...times(2, `${look} expect allow`),
      `${look} expect log via "drift:d:over_1"`,
      `${look} expect approve via "drift:d:over_1", "drift:d:over_2.5"`,
      'approve by "ann" role oncall expect log',
    ];
    expect(failuresOf(drift, ...steps)).toEqual([]);
  });

  it("has numbers of its own for an agent", () => {
    const agents = { desk: usual("0", "1"), other: usual("0", "2") };
    for (const all of [{}, { all: usual("9", "0.1") }]) {
      const drift = { ...calls, usual: { agents, ...all }, rows: [deny] };
      const steps = [...times(3, `${look} expect allow`), `${look} expect deny`];
      const others = ["given { agent other }", ...times(5, `${look} expect allow`), `${look} expect deny`];
      expect(failuresOf(drift, ...steps, ...others)).toEqual([]);
    }
  });

  it("is of its key: who is not known may be anybody", () => {
    const drift = { ...calls, usual: { all: usual("0", "1") }, rows: [deny] };
    const steps = [...times(3, look), "given { agent other }", `${look} expect allow`];
    expect(failuresOf(drift, ...steps)).toEqual([]);
  });
});

describe("the five metrics of the article", () => {
  it("data: what results say they hold, unknown where they do not say", () => {
    const drift = {
      metric: "sum(result.rows of executed look) within 1h",
      term: "sum(result.rows of executed look) within 1h per agent",
      usual: { all: usual("10", "45.5") },
      rows: [deny],
    };
    const steps = [look, "result { rows: 101 }", `${look} expect allow`, "result { rows: 1 }", `${look} expect deny`];
    expect(failuresOf(drift, ...steps)).toEqual([]);
    const silent = [look, "result { cost: 1 }", `${look} expect deny via "drift:d:over_2"`];
    expect(failuresOf(drift, ...silent)).toEqual([]);
  });

  it("compute: the cost of the envelope", () => {
    const drift = {
      metric: "sum(cost of attempted *) within 1h",
      term: "sum(cost of attempted *) within 1h per agent",
      usual: { all: usual("0.25", "0.125") },
      rows: [deny],
    };
    const steps = ["given { cost 0.25 }", ...times(3, `${look} expect allow`), `${look} expect deny`];
    expect(failuresOf(drift, ...steps)).toEqual([]);
  });

  it("amounts, in one currency", () => {
    const drift = {
      metric: "sum(args.amount of started pay) within 1h",
      term: "sum(args.amount of started pay) within 1h per agent",
      usual: { unit: "USD", all: usual("100", "50") },
      rows: [deny],
    };
    const pay = (amount: number) => [`call pay { amount: ${amount} } expect allow`, 'result { id: "1" }'];
    expect(failuresOf(drift, ...pay(150), ...pay(50), ...pay(0.01), `${look} expect deny`)).toEqual([]);
  });

  it("amounts that were taken back, below nothing", () => {
    const drift = {
      metric: "sum(args.amount of started pay) within 1h",
      term: "sum(args.amount of started pay) within 1h per agent",
      usual: { unit: "USD", all: usual("0", "10") },
      rows: [deny],
    };
    const back = ["call pay { amount: -20 } expect allow", 'result { id: "1" }'];
    expect(failuresOf(drift, ...back, "call pay { amount: -0.01 } expect allow", `${look} expect deny`)).toEqual([]);
  });

  it("calls without messages", () => {
    const drift = { ...calls, usual: { all: usual("0", "1") }, rows: [deny] };
    expect(failuresOf(drift, ...times(9, 'message to other "hi" expect allow'), `${look} expect allow`)).toEqual([]);
  });

  it("messages between agents, sent and refused", () => {
    const sent = {
      metric: "count(attempted message) within 5m",
      term: "count(attempted message) within 5m per agent",
      usual: { all: usual("0", "1") },
      rows: [deny],
    };
    const message = 'message to other "hi"';
    expect(
      failuresOf(
        sent,
        ...times(5, look),
        ...times(3, `${message} expect allow`),
        `${message} expect deny`,
        `${look} expect deny`,
      ),
    ).toEqual([]);
    const refused = {
      ...sent,
      metric: "count(denied message) within 5m",
      term: "count(denied message) within 5m per agent",
    };
    const self = 'message to desk "hi" expect deny';
    expect(failuresOf(refused, ...times(3, self), `${message} expect deny via "drift:d:over_2"`)).toEqual([]);
    expect(
      failuresOf(refused, ...times(2, self), `${message} expect allow`, ...times(9, `${message} expect allow`)),
    ).toEqual([]);
  });

  it("authorization: attempts that were denied", () => {
    const drift = {
      metric: "count(denied *) within 5m",
      term: "count(denied *) within 5m per agent",
      usual: { all: usual("0", "1") },
      rows: [deny],
    };
    const wrong = 'call look { "other": 1 } expect deny via undeclared_argument';
    expect(failuresOf(drift, ...times(3, wrong), `${look} expect deny via "drift:d:over_2"`)).toEqual([]);
  });
});

describe("warming up", () => {
  const rows = ["warmup 4 -> require verification by agent other", deny];

  it("what is too low says nothing yet, and nothing acts but `warmup`", () => {
    const drift = { ...calls, usual: { all: usual("9", "1") }, rows };
    const cold = `${look} expect verify via "drift:d:warmup"`;
    expect(failuresOf(drift, ...times(4, cold), `${look} expect deny via "drift:d:over_2"`)).toEqual([]);
  });

  it("what is too high acts at once", () => {
    const drift = { ...calls, usual: { all: usual("0", "0.5") }, rows };
    const steps = [...times(2, `${look} expect verify`), `${look} expect deny via "drift:d:over_2", "drift:d:warmup"`];
    expect(failuresOf(drift, ...steps)).toEqual([]);
  });

  it("is over for good, and counts messages too", () => {
    const drift = { ...calls, usual: { all: usual("0", "9") }, rows };
    const steps = [...times(3, look), 'message to other "hi" expect verify', `${look} expect allow`];
    expect(failuresOf(drift, ...steps, "after 300d", `${look} expect allow`)).toEqual([]);
  });
});
