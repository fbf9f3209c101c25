import { recogniserNames } from "../value/recognise.ts";

/** The content recognisers, as a set for resolving names. */
export const recognisers: ReadonlySet<string> = new Set(recogniserNames);
