import { sha256Bytes, utf8Bytes } from "../json/sha256.ts";

const blockLength = 64;

/** HMAC-SHA-256 (RFC 2104) of a text's UTF-8 bytes, as 64 lower-case hexadecimal digits. */
export function hmacSha256(key: Uint8Array, text: string): string {
  const block = new Uint8Array(blockLength);
  block.set(key.length > blockLength ? sha256Bytes(key) : key);
  const inner = sha256Bytes(
    joined(
      block.map((byte) => byte ^ 0x36),
      utf8Bytes(text),
    ),
  );
  const outer = sha256Bytes(
    joined(
      block.map((byte) => byte ^ 0x5c),
      inner,
    ),
  );
  return [...outer].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(first.length + second.length);
  bytes.set(first);
  bytes.set(second, first.length);
  return bytes;
}
