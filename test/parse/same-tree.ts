import type { ParsedFile } from "../../src/ast/parsed.ts";

const placed = new Set(["span", "operatorSpan"]);

/** The tree of a file without its places, text and comments: two texts that differ in layout alone have equal ones. */
export const treeOf = ({ header, declarations }: ParsedFile): unknown =>
  JSON.parse(JSON.stringify({ header, declarations }, (key, value: unknown) => (placed.has(key) ? undefined : value)));
