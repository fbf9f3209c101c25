import { agentDeploymentShape } from "./agent-deployment-shape.ts";
import { type JsonSchema, schemaOf } from "./shape-schema.ts";

/** The published JSON Schema of an `AgentDeployment`; `agent-deployment.schema.json` is this, and a test keeps it so. */
export const agentDeploymentSchema: JsonSchema = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  $id: "https://sallyport.dev/schemas/agent-deployment.schema.json",
  title: "AgentDeployment",
  description: "What a team states about one agent, with references that an audit resolves in the scan set.",
  ...schemaOf(agentDeploymentShape),
};
