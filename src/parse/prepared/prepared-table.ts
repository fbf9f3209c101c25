import type { LookaheadTable } from "./lookahead-table.ts";

/** Put in place by the build, as a text: the sources have none, and let chevrotain analyse the grammar. */
declare const SALLYPORT_LOOKAHEAD: string | undefined;

export const preparedTable: LookaheadTable | undefined =
  typeof SALLYPORT_LOOKAHEAD === "undefined" ? undefined : JSON.parse(SALLYPORT_LOOKAHEAD);
