export type FileKind = "file" | "folder" | "other" | "missing" | "dangling-link";

export type BytesRead =
  | { readonly ok: true; readonly bytes: Uint8Array }
  | { readonly ok: false; readonly problem: ReadProblem };

/** `not-a-file`: a pipe, a socket or a device, which may never end and is never read. */
export type ReadProblem = "missing" | "too-large" | "is-folder" | "not-a-file" | "not-permitted" | "unreadable";

/**
 * The machine, as far as commands may touch it. Paths are `/` paths, relative to the working folder or absolute. A test
 * hands in one that lives in memory.
 */
export interface Host {
  /** The absolute working folder, with `/`. */
  readonly folder: string;
  /** Follows links. */
  readonly kindOf: (path: string) => FileKind;
  /** The names in a folder, in any order; undefined when it cannot be read. */
  readonly list: (path: string) => readonly string[] | undefined;
  /** The same text for two paths that lead to one folder through links. */
  readonly identity: (path: string) => string;
  /**
   * What tells a folder from every other one that was or will be made, and nobody can foresee before it is made; undefined where
   * there is none.
   */
  readonly birth: (path: string) => string | undefined;
  /** At most `limit` bytes; a longer file is `too-large`, and is not read. */
  readonly readBytes: (path: string, limit: number) => BytesRead;
  readonly readStdin: (limit: number) => Promise<BytesRead>;
  /** Unpacks gzip, refusing to grow beyond `limit` bytes. */
  readonly gunzip: (bytes: Uint8Array, limit: number) => BytesRead;
  /** Writes all of it or nothing: a temporary file beside the target is renamed. Missing folders are made. */
  readonly writeFile: (
    path: string,
    text: string,
  ) => { readonly ok: true } | { readonly ok: false; readonly problem: string };
  /**
   * Makes this process the only writer of a file until what it answers is called: a file beside it, `PATH.lock`, that nobody else
   * can make. Undefined when somebody else is still the writer after `waitMs`, or no file can be made there.
   */
  readonly lock: (path: string, waitMs: number) => Promise<(() => void) | undefined>;
  readonly sha256: (parts: readonly (string | Uint8Array)[]) => string;
}
