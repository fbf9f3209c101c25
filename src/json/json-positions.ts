import type { JsonPath } from "./json-path.ts";

/** UTF-16 code units of the text, `end` exclusive. */
export interface OffsetRange {
  readonly start: number;
  readonly end: number;
}

/** Where a value stands in the text, and the key in front of it (quotes included) if it is a member of an object. */
export interface JsonLocation {
  readonly value: OffsetRange;
  readonly key: OffsetRange | undefined;
}

export interface JsonPositions {
  /** The place of the value at a path; undefined if the document has none there. */
  readonly at: (path: JsonPath) => JsonLocation | undefined;
}

/** The tree that the reader builds on demand. `keyStart` is -1 where there is no key. */
export interface PositionNode {
  readonly start: number;
  end: number;
  keyStart: number;
  keyEnd: number;
  readonly children: Map<string | number, PositionNode> | undefined;
}

export const positionsOf = (root: PositionNode): JsonPositions => lazyPositions(() => root);

/** Builds the tree when it is first asked, so that a document nobody points into costs nothing. */
export function lazyPositions(build: () => PositionNode | undefined): JsonPositions {
  let built: { readonly root: PositionNode | undefined } | undefined;
  return {
    at(path) {
      built ??= { root: build() };
      let node = built.root;
      for (const step of path) node = node?.children?.get(step);
      if (node === undefined) return undefined;
      return {
        value: { start: node.start, end: node.end },
        key: node.keyStart < 0 ? undefined : { start: node.keyStart, end: node.keyEnd },
      };
    },
  };
}
