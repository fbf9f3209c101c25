import type { Type } from "../value/type.ts";
import { agentFields } from "./agent-fields.ts";
import { channelFields, connectorFields } from "./connector-fields.ts";
import type { EntityKind } from "./model.ts";
import { field, flag, listOf, type ModelFields, recordType, text } from "./model-type.ts";
import { storeFields } from "./store-fields.ts";

const deploymentFields: ModelFields = {
  agents: field(listOf(agentFields), "every agent of the scan", "AgentDeployments, or agent selectors"),
  products: field(listOf(text), "products with a document in the scan set"),
  complete: field(listOf(text), "what the scan is declared to hold all of", "audit.complete"),
  single_agent: field(
    flag,
    "the only agent is declared, with a reason, to have no peer",
    "spec.interAgent.singleAgent",
  ),
  frameworks: field(listOf(text), "regimes in force for any agent", "spec.regulatory"),
  cleartext_secrets: field(listOf(text), "Secrets and settings whose value can be read in the manifests"),
};

/** The fields of every subject, with their words; `subjectTypes` is what conditions are checked against. */
export const subjectFields: Readonly<Record<EntityKind, ModelFields>> = {
  agent: agentFields,
  connector: connectorFields,
  channel: channelFields,
  store: storeFields,
  deployment: deploymentFields,
};

export const subjectTypes: Readonly<Record<EntityKind, Type>> = {
  agent: recordType(agentFields),
  connector: recordType(connectorFields),
  channel: recordType(channelFields),
  store: recordType(storeFields),
  deployment: recordType(deploymentFields),
};
