import type { Host } from "./host.ts";

/** One question asked of the machine, and a digest of the answer. */
export type Observation = readonly [question: "kind" | "list" | "identity" | "bytes", path: string, answer: string];

/** A host that notes everything it is asked about files, so that a later run can tell whether all of it is as it was. */
export function recordingHost(host: Host, note: (observation: Observation) => void): Host {
  return {
    ...host,
    kindOf(path) {
      note(["kind", path, observe(host, "kind", path)]);
      return host.kindOf(path);
    },
    list(path) {
      note(["list", path, observe(host, "list", path)]);
      return host.list(path);
    },
    identity(path) {
      note(["identity", path, observe(host, "identity", path)]);
      return host.identity(path);
    },
    readBytes(path, limit) {
      const read = host.readBytes(path, limit);
      note(["bytes", `${limit}:${path}`, read.ok ? host.sha256([read.bytes]) : read.problem]);
      return read;
    },
  };
}

/** The present answer to a question asked before. */
export function observe(host: Host, question: Observation[0], path: string): string {
  switch (question) {
    case "kind":
      return host.kindOf(path);
    case "list":
      return host.sha256([[...(host.list(path) ?? ["not readable"])].sort().join("\n")]);
    case "identity":
      return host.sha256([host.identity(path)]);
    case "bytes": {
      const at = path.indexOf(":");
      const read = host.readBytes(path.slice(at + 1), Number(path.slice(0, at)));
      return read.ok ? host.sha256([read.bytes]) : read.problem;
    }
  }
}
