import type { Host } from "../load/host.ts";
import { relativeTo } from "../load/paths.ts";
import { UsageError } from "./options.ts";

/** Writes a file that the user named. What the run read is never written over: a policy would be gone. */
export function writeOutput(host: Host, what: string, file: string, text: string, inputs: Iterable<string>): void {
  const path = relativeTo(host.folder, file);
  if ([...inputs].includes(path))
    throw new UsageError(`${what} would overwrite \`${file}\`, which was read; name another file`);
  const written = host.writeFile(file, text);
  if (!written.ok) throw new UsageError(`${what} cannot be written to \`${file}\`: ${written.problem}`);
}
