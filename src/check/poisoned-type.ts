import type { Type } from "../value/type.ts";

/**
 * The type of a field whose declaration is in error and was reported: whatever is asked of it raises nothing more. Told
 * apart by identity, so that no type a user can write is it; a policy in which it occurs never leaves the checker.
 */
export const poisonedType: Type = Object.freeze({ kind: "json" });
