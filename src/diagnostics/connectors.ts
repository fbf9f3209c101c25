import { defineDiagnostic } from "./diagnostic.ts";
import { code, policyPage, refundTool } from "./policy-page.ts";

/** Connectors that say nothing, or what cannot be held. */

export const connectorWithoutClause = defineDiagnostic({
  code: "empty-connector",
  severity: "error",
  message: ({ connector }: { connector: string }) => `the connector ${code(connector)} limits nothing`,
  help: () => 'say where its tools may connect to: `egress to ["api.example.com"]`',
  page: policyPage(
    "Each clause of a connector acts by itself. Without one, the connector would look like protection and be none.",
    refundTool,
    "connector shop for shop.refund {\n  on violation deny\n}\n",
    'connector shop for shop.refund {\n  egress to ["api.example.com"]\n  on violation deny\n}\n',
  ),
});

export const quotaLimit = defineDiagnostic({
  code: "quota-limit",
  severity: "error",
  message: () => "the limit of a quota is a literal above zero",
  help: () => "write the amount: `quota 5_000.00 USD of args.amount per 1d per agent`",
  page: policyPage(
    "A quota of nothing, or one that the call itself could set, limits nothing.",
    refundTool,
    "connector shop for shop.refund {\n  quota 0.00 USD of args.amount per 1d per agent\n}\n",
    "connector shop for shop.refund {\n  quota 5_000.00 USD of args.amount per 1d per agent\n}\n",
  ),
});

export const responseWithoutSchema = defineDiagnostic({
  code: "response-without-schema",
  severity: "error",
  message: ({ tools }: { tools: readonly string[] }) =>
    `nothing states what ${tools.slice(0, 3).map(code).join(", ")}${tools.length > 3 ? ` and ${tools.length - 3} others` : ""} ${tools.length === 1 ? "returns" : "return"}, so no response can be validated`,
  help: ({ tools }: { tools: readonly string[] }) =>
    `give ${tools.length === 1 ? "the tool" : "each"} an \`outputSchema\` in the catalogue, or state the fields: \`tool ${tools[0] ?? "NAME"} { result.id is string }\``,
  page: policyPage(
    "A response conforms to a schema. Without one every response would pass, or none.",
    "",
    "tool shop.refund {\n  args.id is string\n}\nconnector shop for shop.refund {\n  validate response\n}\n",
    "tool shop.refund {\n  args.id is string\n  result.id is string\n}\nconnector shop for shop.refund {\n  validate response\n}\n",
  ),
});

export const connectorDiagnostics = [connectorWithoutClause, quotaLimit, responseWithoutSchema];
