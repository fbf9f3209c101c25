import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalReaders } from "../../src/value/canonical.ts";
import { cidrWithin } from "../../src/value/cidr.ts";
import { domainWithin } from "../../src/value/domain.ts";
import { pathWithin, relatePath } from "../../src/value/path.ts";
import type { TextKind } from "../../src/value/type.ts";
import { fixtureTable } from "./fixture-table.ts";

const kinds = Object.keys(canonicalReaders) as TextKind[];

describe.each(kinds)("the canonical form of %s", (kind) => {
  it.each(fixtureTable(kind))("$why: $input", ({ input, expected }) => {
    expect(canonicalReaders[kind](input) ?? null).toBe(expected);
  });

  it("is its own canonical form", () => {
    for (const { expected } of fixtureTable(kind)) {
      if (typeof expected === "string") expect(canonicalReaders[kind](expected)).toBe(expected);
    }
  });

  it("is its own canonical form, or there is none, for any text", () => {
    const alphabet = fc.constantFrom(..."aA0.1-_~/@:%+ []*$\\é\u0000");
    fc.assert(
      fc.property(fc.string({ unit: alphabet, maxLength: 24 }), (text) => {
        const canonical = canonicalReaders[kind](text);
        return canonical === undefined || canonicalReaders[kind](canonical) === canonical;
      }),
    );
  });
});

describe("in domain", () => {
  it.each(fixtureTable("domain-within"))("$why: $input in $patterns", ({ input, patterns, expected }) => {
    expect(domainWithin(input, patterns)).toBe(expected);
  });

  it("agrees with a comparison label by label", () => {
    const label = fc.constantFrom("a", "b", "com", "xn--a");
    const name = fc.array(label, { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(name, name, fc.boolean(), (host, pattern, wild) => {
        const extra = host.slice(0, Math.max(0, host.length - pattern.length));
        const sameTail = pattern.every((part, index) => part === host[host.length - pattern.length + index]);
        const expected = sameTail && (wild ? extra.length > 0 && !extra.includes("xn--a") : extra.length === 0);
        const written = `${wild ? "*." : ""}${pattern.join(".")}`;
        expect(domainWithin(host.join("."), [written])).toBe(expected);
      }),
    );
  });
});

describe("in path", () => {
  it.each(fixtureTable("path-within"))("$why: $input in $patterns", ({ input, patterns, expected }) => {
    expect(relatePath(input, patterns)).toBe(expected);
    expect(pathWithin(input, patterns)).toBe(expected === "within");
  });

  it("reads a canonical path as the same path", () => {
    const segment = fc.constantFrom("~", "..", ".", "", "$x", "C:", "a", "~a", "b:", "*");
    fc.assert(
      fc.property(fc.array(segment, { minLength: 1, maxLength: 5 }), (segments) => {
        const canonical = canonicalReaders.path(segments.join("/"));
        if (canonical !== undefined) expect(canonicalReaders.path(canonical)).toBe(canonical);
        if (canonical?.startsWith("~") === true) expect(segments[0]).toBe("~");
      }),
      { numRuns: 2_000 },
    );
  });

  it("agrees with a regular expression on absolute patterns", () => {
    const segment = fc.constantFrom("a", "ab", "b");
    const globbed = fc.constantFrom("a", "*", "a*", "**", "*b", "ab");
    fc.assert(
      fc.property(fc.array(segment, { maxLength: 5 }), fc.array(globbed, { maxLength: 4 }), (path, pattern) => {
        const source = pattern
          .map((part) => (part === "**" ? "(?:/[^/]+)*" : `/${part.replace("*", "[^/]*")}`))
          .join("");
        const expected = new RegExp(`^${source}(?:/.*)?$`).test(path.length === 0 ? "" : `/${path.join("/")}`);
        expect(pathWithin(`/${path.join("/")}`, [`/${pattern.join("/")}`])).toBe(expected);
      }),
      { numRuns: 500 },
    );
  });

  it("takes no exponential time on many wildcards", () => {
    const pattern = `/${"**/a*a*a*b/".repeat(30)}x`;
    expect(pathWithin(`/${"aaaaaaaaaaaaaaaa/".repeat(300)}`, [pattern])).toBe(false);
  });
});

describe("in cidr", () => {
  it.each(fixtureTable("cidr-within"))("$why: $input in $patterns", ({ input, patterns, expected }) => {
    expect(cidrWithin(input, patterns)).toBe(expected);
  });
});
