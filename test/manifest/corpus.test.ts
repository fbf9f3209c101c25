import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readDeployment } from "../../src/manifest/read-deployment.ts";
import { misplacedSources, readFolder } from "./fixture.ts";

const corpus = "../shared/corpus/manifests";
const folders = [
  "istio-samples",
  "compose-for-agents",
  "mcp-client-configs",
  "kubernetes-goat",
  "agent-governance-toolkit",
];

describe("manifests from the wild", () => {
  for (const folder of folders) {
    // Third-party data is not part of the repository: without it these tests are skipped by name.
    it.skipIf(!existsSync(`${corpus}/${folder}`))(
      `${folder} is read, every document counted, every fact in its place`,
      () => {
        const { files, others } = readFolder(`${corpus}/${folder}`);
        const read = readDeployment(files, {
          complete: ["kubernetes", "istio"],
          agents: [{ name: "*" }],
          knownFiles: others,
        });
        const { total, refused, unclaimed, read: done } = read.documents;
        expect(files.length).toBeGreaterThan(0);
        expect(total).toBeGreaterThan(0);
        expect(done + refused + unclaimed).toBe(total);
        expect(unclaimed).toBe(read.unclaimed.length);
        expect(done).toBeGreaterThan(0);
        expect(misplacedSources(read, files)).toEqual([]);
      },
    );
  }

  it.skipIf(!existsSync(corpus))("all of it is read without a throw", () => {
    const { files } = readFolder(corpus);
    const read = readDeployment(files, { complete: [], agents: [{ name: "*" }] });
    expect(read.agents.length).toBeGreaterThan(50);
    expect(misplacedSources(read, files)).toEqual([]);
  });
});
