import { canonicalDomain } from "../value/domain.ts";
import { formatIp, parseIp } from "../value/ip-address.ts";
import { lookup } from "./lookup.ts";

/** An address with its credentials taken off: only whether there were any is kept. */
export interface Endpoint {
  readonly scheme: string;
  readonly host: string;
  readonly port: number | undefined;
  /** `scheme://host:port/path`, without user, query or fragment. */
  readonly shown: string;
  readonly hasPassword: boolean;
  readonly query: ReadonlyMap<string, string>;
}

const defaultPorts: Readonly<Record<string, number>> = {
  http: 80,
  ws: 80,
  https: 443,
  wss: 443,
  postgres: 5432,
  postgresql: 5432,
  mysql: 3306,
  mongodb: 27017,
  redis: 6379,
  rediss: 6379,
  amqp: 5672,
  amqps: 5671,
  kafka: 9092,
  nats: 4222,
  grpc: 80,
  grpcs: 443,
};

/**
 * Reads an address as settings hold it: `scheme://[user[:password]@]host[:port][/path][?query]`. Undefined for text that
 * is none, or whose host is a placeholder (`${HOST}`, `<host>`); such a value is opaque.
 */
export function readEndpoint(text: string): Endpoint | undefined {
  if (text.length > 2_000) return undefined;
  const match = /^([A-Za-z][A-Za-z0-9+.-]{0,30}):\/\/([^/?#\s]{1,400})(\/[^?#\s]*)?(?:\?([^#\s]*))?(?:#\S*)?$/.exec(
    text.trim(),
  );
  if (match === null) return undefined;
  const [, rawScheme = "", authority = "", path = "", rawQuery = ""] = match;
  const scheme = rawScheme.toLowerCase().replace(/\+.*$/, "");
  const at = authority.lastIndexOf("@");
  const server = readServer(authority.slice(at + 1));
  if (server === undefined) return undefined;
  const user = at < 0 ? "" : authority.slice(0, at);
  const port = server.port ?? lookup(defaultPorts, scheme);
  const shownPort = server.port === undefined ? "" : `:${server.port}`;
  return {
    scheme,
    host: server.host,
    port,
    shown: `${rawScheme.toLowerCase()}://${server.shown}${shownPort}${path}`,
    hasPassword:
      user.includes(":") &&
      !/\$\{?[A-Za-z(]/.test(user.slice(user.indexOf(":") + 1)) &&
      user.indexOf(":") < user.length - 1,
    query: readQuery(rawQuery),
  };
}

function readServer(
  text: string,
): { readonly host: string; readonly shown: string; readonly port: number | undefined } | undefined {
  const match = /^(?:\[([0-9A-Fa-f:.]{2,45})\]|([^:[\]]{1,253}))(?::([0-9]{1,5}))?$/.exec(text);
  if (match === null) return undefined;
  const [, bracketed, plain, digits] = match;
  const port = digits === undefined ? undefined : Number(digits);
  if (port !== undefined && (port < 1 || port > 65_535)) return undefined;
  const address = parseIp(bracketed ?? plain ?? "");
  if (bracketed !== undefined && address === undefined) return undefined;
  const host = address === undefined ? canonicalDomain(plain ?? "") : formatIp(address);
  return host === undefined ? undefined : { host, shown: bracketed === undefined ? host : `[${host}]`, port };
}

function readQuery(text: string): ReadonlyMap<string, string> {
  const query = new Map<string, string>();
  for (const pair of text.split("&").slice(0, 100)) {
    const [key = "", value = ""] = pair.split("=");
    if (key !== "") query.set(key.toLowerCase(), value);
  }
  return query;
}

export const databaseSchemes: ReadonlySet<string> = new Set([
  "postgres",
  "postgresql",
  "mysql",
  "mariadb",
  "mongodb",
  "redis",
  "rediss",
]);
export const queueSchemes: ReadonlySet<string> = new Set(["amqp", "amqps", "kafka", "nats", "mqtt", "mqtts"]);
const encrypted: ReadonlySet<string> = new Set(["https", "wss", "rediss", "amqps", "grpcs", "mqtts"]);
const plain: ReadonlySet<string> = new Set(["http", "ws", "redis", "amqp", "mqtt"]);

/** True for a scheme that encrypts, false for one that does not, undefined where parameters decide. */
export const encrypts = (scheme: string): boolean | undefined =>
  encrypted.has(scheme) ? true : plain.has(scheme) ? false : undefined;
