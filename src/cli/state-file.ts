import { restoreState, type StateSnapshot, snapshotState } from "../engine/snapshot.ts";
import type { State } from "../engine/state.ts";
import { canonicalJson } from "../json/canonical-json.ts";
import { sha256 } from "../json/sha256.ts";
import type { Host } from "../load/host.ts";
import { readFileText } from "../load/read-text.ts";

/** A state file: the snapshot, whose it is, and a digest, so that a file that was cut or changed is told from a state. */
interface StateFile {
  readonly sallyport_state: 1;
  readonly policy: string;
  readonly digest: string;
  readonly state: StateSnapshot;
}

export type StateRead = { readonly ok: true; readonly state: State } | { readonly ok: false; readonly message: string };

const stateLimit = 256 * 1024 * 1024;

export function readState(host: Host, path: string, policy: string): StateRead {
  const broken = (message: string): StateRead => ({ ok: false, message });
  if (host.kindOf(path) === "missing")
    return broken(
      "the state file is not there; if this is the first event, create it with --new-state, and if it was lost, with --lost-state",
    );
  const read = readFileText(host, path, stateLimit);
  if (!read.ok) return broken("the state file cannot be read");
  try {
    const file: Partial<StateFile> = JSON.parse(read.value.text);
    if (file.sallyport_state !== 1 || file.state === undefined || file.digest === undefined)
      return broken("the state file is no state of this version");
    if (sha256(canonicalJson(file.state)) !== file.digest) return broken("the state file was cut or changed");
    if (file.policy !== policy) return broken("the state file belongs to another policy");
    return { ok: true, state: restoreState(file.state) };
  } catch {
    return broken("the state file is no state of this version");
  }
}

/** Undefined when it was written, otherwise why not. The file is replaced as a whole. */
export function writeState(host: Host, path: string, policy: string, state: State): string | undefined {
  const snapshot = snapshotState(state);
  const file: StateFile = { sallyport_state: 1, policy, digest: sha256(canonicalJson(snapshot)), state: snapshot };
  const written = host.writeFile(path, `${canonicalJson(file)}\n`);
  return written.ok ? undefined : `the state file cannot be written: ${written.problem}`;
}
