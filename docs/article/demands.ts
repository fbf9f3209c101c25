import { checklist } from "../../src/audit/checklist.ts";

/** Where a demand has its place; `refused` says why it has none. */
export type Place =
  /** A construct of the language. `text` is a piece of a shipped policy, in `file`, that a test of the policy exercises. */
  | { readonly kind: "language"; readonly construct: string; readonly file: string; readonly text: string }
  /** An item of the checklist: judged by its control, or listed as `unknown` by every audit while it has none. */
  | { readonly kind: "item"; readonly item: string }
  /** A field of the `AgentDeployment` manifest. */
  | { readonly kind: "manifest"; readonly field: string }
  /** What the engine, the guard or a command does, and the page that says so. */
  | { readonly kind: "behaviour"; readonly does: string; readonly page: string }
  | { readonly kind: "refused"; readonly because: string };

/** One demand of the article, in our words. `id` is its section and its number there. */
export interface Demand {
  readonly id: string;
  readonly demand: string;
  readonly places: readonly Place[];
}

const desk = "policies/support-desk/support-desk.gate";
const nightly = "policies/nightly-reports/nightly-reports.gate";
const coding = "policies/coding-agent/coding-agent.gate";

const language = (construct: string, text: string, file = desk): Place => ({ kind: "language", construct, file, text });
const item = (id: string): Place => ({ kind: "item", item: id });
const manifest = (field: string): Place => ({ kind: "manifest", field });
const behaviour = (does: string, page: string): Place => ({ kind: "behaviour", does, page });

const schema = behaviour("`require schema` in a gate on `output` holds what is given out against a schema", "grammar/README.md");
const refused = (because: string): Place => ({ kind: "refused", because });

const demand = (id: string, text: string, ...places: readonly Place[]): Demand => ({ id, demand: text, places });

const notOurs = "it happens while a model is trained, and no event or manifest of a running agent shows it";

/** The sections of the article that demand something, and how many demands each holds. */
export const sections = {
  risks: 5,
  mtls: 2,
  jwt: 6,
  connectors: 6,
  drift: 6,
  confidence: 5,
  gates: 7,
  owasp: 18,
  checklist: 31,
} as const;

/** What serves an item of the checklist at run time, beside its audit. */
const more: Readonly<Record<string, readonly Place[]>> = {
  "ZT-ID-4": [language("`revocation within`", "revocation within 60s")],
  "ZT-AZ-2": [behaviour("what starts is decided again on the state before it", "docs/events.md")],
  "ZT-AZ-3": [language("`effect [deletes]`", "gate erase_with_approval on effect [deletes] {")],
  "ZT-AZ-5": [behaviour("the decision record", "docs/guard.md")],
  "ZT-SB-1": [language("`connector`", "connector stripe for stripe.* {")],
  "ZT-SB-2": [language("`rate`", "rate 5 per 1m per agent")],
  "ZT-SB-3": [language("`validate`", "validate request")],
  "ZT-SB-4": [language("`on violation`", 'on violation deny also alert "soc"')],
  "ZT-PD-1": [language("recognisers", "text contains any [card, iban, secret]")],
  "ZT-MA-1": [language("`drift`", "drift usual_desk per agent {")],
  "ZT-MA-2": [language("`bands`", "bands confidence on effect [pays, sends] {")],
  "ZT-MA-3": [behaviour("the decision record", "docs/guard.md")],
  "ZT-IR-1": [language("`kill_switch`", "kill_switch ")],
};

/** Every demand of "Zero Trust & AI GovOps: Securing Your Agentic Swarm in Production", in its order. */
export const demands: readonly Demand[] = [
  demand(
    "risks.1",
    "One connector gives no way into another",
    language("`token scope covers tool`", "token scope covers tool"),
    item("ZT-ID-5"),
  ),
  demand("risks.2", "No agent holds more rights than its work needs", language("`grant`", "grant pay_back {"), item("ZT-AZ-1")),
  demand(
    "risks.3",
    "Data of one system does not leave by another",
    language("`origin`", "origin(address) contains any"),
    language("labels", "labels contains any [secret]", coding),
  ),
  demand("risks.4", "A stolen agent does not steer the others", language("`may message`", "may message refund, mail"), item("ZT-AZ-4")),
  demand("risks.5", "Every interaction is verified anew", behaviour("every event is decided; nothing is allowed that no grant allows", "docs/events.md")),
  demand("mtls.1", "Agent and service both show a certificate", language("`mtls required`", "mtls required"), item("ZT-ID-2")),
  demand(
    "mtls.2",
    "Whoever steals a credential still lacks the private key",
    language("`mtls required`", "mtls required"),
    refused("that a key cannot be exported is a property of hardware; `identity.token.storage` states it, no event shows it"),
  ),
  demand("jwt.1", "An identity of its own for each agent", language("`subject`", 'subject "spiffe://desk.example/ns/support/sa/refund"'), item("ZT-ID-1")),
  demand("jwt.2", "Tokens that live 15 to 30 minutes", language("`token ttl`", "token ttl <= 15m"), item("ZT-ID-3")),
  demand("jwt.3", "Refresh tokens in hardware-backed storage", manifest("identity.token.storage")),
  demand("jwt.4", "Claims that name permissions and scope", language("`token scope covers tool`", "token scope covers tool")),
  demand("jwt.5", "Tokens that can be revoked at once", language("`revocation within`", "revocation within 60s"), item("ZT-ID-4")),
  demand("jwt.6", "Claims that are validated at every checkpoint", language("`subject`", "subject "), behaviour("claims of a token that nobody verified are unrecorded", "docs/events.md")),
  demand("connectors.1", "External calls only by way of connectors", language("`connector`", "connector stripe for stripe.* {"), item("ZT-SB-1")),
  demand("connectors.2", "Rates and quotas", language("`rate`", "rate 5 per 1m per agent"), item("ZT-SB-2")),
  demand("connectors.3", "Personal data is taken out before it leaves", behaviour("`also redact [..] in PATH by mask`, performed by the guard", "docs/guard.md"), item("ZT-PD-2")),
  demand("connectors.4", "Requests and responses are logged", behaviour("the decision record", "docs/guard.md"), item("ZT-MA-3")),
  demand("connectors.5", "Requests and responses are held against their schema", language("`validate request`", "validate request"), behaviour("arguments outside the schema are denied: `schema_violation`", "docs/events.md"), item("ZT-SB-3")),
  demand("connectors.6", "What may leave is listed: hosts, methods, kinds of data", language("`egress`", "egress to [\"api.stripe.com\"] methods [POST] ports [443]"), item("ZT-SB-1")),
  demand("drift.1", "Frequency and pattern of calls", language("`drift`", "metric calls = count(attempted *) within 10m", nightly), item("ZT-MA-1")),
  demand("drift.2", "Volume of data that is read", language("`drift`", "metric rows = sum(result.rows of executed warehouse.query) within 1h", nightly), item("ZT-MA-1")),
  demand("drift.3", "Computing that is used", language("`drift`", "metric compute = sum(cost of attempted *) within 1h", nightly), item("ZT-MA-1")),
  demand("drift.4", "Messages between agents", language("`drift`", "metric messages = count(attempted message) within 1h", nightly), item("ZT-MA-1")),
  demand("drift.5", "Attempts that were granted and denied", language("`drift`", "metric refused = count(denied *) within 1h", nightly), item("ZT-MA-1")),
  demand("drift.6", "Alerts at two to three standard deviations", language("`over K sigma`", 'over 2 sigma -> log also alert "soc"'), item("ZT-MA-1")),
  demand("confidence.1", "A confidence with every decision", language("`bands`", "bands confidence on effect [pays, sends] {"), item("ZT-MA-2")),
  demand("confidence.2", "Above 90 %: done without more ado", language("`above`", "above 90% -> allow")),
  demand("confidence.3", "70 to 89 %: logged in more detail", language("`from`", "from 70% -> log")),
  demand("confidence.4", "50 to 69 %: a second opinion", language("`from`", "from 50% -> require confirmation by user")),
  demand("confidence.5", "Below 50 %: a person decides", language("`otherwise`", "otherwise -> require approval by role finance, valid 30m")),
  demand("gates.1", "The action is in line with the policy in force", language("`gate`", "gate large_refund on stripe.create_refund {"), behaviour("`check`, `lint`, `test`, `simulate`", "docs/commands.md")),
  demand("gates.2", "Approvals are there", language("`require approval`", "require approval by role finance, count 2, valid 15m"), item("ZT-AZ-3")),
  demand("gates.3", "Permissions hold when the action starts, not only when it was asked for", behaviour("what starts is decided again on the state before it", "docs/events.md"), item("ZT-AZ-2")),
  demand("gates.4", "Laws and standards are kept", language("`tags`", 'tags ["pci:7.2"]'), item("ZT-PD-5"), refused("whether a law is kept is no property of an event; tags say which clause a rule serves")),
  demand("gates.5", "Gates are declared, versioned and can be audited", language("`policy NAME version N`", "policy support_desk version 1 language 1"), behaviour("`compile` and `bundle`: the digest of a policy, signed", "docs/bundles.md")),
  demand("gates.6", "Every check is logged with its context", language("`also record full`", "also record full"), behaviour("the decision record", "docs/guard.md")),
  demand("gates.7", "Risk class, human oversight, transparency and incident reports are part of the policy", manifest("riskTier")),
  demand("owasp.1", "Inputs of users and sources from outside are kept apart", language("`origin`", "origin(address) contains any"), language("labels", "returns [pii]")),
  demand("owasp.2", "Prompts are examined before they are worked on", behaviour("gates on `prompt`", "grammar/README.md")),
  demand("owasp.3", "Identities of their own for each level of trust", language("`trust`", "trust internal"), item("ZT-ID-1")),
  demand("owasp.4", "What agents give out has a schema", schema, item("ZT-SB-3")),
  demand("owasp.5", "Contents are filtered before anybody sees them", language("gates on `output`", "gate no_payment_data on output, effect [sends] {")),
  demand("owasp.6", "Formats in which nothing can be executed", schema),
  demand("owasp.7", "The source of data for fine-tuning is known", refused(notOurs)),
  demand("owasp.8", "A log of the sources of training data", refused(notOurs)),
  demand("owasp.9", "Models are held against known good answers", refused(notOurs)),
  demand("owasp.10", "Personal data is taken out of what comes in and goes out", language("recognisers", "text contains any [card, iban, secret]"), item("ZT-PD-1"), item("ZT-PD-2")),
  demand("owasp.11", "Data is classified by its context", language("`label`", "label secret from Read when", coding), item("ZT-PD-5")),
  demand("owasp.12", "Encryption at rest and on the way", item("ZT-PD-3")),
  demand("owasp.13", "Least privilege is the default", language("`grant`", "grant answer {"), item("ZT-AZ-1")),
  demand("owasp.14", "Rights end with the task", language("`while task`", "while task max 8h"), item("ZT-AZ-2")),
  demand("owasp.15", "What destroys needs an approval", language("`effect [deletes]`", "gate erase_with_approval on effect [deletes] {"), item("ZT-AZ-3")),
  demand("owasp.16", "A confidence for every decision", language("`bands`", "bands confidence on effect [pays, sends] {"), item("ZT-MA-2")),
  demand("owasp.17", "A person decides where much is at stake", language("`require confirmation`", "require confirmation by user")),
  demand("owasp.18", "It is clear to whom an agent hands over", language("`otherwise`", "otherwise -> require approval by role finance, valid 30m"), manifest("owner.escalation")),
  ...checklist.map(({ id, title }, index) => demand(`checklist.${index + 1}`, title, item(id), ...(more[id] ?? []))),
];
