import { describe, expect, it } from "vitest";
import { readUrl } from "../../src/value/url.ts";
import { absent, type Value } from "../../src/value/value.ts";
import { canonicalSpacePattern, valueWithin } from "../../src/value/within.ts";

const text = (content: string): Value => ({ kind: "text", text: content });
const url = (content: string): Value => readUrl(content) ?? { kind: "bool", value: false };

describe("valueWithin", () => {
  it("judges a URL by its host", () => {
    expect(valueWithin("domain", url("https://api.example.com/x"), ["*.example.com"])).toBe("true");
    expect(valueWithin("domain", url("https://example.com.evil.test/"), ["*.example.com"])).toBe("false");
    expect(valueWithin("cidr", url("http://0x7f.1/"), ["127.0.0.0/8"])).toBe("true");
  });

  it("knows that an address is in no domain", () => {
    expect(valueWithin("domain", url("http://10.0.0.1/"), ["example.com"])).toBe("false");
  });

  it("does not know where a name leads", () => {
    expect(valueWithin("cidr", url("https://example.com/"), ["10.0.0.0/8"])).toBe("unknown");
  });

  it("is unknown where the value is none of that space", () => {
    expect(valueWithin("domain", url("mailto:ann@example.com"), ["example.com"])).toBe("unknown");
    expect(valueWithin("domain", text("not a host"), ["example.com"])).toBe("unknown");
    expect(valueWithin("path", { kind: "list", items: [absent], open: false }, ["/"])).toBe("unknown");
    expect(valueWithin("path", text("a\\b"), ["a"])).toBe("unknown");
  });

  it("is unknown where a path can be in two places", () => {
    expect(valueWithin("path", text("/home/ann/.ssh/id"), ["~/.ssh"])).toBe("unknown");
    expect(valueWithin("path", text("/srv/x"), ["~/.ssh"])).toBe("false");
  });

  it("reads patterns into canonical form", () => {
    expect(canonicalSpacePattern("domain", "*.Example.com.")).toBe("*.example.com");
    expect(canonicalSpacePattern("domain", "*")).toBeUndefined();
    expect(canonicalSpacePattern("domain", "a.*.com")).toBeUndefined();
    expect(canonicalSpacePattern("path", "/srv/data/")).toBe("/srv/data");
    expect(canonicalSpacePattern("path", "../x")).toBeUndefined();
    expect(canonicalSpacePattern("cidr", "10.1.2.3/8")).toBe("10.0.0.0/8");
  });
});
