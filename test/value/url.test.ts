import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readUrl, type UrlValue, urlPartTypes } from "../../src/value/url.ts";
import { fixtureTable } from "./fixture-table.ts";

describe("readUrl", () => {
  it.each(fixtureTable("url"))("$why: $input", ({ input, expected }) => {
    const url = readUrl(input);
    expect(url === undefined ? null : partsOf(url)).toEqual(expected);
  });

  it("gives every part that the type lists a field", () => {
    const url = readUrl("https://example.com/?q=1");
    expect([...(url?.parts.keys() ?? [])].sort()).toEqual(Object.keys(urlPartTypes).sort());
  });

  it("knows the origin with the port only where it is not the default", () => {
    expect(originOf("https://example.com:443/x")).toBe("https://example.com");
    expect(originOf("http://[::1]:8080/x")).toBe("http://[::1]:8080");
    expect(originOf("mailto:ann@example.com")).toBeUndefined();
  });

  it("reads its own canonical text to the same URL", () => {
    fc.assert(
      fc.property(urlText, (text) => {
        const url = readUrl(text);
        if (url !== undefined) expect(readUrl(url.href)).toEqual(url);
      }),
      { numRuns: 2_000 },
    );
  });

  it("agrees with the WHATWG parser on scheme, host, port and path of whatever it accepts", () => {
    let accepted = 0;
    fc.assert(
      fc.property(urlText, (text) => {
        const url = readUrl(text);
        if (url === undefined || /\[::ffff:/i.test(text)) return;
        accepted += 1;
        const standard = new URL(text);
        const host = standard.hostname.replace(/\.$/, "").replace(/^\[|\]$/g, "");
        expect(textOf(url, "scheme")).toBe(standard.protocol.slice(0, -1));
        expect(textOf(url, "host")).toBe(host);
        expect(url.href).toBe(readUrl(standard.href)?.href);
      }),
      { numRuns: 5_000 },
    );
    expect(accepted).toBeGreaterThan(500);
  });

  it("never throws", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => void readUrl(`https://${text}`)));
  });
});

const urlText = fc
  .tuple(
    fc.constantFrom("https://", "HTTP://", "ws://", "https:/", "https:\\\\"),
    fc.oneof(
      fc.constantFrom(
        "example.com",
        "EXAMPLE.com.",
        "a@b",
        "0x7f.1",
        "127.1",
        "017.3",
        "[::1]",
        "[2001:DB8::0:1]",
        "x_y",
      ),
      fc.string({ unit: fc.constantFrom(..."aZ09.-x:[]%@"), maxLength: 8 }),
    ),
    fc.constantFrom("", ":80", ":443", ":8080"),
    fc.string({ unit: fc.constantFrom(..."/aZ.%2eF5c?#&='\"<> {}|^`~\\é😀"), maxLength: 16 }),
  )
  .map(([scheme, host, port, rest]) => `${scheme}${host}${port}${rest === "" ? "" : `/${rest}`}`);

function textOf(url: UrlValue, part: string): string | undefined {
  const field = url.parts.get(part);
  return field?.state === "value" && field.value.kind === "text" ? field.value.text : undefined;
}

const originOf = (text: string): string | undefined => {
  const url = readUrl(text);
  return url && textOf(url, "origin");
};

function partsOf(url: UrlValue): Record<string, unknown> {
  const parts: Record<string, unknown> = { href: url.href };
  for (const [name, field] of url.parts) {
    if (field.state !== "value" || name === "origin") continue;
    if (field.value.kind === "text") parts[name] = field.value.text;
    if (field.value.kind === "number") parts[name] = Number(field.value.value.coefficient);
  }
  return parts;
}
