import { secretFields } from "./identity-fields.ts";
import {
  count,
  duration,
  field,
  flag,
  group,
  listOf,
  type ModelFields,
  number,
  reference,
  text,
  word,
} from "./model-type.ts";

const gateway = "the gateway's configuration, or spec.connectors[] of the AgentDeployment";

/** One connection as it is in effect: what the callee demands, what the caller sends, and who may call. */
const transportFields: ModelFields = {
  mtls: field(
    word("mutual", "one_way", "permissive", "none"),
    "the effective mode on the port in use: the weaker of both ends",
    "the mesh policy of the callee, with its Namespace and Service",
  ),
  inbound_mode: field(
    word("strict", "permissive", "disable"),
    "what the callee's mesh policy demands on the port in use",
    "the callee's workload, Service and PeerAuthentication",
  ),
  outbound_mode: field(
    word("mutual", "istio_mutual", "auto", "simple", "disable", "none"),
    "what the caller sends: its DestinationRule, or the mesh's automatic choice",
    "the caller's mesh membership and the DestinationRule for the host",
  ),
  plain: field(flag, "the bytes travel unencrypted", "the endpoint's URL and the mesh policy of both ends"),
  verify: field(flag, "the other end's certificate is checked", "spec.connectors[].transport.verify"),
  min_tls: field(number, "the lowest TLS version accepted", "spec.connectors[].transport.minVersion"),
  reason: field(text, "the declared reason for one-way TLS", "spec.connectors[].transport.reason"),
  ...reference("client_cert", "the client certificate", "spec.connectors[].transport.clientCertRef"),
  ...reference("ca", "the authority that is trusted", "spec.connectors[].transport.caRef"),
};

const egressFields: ModelFields = {
  host: field(text, "a host the connector may reach"),
  wildcard: field(flag, "the host is a pattern"),
  reason: field(text, "the declared reason for a pattern"),
};

export const operationFields: ModelFields = {
  name: field(text, "the operation or tool"),
  effect: field(word("read", "write", "delete", "pay", "execute"), "what it does"),
  allow: field(flag, "the agent may use it"),
  gate: field(text, "the policy gate that stands before it"),
  gated: field(flag, "the gate it names is declared, or a declared gate lists it"),
  compensation: field(text, "the operation that takes it back"),
  irreversible: field(flag, "declared impossible to take back"),
};

export const connectorFields: ModelFields = {
  name: field(text, "the connector's name below its agent"),
  agent: field(text, "the agent it belongs to"),
  kind: field(
    word("mcp", "http", "a2a", "llm", "database", "queue", "process", "telemetry"),
    "what is spoken; process: a local one",
  ),
  vendor: field(text, "the company behind the endpoint", "spec.connectors[].vendor"),
  declared: field(flag, "an AgentDeployment lists it"),
  endpoint: field(text, "the address, without credentials", "the value of the variable or spec.connectors[].endpoint"),
  host: field(text, "the host of the endpoint", "the value of the variable or spec.connectors[].endpoint"),
  port: field(count, "the port of the endpoint", "the value of the variable or spec.connectors[].endpoint"),
  external: field(flag, "the host lies outside the cluster and the Compose project"),
  command: field(text, "the program a local connector starts"),
  route: field(
    group({
      kind: field(
        word("gateway", "direct"),
        "through a gateway or sandboxed connector, or straight to the endpoint",
        gateway,
      ),
      ...reference("via", "the gateway", gateway),
    }),
    "the way to the endpoint",
    gateway,
  ),
  egress: field(listOf(egressFields), "hosts the connector may reach", gateway),
  egress_open: field(flag, "the connector itself may reach any host", gateway),
  methods: field(listOf(text), "HTTP methods it may use", gateway),
  ports: field(listOf(count), "ports it may use", gateway),
  transport: field(group(transportFields), "the connection to it"),
  auth: field(
    group({
      type: field(text, "how the agent authenticates", "spec.connectors[].auth.type"),
      scopes: field(listOf(text), "scopes asked for", "spec.connectors[].auth.scopes"),
      wildcard: field(flag, "a scope is a wildcard", "spec.connectors[].auth.scopes"),
      credential: field(text, "the credential used", "spec.connectors[].auth.credentialRef"),
      credential_shared_with: field(listOf(text), "other agents using it", "spec.connectors[].auth.credentialRef"),
      lifetime: field(duration, "how long the credential lives", "spec.connectors[].auth.lifetime"),
    }),
    "authentication towards it",
  ),
  secrets: field(listOf(secretFields), "secrets handed to it", "the connector's environment and headers"),
  operations: field(listOf(operationFields), "operations it offers to the agent", "spec.connectors[].operations"),
  tool_filter: field(
    word("allowlist", "pattern", "exclude", "none"),
    "how its tools are narrowed: named, by pattern, all but some, not at all",
    gateway,
  ),
  tools: field(listOf(text), "tools named by the filter", gateway),
  roots: field(
    listOf({
      path: field(text, "a directory it is given"),
      broad: field(flag, "the whole disk, a home or a system directory"),
      writable: field(flag, "it may write there"),
    }),
    "directories of the host it can reach",
    "the connector's arguments",
  ),
  data: field(listOf(text), "classes of data that pass", "spec.connectors[].dataClasses"),
  rate_limit: field(
    group({
      limited: field(flag, "a finite number of requests or tokens per time", gateway),
      requests: field(count, "requests per period; absent when none is set", gateway),
      per: field(duration, "the period", gateway),
      burst: field(count, "requests above the rate", gateway),
      tokens: field(count, "model tokens per period", gateway),
      requests_per_hour: field(number, "requests, taken to one hour", gateway),
      scope: field(word("agent", "gateway"), "counted for each agent or for all together", gateway),
      failure: field(word("closed", "open"), "what happens when the limiter fails", gateway),
      ...reference("ref", "the resource that enforces it", gateway),
    }),
    "limit per time",
    gateway,
  ),
  quota: field(
    group({
      limited: field(flag, "a finite amount per period", gateway),
      limit: field(count, "the amount", gateway),
      period: field(duration, "the period", gateway),
      ...reference("ref", "the resource that enforces it", gateway),
    }),
    "amount per period",
    gateway,
  ),
  schema: field(
    group({
      ...reference("request", "the schema of requests", gateway),
      ...reference("response", "the schema of responses", gateway),
      strict: field(flag, "unknown fields are refused", gateway),
      on_failure: field(word("reject", "log"), "what a mismatch does", gateway),
      ...reference("alert", "the alert on a mismatch", gateway),
    }),
    "validation of what passes",
    gateway,
  ),
  redaction: field(
    group({
      request: field(word("mask", "block", "none"), "on the way out", gateway),
      response: field(word("mask", "block", "none"), "on the way in", gateway),
      reason: field(text, "the declared reason for none", gateway),
      ...reference("ref", "the component that does it", gateway),
    }),
    "what is done to personal data",
    gateway,
  ),
  logging: field(
    group({
      requests: field(flag, "requests are logged", gateway),
      responses: field(flag, "responses are logged", gateway),
      denied: field(flag, "refusals are logged", gateway),
    }),
    "what is logged of it",
    gateway,
  ),
  failure: field(word("closed", "open"), "what happens when the gateway fails", gateway),
};

/** `from` and `to` are names of agents or connectors. */
export const channelFields: ModelFields = {
  name: field(text, "from -> to"),
  from: field(text, "the caller"),
  to: field(text, "the callee"),
  between: field(word("agents", "agent_and_connector"), "what the two ends are"),
  protocol: field(text, "the URL's scheme or the declared kind"),
  port: field(count, "the port used by the caller"),
  target_port: field(count, "the port the callee's container listens on", "the Service and the callee's workload"),
  ...transportFields,
  from_identity: field(text, "the identity the caller proves"),
  to_identity: field(text, "the identity the callee proves"),
  authorized_per_request: field(flag, "a policy on the callee judges each request", "the callee's AuthorizationPolicy"),
  named_caller: field(flag, "the callee's policy names this caller's identity", "the callee's AuthorizationPolicy"),
  any_identity: field(flag, "any authenticated workload may call", "the callee's AuthorizationPolicy"),
  anonymous: field(flag, "a caller without identity may call", "the callee's AuthorizationPolicy"),
  default_deny: field(flag, "whoever is not named is refused", "the callee's AuthorizationPolicy"),
  declared: field(flag, "an AgentDeployment names this peer"),
  mutual_auth: field(word("required", "optional"), "as declared", "spec.interAgent.peers[].mutualAuth"),
};
