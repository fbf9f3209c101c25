/** An address as a number. An IPv6 address that only carries an IPv4 one (`::ffff:a.b.c.d`) is that IPv4 address. */
export interface IpAddress {
  readonly family: 4 | 6;
  readonly bits: bigint;
}

/** Reads dotted-quad IPv4 (no leading zeros) or IPv6 (RFC 4291, no zone); undefined for anything else. */
export function parseIp(text: string): IpAddress | undefined {
  if (!text.includes(":")) {
    const bits = parseDottedQuad(text);
    return bits === undefined ? undefined : { family: 4, bits };
  }
  const bits = parseIpv6(text);
  if (bits === undefined) return undefined;
  return bits >> 32n === 0xffffn ? { family: 4, bits: bits & 0xffffffffn } : { family: 6, bits };
}

/** Dotted quad, or the IPv6 text of RFC 5952: lower case, the longest run of zero groups as `::`. */
export const formatIp = (address: IpAddress): string =>
  address.family === 4 ? formatDottedQuad(address.bits) : formatIpv6(address.bits);

function parseDottedQuad(text: string): bigint | undefined {
  const match = /^(0|[1-9][0-9]{0,2})\.(0|[1-9][0-9]{0,2})\.(0|[1-9][0-9]{0,2})\.(0|[1-9][0-9]{0,2})$/.exec(text);
  if (match === null) return undefined;
  let bits = 0n;
  for (const part of match.slice(1)) {
    if (Number(part) > 255) return undefined;
    bits = (bits << 8n) | BigInt(part);
  }
  return bits;
}

function parseIpv6(text: string): bigint | undefined {
  if (text.length > 45) return undefined;
  const halves = text.split("::");
  if (halves.length > 2) return undefined;
  const [head, tail] = halves.map((half) => (half === "" ? [] : half.split(":")));
  if (head === undefined) return undefined;
  const left = groupsOf(head, tail === undefined);
  const right = tail === undefined ? [] : groupsOf(tail, true);
  if (left === undefined || right === undefined) return undefined;
  const missing = 8 - left.length - right.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  const groups = [...left, ...Array.from({ length: missing }, () => 0), ...right];
  return groups.reduce((bits, group) => (bits << 16n) | BigInt(group), 0n);
}

/** The 16-bit groups of a part; its last one may be a dotted quad if the part ends the address. */
function groupsOf(parts: readonly string[], endsAddress: boolean): readonly number[] | undefined {
  const groups: number[] = [];
  for (const [index, part] of parts.entries()) {
    if (/^[0-9A-Fa-f]{1,4}$/.test(part)) {
      groups.push(Number.parseInt(part, 16));
      continue;
    }
    const quad = endsAddress && index === parts.length - 1 ? parseDottedQuad(part) : undefined;
    if (quad === undefined) return undefined;
    groups.push(Number(quad >> 16n), Number(quad & 0xffffn));
  }
  return groups;
}

const formatDottedQuad = (bits: bigint): string => [24n, 16n, 8n, 0n].map((shift) => (bits >> shift) & 255n).join(".");

function formatIpv6(bits: bigint): string {
  const groups = Array.from({ length: 8 }, (_, index) => Number((bits >> BigInt(112 - 16 * index)) & 0xffffn));
  let best = { start: 0, length: 1 };
  for (let start = 0; start < 8; start += 1) {
    let length = 0;
    while (groups[start + length] === 0) length += 1;
    if (length > best.length) best = { start, length };
  }
  const hex = groups.map((group) => group.toString(16));
  if (best.length < 2) return hex.join(":");
  return `${hex.slice(0, best.start).join(":")}::${hex.slice(best.start + best.length).join(":")}`;
}
