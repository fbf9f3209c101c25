import { enforcedBy, flagFact, listFact, textFact, unknownFact, wordFact } from "../../model/fact.ts";
import type { Facts } from "../../model/record.ts";
import type { FactSource } from "../../value/value.ts";
import { last, placeOf } from "../effective/compose-sandbox.ts";
import { composeSettings } from "../effective/environment.ts";
import { readEndpoint } from "../endpoint.ts";
import type { ManifestNode } from "../node.ts";
import type { ComposeService } from "../scan.ts";
import type { ConnectorDraft } from "./connector-draft.ts";
import { isMcpGateway } from "./find-agents.ts";

/** What a Compose file itself connects an agent to: its models, and the MCP gateways of the project. */
export function composeConnectors(service: ComposeService): readonly ConnectorDraft[] {
  return [...modelConnectors(service), ...gatewayConnectors(service)];
}

/** Models are served by the engine's own runner, over plain HTTP inside the host. */
function modelConnectors(service: ComposeService): readonly ConnectorDraft[] {
  const models = last(service, "models");
  const listed = models.items().map((item) => ({ name: item.text() ?? "", source: item.source() }));
  const named = models.entries().map(([name, node]) => ({ name, source: node.keySource() }));
  return [...listed, ...named].map(({ name, source }) => {
    const ground = enforcedBy(source);
    const facts: Facts = {
      name: textFact(name, ground),
      kind: wordFact("llm", ground),
      declared: flagFact(false, ground),
      external: flagFact(
        false,
        enforcedBy({ ...source, rule: "Compose: models are served by the local model runner" }),
      ),
    };
    return {
      name,
      facts,
      source,
      host: undefined,
      port: undefined,
      scheme: "http",
      isDeclared: false,
      connection: undefined,
    };
  });
}

function gatewayConnectors(service: ComposeService): readonly ConnectorDraft[] {
  const depends = last(service, "depends_on");
  const names = new Map<string, FactSource>();
  for (const item of depends.items()) names.set(item.text() ?? "", item.source());
  for (const [name, node] of depends.entries()) names.set(name, node.keySource());
  const pointed = composeSettings(service).items.flatMap(({ value, valueSource }) => {
    const endpoint = value === undefined ? undefined : readEndpoint(value);
    return endpoint === undefined ? [] : [{ endpoint, valueSource }];
  });
  return service.project.services.filter(isMcpGateway).flatMap((gateway) => {
    const address = pointed.find(({ endpoint }) => endpoint.host === gateway.name);
    const source = address?.valueSource ?? names.get(gateway.name);
    if (source === undefined) return [];
    const ground = enforcedBy(source);
    const image = last(gateway, "image").source();
    const facts: Facts = {
      name: textFact(gateway.name, ground),
      kind: wordFact("mcp", ground),
      declared: flagFact(false, ground),
      external: flagFact(false, enforcedBy(source, placeOf(gateway).keySource())),
      route: {
        kind: wordFact("gateway", enforcedBy(source, image)),
        via: textFact(gateway.name, enforcedBy(image)),
        via_found: flagFact(true, enforcedBy(image)),
      },
      ...(address === undefined ? {} : addressFacts(address.endpoint, source)),
      ...gatewayFacts(gateway, image),
    };
    const endpoint = address?.endpoint;
    return [
      {
        name: gateway.name,
        facts,
        source,
        host: endpoint?.host ?? gateway.name,
        port: endpoint?.port,
        scheme: endpoint?.scheme ?? "http",
        isDeclared: false,
        connection: undefined,
      },
    ];
  });
}

function addressFacts(endpoint: NonNullable<ReturnType<typeof readEndpoint>>, source: FactSource): Facts {
  const ground = enforcedBy(source);
  const isPlain = endpoint.scheme === "http" || endpoint.scheme === "ws";
  return {
    endpoint: textFact(endpoint.shown, ground),
    host: textFact(endpoint.host, ground),
    transport: {
      plain: flagFact(isPlain, ground),
      mtls: isPlain
        ? wordFact("none", enforcedBy({ ...source, rule: "Compose puts no mesh between services" }))
        : unknownFact("not_recorded", "the gateway's TLS settings", ground),
    },
  };
}

/** The gateway's command line: which servers, which tools, and whether it blocks their network. */
function gatewayFacts(gateway: ComposeService, image: FactSource): Facts {
  const command = last(gateway, "command");
  const flags = commandFlags(command);
  const at = (name: string): FactSource => flags.get(name)?.source ?? image;
  const tools = flags.get("tools");
  const names = (tools?.value ?? "")
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
  const isPattern = names.some((name) => name.includes("*"));
  const filter = names.length === 0 || names.includes("*") ? "none" : isPattern ? "pattern" : "allowlist";
  const rule =
    filter === "none" ? "the MCP gateway offers every tool of its servers unless --tools names some" : undefined;
  const toolGround = enforcedBy({ ...at("tools"), ...(rule === undefined ? {} : { rule }) });
  const all = flags.get("enable-all-servers");
  const blocked = flags.get("block-network");
  const isBlocked = blocked !== undefined && blocked.value !== "false";
  const logs = flags.get("log-calls");
  return {
    tool_filter: all === undefined ? wordFact(filter, toolGround) : wordFact("none", enforcedBy(all.source)),
    tools: listFact(
      names.map((name) => textFact(name, toolGround)),
      false,
      toolGround,
    ),
    egress_open: flagFact(
      !isBlocked,
      enforcedBy({
        ...at("block-network"),
        ...(isBlocked ? {} : { rule: "the MCP gateway's --block-network is off unless given" }),
      }),
    ),
    logging: {
      requests: flagFact(
        logs?.value !== "false",
        enforcedBy({
          ...at("log-calls"),
          ...(logs === undefined ? { rule: "the MCP gateway's --log-calls is on unless switched off" } : {}),
        }),
      ),
    },
  };
}

interface Flag {
  readonly value: string;
  readonly source: FactSource;
}

/** `--name=value`, `--name value` and bare `--name` of a command in list or text form. */
function commandFlags(command: ManifestNode): ReadonlyMap<string, Flag> {
  const listed = command.items().map((item) => ({ word: item.text() ?? "", source: item.source() }));
  const words =
    listed.length > 0
      ? listed
      : (command.text() ?? "").split(/\s+/).map((word) => ({ word, source: command.source() }));
  const flags = new Map<string, Flag>();
  for (const [index, { word, source }] of words.entries()) {
    const match = /^--?([A-Za-z][A-Za-z-]*)(?:=(.*))?$/.exec(word);
    if (match === null) continue;
    const next = words[index + 1]?.word;
    const value = match[2] ?? (next !== undefined && !next.startsWith("-") ? next : "");
    flags.set(match[1] ?? "", { value, source });
  }
  return flags;
}
