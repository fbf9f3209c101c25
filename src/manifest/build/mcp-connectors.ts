import { connectorFields } from "../../model/connector-fields.ts";
import {
  absentFact,
  enforcedBy,
  flagFact,
  type Ground,
  listFact,
  numberFact,
  textFact,
  unknownFact,
  wordFact,
} from "../../model/fact.ts";
import type { ModelFields } from "../../model/model-type.ts";
import { type Facts, recordOf } from "../../model/record.ts";
import type { Field } from "../../value/value.ts";
import type { Setting } from "../effective/environment.ts";
import { isEngineSocket } from "../effective/pod-security.ts";
import { isPlaceholder } from "../effective/secrets.ts";
import { encrypts, readEndpoint } from "../endpoint.ts";
import type { ManifestNode } from "../node.ts";
import type { McpClient } from "../scan.ts";
import type { ConnectorDraft } from "./connector-draft.ts";
import { type Connection, plainConnection } from "./transport.ts";

/** Every server of a client's configuration as a connector: a local process, or an address. */
export function mcpConnectors(client: McpClient): readonly ConnectorDraft[] {
  return client.servers.entries().map(([name, server]) => {
    const ground = enforcedBy(server.keySource());
    const urlNode = ["url", "serverUrl", "httpUrl"].map((key) => server.get(key)).find(({ exists }) => exists);
    const endpoint = urlNode === undefined ? undefined : readEndpoint(urlNode.text() ?? "");
    const to = endpoint === undefined || urlNode === undefined ? undefined : { ...endpoint, source: urlNode.source() };
    const connection = to === undefined ? undefined : plainConnection(to);
    const facts: Facts = {
      name: textFact(name, ground),
      declared: flagFact(false, ground),
      ...(to === undefined ? processFacts(server, ground) : remoteFacts(to, connection)),
      ...toolFilter(server),
    };
    return {
      name,
      facts,
      source: server.keySource(),
      host: undefined,
      port: endpoint?.port,
      scheme: endpoint?.scheme ?? "stdio",
      isDeclared: false,
      connection,
    };
  });
}

function remoteFacts(
  to: NonNullable<ReturnType<typeof readEndpoint>> & { readonly source: ReturnType<ManifestNode["source"]> },
  connection: Connection | undefined,
): Facts {
  const ground = enforcedBy(to.source);
  const isPlainLocal = encrypts(to.scheme) === false && connection?.external.state === "value";
  return {
    kind: wordFact("mcp", ground),
    endpoint: textFact(to.shown, ground),
    host: textFact(to.host, ground),
    ...(to.port === undefined ? {} : { port: numberFact(to.port, ground) }),
    ...(connection === undefined ? {} : { external: connection.external }),
    roots: listFact([], false, ground),
    transport: isPlainLocal
      ? { ...connection?.transport, mtls: wordFact("none", ground), plain: flagFact(true, ground) }
      : (connection?.transport ?? {}),
    route: { kind: wordFact("direct", enforcedBy({ ...to.source, rule: "the client itself opens this address" })) },
  };
}

function processFacts(server: ManifestNode, ground: Ground): Facts {
  const command = server.get("command");
  const words = [
    command.text() ?? "",
    ...server
      .get("args")
      .items()
      .map((item) => item.text() ?? ""),
  ];
  const isGateway = /(?:^|\s)docker\s+mcp\s+gateway(?:\s|$)/.test(words.join(" ").slice(0, 400));
  return {
    kind: wordFact(isGateway ? "mcp" : "process", ground),
    ...(command.exists
      ? { command: textFact((command.text() ?? "").slice(0, 200), enforcedBy(command.source())) }
      : {}),
    external: flagFact(false, enforcedBy((command.exists ? command : server).source("a local process"))),
    transport: {
      plain: flagFact(
        false,
        enforcedBy(
          command.exists ? command.source("standard input and output of a local process") : server.keySource(),
        ),
      ),
    },
    ...(isGateway
      ? {
          route: {
            kind: wordFact("gateway", enforcedBy(command.source())),
            via: textFact("docker mcp gateway", enforcedBy(command.source())),
            via_found: flagFact(true, enforcedBy(command.source())),
          },
        }
      : {}),
    roots: rootsOf(server),
  };
}

/** Directories among a server's arguments: what a file server may touch. Read-only only where a mount says so. */
function rootsOf(server: ManifestNode): Field {
  const type = connectorFields["roots"]?.type;
  const model: ModelFields = type?.kind === "list" && type.element.kind === "record" ? type.element.fields : {};
  const args = server.get("args");
  const isFileServer = args.items().some((item) => /filesystem|file-system|\bfs\b/i.test(item.text() ?? ""));
  const items = args.items().flatMap((item) => {
    const text = item.text() ?? "";
    const mount = /^(?:type=bind,)?(?:src|source)=([^,]+)(.*)$/.exec(text);
    const volume = /^(~?\/[^:]{0,200}):[^:]+(?::([a-z,]+))?$/.exec(text);
    const path =
      mount?.[1] ?? volume?.[1] ?? (isFileServer && /^(?:~|\/|[A-Za-z]:[\\/]|\$\{?HOME)/.test(text) ? text : undefined);
    if (path === undefined) return [];
    const isReadOnly = /(?:^|,)(?:ro|readonly)(?:,|$)/.test(`${volume?.[2] ?? ""}${mount?.[2] ?? ""}`);
    const ground = enforcedBy(item.source());
    return [
      recordOf(model, {
        path: textFact(path, ground),
        broad: flagFact(isBroad(path), ground),
        writable: flagFact(!isReadOnly, ground),
      }),
    ];
  });
  return listFact(items, false, enforcedBy((args.exists ? args : server).source()));
}

/** The whole disk, a home, a system directory, or an engine's socket. */
const isBroad = (path: string): boolean =>
  /^(?:\/|~\/?|\$\{?HOME\}?\/?|[A-Za-z]:[\\/]?|\/(?:home|Users|root)(?:\/[^/]+)?\/?|\/(?:etc|var|usr|opt|bin|sbin|lib|proc|sys|dev)(?:\/[^/]*)?\/?)$/.test(
    path,
  ) || isEngineSocket(path);

/** Clients offer every tool of a server unless its entry names tools or excludes some. */
function toolFilter(server: ManifestNode): Facts {
  for (const key of ["includeTools", "enabledTools", "enabled_tools", "tools"] as const) {
    const node = server.get(key);
    if (node.kind !== "list") continue;
    const names = node.items().flatMap((item) => item.text() ?? []);
    const filter =
      names.length === 0 || names.includes("*")
        ? "none"
        : names.some((name) => name.includes("*"))
          ? "pattern"
          : "allowlist";
    const ground = enforcedBy(node.source());
    return {
      tool_filter: wordFact(filter, ground),
      tools: listFact(
        names.map((name) => textFact(name, ground)),
        false,
        ground,
      ),
    };
  }
  for (const key of ["excludeTools", "disabledTools", "disabled_tools"] as const) {
    const node = server.get(key);
    if (node.kind === "list" && node.items().length > 0)
      return { tool_filter: wordFact("exclude", enforcedBy(node.source())) };
  }
  const rule = "an MCP client offers every tool of a server unless its entry narrows them";
  return { tool_filter: wordFact("none", enforcedBy(server.keySource(rule))) };
}

/** What a client's configuration hands to its servers: environment, headers, arguments; `${input:…}` asks the person. */
export function mcpSettings(server: ManifestNode): readonly Setting[] {
  const setting = (name: string, node: ManifestNode, heldIn: Setting["heldIn"]): Setting => {
    const value = node.text();
    const isAsked = /\$\{input:[^}]+\}/.test(value ?? "");
    const isElsewhere = value !== undefined && !isAsked && isPlaceholder(value);
    return {
      name,
      value: isAsked || isElsewhere ? undefined : value,
      heldIn: isAsked ? "prompt" : heldIn,
      reference: undefined,
      source: node.keySource(),
      valueSource: node.source(),
    };
  };
  return [
    ...server
      .get("env")
      .entries()
      .map(([name, node]) => setting(name, node, "environment")),
    ...server
      .get("headers")
      .entries()
      .map(([name, node]) => setting(name, node, "header")),
  ];
}

export const noIdentity = (client: McpClient): Facts => {
  const ground = enforcedBy(client.servers.keySource());
  return {
    id: unknownFact(
      "not_recorded",
      "spec.identity of an AgentDeployment: a client's configuration states no identity",
      ground,
    ),
    service_account: absentFact(ground),
    default_account: flagFact(false, ground),
  };
};
