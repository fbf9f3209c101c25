import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readDocuments } from "../../src/manifest/document.ts";
import { readers } from "../../src/manifest/readers/index.ts";

const claimers = (file: string, text: string): readonly string[] => {
  const [document] = readDocuments({ file, text }).documents;
  return document === undefined ? [] : readers.filter((reader) => reader.claims(document)).map(({ name }) => name);
};

describe("manifest readers", () => {
  it("are listed one for each file of their folder", () => {
    const files = readdirSync("src/manifest/readers").map((name) => name.replace(/\.ts$/, ""));
    expect(readers.map(({ name }) => name).sort()).toEqual(
      files.filter((name) => name !== "index" && name !== "reader").sort(),
    );
  });

  it("claim a document by its form, and only one of them does", () => {
    expect(claimers("a.yaml", "apiVersion: apps/v1\nkind: Deployment\n")).toEqual(["kubernetes"]);
    expect(claimers("a.yaml", "apiVersion: security.istio.io/v1beta1\nkind: PeerAuthentication\n")).toEqual(["istio"]);
    expect(claimers("a.yaml", "apiVersion: sallyport.dev/v1\nkind: AgentDeployment\n")).toEqual(["agent-deployment"]);
    expect(claimers("compose.yaml", "services: {a: {image: x}}\n")).toEqual(["compose"]);
    expect(claimers(".mcp.json", '{"mcpServers": {}}')).toEqual(["mcp-client"]);
    expect(claimers(".vscode/mcp.json", '{"servers": {}, "inputs": []}')).toEqual(["mcp-client"]);
  });

  it("leave look-alikes alone", () => {
    expect(claimers("a.yaml", "apiVersion: serving.knative.dev/v1\nkind: Service\n")).toEqual([]);
    expect(claimers("a.yaml", "apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\n")).toEqual([]);
    expect(claimers("a.yaml", "apiVersion: constructor/v1\nkind: name\n")).toEqual([]);
    expect(claimers("openapi.json", '{"servers": {"a": 1}}')).toEqual([]);
  });
});
