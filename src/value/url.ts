import { canonicalDomain } from "./domain.ts";
import { formatIp, parseIp } from "./ip-address.ts";
import type { Type } from "./type.ts";
import { canonicalUrlFragment, canonicalUrlPath, canonicalUrlQuery } from "./url-path.ts";
import { absent, type Field, present, textField, type Value } from "./value.ts";

export type UrlValue = Extract<Value, { readonly kind: "url" }>;

/** The fields of a URL and their types. `host`, `port`, `origin` and `host_kind` are absent below opaque schemes. */
export const urlPartTypes = {
  scheme: { kind: "string" },
  host: { kind: "string" },
  host_kind: { kind: "string", values: ["name", "ipv4", "ipv6"] },
  port: { kind: "int" },
  path: { kind: "string" },
  query: { kind: "string" },
  origin: { kind: "string" },
} as const satisfies Readonly<Record<string, Type>>;

export type UrlPart = keyof typeof urlPartTypes;

/**
 * Reads an absolute URL into its canonical parts; `href` is the only text that may be sent, because others may be read
 * differently by the client. http, https, ws and wss follow the WHATWG URL Standard with everything refused that exists
 * to be misread: user info, control characters and blanks around, backslashes, hosts that are non-ASCII or
 * percent-encoded, stray `%`, encoded slashes that hide dot segments, missing or extra slashes. An IPv4 host in any
 * spelling becomes a dotted quad. Other schemes (`mailto:`, `data:`) are opaque: they have a scheme, a path, a query.
 * Undefined if it does not parse.
 */
export function readUrl(text: string): UrlValue | undefined {
  if (/[\u0000-\u001f\u007f\\]|^ | $/.test(text)) return undefined;
  const match = /^([A-Za-z][A-Za-z0-9+.-]{0,30}):/.exec(text);
  if (match === null) return undefined;
  const scheme = (match[1] ?? "").toLowerCase();
  const rest = text.slice(match[0].length);
  const defaultPort = defaultPorts.get(scheme);
  return defaultPort === undefined ? readOpaque(scheme, rest) : readHierarchical(scheme, rest, defaultPort);
}

const defaultPorts: ReadonlyMap<string, number> = new Map([
  ["http", 80],
  ["https", 443],
  ["ws", 80],
  ["wss", 443],
]);

function readHierarchical(scheme: string, rest: string, defaultPort: number): UrlValue | undefined {
  const match = /^\/\/([^/?#]+)([^?#]*)(\?[^#]*)?(#.*)?$/s.exec(rest);
  if (match === null) return undefined;
  const [, authority = "", rawPath = "", rawQuery, rawFragment = ""] = match;
  const server = readServer(authority, defaultPort);
  const path = canonicalUrlPath(rawPath === "" ? "/" : rawPath);
  const query = rawQuery === undefined ? undefined : canonicalUrlQuery(rawQuery.slice(1));
  const fragment = canonicalUrlFragment(rawFragment);
  if (server === undefined || path === undefined || fragment === undefined) return undefined;
  if (rawQuery !== undefined && query === undefined) return undefined;

  const shownHost = server.kind === "ipv6" ? `[${server.host}]` : server.host;
  const origin = `${scheme}://${shownHost}${server.port === defaultPort ? "" : `:${server.port}`}`;
  const search = query === undefined ? "" : `?${query}`;
  return urlValue(`${origin}${path}${search}${fragment}`, {
    scheme: textField(scheme),
    host: textField(server.host),
    host_kind: textField(server.kind),
    port: present({ kind: "number", value: { coefficient: BigInt(server.port), scale: 0 } }),
    path: textField(path),
    query: query === undefined ? absent : textField(query),
    origin: textField(origin),
  });
}

function readOpaque(scheme: string, rest: string): UrlValue | undefined {
  if (rest === "" || !/^[\u0020-\u007e]*$/.test(rest)) return undefined;
  const match = /^([^?#]*)(\?[^#]*)?(#.*)?$/.exec(rest);
  if (match === null) return undefined;
  const [, path = "", query] = match;
  return urlValue(`${scheme}:${rest}`, {
    scheme: textField(scheme),
    host: absent,
    host_kind: absent,
    port: absent,
    path: textField(path),
    query: query === undefined ? absent : textField(query.slice(1)),
    origin: absent,
  });
}

const urlValue = (href: string, parts: Readonly<Record<UrlPart, Field>>): UrlValue => ({
  kind: "url",
  href,
  parts: new Map(Object.entries(parts)),
});

interface Server {
  readonly host: string;
  readonly kind: "name" | "ipv4" | "ipv6";
  readonly port: number;
}

function readServer(authority: string, defaultPort: number): Server | undefined {
  const match = /^(\[[0-9A-Fa-f:.]*\]|[^:@[\]]+)(?::([0-9]{1,5}))?$/.exec(authority);
  if (match === null) return undefined;
  const port = match[2] === undefined ? defaultPort : Number(match[2]);
  const host = readHost((match[1] ?? "").toLowerCase());
  return host === undefined || port > 65_535 ? undefined : { ...host, port };
}

function readHost(text: string): Pick<Server, "host" | "kind"> | undefined {
  if (text.startsWith("[")) {
    const address = text.includes(":") ? parseIp(text.slice(1, -1)) : undefined;
    return address && { host: formatIp(address), kind: address.family === 4 ? "ipv4" : "ipv6" };
  }
  const name = canonicalDomain(text);
  if (name !== undefined) return { host: name, kind: "name" };
  const bits = readLooseIpv4(text.endsWith(".") ? text.slice(0, -1) : text);
  return bits === undefined ? undefined : { host: formatIp({ family: 4, bits }), kind: "ipv4" };
}

/**
 * IPv4 as URL clients read it: one to four parts in decimal, octal (`0177`) or hexadecimal (`0x7f`), the last part
 * filling what is left (https://url.spec.whatwg.org/#concept-ipv4-parser). `2130706433` and `0x7f.1` are 127.0.0.1.
 */
function readLooseIpv4(text: string): bigint | undefined {
  const parts = text.split(".");
  if (parts.length > 4) return undefined;
  let bits = 0n;
  for (const [index, part] of parts.entries()) {
    const number = readLooseNumber(part);
    const left = 4 - index;
    const isLast = index === parts.length - 1;
    if (number === undefined || number >= 1n << BigInt(8 * (isLast ? left : 1))) return undefined;
    bits += isLast ? number : number << BigInt(8 * (left - 1));
  }
  return bits;
}

function readLooseNumber(part: string): bigint | undefined {
  if (part.length > 32) return undefined;
  if (/^0x[0-9a-f]*$/.test(part)) return part === "0x" ? 0n : BigInt(part);
  if (/^0[0-7]+$/.test(part)) return BigInt(`0o${part}`);
  return /^(?:0|[1-9][0-9]*)$/.test(part) ? BigInt(part) : undefined;
}
