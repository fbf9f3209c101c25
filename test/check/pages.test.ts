import { describe, expect, it } from "vitest";
import { diagnosticCatalogue } from "../../src/cli/diagnostic-catalogue.ts";
import { flatBaseline, pageBaseline, pagePolicy } from "../../src/diagnostics/drift.ts";
import { checkFiles, renderDiagnostics } from "./check-text.ts";

/** Their pages have tests of their own: they come from other inputs than policies. */
const elsewhere: ReadonlySet<string> = new Set([
  "files and configuration",
  "syntax",
  "lint",
  "ignores",
  "traces",
  "manifests",
  "bundles",
  "signatures and keys",
]);
const kinds = diagnosticCatalogue.filter(({ phase }) => !elsewhere.has(phase));

const tools = JSON.stringify({
  tools: [{ name: "send", inputSchema: { type: "object", properties: { to: { type: "string" } } } }],
});

/** An example is a policy, several files (`// file: NAME`), a catalogue that a policy imports, or the baseline of one. */
function filesOf(example: string): Readonly<Record<string, string>> {
  if (example.startsWith('{ "baseline"')) return { "policy.gate": pagePolicy, "baseline.json": example };
  if (example.startsWith("{")) {
    return {
      "policy.gate": 'policy demo version 1 language 1\nuse tools from "./tools.json"\n',
      "tools.json": example,
    };
  }
  const [first = "", ...others] = example.split(/^\/\/ file: /m);
  const named = others.map((part) => [part.slice(0, part.indexOf("\n")), part.slice(part.indexOf("\n") + 1)] as const);
  const baselines = { "baseline.json": pageBaseline.text, "flat.json": flatBaseline.text };
  return {
    "policy.gate": first,
    ...{ "tools.json": tools, "answer.json": answer, ...baselines },
    ...Object.fromEntries(named),
  };
}

/** An example may say that it goes on. */
const enlarge = (example: string): string =>
  example.replace(
    ", … 10,001 of them …",
    Array.from({ length: 10_000 }, (_, index) => `, { "name": "t${index}", "inputSchema": { "type": "object" } }`).join(
      "",
    ),
  );

/** A schema that `require schema` can name. */
const answer = JSON.stringify({ type: "object", properties: { reply: { type: "string" } }, required: ["reply"] });

const asOf = 1_790_000_000_000;

describe("the page of every check diagnostic", () => {
  it.each(kinds.map((kind) => [kind.code, kind.page] as const))("%s: its bad example raises it alone", (code, page) => {
    const { diagnostics } = checkFiles(filesOf(enlarge(page.bad)), asOf);
    expect(diagnostics.map((one) => one.code)).toEqual([code]);
  });

  it.each(kinds.map((kind) => [kind.code, kind.page] as const))("%s: its good example is clean", (_, page) => {
    expect(checkFiles(filesOf(page.good), asOf).diagnostics).toEqual([]);
  });

  it("shows what its bad example is told", async () => {
    const told = kinds.map(({ page }) => {
      const files = filesOf(enlarge(page.bad));
      return `${renderDiagnostics(checkFiles(files, asOf).diagnostics, files)}\n`;
    });
    await expect(told.join("\n")).toMatchFileSnapshot("../../fixtures/messages/pages.txt");
  });

  it("has its own code", () => {
    const codes = kinds.map((kind) => kind.code);
    expect(codes.filter((code, index) => codes.indexOf(code) !== index)).toEqual([]);
    expect(codes.length).toBeGreaterThan(60);
  });
});
