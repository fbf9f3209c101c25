import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parseAllDocuments } from "yaml";
import { type ReadDeploymentOptions, readDeployment } from "../../src/manifest/read-deployment.ts";
import type { SourceText } from "../../src/source/span.ts";
import type { Field } from "../../src/value/value.ts";
import { readFolder } from "./fixture.ts";

/** What a deployment says, without where it stands and without the order of lists. */
function meaning(field: Field): unknown {
  if (field.state !== "value") return field.state === "absent" ? "absent" : field.cause;
  const { value } = field;
  if (value.kind === "list") return [value.open, ...value.items.map((item) => JSON.stringify(meaning(item))).sort()];
  if (value.kind === "record")
    return Object.fromEntries([...value.fields].map(([name, inner]) => [name, meaning(inner)]));
  return JSON.stringify(value, (_, inner: unknown) => (typeof inner === "bigint" ? String(inner) : inner));
}

const read = (files: readonly SourceText[], options: ReadDeploymentOptions): unknown => {
  const { deployment } = readDeployment(files, options);
  return deployment.entities.map(({ kind, name, record }) => [kind, name, meaning(record)]);
};

const cases = readdirSync("fixtures/manifest")
  .sort()
  .flatMap((name) => {
    const { files, others } = readFolder(`fixtures/manifest/${name}/input`);
    const { options } = JSON.parse(readFileSync(`fixtures/manifest/${name}/expected.json`, "utf8")) as {
      options: ReadDeploymentOptions;
    };
    const isPlain = files.every(
      ({ file, text }) => /^[a-z]+\.yaml$/.test(file) && !text.includes("{{") && !file.includes("compose"),
    );
    const documents = isPlain ? files.flatMap(({ text }) => text.split(/^---\n/m)) : [];
    const isSound =
      isPlain &&
      documents.every((text) =>
        parseAllDocuments(text, { logLevel: "silent" }).every((one) => one.errors.length === 0),
      );
    return isSound ? [{ name, files, documents, options: { ...options, knownFiles: others } }] : [];
  });

describe("the meaning of manifests", () => {
  it("is tested on most fixtures", () => {
    expect(cases.length).toBeGreaterThan(80);
  });

  it("does not depend on the order of documents", () => {
    for (const { name, files, documents, options } of cases) {
      const [first] = files;
      const reversed = [{ file: first?.file ?? "a.yaml", text: [...documents].reverse().join("---\n") }];
      expect([name, read(reversed, options)]).toEqual([name, read(files, options)]);
    }
  });

  it("does not depend on how documents are spread over files", () => {
    for (const { name, files, documents, options } of cases) {
      const spread = documents.map((text, index) => ({ file: `part-${index}.yaml`, text }));
      expect([name, read(spread, options)]).toEqual([name, read(files, options)]);
    }
  });

  it("does not depend on the language: JSON says the same", () => {
    for (const { name, files, documents, options } of cases) {
      const json = documents.map((text, index) => ({
        file: `part-${index}.json`,
        text: JSON.stringify(parseAllDocuments(text, { merge: true, version: "1.1" })[0]?.toJS()),
      }));
      // YAML 1.1 reads sexagesimal numbers, which is why such text is a finding and not a duration.
      if (name === "sexagesimal-lifetime") continue;
      expect([name, read(json, options)]).toEqual([name, read(files, options)]);
    }
  });

  it("does not change when an unrelated resource is added", () => {
    const unrelated = {
      file: "unrelated.yaml",
      text: "apiVersion: v1\nkind: Service\nmetadata: {name: other, namespace: elsewhere}\n",
    };
    for (const { name, files, options } of cases.filter(({ files: own }) =>
      own.some(({ text }) => text.includes("apps/v1")),
    )) {
      expect([name, read([...files, unrelated], options)]).toEqual([name, read(files, options)]);
    }
  });

  it("gives the same positions for the same files, whatever order they are handed in", () => {
    for (const { files, options } of cases) {
      expect(readDeployment([...files].reverse(), options)).toEqual(readDeployment(files, options));
    }
  });
});
