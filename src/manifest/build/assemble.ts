import { agentFields } from "../../model/agent-fields.ts";
import { channelFields, connectorFields } from "../../model/connector-fields.ts";
import {
  declaredBy,
  enforcedBy,
  flagOf,
  type Ground,
  listFact,
  sourcesOf,
  textFact,
  textOf,
} from "../../model/fact.ts";
import { secretFields } from "../../model/identity-fields.ts";
import { type Entity, entityKinds } from "../../model/model.ts";
import { type Facts, fieldIn, groupIn, recordOf } from "../../model/record.ts";
import { storeFields } from "../../model/store-fields.ts";
import { subjectFields } from "../../model/subject-types.ts";
import type { FactSource, Field } from "../../value/value.ts";
import { cleartextSecret, isPlaceholder, secretKindOf } from "../effective/secrets.ts";
import type { Scan } from "../scan.ts";
import { listGround } from "./agent-draft.ts";
import type { AgentFacts } from "./agent-record.ts";
import { elementOf } from "./agent-record.ts";
import { type ChannelDraft, channelsOf } from "./channels.ts";
import {
  identityFact,
  sameAccount,
  sameIdentity,
  sameRole,
  sameWorkload,
  secretUsers,
  sharedWith,
} from "./shared-with.ts";

/** Joins the agents' facts into the entities of the deployment, sorted by kind and name. */
export function assemble(
  agents: readonly AgentFacts[],
  scan: Scan,
  complete: readonly string[],
  anchor: FactSource,
): readonly Entity[] {
  const users = secretUsers(agents);
  const channels = channelsOf(
    agents.map((agent) => ({
      agent: agent.agent,
      identity: identityFact("id")(agent),
      principals: fieldIn(agent.facts, "inbound", "principals"),
      connectors: agent.connectors,
    })),
  );
  const entities: Entity[] = [];
  const records = agents.map((agent) => {
    const { name, source } = agent.agent;
    const shared = { agent: textFact(name, enforcedBy(source)) };
    const connectors = agent.connectors.map((connector) => ({
      name: `${name}/${connector.name}`,
      source: connector.source,
      record: recordOf(connectorFields, { ...connector.facts, ...shared }),
    }));
    const stores = agent.stores.map((store) => ({
      name: `${name}/${store.name}`,
      source: store.source,
      record: recordOf(storeFields, { ...store.facts, ...shared }),
    }));
    for (const connector of connectors) entities.push({ kind: "connector", ...connector });
    for (const store of stores) entities.push({ kind: "store", ...store });
    const own = channels.filter(({ from, to, betweenAgents }) => from === name || (betweenAgents && to === name));
    const lists = listsOf(agent, own, users, connectors, stores);
    const identity = groupIn(agent.facts, "identity");
    const workload = groupIn(agent.facts, "workload");
    const record = recordOf(agentFields, {
      ...agent.facts,
      identity: {
        ...identity,
        shared_with: sharedWith(
          agent,
          agents,
          sameIdentity,
          (one) => identityFact("id")(one) ?? identityFact("service_account")(one),
        ),
        service_account_shared_with: sharedWith(agent, agents, sameAccount, identityFact("service_account")),
        ...(agent.agent.workloads.length === 0
          ? {}
          : { cloud_role_shared_with: sharedWith(agent, agents, sameRole, identityFact("cloud_role")) }),
      },
      workload: {
        ...workload,
        shared_with: sharedWith(agent, agents, sameWorkload, ({ facts }) => fieldIn(facts, "workload", "name")),
      },
      ...lists,
    });
    entities.push({ kind: "agent", name, record, source });
    return record;
  });
  for (const channel of channels) {
    const record = recordOf(channelFields, channel.facts);
    entities.push({ kind: "channel", name: `${channel.from} -> ${channel.to}`, record, source: channel.source });
  }
  entities.push({
    kind: "deployment",
    name: "deployment",
    source: anchor,
    record: deploymentRecord(agents, records, scan, complete, anchor),
  });
  return entities.sort(byKindAndName);
}

interface Part {
  readonly record: Field;
}

function listsOf(
  agent: AgentFacts,
  channels: readonly ChannelDraft[],
  users: ReadonlyMap<string, readonly AgentFacts[]>,
  connectors: readonly Part[],
  stores: readonly Part[],
): Facts {
  const { name, source, scan, mcpClient, composeService } = agent.agent;
  const ground = enforcedBy(source);
  const connectorsOpen =
    !scan.isComplete("connectors") &&
    !(mcpClient !== undefined && scan.isComplete("mcp-client")) &&
    !(composeService !== undefined && scan.isComplete("compose") && !agent.secretsOpen);
  const single = fieldIn(agent.facts, "single_agent");
  const isSingle = flagOf(single) === true;
  const peersOpen = !isSingle && !scan.isComplete("peers");
  const peers = channels.filter(({ betweenAgents }) => betweenAgents);
  const groundOf = (word: string, items: readonly unknown[], open: boolean): Ground =>
    listGround(agent.agent, [word, "compose", "mcp-client"], items.length === 0 && !open);
  const peerGround =
    isSingle && single !== undefined ? declaredBy(...sourcesOf(single)) : groundOf("peers", peers, peersOpen);
  const list = (word: string, parts: readonly Part[], open: boolean): Field =>
    listFact(
      parts.map(({ record }) => record),
      open,
      groundOf(word, parts, open),
    );
  return {
    connectors: list("connectors", connectors, connectorsOpen),
    stores: list("stores", stores, !scan.isComplete("stores")),
    channels: listFact(
      channels.map(({ facts }) => recordOf(channelFields, facts)),
      connectorsOpen || peersOpen,
      ground,
    ),
    peers: listFact(
      peers.map(({ from, to, facts, source: at }) =>
        recordOf(elementOf("peers"), {
          ...facts,
          peer: textFact(from === name ? to : from, enforcedBy(at)),
          direction: textFact(from === name ? "out" : "in", enforcedBy(at)),
        }),
      ),
      peersOpen,
      peerGround,
    ),
    secrets: listFact(
      agent.secrets.map((secret) => {
        const others = (users.get(secret.shareKey ?? "") ?? []).filter((other) => other !== agent);
        const places = others.flatMap((other) => [
          ...other.secrets.filter(({ shareKey }) => shareKey === secret.shareKey).map((use) => use.source),
          other.agent.source,
        ]);
        const shared = listFact(
          others.map((other) => textFact(other.agent.name, enforcedBy(...places))),
          scan.incomplete,
          enforcedBy(secret.source, ...places),
        );
        return recordOf(secretFields, { ...secret.facts, shared_with: shared });
      }),
      agent.secretsOpen,
      ground,
    ),
    contradictions: listFact(
      agent.contradictions.found().map((facts) => recordOf(elementOf("contradictions"), facts)),
      false,
      ground,
    ),
  };
}

function deploymentRecord(
  agents: readonly AgentFacts[],
  records: readonly Field[],
  scan: Scan,
  complete: readonly string[],
  anchor: FactSource,
): Field {
  const ground = enforcedBy(anchor);
  const [only] = agents;
  const single = only === undefined || agents.length > 1 ? undefined : fieldIn(only.facts, "single_agent");
  const regimes = agents.flatMap(({ facts }) => {
    const list = fieldIn(facts, "regulatory");
    return list?.state === "value" && list.value.kind === "list" ? list.value.items : [];
  });
  const distinct = [...new Map(regimes.map((regime) => [textOf(regime) ?? "", regime])).values()];
  return recordOf(subjectFields.deployment, {
    agents: listFact(records, scan.incomplete, ground),
    products: listFact(
      [...scan.products].sort().map((product) => textFact(product, ground)),
      false,
      ground,
    ),
    complete: listFact(
      [...complete].sort().map((word) => textFact(word, declaredBy(anchor))),
      false,
      declaredBy(anchor),
    ),
    ...(single === undefined ? {} : { single_agent: single }),
    frameworks: listFact(
      distinct,
      agents.some(({ facts }) => facts["regulatory"] === undefined),
      declaredBy(...distinct.flatMap(sourcesOf)),
    ),
    cleartext_secrets: cleartextSecrets(scan, anchor),
  });
}

/** Secrets and ConfigMaps of the scan whose values can be read, whoever uses them. */
function cleartextSecrets(scan: Scan, anchor: FactSource): Field {
  const items: Field[] = [];
  for (const secret of scan.ofKind("Secret")) {
    const cleartext = cleartextSecret(secret);
    if (flagOf(cleartext) === true) {
      items.push(
        textFact(`Secret ${secret.namespace}/${secret.name}`, { sources: sourcesOf(cleartext), basis: "enforced" }),
      );
    }
  }
  for (const map of scan.ofKind("ConfigMap")) {
    for (const [key, node] of map.node.get("data").entries()) {
      const value = node.text() ?? "";
      if (secretKindOf(key) !== undefined && value !== "" && !isPlaceholder(value)) {
        items.push(textFact(`ConfigMap ${map.namespace}/${map.name} ${key}`, enforcedBy(node.keySource())));
      }
    }
  }
  return listFact(items, scan.incomplete, enforcedBy(anchor));
}

function byKindAndName(left: Entity, right: Entity): number {
  const kinds = entityKinds.indexOf(left.kind) - entityKinds.indexOf(right.kind);
  if (kinds !== 0) return kinds;
  return left.name < right.name ? -1 : left.name > right.name ? 1 : 0;
}
