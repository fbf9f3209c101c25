import type { ManifestDocument } from "../document.ts";
import type { ManifestNode } from "../node.ts";
import type { Reader } from "./reader.ts";

/**
 * Client configurations: `mcpServers` (`.mcp.json`, Claude Desktop, Cursor), `servers` with `inputs` (`.vscode/mcp.json`),
 * `mcp.servers` in editor settings. The client is the agent, named by its file; each server is a connector.
 */
export const mcpClient: Reader = {
  name: "mcp-client",
  title: "MCP client configurations",
  claimed: [
    "a mapping with `mcpServers`",
    "a mapping with `mcp.servers`, as editor settings have it",
    "a mapping with `servers`, in a file named `mcp.json`",
  ],
  remarks: ["The client is the agent and is named by its file; each server is a connector."],
  claims: (document) => serversOf(document) !== undefined,
  read(documents, builder) {
    for (const document of documents) {
      const servers = serversOf(document);
      if (servers === undefined) continue;
      const { root } = document;
      const inputs = root.get("inputs").exists ? root.get("inputs") : root.get("mcp", "inputs");
      builder.addMcpClient({ name: document.file, servers, inputs });
    }
  },
};

/** The servers that a client configuration names; undefined where the document is none. */
export function serversOf({ file, root }: ManifestDocument): ManifestNode | undefined {
  const named = root.get("mcpServers");
  if (named.kind === "map") return named;
  const settings = root.get("mcp", "servers");
  if (settings.kind === "map") return settings;
  const plain = root.get("servers");
  // `servers` alone is too common a word: the file must be a client's, and its entries servers.
  const isClientFile = /(?:^|[/\\])\.?mcp\.json$/.test(file);
  return isClientFile && plain.kind === "map" ? plain : undefined;
}
