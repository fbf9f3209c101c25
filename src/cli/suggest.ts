import { nearMiss } from "../diagnostics/near-miss.ts";

/** `; did you mean …?` behind a message about a word that is not known, or nothing. */
export function suggest(written: string, known: Iterable<string>): string {
  const near = nearMiss(written, known);
  return near === undefined ? "" : `; did you mean \`${near}\`?`;
}
