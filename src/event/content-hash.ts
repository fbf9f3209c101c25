import { sha256 } from "../json/sha256.ts";
import { writeEvent } from "./canonical-jsonl.ts";
import type { RawEvent } from "./event.ts";

/**
 * SHA-256 over the record apart from its id and its place in time and order: two events of one id are the same event
 * when this agrees, and `id_reuse` otherwise.
 */
export function contentHash(raw: RawEvent): string {
  const { id: _id, at: _at, source_time: _sourceTime, seq: _seq, ...content } = raw;
  return sha256(writeEvent(content as RawEvent));
}
