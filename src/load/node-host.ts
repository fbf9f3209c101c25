import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, resolve } from "node:path";
import type { BytesRead, FileKind, Host, ReadProblem } from "./host.ts";

// Loaded where they are needed: they take a tenth of the time node takes to start.
const crypto = () => process.getBuiltinModule("node:crypto");
const zlib = () => process.getBuiltinModule("node:zlib");

/** The real machine. Everything but stdin is read at once: a command line has nothing else to do meanwhile. */
export function nodeHost(folder: string, stdin: AsyncIterable<Uint8Array | string>): Host {
  const at = (path: string): string => resolve(folder, path);
  return {
    folder: folder.replaceAll("\\", "/"),
    kindOf: (path) => kindOf(at(path)),
    list: (path) => attempt(() => readdirSync(at(path))),
    identity: (path) => attempt(() => realpathSync(at(path))) ?? path,
    birth: (path) => birthOf(at(path)),
    readBytes: (path, limit) => readBytes(at(path), limit),
    readStdin: (limit) => readStream(stdin, limit),
    gunzip,
    writeFile: (path, text) => writeAtomically(at(path), text),
    lock: (path, waitMs) => lock(`${at(path)}.lock`, waitMs),
    sha256(parts) {
      const hash = crypto().createHash("sha256");
      for (const part of parts) hash.update(part);
      return hash.digest("hex");
    },
  };
}

function kindOf(path: string): FileKind {
  const found = attempt(() => statSync(path));
  if (found === undefined)
    return attempt(() => lstatSync(path))?.isSymbolicLink() === true ? "dangling-link" : "missing";
  return found.isFile() ? "file" : found.isDirectory() ? "folder" : "other";
}

/** To the nanosecond. Where a file system keeps no time of birth it is that of the last change, which changes with every entry. */
function birthOf(path: string): string | undefined {
  const found = attempt(() => statSync(path, { bigint: true }));
  return found?.isDirectory() === true ? `${found.dev}:${found.ino}:${found.birthtimeNs}` : undefined;
}

function readBytes(path: string, limit: number): BytesRead {
  let file: number | undefined;
  try {
    // A pipe that nobody writes to must not be waited for; O_NONBLOCK does not exist everywhere.
    file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    const found = fstatSync(file);
    if (found.isDirectory()) return { ok: false, problem: "is-folder" };
    if (!found.isFile()) return { ok: false, problem: "not-a-file" };
    return found.size > limit ? { ok: false, problem: "too-large" } : readOpen(file, limit, found.size);
  } catch (error) {
    return { ok: false, problem: problemOf(error) };
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/** A file of `/proc` has no size to trust, and others grow, so the bound is kept while reading. */
function readOpen(file: number, limit: number, size: number): BytesRead {
  const chunks: Uint8Array[] = [];
  let total = 0;
  for (;;) {
    const chunk = new Uint8Array(total === 0 && size > 0 ? size + 1 : 65_536);
    const length = readSync(file, chunk, 0, chunk.length, null);
    if (length === 0) break;
    total += length;
    if (total > limit) return { ok: false, problem: "too-large" };
    chunks.push(chunk.subarray(0, length));
  }
  return { ok: true, bytes: chunks.length === 1 ? (chunks[0] ?? new Uint8Array()) : Buffer.concat(chunks) };
}

async function readStream(stream: AsyncIterable<Uint8Array | string>, limit: number): Promise<BytesRead> {
  const chunks: Uint8Array[] = [];
  let total = 0;
  try {
    for await (const chunk of stream) {
      const bytes = typeof chunk === "string" ? Buffer.from(chunk) : chunk;
      total += bytes.length;
      if (total > limit) return { ok: false, problem: "too-large" };
      chunks.push(bytes);
    }
  } catch (error) {
    return { ok: false, problem: problemOf(error) };
  }
  return { ok: true, bytes: Buffer.concat(chunks) };
}

function gunzip(bytes: Uint8Array, limit: number): BytesRead {
  try {
    return { ok: true, bytes: zlib().gunzipSync(bytes, { maxOutputLength: limit }) };
  } catch (error) {
    return { ok: false, problem: codeOf(error) === "ERR_BUFFER_TOO_LARGE" ? "too-large" : "unreadable" };
  }
}

function writeAtomically(path: string, text: string): ReturnType<Host["writeFile"]> {
  const temporary = `${path}.${crypto().randomBytes(6).toString("hex")}.tmp`;
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(temporary, text, { flag: "wx" });
    renameSync(temporary, path);
    return { ok: true };
  } catch (error) {
    attempt(() => rmSync(temporary, { force: true }));
    return { ok: false, problem: writeProblem(codeOf(error)) };
  }
}

/** How long to wait before the next attempt to make a lock file. */
const retryMs = 20;

async function lock(path: string, waitMs: number): Promise<(() => void) | undefined> {
  for (let waited = 0; ; waited += retryMs) {
    try {
      writeFileSync(path, `${process.pid}\n`, { flag: "wx" });
      return () => void attempt(() => rmSync(path, { force: true }));
    } catch (error) {
      if (codeOf(error) !== "EEXIST" || waited >= waitMs) return undefined;
      await new Promise((resolve) => setTimeout(resolve, retryMs));
    }
  }
}

function writeProblem(code: string | undefined): string {
  switch (code) {
    case "EEXIST":
    case "ENOTDIR":
      return "a file stands where a folder is needed";
    case "EISDIR":
      return "a folder stands there";
    case "EACCES":
    case "EPERM":
      return "permission is denied";
    case "EROFS":
      return "the disk is read-only";
    case "ENOSPC":
    case "EDQUOT":
      return "there is no room left";
    case "ENAMETOOLONG":
      return "the name is too long";
    default:
      return code === undefined ? "the system refuses" : `the system says ${code}`;
  }
}

function problemOf(error: unknown): ReadProblem {
  switch (codeOf(error)) {
    case "ENOENT":
    case "ENOTDIR":
      return "missing";
    case "EISDIR":
      return "is-folder";
    case "EACCES":
    case "EPERM":
      return "not-permitted";
    default:
      return "unreadable";
  }
}

function codeOf(error: unknown): string | undefined {
  const code = typeof error === "object" && error !== null && "code" in error ? error.code : undefined;
  return typeof code === "string" ? code : undefined;
}

function attempt<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}
