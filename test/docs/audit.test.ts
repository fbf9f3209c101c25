import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { auditDeployment } from "../../src/audit/audit-deployment.ts";
import { checklist } from "../../src/audit/checklist.ts";
import { readDeployment } from "../../src/manifest/read-deployment.ts";
import { compileTexts } from "../support/compile.ts";
import { codesIn, readPage, tableUnder } from "./markdown.ts";

const page = readPage("docs/audit.md");
const folder = "docs/examples/audit";
const source = (file: string) => ({ file, text: readFileSync(`${folder}/${file}`, "utf8") });

const read = readDeployment([source("deployment/agents.yaml"), source("deployment/workloads.yaml")], {
  complete: ["kubernetes"],
  agents: [{ kind: "Deployment", namespace: "support", labels: { role: "agent" } }],
  knownFiles: ["deployment/agents.yaml", "deployment/workloads.yaml", "deployment/keys/talks.md"],
});

const auditAt = (day: string) => {
  const { checked } = compileTexts([source("desk.gate")]);
  const nothing = { accepted: [], refusals: [], unclaimed: [], proposals: [], inputDigest: "", files: 2 };
  const context = { ...nothing, asOfMs: Date.parse(`${day}T00:00:00Z`) };
  return auditDeployment(checked?.controls ?? [], read.deployment, context);
};
const verdictsAt = (day: string) =>
  auditAt(day)
    .items.find(({ id }) => id === "DESK-1")
    ?.subjects.map(({ subject, verdict, basis }) => [subject.replace("agent ", ""), verdict, basis]);

describe("the example of the audit page", () => {
  it("is read without a refusal, and its seven agents are found", () => {
    expect(read.refusals).toEqual([]);
    expect(read.agents.length).toBe(7);
    expect(read.proposals.map(({ name }) => name)).toEqual(["Deployment support/helper"]);
  });

  it("gets the verdicts of the page's table", () => {
    const rows = tableUnder(page.slice(page.indexOf("| agent | verdict")).replace(/^/, "# here\n"), "# here");
    const said = rows.map(([agent = "", verdict = "", basis = ""]) => [
      codesIn(agent)[0],
      codesIn(verdict)[0],
      codesIn(basis)[0],
    ]);
    expect(said.length).toBe(7);
    expect(said.sort()).toEqual([...(verdictsAt("2026-03-02") ?? [])].sort());
  });

  it("loses what rests on a letter when the letter ends, and keeps a waived verdict as it is", () => {
    const before = auditAt("2026-12-30").items.find(({ id }) => id === "DESK-1");
    const after = auditAt("2026-12-31").items.find(({ id }) => id === "DESK-1");
    const of = (item: typeof before, name: string) => item?.subjects.find(({ subject }) => subject === `agent ${name}`);
    expect([of(before, "sworn")?.verdict, of(after, "sworn")?.verdict]).toEqual(["pass", "unknown"]);
    expect(
      auditAt("2026-03-02")
        .items.at(-1)
        ?.subjects.find(({ waived }) => waived !== undefined),
    ).toMatchObject({
      subject: "agent open",
      verdict: "fail",
    });
  });
});

describe("the page of the checklist", () => {
  it("has every item once", () => {
    const headings = [...readPage("docs/checklist.md").matchAll(/^### (\S+) (.*)$/gm)].map(([, id, title]) => [
      id,
      title,
    ]);
    expect(headings).toEqual(checklist.map(({ id, title }) => [id, title]));
  });
});
