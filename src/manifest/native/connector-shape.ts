import {
  bool,
  count,
  duration,
  host,
  listOf,
  member,
  type ObjectShape,
  object,
  oneOf,
  reference,
  text,
} from "./shape.ts";

const transportShape = object(
  {
    mtls: member(oneOf("required", "one-way"), "mutual TLS, or one-way TLS with a reason"),
    reason: member(text(), "why one-way TLS must do"),
    clientCertRef: member(reference, "the client certificate", "client_cert"),
    caRef: member(reference, "the authority that is trusted", "ca"),
    minVersion: member(text("tls-version"), "the lowest TLS version", "min_tls"),
    verify: member(bool, "the other end's certificate is checked"),
  },
  { needs: [{ key: "mtls", value: "one-way", contains: false, demands: "reason" }] },
);

const operationShape = object(
  {
    name: member(text("plain"), "the operation or tool"),
    effect: member(oneOf("read", "write", "delete", "pay", "execute"), "what it does"),
    allow: member(bool, "the agent may use it"),
    gate: member(text("plain"), "the policy gate before it: an operation class of spec.policyGates"),
    compensation: member(text("plain"), "the operation that takes it back"),
    irreversible: member(bool, "it cannot be taken back"),
  },
  { required: ["name", "effect"] },
);

export const connectorShape: ObjectShape = object(
  {
    name: member(text("plain"), "unique within the agent"),
    kind: member(oneOf("mcp", "http", "a2a", "llm", "database", "queue"), "what is spoken"),
    endpoint: member(text("plain"), "its URL, without credentials"),
    vendor: member(text(), "the company behind it"),
    via: member(text("plain"), "the gateway or sandboxed connector, or `direct`"),
    transport: member(transportShape, "the connection to it"),
    auth: member(
      object({
        type: member(text(), "how the agent authenticates"),
        scopes: member(listOf(text("plain")), "scopes asked for"),
        credentialRef: member(text("plain"), "the credential: Secret/name, or a role", "credential"),
        lifetime: member(duration, "how long the credential lives"),
      }),
      "authentication towards it",
    ),
    operations: member(listOf(operationShape), "what the agent may do with it"),
    dataClasses: member(listOf(text("plain")), "classes of data that pass", "data"),
    egress: member(
      object({
        hosts: member(listOf(host), "hosts it may reach"),
        methods: member(listOf(oneOf("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")), "HTTP methods"),
        ports: member(listOf(count), "ports"),
      }),
      "where the connector may connect to",
    ),
    rateLimit: member(
      object(
        {
          requests: member(count, "requests per period"),
          per: member(duration, "the period"),
          burst: member(count, "requests above the rate"),
          tokens: member(count, "model tokens per period"),
          scope: member(oneOf("agent", "gateway"), "counted for each agent or for all together"),
          failureMode: member(oneOf("closed", "open"), "what happens when the limiter fails", "failure"),
          ref: member(reference, "the resource that enforces it"),
        },
        { required: ["per"] },
      ),
      "limit per time",
    ),
    quota: member(
      object(
        {
          limit: member(count, "the amount"),
          period: member(duration, "the period"),
          ref: member(reference, "the resource that enforces it"),
        },
        { required: ["limit", "period"] },
      ),
      "amount per period",
    ),
    schema: member(
      object({
        request: member(reference, "JSON Schema of requests"),
        response: member(reference, "JSON Schema of responses"),
        strict: member(bool, "unknown fields are refused"),
        onFailure: member(oneOf("reject", "log"), "what a mismatch does"),
        alertRef: member(reference, "the alert on a mismatch", "alert"),
      }),
      "validation of what passes",
    ),
    redaction: member(
      object(
        {
          request: member(oneOf("mask", "block", "none"), "on the way out"),
          response: member(oneOf("mask", "block", "none"), "on the way in"),
          reason: member(text(), "why none"),
          ref: member(reference, "the component that does it"),
        },
        {
          needs: [
            { key: "request", value: "none", contains: false, demands: "reason" },
            { key: "response", value: "none", contains: false, demands: "reason" },
          ],
        },
      ),
      "what is done to personal data",
    ),
    logging: member(
      object({
        requests: member(bool, "requests are logged"),
        responses: member(bool, "responses are logged"),
        denied: member(bool, "refusals are logged"),
      }),
      "what is logged of it",
    ),
  },
  { required: ["name", "kind"] },
);
