import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { CheckedPolicy } from "../../src/ast/checked.ts";
import { lowerPolicy } from "../../src/engine/lower.ts";
import { canonicalJson } from "../../src/json/canonical-json.ts";
import { checkFiles, renderDiagnostics } from "./check-text.ts";

const root = "fixtures/check";
const cases = readdirSync(root).sort();

/** What the engines get of a policy: one line for each declaration, so a changed one is a changed line. */
function irText(policy: CheckedPolicy): string {
  const lines = Object.entries(lowerPolicy(policy)).flatMap(([key, value]: [string, unknown]) =>
    Array.isArray(value) ? [key, ...value.map((one) => `  ${canonicalJson(one)}`)] : [`${key} ${canonicalJson(value)}`],
  );
  return `${lines.join("\n")}\n`;
}

describe("fixtures/check", () => {
  it.each(cases)("%s", async (name) => {
    const folder = `${root}/${name}`;
    // Folders of a case are packs.
    const names = readdirSync(folder, { recursive: true, encoding: "utf8" })
      .map((file) => file.replaceAll("\\", "/"))
      .filter((file) => file.endsWith(".gate") || file.endsWith(".json"));
    const files = Object.fromEntries(names.map((file) => [file, readFileSync(`${folder}/${file}`, "utf8")]));
    const { diagnostics, policy } = checkFiles(files);
    const verdict = policy === undefined ? "does not compile" : "compiles";
    const text = `${renderDiagnostics(diagnostics, files)}\n\n${verdict}\n`.trimStart();
    await expect(text).toMatchFileSnapshot(`../../${folder}/expected.txt`);
    if (policy !== undefined) await expect(irText(policy)).toMatchFileSnapshot(`../../${folder}/ir.txt`);
  });

  it("is not empty", () => {
    expect(cases.length).toBeGreaterThan(8);
  });
});
