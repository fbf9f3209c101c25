import { sha256 } from "../json/sha256.ts";
import { writeEventWithout } from "./canonical-jsonl.ts";
import type { RawEvent } from "./event.ts";

/**
 * SHA-256 over the record apart from its id and its place in time and order: two events of one id are the same event
 * when this agrees, and `id_reuse` otherwise.
 */
export const contentHash = (raw: RawEvent): string => sha256(writeEventWithout(raw, notContent));

const notContent: readonly string[] = ["id", "at", "source_time", "seq"];
