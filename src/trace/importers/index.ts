import type { Importer } from "../importer.ts";
import { agentdojo } from "./agentdojo.ts";
import { canonicalJsonl } from "./canonical-jsonl.ts";
import { claudeCode } from "./claude-code.ts";
import { mcpJsonrpc } from "./mcp-jsonrpc.ts";
import { openaiChat } from "./openai-chat.ts";

/** Every trace format, in the order in which help and documentation list them. */
export const importers: readonly Importer[] = [canonicalJsonl, agentdojo, openaiChat, mcpJsonrpc, claudeCode];
