import { declaredBy, enforcedBy, listFact, sourcesOf, textFact, textOf } from "../../model/fact.ts";
import { type Facts, fieldIn } from "../../model/record.ts";
import type { AgentFacts } from "./agent-record.ts";
import type { ConnectorDraft } from "./connector-draft.ts";

/** Which agents use a credential, by the object that holds it: in their settings, or for a connector they declare. */
export function credentialUsers(agents: readonly AgentFacts[]): ReadonlyMap<string, readonly AgentFacts[]> {
  const users = new Map<string, AgentFacts[]>();
  for (const agent of agents) {
    const keys = [
      ...agent.secrets.flatMap(({ shareKey }) => shareKey ?? []),
      ...agent.connectors.flatMap((connector) => credentialKey(agent, connector) ?? []),
    ];
    for (const key of new Set(keys)) users.set(key, [...(users.get(key) ?? []), agent]);
  }
  return users;
}

/** The other agents with the credential of a declared connector; nothing where no credential is known. */
export function credentialSharing(
  agent: AgentFacts,
  connector: ConnectorDraft,
  users: ReadonlyMap<string, readonly AgentFacts[]>,
): Facts {
  if (!connector.isDeclared) return {};
  const credential = fieldIn(connector.facts, "auth", "credential");
  const key = credentialKey(agent, connector);
  const { scan } = agent.agent;
  if (credential === undefined || key === undefined) {
    const ground = declaredBy(connector.source);
    return scan.isComplete("connectors") ? { credential_shared_with: listFact([], scan.incomplete, ground) } : {};
  }
  const others = (users.get(key) ?? []).filter((other) => other !== agent);
  const items = others.map((other) => textFact(other.agent.name, enforcedBy(...placesOf(other, key))));
  const sources = [...sourcesOf(credential), ...others.flatMap((other) => placesOf(other, key))];
  return { credential_shared_with: listFact(items, scan.incomplete, declaredBy(...sources)) };
}

/** Where an agent names the credential. */
function placesOf(agent: AgentFacts, key: string) {
  const uses = agent.secrets.filter(({ shareKey }) => shareKey === key).map(({ source }) => source);
  const declared = agent.connectors
    .filter((connector) => credentialKey(agent, connector) === key)
    .flatMap((connector) => sourcesOf(fieldIn(connector.facts, "auth", "credential") ?? { state: "absent" }));
  return [...uses, ...declared];
}

/** `Secret/openai` of an agent in `support` is the `Secret support/openai` that its settings name. */
function credentialKey({ agent }: AgentFacts, { facts }: ConnectorDraft): string | undefined {
  const text = textOf(fieldIn(facts, "auth", "credential"));
  if (text === undefined || /^[A-Za-z][A-Za-z0-9+.-]*:\/\//.test(text)) return text;
  const [kind = "", namespace = "", ...rest] = text.split("/");
  if (namespace === "") return text;
  return rest.length === 0 ? `${kind} ${agent.namespace}/${namespace}` : `${kind} ${namespace}/${rest.join("/")}`;
}
