import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import type { MemoryHost } from "../load/memory-host.ts";
import { runIn } from "./test-shell.ts";

const validate = new Ajv2020().compile(JSON.parse(readFileSync("src/check/baseline.schema.json", "utf8")));

const drift = (name: string, baseline: string): string => `drift ${name} per agent {
  metric calls = count(attempted *) within 5m
  metric spent = sum(args.amount of started pay) within 1h
  ${baseline}
  over 3 sigma -> deny also alert "soc"
}
`;
const world = `policy desk version 1 language 1
tool pay { args.amount is money USD  effect pays }
agent helper { subject "spiffe://corp/helper" }
agent other { subject "spiffe://corp/other" }
grant all { to agent helper, other  tools pay }
`;
const unpinned = drift("usual", 'baseline "./usual.json" sha256 "" min_deviation 1');

const at = (minute: number): string => new Date(Date.UTC(2026, 0, 5, 8, minute)).toISOString();
const token = { verified: true, subject: "spiffe://corp/helper" };
const call = (id: number, minute: number, amount: number) => ({
  kind: "call",
  id: `c${id}`,
  session: "s",
  at: at(minute),
  agent: "helper",
  chain: [{ agent: "helper" }],
  token,
  tool: "pay",
  args: { amount },
});
const textOf = (host: MemoryHost, file: string): string => String(host.files.get(`/project/${file}`));
const lines = (events: readonly object[]): string => events.map((event) => JSON.stringify(event)).join("\n");
/** Forty calls, one each minute, each of which returned. */
const calm = Array.from({ length: 40 }, (_, index) => [
  call(index, index, 10),
  { kind: "result", id: `r${index}`, call: `c${index}`, session: "s", at: at(index), agent: "helper", content: {} },
]).flat();
const measuring = ["baseline", "t", "--policy", "p/desk.gate"];

describe("sallyport baseline", () => {
  it("measures what the policy then compares with: the same traces do not drift, and a burst does", async () => {
    const files = { "p/desk.gate": world + unpinned, "t/calm.jsonl": lines(calm) };
    const { code, out, err, host } = await runIn(files, [...measuring, "--out", "p/usual.json"]);
    expect([code, out]).toEqual([0, ""]);
    expect(err).toContain("calls: measured at 40 decisions");
    const text = textOf(host, "p/usual.json");
    const written = JSON.parse(text);
    expect(validate(written), JSON.stringify(validate.errors)).toBe(true);
    expect(written.metrics.calls.term).toBe("count(attempted *) within 5m per agent");
    // 0, 1, 2, 3, 4, then five within the window, both ends included; the root of 1.234375, rounded up.
    expect(written.metrics.calls.all).toEqual({ mean: "4.625", deviation: "1.111024303", samples: 40 });
    expect(written.metrics.calls.agents.helper).toEqual(written.metrics.calls.all);
    expect(written.metrics.spent).toMatchObject({ unit: "USD", all: { mean: "195", samples: 40 } });
    const digest = /usual: sha256 ([0-9a-f]{64})/.exec(err)?.[1];
    const pinned = `baseline "./usual.json" sha256 "${digest}" min_deviation 20`;
    const burst = [...calm, ...Array.from({ length: 70 }, (_, index) => call(100 + index, 40, 0.01))];
    const replayed = { "p/desk.gate": world + drift("usual", pinned), "p/usual.json": text };
    const line = ["simulate", "t", "--policy", "p/desk.gate", "--fail-on", "deny"];
    expect((await runIn({ ...replayed, "t/calm.jsonl": lines(calm) }, line)).code).toBe(0);
    const drifted = await runIn({ ...replayed, "t/burst.jsonl": lines(burst) }, line);
    expect(drifted.code).toBe(1);
    expect(drifted.out).toContain("drift:usual:over_3");
  });

  it("prints the same bytes, and replaces the file that the policy names, and no other that was read", async () => {
    const files = { "p/desk.gate": world + unpinned, "t/calm.jsonl": lines(calm) };
    const printed = await runIn(files, measuring);
    const old = { ...files, "p/usual.json": "{}" };
    const { host } = await runIn(old, [...measuring, "--out", "p/usual.json"]);
    expect(textOf(host, "p/usual.json")).toBe(printed.out);
    for (const file of ["p/desk.gate", "p/../p/desk.gate"])
      expect((await runIn(old, [...measuring, "--out", file])).code).toBe(2);
  });

  it("is told which of several drifts", async () => {
    const both = {
      "p/desk.gate": world + unpinned + drift("other", 'baseline "./b.json"'),
      "t/calm.jsonl": lines(calm),
    };
    expect((await runIn(both, measuring)).err).toContain("name one of other, usual with --drift");
    expect((await runIn(both, [...measuring, "--drift", "usuel"])).err).toContain("did you mean `usual`?");
    expect((await runIn(both, [...measuring, "--drift", "other"])).code).toBe(0);
    const none = await runIn({ ...both, "p/desk.gate": world }, measuring);
    expect([none.code, none.err]).toEqual([2, expect.stringContaining("policy desk has no drift to measure")]);
  });

  it("writes nothing where traces are broken or say too little", async () => {
    const files = { "p/desk.gate": world + unpinned };
    for (const events of [lines(calm.slice(0, 1)), `${lines(calm)}\n{"kind":"pay"}`]) {
      const { code, out, host } = await runIn({ ...files, "t/few.jsonl": events }, [
        ...measuring,
        "--out",
        "p/new.json",
      ]);
      expect([code, out]).toEqual([4, ""]);
      expect(host.kindOf("p/new.json")).toBe("missing");
    }
  });

  it("needs a policy that compiles but for its baseline", async () => {
    const files = { "p/desk.gate": world + unpinned.replace("attempted", "atempted"), "t/calm.jsonl": lines(calm) };
    const { code, err, out } = await runIn(files, measuring);
    expect([code, out]).toEqual([3, ""]);
    expect(err).toContain("unknown-phase");
  });
});
