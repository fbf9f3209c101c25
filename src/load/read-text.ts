import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Outcome } from "../source/outcome.ts";
import { fail, succeed } from "../source/outcome.ts";
import type { SourceText } from "../source/span.ts";
import type { BytesRead, Host } from "./host.ts";
import { danglingLink, fileNotFound, fileOverLimit, fileUnreadable, notUtf8 } from "./load-diagnostics.ts";

/** The most that is read of one file, packed or unpacked: 16 MiB. */
export const textLimit = 16 * 1024 * 1024;

/** Reads one file as UTF-8 text, unpacking gzip. `-` reads standard input under the name `stdinName`. */
export async function readText(
  host: Host,
  path: string,
  options: { readonly limit?: number; readonly stdinName?: string } = {},
): Promise<Outcome<SourceText, Diagnostic>> {
  const limit = options.limit ?? textLimit;
  if (path !== "-") return readFileText(host, path, limit);
  const file = options.stdinName ?? "<stdin>";
  return decode(host, file, await host.readStdin(limit), limit);
}

/** Like `readText`, for what is never standard input. */
export function readFileText(host: Host, path: string, limit: number = textLimit): Outcome<SourceText, Diagnostic> {
  if (host.kindOf(path) === "dangling-link") return fail([danglingLink.at(startOf(path), { path })]);
  return decode(host, path, host.readBytes(path, limit), limit);
}

function decode(host: Host, file: string, read: BytesRead, limit: number): Outcome<SourceText, Diagnostic> {
  if (!read.ok) return fail([problem(file, read.problem, limit, false)]);
  const packed = read.bytes[0] === 0x1f && read.bytes[1] === 0x8b;
  const unpacked = packed ? host.gunzip(read.bytes, limit) : read;
  if (!unpacked.ok) return fail([problem(file, unpacked.problem, limit, true)]);
  const { bytes } = unpacked;
  try {
    return succeed({ file, text: new TextDecoder("utf-8", { fatal: true }).decode(bytes) });
  } catch {
    const offset = firstBadByte(bytes);
    return fail([notUtf8.at(startOf(file), { offset, byte: bytes[offset] ?? 0 }, { notes: [placeOf(bytes, offset)] })]);
  }
}

const startOf = (file: string) => ({ file, start: 0, end: 0 });

function problem(
  file: string,
  kind: (BytesRead & { ok: false })["problem"],
  limit: number,
  unpacked: boolean,
): Diagnostic {
  const span = startOf(file);
  switch (kind) {
    case "missing":
      return fileNotFound.at(span, { path: file });
    case "too-large":
      return fileOverLimit.at(span, { limit, unpacked });
    case "is-folder":
      return fileUnreadable.at(span, { problem: "it is a folder" });
    case "not-permitted":
      return fileUnreadable.at(span, { problem: "permission is denied" });
    case "unreadable":
      return fileUnreadable.at(span, { problem: unpacked ? "it is not a whole gzip file" : "the system refuses" });
  }
}

/** The well-formed byte sequences of Unicode 16, table 3-7: second bytes are narrower after E0, ED, F0 and F4. */
function firstBadByte(bytes: Uint8Array): number {
  let at = 0;
  while (at < bytes.length) {
    const lead = bytes[at] ?? 0;
    const length =
      lead < 0x80
        ? 1
        : lead >= 0xc2 && lead <= 0xdf
          ? 2
          : lead >= 0xe0 && lead <= 0xef
            ? 3
            : lead >= 0xf0 && lead <= 0xf4
              ? 4
              : 0;
    if (length === 0) return at;
    for (let next = 1; next < length; next += 1) {
      const byte = bytes[at + next];
      const low = next > 1 ? 0x80 : lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
      const high = next > 1 ? 0xbf : lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
      if (byte === undefined) return at;
      if (byte < low || byte > high) return at + next;
    }
    at += length;
  }
  return 0;
}

function placeOf(bytes: Uint8Array, offset: number): string {
  let line = 1;
  let start = 0;
  for (let at = 0; at < offset; at += 1) {
    if (bytes[at] === 10) {
      line += 1;
      start = at + 1;
    }
  }
  return `it stands in line ${line}, ${offset - start} ${offset - start === 1 ? "byte" : "bytes"} from its start`;
}
