import { createHash } from "node:crypto";
import { gunzipSync } from "node:zlib";
import type { Host } from "../../src/load/host.ts";
import { join, normalise } from "../../src/load/paths.ts";

/** A machine in memory. Keys are paths below `/project`; a value starting with `->` is a link to another path. */
export interface MemoryHost extends Host {
  readonly files: Map<string, string | Uint8Array>;
}

const folder = "/project";

/** `born`: when and where its folders were made. */
export function memoryHost(
  initial: Readonly<Record<string, string | Uint8Array>>,
  stdin = "",
  born = "here",
): MemoryHost {
  const files = new Map(Object.entries(initial).map(([path, content]) => [join(folder, path), content]));
  const resolve = (path: string, hops = 0): string => {
    const full = normalise(join(folder, path));
    for (const [link, target] of files) {
      if (typeof target !== "string" || !target.startsWith("->")) continue;
      if ((full === link || full.startsWith(`${link}/`)) && hops < 8) {
        return resolve(join(link, join("..", target.slice(2))) + full.slice(link.length), hops + 1);
      }
    }
    return full;
  };
  const isFolder = (path: string): boolean =>
    path === "/" || [...files.keys()].some((file) => file.startsWith(`${path}/`));
  const contentOf = (path: string): Uint8Array | undefined => {
    const content = files.get(path);
    return typeof content === "string" ? new TextEncoder().encode(content) : content;
  };
  return {
    files,
    folder,
    kindOf(path) {
      const full = resolve(path);
      if (isFolder(full)) return "folder";
      if (files.has(full)) return "file";
      return files.has(join(folder, path)) ? "dangling-link" : "missing";
    },
    list(path) {
      const prefix = `${resolve(path).replace(/\/$/, "")}/`;
      return [
        ...new Set(
          [...files.keys()]
            .filter((file) => file.startsWith(prefix))
            .map((file) => file.slice(prefix.length).split("/")[0] ?? ""),
        ),
      ].reverse();
    },
    identity: (path) => resolve(path),
    birth: (path) => (isFolder(resolve(path)) ? born : undefined),
    readBytes(path, limit) {
      const full = resolve(path);
      const bytes = contentOf(full);
      if (bytes === undefined) return { ok: false, problem: isFolder(full) ? "is-folder" : "missing" };
      return bytes.length > limit ? { ok: false, problem: "too-large" } : { ok: true, bytes };
    },
    readStdin: async () => ({ ok: true, bytes: new TextEncoder().encode(stdin) }),
    gunzip(bytes, limit) {
      try {
        return { ok: true, bytes: gunzipSync(bytes, { maxOutputLength: limit }) };
      } catch (error) {
        const bomb = error instanceof RangeError;
        return { ok: false, problem: bomb ? "too-large" : "unreadable" };
      }
    },
    writeFile(path, text) {
      files.set(join(folder, path), text);
      return { ok: true };
    },
    async lock(path) {
      const file = join(folder, `${path}.lock`);
      if (files.has(file)) return undefined;
      files.set(file, "");
      return () => void files.delete(file);
    },
    sha256: (parts) => parts.reduce((hash, part) => hash.update(part), createHash("sha256")).digest("hex"),
  };
}
