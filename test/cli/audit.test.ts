import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { runIn } from "./test-shell.ts";

const control = `policy own version 1 language 1

control OWN-1 "Agents state an owner" for each agent {
  group own 1
  require has agent.owner.team
  because "Someone must answer for it"
}
`;
const agent = (name: string, owner: string): string => `apiVersion: sallyport.dev/v1
kind: AgentDeployment
metadata:
  name: ${name}
  namespace: desk
spec:
  owner:
    contact: desk@example.com
${owner}`;
const own = { "own.gate": control };
const good = { "d/a.yaml": agent("mailer", "    team: desk\n") };

describe("audit", () => {
  it("judges all 31 items of the checklist, and a team's own", async () => {
    const { out } = await runIn({ ...own, ...good }, ["audit", "d", "--policy", "own.gate", "--format", "json"]);
    const report = JSON.parse(out);
    const ids: readonly string[] = report.audit.items.map(({ id }: { id: string }) => id);
    expect(ids.filter((id) => id.startsWith("ZT-"))).toHaveLength(31);
    expect(report.audit.items.find(({ id }: { id: string }) => id === "OWN-1")).toMatchObject({ verdict: "pass" });
    const validate = new Ajv2020().compile(JSON.parse(readFileSync("src/report/report.schema.json", "utf8")));
    validate(report);
    expect(validate.errors).toBeNull();
  });

  it("never calls an item without evidence a pass", async () => {
    const { out } = await runIn(good, ["audit", "d", "--format", "json"]);
    const { counts } = JSON.parse(out).audit;
    expect(counts.unknown).toBeGreaterThan(10);
  });

  it("is an error of the run when there is no agent", async () => {
    const plain = "apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: mailer\n";
    const { code, out } = await runIn({ "d/a.yaml": plain }, ["audit", "d"]);
    expect(code).toBe(4);
    expect(out).toContain("no agent was found");
  });

  it("is incomplete when a manifest cannot be read, and says where", async () => {
    const { code, out } = await runIn({ ...good, "d/bad.yaml": "a: [1\n" }, ["audit", "d"]);
    expect(code).toBe(4);
    expect(out).toMatch(/d\/bad\.yaml:\d+:\d+/);
  });

  it("accepts an undecided item until its day, and says when that has ended", async () => {
    const config = {
      "sallyport.yaml":
        "audit:\n  accept:\n    - { item: ZT-IR-4, owner: ciso, reason: drill planned, until: 2026-06-01 }\n",
    };
    const before = await runIn({ ...good, ...config }, ["audit", "d"]);
    expect(before.out.replace(/\s+/g, " ")).toContain("accepted by ciso until 2026-06-01: drill planned");
    const after = await runIn({ ...good, ...config }, ["audit", "d", "--as-of", "2026-06-01"]);
    expect(after.out).toContain("the acceptance of ZT-IR-4 by ciso ended on 2026-06-01");
    expect(after.out).not.toContain("accepted by ciso");
  });

  it("lists the facts with their places", async () => {
    const { out } = await runIn(good, ["audit", "d", "--list-facts"]);
    expect(out).toContain('agent mailer: owner.team = "desk" (declared) at d/a.yaml:9:');
  });

  it("names nothing absolute and gives the same bytes every time", async () => {
    const first = await runIn(good, ["audit", "/project/d", "--format", "sarif"]);
    expect(JSON.parse(first.out).runs[0].results.length).toBeGreaterThan(10);
    expect(first.out).not.toContain("/project");
    expect((await runIn(good, ["audit", "d", "--format", "sarif"])).out).toBe(first.out);
  });
});

describe("tests over deployments", () => {
  const tested = (verdict: string) => ({
    ...good,
    "own.gate": `${control}\ntest "the mailer has an owner" on "d" {\n  expect OWN-1 ${verdict} for agent mailer\n}\n`,
  });

  it("run with the other tests", async () => {
    expect(await runIn(tested("pass"), ["test", "own.gate"])).toMatchObject({ code: 0 });
    expect(await runIn(tested("fail"), ["test", "own.gate"])).toMatchObject({ code: 1 });
  });

  it("fail when the folder holds nothing to judge", async () => {
    const { "d/a.yaml": _, ...without } = tested("pass");
    const { code, out } = await runIn(without, ["test", "own.gate"]);
    expect(code).toBe(1);
    expect(out).toContain("no file or folder");
  });
});
