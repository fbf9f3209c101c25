import { agentDeployment } from "./agent-deployment.ts";
import { compose } from "./compose.ts";
import { istio } from "./istio.ts";
import { kubernetes } from "./kubernetes.ts";
import { mcpClient } from "./mcp-client.ts";
import type { Reader } from "./reader.ts";

/** The first reader that claims a document reads it; no two claim the same form. */
export const readers: readonly Reader[] = [agentDeployment, kubernetes, istio, compose, mcpClient];
