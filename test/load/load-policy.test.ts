import { describe, expect, it } from "vitest";
import { loadPolicies } from "../../src/load/load-policy.ts";
import { memoryHost } from "./memory-host.ts";

const header = "policy desk version 1 language 1\n";
const files = {
  "p/desk.gate": header,
  "p/limits.gate": `${header}gate late on prompt { deny }\n`,
  "p/other.gate": "policy other version 1 language 1\n",
};

async function load(named: readonly string[], places: readonly string[]) {
  const { policies, notListed, notFound } = await loadPolicies(memoryHost(files), named, {
    stdinName: undefined,
    places,
  });
  return {
    files: policies.map((policy) => policy.files.map(({ file }) => file)),
    notListed: notListed.map(({ spans }) => spans.map(({ file }) => file)),
    notFound: notFound.map(({ code }) => code),
  };
}

describe("a file that the configuration leaves out of its policy", () => {
  it("is told, whatever was named", async () => {
    const notListed = [["p/limits.gate", "p/desk.gate"]];
    expect(await load(["p/desk.gate"], ["p/desk.gate"])).toEqual({ files: [["p/desk.gate"]], notListed, notFound: [] });
    expect((await load(["p"], ["p/desk.gate"])).notListed).toEqual(notListed);
  });

  it("is none where nothing is configured, or all of them are", async () => {
    const both = ["p/desk.gate", "p/limits.gate"];
    for (const places of [[], ["p"], both]) {
      expect(await load(["p/desk.gate"], places), String(places)).toEqual({
        files: [both],
        notListed: [],
        notFound: [],
      });
    }
  });

  it("is none of another policy", async () => {
    expect((await load(["p/other.gate"], ["p/other.gate"])).notListed).toEqual([]);
    expect((await load(["p/other.gate"], ["p/desk.gate"])).notListed).toEqual([]);
  });
});

describe("a file that the configuration lists and that is not there", () => {
  it("is a part that is missing, also of a policy of which another file was named", async () => {
    expect((await load(["p/desk.gate"], ["p/desk.gate", "p/limit.gate", "p/limits.gate"])).notFound).toEqual([
      "file-not-found",
    ]);
  });

  it("is said once", async () => {
    expect((await load(["p/desk.gate", "p/limit.gate"], ["p/desk.gate", "p/limit.gate"])).notFound).toEqual([
      "file-not-found",
    ]);
  });

  it("says nothing of a policy that is not configured", async () => {
    expect((await load(["p/other.gate"], ["p/gone.gate"])).notFound).toEqual([]);
  });
});
