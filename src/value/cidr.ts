import { formatIp, type IpAddress, parseIp } from "./ip-address.ts";

/**
 * An address or a block of addresses in canonical form: `10.0.0.7`, `10.0.0.0/8` with the bits of the host cleared,
 * IPv6 as in RFC 5952, IPv4-mapped IPv6 as IPv4. Undefined for anything else.
 */
export function canonicalCidr(text: string): string | undefined {
  const block = parseBlock(text);
  if (block === undefined) return undefined;
  const address = formatIp({ family: block.family, bits: block.bits });
  // A block of one address is that address: two texts for it would be a way around `==`.
  return block.prefix === sizeOf(block.family) ? address : `${address}/${block.prefix}`;
}

/**
 * Does every address of a block (or one address) lie in one of the blocks? An IPv4 address is never in an IPv6 block,
 * nor the other way round; what does not parse matches nothing. `maybe` for an IPv6 address that carries an IPv4 one of
 * those blocks (NAT64, 6to4, the old compatible form): some networks translate it, others do not.
 */
export function relateCidr(text: string, blocks: readonly string[]): "within" | "outside" | "maybe" {
  const inner = parseBlock(text);
  if (inner === undefined) return "outside";
  const outers = blocks.flatMap((block) => parseBlock(block) ?? []);
  if (outers.some((outer) => covers(outer, inner))) return "within";
  const carried = carriedIpv4(inner);
  return carried !== undefined && outers.some((outer) => covers(outer, carried)) ? "maybe" : "outside";
}

/** Do the blocks definitely hold the address? False also where nobody can say: use `relateCidr` to tell. */
export const cidrWithin = (text: string, blocks: readonly string[]): boolean => relateCidr(text, blocks) === "within";

function covers(outer: Block, inner: Block): boolean {
  if (outer.family !== inner.family || outer.prefix > inner.prefix) return false;
  const host = BigInt(sizeOf(outer.family) - outer.prefix);
  return outer.bits >> host === inner.bits >> host;
}

/** RFC 6052 and 8215 (NAT64, in the last 32 bits), RFC 3056 (6to4, behind `2002:`), RFC 4291 (compatible, `::a.b.c.d`). */
function carriedIpv4({ family, bits, prefix }: Block): Block | undefined {
  if (family === 4) return undefined;
  const isLast32 =
    bits >> 32n === 0x64ff9bn << 64n || bits >> 80n === 0x64ff9b0001n || (bits >> 32n === 0n && bits > 0xffffn);
  if (isLast32 && prefix >= 96) return { family: 4, bits: bits & 0xffffffffn, prefix: prefix - 96 };
  if (bits >> 112n === 0x2002n && prefix >= 16) {
    return { family: 4, bits: (bits >> 80n) & 0xffffffffn, prefix: Math.min(32, prefix - 16) };
  }
  return undefined;
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
