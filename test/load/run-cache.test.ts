import { describe, expect, it } from "vitest";
import type { Host } from "../../src/load/host.ts";
import { type Observation, recordingHost } from "../../src/load/recording-host.ts";
import { recall, remember } from "../../src/load/run-cache.ts";
import { sampleReport } from "../report/sample-report.ts";
import { type MemoryHost, memoryHost } from "./memory-host.ts";

const files = { "p/a.gate": "one", "p/b.gate": "two" };

/** A run that looks at a folder, a file and a file that is not there. */
function runOn(host: MemoryHost): void {
  const seen: Observation[] = [];
  const recording: Host = recordingHost(host, (observation) => seen.push(observation));
  recording.list("p");
  recording.readBytes("p/a.gate", 100);
  recording.kindOf("sallyport.yaml");
  remember(host, "question", seen, sampleReport);
}

const cacheEntry = (host: MemoryHost): string => {
  const found = [...host.files.keys()].find((path) => /\.sallyport-cache\/[0-9a-f]{64}$/.test(path));
  if (found === undefined) throw new Error("nothing was remembered");
  return found;
};

describe("a remembered run", () => {
  it("gives back the whole report while nothing has changed", () => {
    const host = memoryHost(files);
    runOn(host);
    expect(recall(host, "question")).toEqual(JSON.parse(JSON.stringify(sampleReport, keepMaps), reviveMaps));
  });

  it("is forgotten when a file that was read changes", () => {
    const host = memoryHost(files);
    runOn(host);
    host.writeFile("p/a.gate", "other");
    expect(recall(host, "question")).toBeUndefined();
  });

  it("is forgotten when a file appears in a folder that was listed, or where none was", () => {
    for (const path of ["p/c.gate", "sallyport.yaml"]) {
      const host = memoryHost(files);
      runOn(host);
      host.writeFile(path, "");
      expect(recall(host, "question")).toBeUndefined();
    }
  });

  it("survives changes of files that were not looked at", () => {
    const host = memoryHost(files);
    runOn(host);
    host.writeFile("p/b.gate", "other");
    expect(recall(host, "question")).toBeDefined();
  });

  it("answers only the question it was asked", () => {
    const host = memoryHost(files);
    runOn(host);
    expect(recall(host, "another question")).toBeUndefined();
  });

  it("ignores an entry that was cut or changed", () => {
    for (const damage of [
      (text: string) => text.slice(0, -5),
      (text: string) => text.replace("sample", "simple"),
      () => "",
    ]) {
      const host = memoryHost(files);
      runOn(host);
      const entry = cacheEntry(host);
      host.files.set(entry, damage(String(host.files.get(entry))));
      expect(recall(host, "question")).toBeUndefined();
    }
  });

  it("is none where the folder is another one, as in a checkout that brings an entry along", () => {
    const host = memoryHost(files);
    runOn(host);
    const brought = Object.fromEntries(
      [...host.files].map(([path, content]) => [path.replace("/project/", ""), content]),
    );
    expect(recall(memoryHost(brought), "question")).toBeDefined();
    expect(recall(memoryHost(brought, "", "elsewhere"), "question")).toBeUndefined();
  });

  it("is kept out of version control", () => {
    const host = memoryHost(files);
    runOn(host);
    expect(host.files.get("/project/.sallyport-cache/.gitignore")).toBe("*\n");
  });

  it("lives beside other tools' caches where there are packages", () => {
    const host = memoryHost({ ...files, "node_modules/x/package.json": "{}" });
    runOn(host);
    expect([...host.files.keys()].some((path) => path.startsWith("/project/node_modules/.cache/sallyport/"))).toBe(
      true,
    );
  });
});

const keepMaps = (_: string, value: unknown): unknown => (value instanceof Map ? { map: [...value] } : value);
const reviveMaps = (_: string, value: unknown): unknown =>
  typeof value === "object" && value !== null && "map" in value && Array.isArray(value.map)
    ? new Map(value.map)
    : value;
