import { formatIp, type IpAddress, parseIp } from "./ip-address.ts";

/**
 * An address or a block of addresses in canonical form: `10.0.0.7`, `10.0.0.0/8` with the bits of the host cleared,
 * IPv6 as in RFC 5952, IPv4-mapped IPv6 as IPv4. Undefined for anything else.
 */
export function canonicalCidr(text: string): string | undefined {
  const block = parseBlock(text);
  if (block === undefined) return undefined;
  const address = formatIp({ family: block.family, bits: block.bits });
  return text.includes("/") ? `${address}/${block.prefix}` : address;
}

/**
 * Does every address of a block (or one address) lie in one of the blocks? An IPv4 address is never in an IPv6 block,
 * nor the other way round; what does not parse matches nothing.
 */
export function cidrWithin(text: string, blocks: readonly string[]): boolean {
  const inner = parseBlock(text);
  if (inner === undefined) return false;
  return blocks.some((block) => {
    const outer = parseBlock(block);
    if (outer === undefined || outer.family !== inner.family || outer.prefix > inner.prefix) return false;
    const host = BigInt(sizeOf(outer.family) - outer.prefix);
    return outer.bits >> host === inner.bits >> host;
  });
}

interface Block extends IpAddress {
  readonly prefix: number;
}

function parseBlock(text: string): Block | undefined {
  const match = /^([0-9A-Fa-f:.]{2,45})(?:\/(0|[1-9][0-9]{0,2}))?$/.exec(text);
  const address = match === null ? undefined : parseIp(match[1] ?? "");
  if (address === undefined) return undefined;
  const size = sizeOf(address.family);
  if (match?.[2] === undefined) return { ...address, prefix: size };
  const prefix = Number(match[2]) - (address.family === 4 && text.includes(":") ? 96 : 0);
  if (prefix < 0 || prefix > size) return undefined;
  const host = BigInt(size - prefix);
  return { family: address.family, bits: (address.bits >> host) << host, prefix };
}

const sizeOf = (family: 4 | 6): number => (family === 4 ? 32 : 128);
