import { describe, expect, it } from "vitest";
import { readDocuments } from "../../src/manifest/document.ts";
import { readers } from "../../src/manifest/readers/index.ts";

const kinds = readers.flatMap(({ name, claimed }) =>
  claimed.flatMap((claim): [string, string][] => (/^[\w.]+(?:\/\w+)?$/.test(claim) ? [[claim, name]] : [])),
);

describe("what the page of manifests says the readers claim", () => {
  it("is said by every reader", () => {
    expect(kinds.length).toBeGreaterThan(25);
    for (const { title, claimed, remarks } of readers) {
      expect(title).not.toBe("");
      expect([claimed.length > 0, remarks.length > 0]).toEqual([true, true]);
    }
  });

  it.each(kinds)("%s is claimed by %s", (claim, reader) => {
    const [group, kind] = claim.includes("/") ? claim.split("/") : ["", claim];
    const text = `apiVersion: ${group === "" ? "v1" : `${group}/v1`}\nkind: ${kind}\nmetadata: { name: a }\n`;
    const [document] = readDocuments({ file: "a.yaml", text }).documents;
    if (document === undefined) throw new Error("not read");
    expect(readers.filter((one) => one.claims(document)).map(({ name }) => name)).toEqual([reader]);
  });

  it.each([
    ["compose.prod.yaml", "services: { a: {} }\n", "compose"],
    ["stack.yaml", "services: { a: { image: b } }\n", "compose"],
    ["client.json", '{ "mcpServers": {} }', "mcp-client"],
    ["settings.json", '{ "mcp": { "servers": {} } }', "mcp-client"],
    [".vscode/mcp.json", '{ "servers": {} }', "mcp-client"],
    ["other.json", '{ "servers": {} }', undefined],
    ["stack.yaml", "services: { a: {} }\n", undefined],
  ])("%s with %s is claimed by %s", (file, text, reader) => {
    const [document] = readDocuments({ file, text }).documents;
    if (document === undefined) throw new Error("not read");
    expect(readers.find((one) => one.claims(document))?.name).toBe(reader);
  });
});
