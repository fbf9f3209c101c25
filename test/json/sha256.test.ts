import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sha256, sha256Bytes, utf8Bytes } from "../../src/json/sha256.ts";

describe("sha256", () => {
  it.each([
    ["", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"],
    ["abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"],
    [
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
    ],
    [
      "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
      "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1",
    ],
    ["a".repeat(1_000_000), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"],
  ])("has the digest that NIST publishes (example %#)", (text, digest) => {
    expect(sha256(text)).toBe(digest);
  });

  it("agrees with the platform at every length around a block", () => {
    for (let length = 0; length <= 200; length += 1) {
      const bytes = Uint8Array.from({ length }, (_, index) => (index * 31) & 255);
      expect(Buffer.from(sha256Bytes(bytes)).toString("hex")).toBe(createHash("sha256").update(bytes).digest("hex"));
    }
  });

  it("agrees with the platform around the length up to which messages are padded in place, whatever came before", () => {
    for (const length of [4_024, 3, 4_023, 4_025, 0, 4_096, 5_000, 55]) {
      const bytes = Uint8Array.from({ length }, (_, index) => (index * 31) & 255);
      expect(Buffer.from(sha256Bytes(bytes)).toString("hex")).toBe(createHash("sha256").update(bytes).digest("hex"));
      const text = "\u20ac".repeat(length / 3);
      expect(sha256(text)).toBe(createHash("sha256").update(text, "utf8").digest("hex"));
    }
  });

  it("agrees with the platform on any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 200 }), (text) => {
        expect(sha256(text)).toBe(createHash("sha256").update(text, "utf8").digest("hex"));
      }),
    );
  });

  it("encodes UTF-8 as the platform does, halves of surrogate pairs included", () => {
    for (const text of ["é", "€", "😀", "\ud800", "a\udc00b", "\ud800\ud800\udc00", "\uffff"]) {
      expect([...utf8Bytes(text)]).toEqual([...new TextEncoder().encode(text)]);
    }
  });
});
