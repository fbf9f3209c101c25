import { readdirSync, readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import type { DecisionRecord } from "../../src/guard/decision-record.ts";
import { runTests } from "../../src/simulate/run-tests.ts";
import { compileText } from "../support/compile.ts";
import { blocksOf, readPage } from "./markdown.ts";

const folder = "docs/examples/guard";
const examples = ["plain-loop", "mcp", "ai-sdk"];

interface Example {
  readonly run: () => Promise<{ readonly lines: readonly string[]; readonly log: readonly DecisionRecord[] }>;
}

const load = (name: string): Promise<Example> => import(/* @vite-ignore */ pathToFileURL(`${folder}/${name}.js`).href);

/** A record without what is made anew in every run. */
function stable(record: DecisionRecord | undefined): object {
  if (record === undefined) return {};
  const text = JSON.stringify({ ...record, event: { ...record.event, id: "e7", call: "e4" } });
  return JSON.parse(text.replace(/"\d{4}-\d{2}-\d{2}T[\d:.]+Z"/g, '"2026-06-01T12:00:00Z"'));
}

describe("the examples of the guard", () => {
  const page = readPage("docs/guard.md");

  it("are these", () => {
    const scripts = readdirSync(folder).filter((name) => name.endsWith(".js"));
    expect(scripts.sort()).toEqual([...examples, "desk"].map((name) => `${name}.js`).sort());
  });

  it.each(examples)("%s: one call is allowed, one is approved, one is denied", async (name) => {
    const { lines, log } = await (await load(name)).run();
    expect(lines.slice(0, 3)).toEqual(
      blocksOf(page, "")
        .find((block) => block.startsWith("order: "))
        ?.trimEnd()
        .split("\n"),
    );
    const calls = log.filter(({ event }) => event.kind === "call").map(({ event, decision }) => [event.tool, decision]);
    expect(calls).toEqual([
      ["order", "allow"],
      ["refund", "approve"],
      ["purge", "deny"],
    ]);
    const ran = log.filter(({ event }) => event.kind === "result").map(({ event }) => event.tool);
    expect(ran).toEqual(["order", "refund"]);
    expect(log.find(({ event }) => event.kind === "approval")).toMatchObject({ decision: "log", event: { by: "ann" } });
  });

  it("make the record that the page shows", async () => {
    const { log } = await (await load("plain-loop")).run();
    const started = log.find(({ event }) => event.kind === "started" && event.tool === "refund");
    const shown = JSON.parse(readPage("docs/examples/guard/record.json"));
    expect([started?.policy.digest, shown.policy.digest]).toEqual(
      [1, 2].map(() => expect.stringMatching(/^[0-9a-f]{64}$/)),
    );
    // What it is, any change of the policy's form changes.
    expect({ ...stable(started), policy: { ...started?.policy, digest: shown.policy.digest } }).toEqual(shown);
  });

  it.each(examples)("%s stands on the page as it is run", (name) => {
    expect(blocksOf(page, "js")).toContain(readFileSync(`${folder}/${name}.js`, "utf8"));
  });

  it("have a policy that compiles without a finding and passes its own test", () => {
    const { checked, ir, diagnostics } = compileText(readFileSync(`${folder}/parcels.gate`, "utf8"));
    if (checked === undefined || ir === undefined) throw new Error("it does not compile");
    expect(diagnostics).toEqual([]);
    const results = runTests(ir, checked.tests);
    expect(results.length).toBe(1);
    expect(results.every(({ passed }) => passed)).toBe(true);
  });
});
