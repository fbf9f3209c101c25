import { parseIp } from "../../value/ip-address.ts";

/** Addresses from `first` to `last`, both included. */
export interface AddressRange {
  readonly family: 4 | 6;
  readonly first: bigint;
  readonly last: bigint;
}

/** The addresses of a CIDR without its exceptions; none when it does not parse. */
export function rangesOf(cidr: string, except: readonly string[]): readonly AddressRange[] {
  const whole = rangeOf(cidr);
  if (whole === undefined) return [];
  let ranges: readonly AddressRange[] = [whole];
  for (const hole of except) {
    const cut = rangeOf(hole);
    if (cut !== undefined) ranges = ranges.flatMap((range) => without(range, cut));
  }
  return ranges;
}

/** Whether ranges together cover every address of a family: two halves are the whole. */
export const coversAll = (ranges: readonly AddressRange[]): boolean =>
  ([4, 6] as const).some((family) => {
    let next = 0n;
    for (const range of [...ranges].filter((own) => own.family === family).sort(byFirst)) {
      if (range.first > next) return false;
      if (range.last >= next) next = range.last + 1n;
    }
    return next === 1n << BigInt(bitsOf(family));
  });

/** Whether any address of the ranges lies outside the private, local and reserved blocks. */
export const reachesPublic = (ranges: readonly AddressRange[]): boolean =>
  ranges.some((range) => {
    let rest: readonly AddressRange[] = [range];
    for (const block of reserved) rest = rest.flatMap((piece) => without(piece, block));
    return rest.length > 0;
  });

function rangeOf(cidr: string): AddressRange | undefined {
  const [address = "", length = "", ...more] = cidr.trim().split("/");
  const ip = parseIp(address);
  if (ip === undefined || more.length > 0 || !/^[0-9]{1,3}$/.test(length)) return undefined;
  const bits = bitsOf(ip.family);
  const host = BigInt(bits) - BigInt(length);
  if (host < 0n) return undefined;
  const first = (ip.bits >> host) << host;
  return { family: ip.family, first, last: first + (1n << host) - 1n };
}

function without(range: AddressRange, cut: AddressRange): readonly AddressRange[] {
  if (range.family !== cut.family || cut.last < range.first || cut.first > range.last) return [range];
  const left = { ...range, last: cut.first - 1n };
  const right = { ...range, first: cut.last + 1n };
  return [left, right].filter(({ first, last }) => first <= last);
}

const bitsOf = (family: 4 | 6): number => (family === 4 ? 32 : 128);

const byFirst = (left: AddressRange, right: AddressRange): number =>
  left.first < right.first ? -1 : left.first > right.first ? 1 : 0;

/** IANA's special-purpose registries, the blocks that are not routed on the internet. */
const reserved: readonly AddressRange[] = [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.168.0.0/16",
  "224.0.0.0/3",
  "::/127",
  "fc00::/7",
  "fe80::/10",
  "ff00::/8",
].flatMap((cidr) => rangeOf(cidr) ?? []);
