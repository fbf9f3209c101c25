import type { Host } from "../load/host.ts";
import { readFileText } from "../load/read-text.ts";
import { readDocuments } from "../manifest/document.ts";
import { serversOf } from "../manifest/readers/mcp-client.ts";
import { visible } from "../report/escape.ts";
import type { Refusal } from "../simulate/simulation.ts";

/**
 * What to do with a refused file that configures an MCP client: it names servers, and which tools they have only the servers
 * say. No server is ever started to ask it.
 */
export const namedServers = (host: Host, refusals: readonly Refusal[]): readonly string[] =>
  [...new Set(refusals.map(({ file }) => file))].flatMap((file) => {
    const servers = serversIn(host, file);
    if (servers.length === 0) return [];
    const lists = servers.map((name) => `${/^[A-Za-z0-9_-]+$/.test(name) ? name : "server"}.json`);
    return [
      `help: ${file} configures an MCP client with the servers ${servers.map((name) => visible(name)).join(", ")}, and lists no tools: ` +
        "save the answer of each to `tools/list`, and name those files: " +
        `sallyport init ${[...new Set(lists)].map((list) => `--from ${list}`).join(" ")}`,
    ];
  });

function serversIn(host: Host, file: string): readonly string[] {
  const read = readFileText(host, file);
  if (!read.ok) return [];
  const { documents } = readDocuments(read.value);
  return documents.flatMap(
    (document) =>
      serversOf(document)
        ?.entries()
        .map(([name]) => name) ?? [],
  );
}
