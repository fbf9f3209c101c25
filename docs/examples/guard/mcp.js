// The Model Context Protocol: client and server of its SDK in one process, the guard in front of the client.
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { InMemoryTransport } from "@modelcontextprotocol/sdk/inMemory.js";
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { z } from "zod";
import { answerOf, clerk, createDesk, tools, wishes } from "./desk.js";

const inputs = {
  order: { id: z.string() },
  refund: { order: z.string(), amount: z.number() },
  purge: { customer: z.string() },
};

/** A server with the tools; it is not guarded, and everybody who reaches it may call them. */
function createServer() {
  const server = new McpServer({ name: "parcels", version: "1.0.0" });
  for (const [name, inputSchema] of Object.entries(inputs)) {
    server.registerTool(name, { inputSchema }, (args) => {
      const structuredContent = tools[name](args);
      return { structuredContent, content: [{ type: "text", text: JSON.stringify(structuredContent) }] };
    });
  }
  return server;
}

export async function run() {
  const log = [];
  const guard = createDesk(log);
  const server = createServer();
  const client = new Client({ name: "clerk", version: "1.0.0" });
  const [ours, theirs] = InMemoryTransport.createLinkedPair();
  await Promise.all([server.connect(theirs), client.connect(ours)]);
  const lines = [];
  for (const [tool, args] of wishes) {
    const outcome = await guard.run({ ...clerk, tool, args }, async (sent) => {
      const { isError, structuredContent, content } = await client.callTool({ name: tool, arguments: sent });
      if (isError) throw new Error(content[0]?.text);
      return structuredContent;
    });
    lines.push(`${tool}: ${JSON.stringify(answerOf(outcome))}`);
  }
  await client.close();
  await server.close();
  return { lines, log };
}

if (process.argv[1] === import.meta.filename) for (const line of (await run()).lines) console.log(line);
