import {
  closeSync,
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
import type { BytesRead, FileKind, Host } from "./host.ts";

// Loaded where they are needed: they take a tenth of the time node takes to start.
const crypto = () => process.getBuiltinModule("node:crypto");
const zlib = () => process.getBuiltinModule("node:zlib");

/** The real machine. Everything but stdin is read at once: a command line has nothing else to do meanwhile. */
export function nodeHost(folder: string, stdin: AsyncIterable<Uint8Array | string>): Host {
  const at = (path: string): string => resolve(folder, path);
  return {
    folder: folder.replaceAll("\\", "/"),
    kindOf: (path) => kindOf(at(path)),
    list: (path) => attempt(() => readdirSync(at(path))) ?? [],
    identity: (path) => attempt(() => realpathSync(at(path))) ?? path,
    readBytes: (path, limit) => readBytes(at(path), limit),
    readStdin: (limit) => readStream(stdin, limit),
    gunzip,
    writeFile: (path, text) => writeAtomically(at(path), text),
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

function readBytes(path: string, limit: number): BytesRead {
  let file: number | undefined;
  try {
    file = openSync(path, "r");
    const found = fstatSync(file);
    if (found.isDirectory()) return { ok: false, problem: "is-folder" };
    if (found.isFile() && found.size > limit) return { ok: false, problem: "too-large" };
    return readOpen(file, limit, found.isFile() ? found.size : 0);
  } catch (error) {
    return { ok: false, problem: problemOf(error) };
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/** A pipe or `/proc` file has no size to trust, so the bound is kept while reading. */
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
  for await (const chunk of stream) {
    const bytes = typeof chunk === "string" ? Buffer.from(chunk) : chunk;
    total += bytes.length;
    if (total > limit) return { ok: false, problem: "too-large" };
    chunks.push(bytes);
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
    return { ok: false, problem: codeOf(error) ?? "cannot be written" };
  }
}

function problemOf(error: unknown): "missing" | "is-folder" | "not-permitted" | "unreadable" {
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
