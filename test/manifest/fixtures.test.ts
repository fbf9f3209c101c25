import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type AgentSelector, readDeployment } from "../../src/manifest/read-deployment.ts";
import { factsByPath, misplacedSources, readFolder } from "./fixture.ts";

interface Expected {
  readonly options: { readonly complete: readonly string[]; readonly agents: readonly AgentSelector[] };
  /** By subject, then path: the printed value. */
  readonly facts: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly agents?: readonly string[];
  readonly findings?: readonly string[];
  readonly refusals?: readonly string[];
  readonly proposals?: readonly string[];
  readonly documents?: object;
}

const root = "fixtures/manifest";

describe("manifest fixtures", () => {
  for (const name of readdirSync(root).sort()) {
    it(name.replaceAll("-", " "), () => {
      const expected = JSON.parse(readFileSync(`${root}/${name}/expected.json`, "utf8")) as Expected;
      const { files, others } = readFolder(`${root}/${name}/input`);
      const read = readDeployment(files, { ...expected.options, knownFiles: others });
      const facts = factsByPath(read);
      const actual: Record<string, Record<string, string | undefined>> = {};
      for (const [subject, paths] of Object.entries(expected.facts)) {
        actual[subject] = {};
        for (const path of Object.keys(paths)) actual[subject][path] = facts.get(`${subject} ${path}`);
      }
      expect(actual).toEqual(expected.facts);
      const codes = (diagnostics: typeof read.findings): readonly string[] => diagnostics.map(({ code }) => code);
      if (expected.agents !== undefined) expect(read.agents.map((agent) => agent.name).sort()).toEqual(expected.agents);
      if (expected.findings !== undefined) expect(codes(read.findings)).toEqual(expected.findings);
      if (expected.refusals !== undefined) expect(codes(read.refusals)).toEqual(expected.refusals);
      if (expected.proposals !== undefined) expect(read.proposals.map((one) => one.name)).toEqual(expected.proposals);
      if (expected.documents !== undefined) expect(read.documents).toEqual(expected.documents);
      expect(misplacedSources(read, files)).toEqual([]);
    });
  }
});
