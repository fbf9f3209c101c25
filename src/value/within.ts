import { assertNever } from "../source/assert-never.ts";
import { canonicalCidr, relateCidr } from "./cidr.ts";
import { canonicalDomain, canonicalDomainPattern, relateDomain } from "./domain.ts";
import { canonicalEmail } from "./email.ts";
import { parseIp } from "./ip-address.ts";
import { canonicalPathPattern, relatePath } from "./path.ts";
import type { Truth, Value } from "./value.ts";

export type Space = "domain" | "path" | "cidr";

/**
 * `in domain`, `in path`, `in cidr` for one value. Unknown where the value is none of that space (a number, a text that
 * does not parse), and where its text cannot decide (`relateDomain`, `relateCidr`, `relatePath`): neither a gate nor a grant may rest on a guess.
 */
export function valueWithin(space: Space, value: Value, patterns: readonly string[]): Truth {
  const text = textFor(space, value);
  if (text === undefined) return "unknown";
  switch (space) {
    case "domain":
      if (canonicalDomain(text) === undefined && canonicalEmail(text) === undefined && parseIp(text) === undefined) {
        return "unknown";
      }
      return truthOf(relateDomain(text, patterns));
    case "cidr":
      // A host name is an address only after a lookup, which nobody may do here.
      return canonicalCidr(text) === undefined ? "unknown" : truthOf(relateCidr(text, patterns));
    case "path":
      return truthOf(relatePath(text, patterns));
    default:
      return assertNever(space);
  }
}

/** A pattern of a space in canonical form, for the checker; undefined if it is none. */
export function canonicalSpacePattern(space: Space, pattern: string): string | undefined {
  switch (space) {
    case "domain":
      return canonicalDomainPattern(pattern);
    case "path":
      return canonicalPathPattern(pattern);
    case "cidr":
      return canonicalCidr(pattern);
    default:
      return assertNever(space);
  }
}

function textFor(space: Space, value: Value): string | undefined {
  if (value.kind === "text") return value.text;
  if (value.kind !== "url" || space === "path") return undefined;
  const host = value.parts.get("host");
  return host?.state === "value" && host.value.kind === "text" ? host.value.text : undefined;
}

const truthOf = (relation: "within" | "outside" | "maybe"): Truth =>
  relation === "within" ? "true" : relation === "outside" ? "false" : "unknown";
