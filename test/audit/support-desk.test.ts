import { describe, expect, it } from "vitest";
import { auditFiles, manifestsIn, rowsOf } from "./cases.ts";

const audit = (side: "good" | "bad") => {
  const files = manifestsIn(`policies/support-desk/deployment/${side}`);
  const { read, report } = auditFiles(files, { complete: [], agents: [], knownFiles: files.map(({ file }) => file) });
  const lineOf = (file: string, line: number): string =>
    files.find((one) => one.file === file)?.text.split("\n")[line - 1] ?? "";
  return { read, report, rows: rowsOf(report), lineOf };
};

describe("the support desk as it should be deployed", () => {
  const { read, report, rows } = audit("good");

  it("is read without a refusal or a warning", () => {
    expect(read.refusals).toEqual([]);
    expect(read.findings).toEqual([]);
    expect(read.agents.map(({ name }) => name).sort()).toEqual(["mail", "refund", "triage"]);
  });

  it("passes every controlled item for every agent", () => {
    expect(rows).toHaveLength(30);
    expect(rows.filter(({ verdict }) => verdict !== "pass").map(({ item, clause }) => `${item}: ${clause}`)).toEqual(
      [],
    );
  });

  it("rests on manifests where the platform enforces an item, and says where it rests on a declaration", () => {
    const basis = new Map(report.items.filter(({ controlled }) => controlled).map((item) => [item.id, item.basis]));
    expect(Object.fromEntries(basis)).toMatchObject({
      "ZT-ID-1": "enforced",
      "ZT-ID-2": "enforced",
      "ZT-ID-3": "enforced",
      "ZT-AZ-4": "enforced",
      "ZT-SB-2": "declared",
      "ZT-MA-3": "enforced",
    });
  });
});

describe("the support desk as it should not be deployed", () => {
  const { rows, lineOf } = audit("bad");
  const shown = (item: string, agent: string): readonly string[] => {
    const row = rows.find((one) => one.item === item && one.subject === `agent ${agent}`);
    expect(row?.verdict, `${item} ${agent}`).toBe("fail");
    return row?.evidence.flatMap(({ sources }) => sources.map(({ file, line }) => lineOf(file, line).trim())) ?? [];
  };

  it.each([
    ["ZT-ID-5", "refund", "serviceAccountName: agents"],
    ["ZT-ID-1", "triage", "serviceAccountName: agents"],
    ["ZT-ID-2", "triage", "mode: PERMISSIVE"],
    ["ZT-ID-3", "refund", "expirationSeconds: 86400"],
    ["ZT-ID-3", "mail", "- name: MAIL_API_KEY"],
    ["ZT-AZ-1", "mail", "name: cluster-admin"],
    ["ZT-AZ-4", "mail", "mode: PERMISSIVE"],
    ["ZT-SB-1", "triage", "name: triage"],
    ["ZT-SB-2", "refund", "- name: gateway"],
    ["ZT-PD-3", "mail", "- name: MAIL_API_KEY"],
    ["ZT-MA-3", "triage", "mesh: |"],
  ])("%s fails for %s, shown at `%s`", (item, agent, line) => {
    expect(shown(item, agent)).toContain(line);
  });

  it("passes nothing", () => {
    expect(rows.filter(({ verdict }) => verdict === "pass")).toEqual([]);
  });
});
