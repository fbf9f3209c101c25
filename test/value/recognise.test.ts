import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findContent, isRecogniserName, recogniserNames, recognisers } from "../../src/value/recognise.ts";

const found = (name: (typeof recogniserNames)[number], text: string): string[] =>
  findContent(name, text).map(({ start, end }) => text.slice(start, end));

describe("card", () => {
  it.each([
    ["pay with 4111 1111 1111 1111 please", ["4111 1111 1111 1111"]],
    ["4111-1111-1111-1111", ["4111-1111-1111-1111"]],
    ["no 12 4111 1111 1111 1111 34", ["4111 1111 1111 1111"]],
    ["4111111111111111,5555555555554444", ["4111111111111111", "5555555555554444"]],
    ["3782 822463 10005", ["3782 822463 10005"]],
    ["4111\u00a01111\u00a01111\u00a01111", ["4111\u00a01111\u00a01111\u00a01111"]],
    ["4111 1111 1111 1112", []],
    ["0000 0000 0000 0000", []],
    ["4444444444444448x", []],
    ["a4111111111111111", []],
    ["1700000000000", []],
    ["41111111111111114111111111111111", []],
  ])("in %j are %j", (text, cards) => {
    expect(found("card", text)).toEqual(cards);
  });
});

describe("iban", () => {
  it.each([
    ["to GB82 WEST 1234 5698 7654 32 please", ["GB82 WEST 1234 5698 7654 32"]],
    ["de89370400440532013000.", ["de89370400440532013000"]],
    ["DE89-3704-0044-0532-0130-00", ["DE89-3704-0044-0532-0130-00"]],
    ["GB82 WEST 1234 5698 7654 33", []],
    ["XGB82WEST12345698765432", []],
    ["GB82WEST123456987654321", []],
    ["DE12", []],
  ])("in %j are %j", (text, ibans) => {
    expect(found("iban", text)).toEqual(ibans);
  });
});

describe("email", () => {
  it.each([
    ["write to Ann.B@Example.com, or <bob@mail.example.org>.", ["Ann.B@Example.com", "bob@mail.example.org"]],
    ["'ann@example.com'", ["ann@example.com"]],
    ["mailto:ann@example.com?x", ["ann@example.com"]],
    ["pkg@1.2.3 and @scope/name", []],
    ["ann@localhost", []],
    ["a@b@example.com", ["b@example.com"]],
  ])("in %j are %j", (text, emails) => {
    expect(found("email", text)).toEqual(emails);
  });
});

describe("phone", () => {
  it.each([
    ["call +49 30 123456 now", ["+49 30 123456"]],
    ["(+49) 30 123456", ["+49) 30 123456"]],
    ["+1-555-010-9999.", ["+1-555-010-9999"]],
    ["(555) 010-9999", ["(555) 010-9999"]],
    ["555.010.9999", ["555.010.9999"]],
    ["020 7946 0958", ["020 7946 0958"]],
    ["06 12 34 56 78", ["06 12 34 56 78"]],
    ["4915112345678", []],
    ["2026-01-15 10:30:00", []],
    ["01/02/2026 10:30", []],
    ["05-01-2026 10:30", []],
    ["192.168.100.200", []],
    ["v1.555.010.9999", []],
    ["1 + 2 = 3", []],
    ["550e8400-e29b-41d4-a716-446655440000", []],
  ])("in %j are %j", (text, phones) => {
    expect(found("phone", text)).toEqual(phones);
  });
});

// Assembled from pieces, so that no scanner takes this file for a leak.
const digits = "0123456789";
const lower = "abcdefghijklmnopqrstuvwxyz";
const jwt = ["eyJhbGciOiJIUzI1NiJ9", "eyJzdWIiOiIxIn0", "c2lnbmF0dXJlLW9mLXRlc3Q"].join(".");
const awsId = `AK${"IA"}IOSFODNN7EXAMPLE`;
const pem = (body: string): string => `-----BEGIN RSA ${"PRIVATE KEY"}-----${body}-----END RSA ${"PRIVATE KEY"}-----`;

describe("secret", () => {
  it.each([
    [`x ${pem("\nMIIB\n")} y`, [pem("\nMIIB\n")]],
    [`${pem("").slice(0, 31)}\nMIIB`, [`${pem("").slice(0, 31)}\nMIIB`]],
    [`Authorization: Bearer ${jwt}`, [jwt]],
    [`id=${awsId}`, [awsId]],
    [`https://example.com/?t=ghp_${digits}${lower}`, [`ghp_${digits}${lower}`]],
    [`{"api_key": "${lower}${digits}"}`, [`${lower}${digits}`]],
    [`{\\"password\\":\\"${lower}${digits}\\"}`, [`${lower}${digits}`]],
    [`DB_PASSWORD=${lower}/${digits}+x`, [`${lower}/${digits}+x`]],
    ["postgres://app:s3cret@db.example/x", ["app:s3cret"]],
    ["postgres://app:$PASSWORD@db.example/x", []],
    ["sk-toggleable-content-of-the-page", []],
    ["the token was refreshed", []],
    ["password: correct horse battery staple", []],
    [`commit ${digits}${digits}abcd`, []],
    ["-----BEGIN CERTIFICATE-----", []],
  ])("in %j are %j", (text, secrets) => {
    expect(found("secret", text)).toEqual(secrets);
  });
});

describe("recognisers", () => {
  it("are listed by name, and no other name finds one", () => {
    expect(Object.keys(recognisers)).toEqual([...recogniserNames]);
    expect(recognisers["constructor"]).toBeUndefined();
    expect([isRecogniserName("pii"), isRecogniserName("constructor")]).toEqual([true, false]);
  });

  it("unite others: pii is any personal number or address, pci is a card", () => {
    const text = "ann@example.com pays 4111 1111 1111 1111, call +49 30 123456";
    expect(found("pii", text)).toEqual(["ann@example.com", "4111 1111 1111 1111", "+49 30 123456"]);
    expect(found("pci", text)).toEqual(["4111 1111 1111 1111"]);
  });

  it("answer yes exactly where they find something, in order and without overlaps", () => {
    const text = fc.string({ unit: fc.constantFrom(..."4111 -.@aA+0(e:/=_"), maxLength: 60 });
    fc.assert(
      fc.property(fc.constantFrom(...recogniserNames), text, (name, content) => {
        const ranges = findContent(name, content);
        expect(recognisers[name]?.(content)).toBe(ranges.length > 0);
        let end = 0;
        for (const range of ranges) {
          expect(range.start).toBeGreaterThanOrEqual(end);
          expect(range.end).toBeGreaterThan(range.start);
          end = range.end;
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it.each([
    "4111 ".repeat(40_000),
    "1".repeat(200_000),
    "a@".repeat(100_000),
    "@".repeat(200_000),
    "eyJ-".repeat(50_000),
    "eyJ.".repeat(50_000),
    "token=".repeat(30_000),
    "://a:".repeat(40_000),
    "-----BEGIN PRIVATE KEY-----".repeat(8_000),
    "DE89 ".repeat(40_000),
    "+1 ".repeat(60_000),
    "(0".repeat(100_000),
    "secret:a/".repeat(20_000),
  ])(
    "take linear time on hostile text %#",
    (text) => {
      for (const name of recogniserNames) expect(typeof recognisers[name]?.(text)).toBe("boolean");
    },
    20_000,
  );
});
