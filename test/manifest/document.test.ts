import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ManifestDocument, readDocuments } from "../../src/manifest/document.ts";
import { readDeployment } from "../../src/manifest/read-deployment.ts";

const read = (text: string, file = "a.yaml") => readDocuments({ file, text });
const codes = (text: string, file?: string): readonly string[] =>
  read(text, file).refusals.map(({ diagnostic }) => diagnostic.code);
const root = (text: string): ManifestDocument["root"] => {
  const [document] = read(text).documents;
  if (document === undefined) throw new Error("no document");
  return document.root;
};

describe("reading documents", () => {
  it("gives a value with its line, column, path and text", () => {
    const node = root("kind: Pod\nspec:\n  containers:\n    - name: app\n")
      .get("spec", "containers")
      .items()[0]
      ?.get("name");
    expect(node?.source()).toEqual({
      file: "a.yaml",
      line: 4,
      column: 13,
      path: "spec.containers[0].name",
      text: "app",
    });
  });

  it("shows an absent field at the object that should hold it", () => {
    const source = root("spec:\n  template:\n    spec:\n      containers: []\n")
      .get("spec", "template", "spec", "serviceAccountName")
      .source();
    expect(source).toMatchObject({ line: 3, column: 5, path: "spec.template.spec.serviceAccountName", text: "spec" });
  });

  it("cites an alias at its anchor and names the line of its use", () => {
    const node = root("a: &x one\nb: *x\n").get("b");
    expect(node.source()).toMatchObject({ line: 1, text: "one", rule: "used through the alias on line 2" });
  });

  it("applies merge keys with explicit keys winning", () => {
    const node = root("base: &b {mode: PERMISSIVE, extra: 1}\nmtls:\n  <<: *b\n  mode: STRICT\n").get("mtls");
    expect([node.get("mode").text(), node.get("extra").text()]).toEqual(["STRICT", "1"]);
  });

  it("keeps lines of the file in every document of it", () => {
    const lines = read("a: 1\n---\n# note\nb: 2\n---\nc: 3\n").documents.map(
      ({ root: one }) => one.entries()[0]?.[1].source().line,
    );
    expect(lines).toEqual([1, 4, 6]);
  });

  it("reads the documents around one with an open quote", () => {
    const { documents, refusals } = read('a: 1\n---\nb: "open\n---\nc: 3\n');
    expect(documents.length).toBe(2);
    expect(refusals[0]?.diagnostic).toMatchObject({ code: "manifest-syntax" });
  });

  it("does not take a marker inside an indented block scalar for a new document", () => {
    expect(read("a: |\n  ---\n  text\nb: 2\n").documents.length).toBe(1);
  });

  it("reads a byte order mark and carriage returns", () => {
    const node = read("\ufeffa: 1\r\nb: two\r\n").documents[0]?.root.get("b");
    expect(node?.source()).toMatchObject({ line: 2, column: 4, text: "two" });
  });

  it("gives each kind of refusal its own code", () => {
    expect(codes("a: [1\n")).toEqual(["manifest-syntax"]);
    expect(codes("a: 1\na: 2\n")).toEqual(["manifest-duplicate-key"]);
    expect(codes("a:\n\tb: 1\n")).toEqual(["manifest-tab"]);
    expect(codes("a: x\u0000y\n")).toEqual(["manifest-bad-character"]);
    expect(codes("a: x\ufffdy\n")).toEqual(["manifest-bad-character"]);
    expect(codes("a: {{ .Values.x }}\n")).toEqual(["manifest-template"]);
    expect(codes("a: *nowhere\n")).toEqual(["manifest-bad-alias"]);
    expect(codes("a: &a [*a]\n")).toEqual(["manifest-bad-alias"]);
    expect(codes(`a: ${"[".repeat(150)}${"]".repeat(150)}\n`)).toEqual(["manifest-too-deep"]);
    expect(codes('{"a": 1, "a": 2}', "a.json")).toEqual(["manifest-duplicate-key"]);
    expect(codes('{"a": ', "a.json")).toEqual(["manifest-syntax"]);
  });

  it("points a refusal at its place", () => {
    const [refusal] = read("a: 1\n---\nb:\n\tc: 1\n").refusals;
    expect(refusal?.diagnostic.spans[0]).toMatchObject({ start: 12 });
  });

  it("takes a template in a quoted value for data unless it speaks of a chart", () => {
    expect(codes('a: "{{ $value }} is high"\n')).toEqual([]);
    expect(codes('a: "{{ .Values.name }}"\n')).toEqual(["manifest-template"]);
    expect(codes("# {{ .Values.name }}\na: 1\n")).toEqual([]);
  });

  it("refuses aliases that expand without end, quickly", () => {
    const lines = Array.from({ length: 30 }, (_, level) =>
      level === 0 ? "a0: &a0 [x, x]" : `a${level}: &a${level} [*a${level - 1}, *a${level - 1}]`,
    );
    const start = performance.now();
    expect(codes(`${lines.join("\n")}\n`)).toEqual(["manifest-too-large"]);
    expect(performance.now() - start).toBeLessThan(2_000);
  });

  it("refuses a file beyond its bound without reading it", () => {
    expect(codes("a".repeat(10 * 1024 * 1024 + 1))).toEqual(["manifest-too-large"]);
  });

  it("survives nesting written without brackets", () => {
    expect(codes(`${"- ".repeat(300)}x\n`)).toEqual(["manifest-too-deep"]);
    expect(codes(`${"- ".repeat(5_000)}x\n`).length).toBe(1);
  });

  it("takes a list of resources apart", () => {
    const { documents } = read("apiVersion: v1\nkind: List\nitems:\n  - kind: A\n  - kind: B\n");
    expect(documents.map(({ root: one }) => one.get("kind").text())).toEqual(["A", "B"]);
  });

  it("reads comments and trailing commas in JSON, as editors write them", () => {
    expect(read('{ // note\n "a": [1, 2,], }', "settings.json").documents[0]?.root.get("a").items().length).toBe(2);
  });
});

describe("hostile manifests", () => {
  const words = fc.constantFrom(
    "apiVersion: apps/v1\n",
    "kind: Deployment\n",
    "kind: PeerAuthentication\napiVersion: security.istio.io/v1\n",
    "apiVersion: constructor/v1\nkind: name\n",
    "apiVersion: sallyport.dev/v1\nkind: AgentDeployment\n",
    "metadata: {name: x, namespace: __proto__}\n",
    "spec:\n",
    "  template: {spec: {containers: [{name: a, env: [{name: toString, value: 'http://a'}]}]}}\n",
    "  mtls: {mode: constructor}\n",
    "  identity: {token: {lifetime: -5}, credential: constructor}\n",
    "  connectors: [3, {name: [1]}, {}]\n",
    "services: {a: {image: x, models: [y], networks: {__proto__: }}}\n",
    "---\n",
    "&a ",
    "*a ",
    "<<: *a\n",
    "? [x]\n",
    "{{ ",
    "\t",
    "'",
    '"',
    "|\n",
    "- ",
    ": ",
    "%YAML 1.1\n",
    "!!binary x\n",
    "\u2028",
  );
  it("never make the reader throw, and every document is counted", () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof({ weight: 4, arbitrary: words }, fc.string({ maxLength: 8 })), { maxLength: 14 }),
        (parts) => {
          const result = readDeployment([{ file: "compose.yaml", text: parts.join("") }], {
            complete: ["kubernetes"],
            agents: [{ name: "*" }],
          });
          const { total, read: done, refused, unclaimed } = result.documents;
          expect(done + refused + unclaimed).toBe(total);
        },
      ),
      { numRuns: 600 },
    );
  });

  it("never make the JSON reader throw either", () => {
    fc.assert(
      fc.property(
        fc.json({ maxDepth: 4 }),
        fc.constantFrom("mcpServers", "servers", "services", "spec"),
        (json, key) => {
          const text = `{"${key}": ${json}, "apiVersion": "v1", "kind": "Pod"}`;
          const result = readDeployment([{ file: ".vscode/mcp.json", text }], { complete: [], agents: [{}] });
          expect(result.documents.total).toBeGreaterThan(0);
        },
      ),
      { numRuns: 300 },
    );
  });
});
