/** SHA-256 (FIPS 180-4) of a text's UTF-8 bytes, as 64 lower-case hexadecimal digits. Lone surrogates hash as U+FFFD. */
export function sha256(text: string): string {
  const message = roomFor(3 * text.length);
  return toHex(sha256Words(message, writeUtf8(text, message)));
}

/** SHA-256 of bytes, as 32 bytes. */
export function sha256Bytes(bytes: Uint8Array): Uint8Array {
  const message = roomFor(bytes.length);
  message.set(bytes);
  const digest = new Uint8Array(32);
  const view = new DataView(digest.buffer);
  sha256Words(message, bytes.length).forEach((word, index) => {
    view.setInt32(4 * index, word);
  });
  return digest;
}

/** UTF-8 (the core has no `TextEncoder`); a lone surrogate becomes U+FFFD, as the Encoding standard has it. */
export function utf8Bytes(text: string): Uint8Array {
  const bytes = new Uint8Array(3 * text.length);
  return bytes.subarray(0, writeUtf8(text, bytes));
}

/** Writes at the beginning of `bytes`, which has room for three a character, and answers how many it wrote. */
function writeUtf8(text: string, bytes: Uint8Array): number {
  let length = 0;
  for (let at = 0; at < text.length; at += 1) {
    let code = text.charCodeAt(at);
    if (code < 0x80) {
      bytes[length++] = code;
      continue;
    }
    if (code >= 0xd800 && code <= 0xdfff) {
      const low = text.charCodeAt(at + 1);
      if (code < 0xdc00 && low >= 0xdc00 && low <= 0xdfff) {
        code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
        at += 1;
      } else {
        code = 0xfffd;
      }
    }
    if (code < 0x800) {
      bytes[length++] = 0xc0 | (code >> 6);
    } else {
      if (code < 0x10000) {
        bytes[length++] = 0xe0 | (code >> 12);
      } else {
        bytes[length++] = 0xf0 | (code >> 18);
        bytes[length++] = 0x80 | ((code >> 12) & 0x3f);
      }
      bytes[length++] = 0x80 | ((code >> 6) & 0x3f);
    }
    bytes[length++] = 0x80 | (code & 0x3f);
  }
  return length;
}

// Short messages, as most are, are padded and hashed in one place that is kept. Nothing is read of it that was not just written.
const keptRoom = 4096;
const kept = new Uint8Array(keptRoom);
const schedule = new Int32Array(64);

/** Bytes with room for a message and its padding. */
const roomFor = (length: number): Uint8Array => (length + 72 <= keptRoom ? kept : new Uint8Array(length + 72));

/**
 * Of the first `length` bytes, behind which it writes the padding: one 1 bit, zeros, and the length in bits as 64-bit
 * big-endian, to a multiple of 64 bytes. Signed words, because 32-bit signed integers are the ones that engines keep unboxed.
 */
function sha256Words(message: Uint8Array, length: number): Int32Array {
  const end = ((length + 72) >> 6) << 6;
  message.fill(0, length, end);
  message[length] = 0x80;
  const bits = [Math.floor(length / 0x20000000), length << 3];
  for (let place = 0; place < 8; place += 1) {
    message[end - 8 + place] = ((bits[place >> 2] ?? 0) >>> (24 - 8 * (place & 3))) & 0xff;
  }
  const state = Int32Array.from(initialState);
  for (let offset = 0; offset < end; offset += 64) compress(state, message, offset);
  return state;
}

function compress(state: Int32Array, message: Uint8Array, offset: number): void {
  for (let t = 0; t < 16; t += 1) {
    const at = offset + 4 * t;
    schedule[t] =
      ((message[at] ?? 0) << 24) |
      ((message[at + 1] ?? 0) << 16) |
      ((message[at + 2] ?? 0) << 8) |
      (message[at + 3] ?? 0);
  }
  for (let t = 16; t < 64; t += 1) {
    const w15 = schedule[t - 15] ?? 0;
    const w2 = schedule[t - 2] ?? 0;
    const s0 = rotate(w15, 7) ^ rotate(w15, 18) ^ (w15 >>> 3);
    const s1 = rotate(w2, 17) ^ rotate(w2, 19) ^ (w2 >>> 10);
    schedule[t] = (schedule[t - 16] ?? 0) + s0 + (schedule[t - 7] ?? 0) + s1;
  }
  let a = state[0] ?? 0;
  let b = state[1] ?? 0;
  let c = state[2] ?? 0;
  let d = state[3] ?? 0;
  let e = state[4] ?? 0;
  let f = state[5] ?? 0;
  let g = state[6] ?? 0;
  let h = state[7] ?? 0;
  for (let t = 0; t < 64; t += 1) {
    const s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
    const choice = (e & f) ^ (~e & g);
    const t1 = (h + s1 + choice + (roundConstants[t] ?? 0) + (schedule[t] ?? 0)) | 0;
    const s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
    const majority = (a & b) ^ (a & c) ^ (b & c);
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + s0 + majority) | 0;
  }
  state[0] = (state[0] ?? 0) + a;
  state[1] = (state[1] ?? 0) + b;
  state[2] = (state[2] ?? 0) + c;
  state[3] = (state[3] ?? 0) + d;
  state[4] = (state[4] ?? 0) + e;
  state[5] = (state[5] ?? 0) + f;
  state[6] = (state[6] ?? 0) + g;
  state[7] = (state[7] ?? 0) + h;
}

const rotate = (word: number, by: number): number => (word >>> by) | (word << (32 - by));

/** One flat text: a text that is put together keeps its parts, and states hold many of these. */
function toHex(words: Int32Array): string {
  const codes: number[] = [];
  for (const word of words) {
    for (let shift = 28; shift >= 0; shift -= 4) {
      const digit = (word >>> shift) & 0xf;
      codes.push(digit + (digit < 10 ? 0x30 : 0x57));
    }
  }
  return String.fromCharCode(...codes);
}

/** The first 32 bits of the fractional parts of the square roots of the first eight primes. */
const initialState: readonly number[] = [
  0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
];

/** The first 32 bits of the fractional parts of the cube roots of the first 64 primes. */
const roundConstants: Int32Array = Int32Array.from([
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98,
  0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786,
  0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8,
  0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13,
  0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819,
  0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a,
  0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7,
  0xc67178f2,
]);
