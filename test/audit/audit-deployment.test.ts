import { describe, expect, it } from "vitest";
import { auditDeployment } from "../../src/audit/audit-deployment.ts";
import { checklist } from "../../src/audit/checklist.ts";
import {
  asOfMs,
  attestation,
  control,
  controlsOf,
  day,
  entity,
  fact,
  itemOf,
  list,
  unknown,
  waiver,
} from "./hand-built.ts";

const clauses = [
  'not applicable { when agent.d == yes  because "declared" }',
  "fail when agent.a == yes",
  "require agent.b == yes",
  "partial when agent.c == yes",
];
const facts = {
  fail: { a: true, b: true, c: false },
  partial: { a: false, b: true, c: true },
  unknown: { a: false, b: unknown(), c: false },
  pass: { a: false, b: true, c: false },
  "not-applicable": { d: fact("d", true, "declared"), a: false, b: true, c: false },
} as const;
type Name = keyof typeof facts;
const over = (...names: readonly Name[]) =>
  itemOf(
    control(clauses),
    names.map((name, index) => entity("agent", `${index} ${name}`, facts[name])),
  );
const report = (accepted: readonly { item: string; owner: string; reason: string; until: string; untilMs: number }[]) =>
  auditDeployment(
    controlsOf(control(clauses)),
    { entities: [entity("agent", "mailer", facts.pass)], attestations: [], waivers: [] },
    { asOfMs, accepted, refusals: [], unclaimed: [], proposals: [], inputDigest: "d", files: 1 },
  );

describe("an item over its subjects", () => {
  it.each<[Name, readonly Name[]]>([
    ["fail", ["pass", "not-applicable", "unknown", "partial", "fail"]],
    ["partial", ["not-applicable", "unknown", "pass", "partial"]],
    ["unknown", ["pass", "unknown", "not-applicable"]],
    ["pass", ["not-applicable", "pass"]],
    ["not-applicable", ["not-applicable", "not-applicable"]],
  ])("is %s", (verdict, names) => {
    const item = over(...names);
    expect(item.verdict).toBe(verdict);
    expect(item.subjects.map((subject) => subject.verdict)).toEqual(names);
  });

  it("rests on the weakest basis of the subjects that decide", () => {
    const item = itemOf(control(["require agent.b == yes"]), [
      entity("agent", "a", { b: true }),
      entity("agent", "b", { b: fact("b", true, "declared") }),
    ]);
    expect(item).toMatchObject({ verdict: "pass", basis: "declared" });
  });
});

describe("an item without a subject", () => {
  const about = control(["require store.a == yes"], "store");
  const agent = (name: string, stores: ReturnType<typeof list>) => entity("agent", name, { stores });

  it("is unknown, and shows where a subject would be", () => {
    const item = itemOf(about, [agent("mailer", list([], true))]);
    expect(item).toMatchObject({ verdict: "unknown", subjects: [{ subject: "no store" }] });
    expect(item.subjects[0]?.evidence[0]).toMatchObject({ path: "agent mailer stores", value: "[…]" });
  });

  it("does not apply where every agent declares that it has none", () => {
    const none = list([], false, "declared");
    expect(itemOf(about, [agent("a", none), agent("b", none)])).toMatchObject({
      verdict: "not-applicable",
      basis: "declared",
    });
    expect(itemOf(about, [agent("a", none), agent("b", list([], true))]).verdict).toBe("unknown");
  });

  it("is unknown where there is not even an agent", () => {
    expect(itemOf(about, []).verdict).toBe("unknown");
    expect(itemOf(control(["require agent.a == yes"]), []).verdict).toBe("unknown");
  });
});

describe("the report", () => {
  it("holds all 31 items in the checklist's order, then a team's own", () => {
    const { items, counts } = report([]);
    expect(items.map(({ id }) => id)).toEqual([...checklist.map(({ id }) => id), "C-1"]);
    expect(checklist).toHaveLength(31);
    expect(counts).toMatchObject({ unknown: 31, pass: 1 });
  });

  it("says of an item without a control what would decide it", () => {
    const [first] = report([]).items;
    expect(first).toMatchObject({ id: "ZT-ID-1", verdict: "unknown", controlled: false });
    expect(first?.subjects[0]?.missing[0]?.decidedBy).toContain("service accounts");
  });

  it("names an acceptance until its day, and changes no verdict by it", () => {
    const accepted = {
      item: "ZT-IR-4",
      owner: "ciso",
      reason: "planned",
      until: "2026-06-02",
      untilMs: day(2026, 6, 2),
    };
    const of = (one: typeof accepted) => report([one]).items.find(({ id }) => id === "ZT-IR-4");
    expect(of(accepted)).toMatchObject({ verdict: "unknown", accepted: { owner: "ciso", until: "2026-06-02" } });
    expect(of({ ...accepted, untilMs: asOfMs })?.accepted).toBeUndefined();
  });

  it("has no score", () => {
    expect(Object.keys(report([])).filter((key) => /score|grade|percent|rating/i.test(key))).toEqual([]);
  });
});

describe("waivers", () => {
  const failing = { a: true, b: true, c: false };
  const waived = (one: ReturnType<typeof waiver>, given: typeof failing = failing) =>
    itemOf(control(clauses), [entity("agent", "mailer", given)], { waivers: [one] });

  it("lie over the verdict and leave it as it is", () => {
    const item = waived(waiver({ ticket: "OPS-7" }));
    expect(item.verdict).toBe("fail");
    expect(item.subjects[0]).toMatchObject({
      verdict: "fail",
      waived: { owner: "ciso", reason: "being replaced", ticket: "OPS-7", until: "2026-07-01T00:00:00Z" },
    });
  });

  it.each([
    ["of another item", waiver({ item: "C-2" })],
    ["of another agent", waiver({ agent: "clerk" })],
    ["that expire today", waiver({ expiresAtMs: asOfMs })],
    ["without an expiry", waiver({ expiresAtMs: undefined })],
  ])("%s have no effect", (_, one) => {
    expect(waived(one).subjects[0]?.waived).toBeUndefined();
  });

  it("cover every agent where they name none", () => {
    expect(waived(waiver({ agent: undefined })).subjects[0]?.waived).toBeDefined();
  });

  it("say nothing of what passed", () => {
    expect(waived(waiver(), { a: false, b: true, c: false }).subjects[0]?.waived).toBeUndefined();
  });
});

describe("statements about what belongs to an agent", () => {
  const about = control(["attested by letter", "require store.a == yes"], "store");
  const store = (agent: string) => entity("store", `${agent}/db`, { name: "db", agent });

  it("are its agent's, also when names hold slashes", () => {
    const letters = { attestations: [attestation({ agent: "support/mailer" })] };
    expect(itemOf(about, [store("support/mailer")], letters).verdict).toBe("pass");
    expect(itemOf(about, [store("support")], letters).verdict).toBe("unknown");
  });

  it("need every agent's letter for the deployment as a whole", () => {
    const whole = control(["attested by letter", "require deployment.a == yes"], "deployment");
    const entities = [entity("agent", "a", {}), entity("agent", "b", {}), entity("deployment", "deployment", {})];
    const by = (...agents: readonly string[]) => ({ attestations: agents.map((agent) => attestation({ agent })) });
    expect(itemOf(whole, entities, by("a")).verdict).toBe("unknown");
    expect(itemOf(whole, entities, by("a", "b"))).toMatchObject({ verdict: "pass", basis: "attested" });
  });
});
