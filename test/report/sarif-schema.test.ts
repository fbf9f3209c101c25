import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import formats from "ajv-formats";
import { describe, expect, it } from "vitest";
import { reporters } from "../../src/report/index.ts";
import { runIn } from "../cli/test-shell.ts";
import { plainOptions, sampleReport } from "./sample-report.ts";

const { $schema, id, ...schema } = JSON.parse(
  readFileSync("node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json", "utf8"),
) as { readonly $schema: string; readonly id: string };

/** The schema of SARIF 2.1.0. It is draft 4, of which it uses nothing that draft 7 reads otherwise but the name of its id. */
const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
(formats as unknown as { readonly default: (ajv: Ajv) => void }).default(ajv);
const validate = ajv.compile({ ...schema, $id: id });

function problems(sarif: string): readonly string[] {
  validate(JSON.parse(sarif));
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

const tool = 'tool pay { args.amount is int  effect pays }\nagent a { subject "a" }\n';
const files = {
  "p/desk.gate": `policy desk version 1 language 1\n${tool}grant g { to agent a  tools pay }\ngate x on pay { when args.amount > 5 and args.amount < 3  deny }\ntest "no" { given { agent a  identity ok }  call pay { amount: 1 } expect deny }\n`,
  "p/broken.gate": "policy broken version 1 language 1\ngate x on { when 1 }\n",
  "t/one.jsonl": `${JSON.stringify({ kind: "call", id: "1", session: "s", agent: "a", tool: "pay", args: { amount: 9 } })}\n{"kind": \n`,
  "m/agents.yaml": readFileSync("fixtures/audit/id-3-declared-hour/deploy.yaml", "utf8"),
};

describe("SARIF is valid against the schema of its version", () => {
  it("for a report with everything in it", () => {
    expect($schema).toContain("draft-04");
    expect(problems(reporters.sarif(sampleReport, plainOptions))).toEqual([]);
  });

  it.each([
    ["check", ["check", "p/broken.gate"], 3],
    ["lint", ["lint", "p/desk.gate"], 1],
    ["test", ["test", "p/desk.gate"], 1],
    ["simulate", ["simulate", "t/one.jsonl", "--policy", "p/desk.gate", "--fail-on", "deny"], 4],
    ["audit", ["audit", "m"], 1],
  ] as const)("for %s", async (_, line, code) => {
    const ran = await runIn(files, [...line, "--format", "sarif"]);
    expect(ran.code).toBe(code);
    expect(problems(ran.out)).toEqual([]);
    const log = JSON.parse(ran.out);
    expect(log.version).toBe("2.1.0");
    expect(log.runs[0].results.length).toBeGreaterThan(0);
  });

  it("and a log that is not valid is refused", () => {
    const log = JSON.parse(reporters.sarif(sampleReport, plainOptions));
    log.runs[0].results[0].level = "fatal";
    log.runs[0].results[0].locations[0].physicalLocation.region.startLine = 0;
    expect(problems(JSON.stringify(log))).toHaveLength(2);
  });
});
