import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { agentFields } from "../../model/agent-fields.ts";
import {
  declaredBy,
  enforcedBy,
  flagFact,
  listFact,
  textFact,
  textOf,
  unknownFact,
  wordFact,
} from "../../model/fact.ts";
import { tokenFields } from "../../model/identity-fields.ts";
import type { ModelFields } from "../../model/model-type.ts";
import { type Facts, fieldIn, groupIn, recordOf } from "../../model/record.ts";
import type { Field } from "../../value/value.ts";
import { composeSettings, type Settings, workloadSettings } from "../effective/environment.ts";
import { permissionsOf } from "../effective/role-bindings.ts";
import { type SecretUse, secretsAmong } from "../effective/secrets.ts";
import { accountOf } from "../effective/service-account.ts";
import { staticTokens, workloadTokens } from "../effective/tokens.ts";
import { type AgentDraft, listGround, type PartDraft } from "./agent-draft.ts";
import { composeFacts } from "./compose-facts.ts";
import type { ConnectorDraft } from "./connector-draft.ts";
import { connectorsOf } from "./connectors.ts";
import { below, type Contradictions, collectContradictions, mergeFacts } from "./contradictions.ts";
import { declaredCredentials } from "./declared-credentials.ts";
import { declaredFacts } from "./declared-facts.ts";
import { declaredToken } from "./declared-token.ts";
import { accountIdentity, kubernetesFacts } from "./kubernetes-facts.ts";
import { mcpSettings, noIdentity } from "./mcp-connectors.ts";
import { storesOf } from "./stores.ts";

/** Everything of an agent but what needs to know the other agents. */
export interface AgentFacts {
  readonly agent: AgentDraft;
  readonly facts: Facts;
  readonly connectors: readonly ConnectorDraft[];
  readonly stores: readonly PartDraft[];
  readonly secrets: readonly SecretUse[];
  readonly contradictions: Contradictions;
  /** There are settings nobody can name. */
  readonly secretsOpen: boolean;
}

export function factsOf(agent: AgentDraft, report: (diagnostic: Diagnostic) => void): AgentFacts {
  const { declaration, scan } = agent;
  const contradictions = collectContradictions();
  const settings = settingsOf(agent);
  const secrets = secretsAmong(settings.items, scan);
  const enforced = platformFacts(agent, secrets);
  const declared = declaration === undefined ? {} : declaredFacts(declaration, scan, report);
  const merged = mergeFacts(enforced, declared, contradictions, isCompared);
  checkDurations(enforced, declared, contradictions);
  checkLogFields(enforced, declared, contradictions);
  const connectors = connectorsOf(agent, settings, contradictions, report);
  const stores = storesOf(agent, settings, contradictions, report);
  const facts: Facts = {
    ...merged,
    identity: withAccountIdentity(agent, groupIn(merged, "identity")),
    ...baseFacts(agent),
    tokens: tokensFact(agent, secrets, settings.namesOpen, contradictions, report),
    permissions: permissionsFact(agent),
  };
  return { agent, facts, connectors, stores, secrets, contradictions, secretsOpen: settings.namesOpen };
}

/** Claims that say the same thing as a platform's setting; others have their own meaning and are not compared. */
const comparedPaths = new Set([
  "identity.id",
  "identity.service_account",
  "identity.key",
  "provider.name",
  "sandbox.isolated",
  "sandbox.egress.default",
  "sandbox.engine_socket",
  "sandbox.read_only_root",
  "logs.enabled",
  "logs.denied",
  "logs.granted",
]);
const isCompared = (path: string): boolean => comparedPaths.has(path);

function settingsOf({ workloads, composeService, mcpClient, declaration, scan }: AgentDraft): Settings {
  const all = [
    ...workloads.map((workload) => workloadSettings(workload, scan)),
    ...(composeService === undefined ? [] : [composeSettings(composeService)]),
    ...(mcpClient === undefined
      ? []
      : mcpClient.servers
          .entries()
          .map(([, server]) => ({ items: mcpSettings(server), open: false, namesOpen: false }))),
  ];
  return {
    items: [
      ...all.flatMap(({ items }) => items),
      ...(declaration === undefined ? [] : declaredCredentials(declaration)),
    ],
    open: all.some(({ open }) => open),
    namesOpen: all.some(({ namesOpen }) => namesOpen),
  };
}

function platformFacts(agent: AgentDraft, secrets: readonly SecretUse[]): Facts {
  if (agent.workloads.length > 0) return kubernetesFacts(agent);
  if (agent.composeService !== undefined) return composeFacts(agent.composeService, secrets);
  if (agent.mcpClient === undefined) return {};
  const keys = secrets.filter(({ isStatic }) => isStatic);
  const ground = enforcedBy(...keys.map(({ source }) => source));
  const shared = keys.length === 0 ? {} : { key: wordFact("shared", ground), static_key_only: flagFact(true, ground) };
  return { identity: { ...noIdentity(agent.mcpClient), ...shared } };
}

function withAccountIdentity(agent: AgentDraft, identity: Facts | undefined): Facts {
  if (agent.workloads.length === 0) return identity ?? {};
  const known = fieldIn(identity, "id");
  if (known !== undefined && known.state === "value") return identity ?? {};
  return { ...accountIdentity(agent), ...identity };
}

function baseFacts({ name, namespace, platform, declaration, source }: AgentDraft): Facts {
  const ground = { sources: [source], basis: platform === "declared" ? ("declared" as const) : ("enforced" as const) };
  const words = declaration?.spec.get("complete");
  return {
    name: textFact(name, ground),
    namespace: textFact(namespace, ground),
    platform: wordFact(platform, ground),
    declared: flagFact(declaration !== undefined, ground),
    complete: listFact(
      (words?.items() ?? []).map((item) => textFact(item.text() ?? "", declaredBy(item.source()))),
      false,
      words?.exists ? declaredBy(words.source()) : ground,
    ),
    ...(declaration?.spec.get("interAgent").exists && !declaration.spec.get("interAgent", "singleAgent").exists
      ? { single_agent: flagFact(false, declaredBy(declaration.spec.get("interAgent").keySource())) }
      : {}),
  };
}

function permissionsFact({ workloads, scan, source }: AgentDraft): Field {
  if (workloads.length === 0)
    return unknownFact("not_recorded", "the platform's roles for the agent's identity", enforcedBy(source));
  const accounts = new Map(
    workloads.map((workload) => [`${accountOf(workload).namespace}/${accountOf(workload).name}`, accountOf(workload)]),
  );
  const all = [...accounts.values()].map((account) => permissionsOf(account, scan));
  const items = all
    .flatMap((permissions) => permissions.items)
    .map((facts) => recordOf(elementOf("permissions"), facts));
  const isOpen = all.some(({ open }) => open) && !scan.isComplete("permissions");
  return listFact(items, isOpen, enforcedBy(...[...accounts.values()].map((account) => account.source)));
}

function tokensFact(
  agent: AgentDraft,
  secrets: readonly SecretUse[],
  namesOpen: boolean,
  contradictions: Contradictions,
  report: (diagnostic: Diagnostic) => void,
): Field {
  const { workloads, declaration, scan } = agent;
  const mounted = workloads.map((workload) => workloadTokens(workload, scan));
  const items = [...mounted.flatMap((tokens) => tokens.items), ...staticTokens(secrets)];
  const claim = declaration === undefined ? undefined : declaredToken(declaration, scan, report);
  const records = joinToken(items, claim, contradictions).map((facts) => recordOf(tokenFields, facts));
  const isWhole = workloads.length > 0 && mounted.every(({ open }) => !open) && !namesOpen;
  const isDeclared =
    scan.isComplete("tokens") ||
    (agent.mcpClient !== undefined && scan.isComplete("mcp-client")) ||
    (agent.composeService !== undefined && scan.isComplete("compose"));
  const isOpen = !(isWhole || isDeclared);
  const words = ["tokens", "kubernetes", "compose", "mcp-client"];
  return listFact(records, isOpen, listGround(agent, words, records.length === 0 && !isOpen));
}

/** The declared token is the projected one with its audience, or the only one; otherwise it is one more. */
function joinToken(
  items: readonly Facts[],
  claim: ReturnType<typeof declaredToken>,
  contradictions: Contradictions,
): readonly Facts[] {
  if (claim === undefined) return items;
  const projected = items.filter((item) => textOf(fieldIn(item, "kind")) === "service_account");
  const byAudience = projected.filter((item) =>
    audiencesOf(item).some((audience) => claim.audiences.includes(audience)),
  );
  const match =
    byAudience.length === 1
      ? byAudience[0]
      : claim.audiences.length === 0 && projected.length === 1
        ? projected[0]
        : undefined;
  if (match === undefined) return [...items, claim.facts];
  const shared = ["lifetime", "audience", "validation", "validator", "validator_found", "expires", "refresh_lifetime"];
  const claims = Object.fromEntries(Object.entries(claim.facts).filter(([name]) => shared.includes(name)));
  const joined = mergeFacts(
    match,
    claims,
    below(contradictions, "tokens"),
    (path) => path === "lifetime" || path === "validation",
  );
  return items.map((item) => (item === match ? joined : item));
}

const audiencesOf = (facts: Facts): readonly string[] => textsIn(fieldIn(facts, "audience"));

/** A declared stop that is shorter than the pods' grace period cannot hold. */
function checkDurations(enforced: Facts, declared: Facts, contradictions: Contradictions): void {
  const grace = fieldIn(enforced, "shutdown", "grace_period");
  const most = fieldIn(declared, "shutdown", "max_duration");
  if (grace?.state !== "value" || most?.state !== "value") return;
  if (grace.value.kind !== "duration" || most.value.kind !== "duration") return;
  if (grace.value.ms > most.value.ms) contradictions.add("shutdown.max_duration", most, grace);
}

/** A declared field that the platform's log format does not write is not logged. */
function checkLogFields(enforced: Facts, declared: Facts, contradictions: Contradictions): void {
  const fields = (facts: Facts): Field | undefined => fieldIn(facts, "logs", "fields");
  const written = fields(enforced);
  const claimed = fields(declared);
  if (written?.state !== "value" || claimed?.state !== "value") return;
  const known = textsIn(written);
  if (textsIn(claimed).some((name) => !known.includes(name))) contradictions.add("logs.fields", claimed, written);
}

const textsIn = (field: Field | undefined): readonly string[] =>
  field?.state === "value" && field.value.kind === "list"
    ? field.value.items.flatMap((item) => textOf(item) ?? [])
    : [];

export function elementOf(list: string): ModelFields {
  const type = agentFields[list]?.type;
  if (type?.kind !== "list" || type.element.kind !== "record") throw new Error(`the model's agent has no list ${list}`);
  return type.element.fields;
}
