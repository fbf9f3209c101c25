import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { assertNever } from "../source/assert-never.ts";
import { fail, succeed } from "../source/outcome.ts";
import type { SourceText } from "../source/span.ts";
import type { BytesRead, Host, ReadProblem } from "./host.ts";
import { danglingLink, fileNotFound, fileOverLimit, fileUnreadable, notUtf8 } from "./load-diagnostics.ts";

/** The most that is read of one file, packed or unpacked: 16 MiB. */
export const textLimit = 16 * 1024 * 1024;

/** A file as text, or why not. `shown`: what there is of it, for messages that point into it. */
export type TextRead =
  | { readonly ok: true; readonly value: SourceText; readonly diagnostics: readonly Diagnostic[] }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[]; readonly shown?: SourceText };

/** Reads one file as UTF-8 text, unpacking gzip. `-` reads standard input under the name `stdinName`. */
export async function readText(
  host: Host,
  path: string,
  options: { readonly limit?: number; readonly stdinName?: string } = {},
): Promise<TextRead> {
  const limit = options.limit ?? textLimit;
  if (path !== "-") return readFileText(host, path, limit);
  const file = options.stdinName ?? "<stdin>";
  return decode(host, file, await host.readStdin(limit), limit);
}

/** Like `readText`, for what is never standard input. */
export function readFileText(host: Host, path: string, limit: number = textLimit): TextRead {
  if (host.kindOf(path) === "dangling-link") return fail([danglingLink.at(startOf(path), { path })]);
  return decode(host, path, host.readBytes(path, limit), limit);
}

function decode(host: Host, file: string, read: BytesRead, limit: number): TextRead {
  if (!read.ok) return fail([problem(file, read.problem, limit, false)]);
  const packed = read.bytes[0] === 0x1f && read.bytes[1] === 0x8b;
  const unpacked = packed ? host.gunzip(read.bytes, limit) : read;
  if (!unpacked.ok) return fail([problem(file, unpacked.problem, limit, true)]);
  const { bytes } = unpacked;
  try {
    return succeed({ file, text: new TextDecoder("utf-8", { fatal: true }).decode(bytes) });
  } catch {
    return notText(file, bytes);
  }
}

/** How much is shown behind the first bad byte. */
const shownBehind = 200;

function notText(file: string, bytes: Uint8Array): TextRead {
  const at = firstBadByte(bytes);
  const before = new TextDecoder().decode(bytes.subarray(0, at));
  const text = before + new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes.subarray(at, at + shownBehind));
  const isUtf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  const span = { file, start: before.length, end: before.length + 1 };
  return { ok: false, diagnostics: [notUtf8.at(span, { byte: bytes[at] ?? 0, isUtf16 })], shown: { file, text } };
}

const startOf = (file: string) => ({ file, start: 0, end: 0 });

function problem(file: string, kind: ReadProblem, limit: number, unpacked: boolean): Diagnostic {
  const span = startOf(file);
  const what = "file";
  switch (kind) {
    case "missing":
      return fileNotFound.at(span, { path: file });
    case "too-large":
      return fileOverLimit.at(span, { limit, unpacked });
    case "is-folder":
      return fileUnreadable.at(span, { what, problem: "it is a folder" });
    case "not-a-file":
      return fileUnreadable.at(span, {
        what,
        problem: "it is a pipe or a device",
        help: "to read what a command prints, name `-` and pipe it in",
      });
    case "not-permitted":
      return fileUnreadable.at(span, { what, problem: "permission is denied" });
    case "unreadable":
      return fileUnreadable.at(span, {
        what,
        problem: unpacked ? "it is not a whole gzip file" : "the system refuses",
      });
    default:
      return assertNever(kind);
  }
}

/**
 * Where the first sequence starts that is none of Unicode 16, table 3-7: second bytes are narrower after E0, ED, F0 and F4.
 */
function firstBadByte(bytes: Uint8Array): number {
  let at = 0;
  while (at < bytes.length) {
    const lead = bytes[at] ?? 0;
    const length = lengthAfter(lead);
    if (length === 0) return at;
    for (let next = 1; next < length; next += 1) {
      const byte = bytes[at + next];
      const low = next > 1 ? 0x80 : lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
      const high = next > 1 ? 0xbf : lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
      if (byte === undefined || byte < low || byte > high) return at;
    }
    at += length;
  }
  return 0;
}

function lengthAfter(lead: number): 0 | 1 | 2 | 3 | 4 {
  if (lead < 0x80) return 1;
  if (lead >= 0xc2 && lead <= 0xdf) return 2;
  if (lead >= 0xe0 && lead <= 0xef) return 3;
  return lead >= 0xf0 && lead <= 0xf4 ? 4 : 0;
}
