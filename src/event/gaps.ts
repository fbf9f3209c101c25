import { isJsonArray, isJsonObject, type JsonValue, memberOf } from "../json/json-value.ts";
import type { Cause } from "../value/value.ts";

/** What nobody can say, as a tree over the segments of its paths. A node with a cause covers everything below it. */
export interface Gaps {
  readonly cause: Cause | undefined;
  readonly below: ReadonlyMap<string, Gaps>;
}

interface MutableGaps extends Gaps {
  cause: Cause | undefined;
  readonly below: Map<string, MutableGaps>;
}

const emptyGaps = (): MutableGaps => ({ cause: undefined, below: new Map() });

/** The gaps of a list of paths with their causes; of two causes of one path the first stays. */
export function gapsOf(paths: Iterable<readonly [path: readonly string[], cause: Cause]>): Gaps {
  const root = emptyGaps();
  for (const [path, cause] of paths) {
    let node = root;
    for (const segment of path) {
      const next = node.below.get(segment) ?? emptyGaps();
      node.below.set(segment, next);
      node = next;
    }
    node.cause ??= cause;
  }
  return root;
}

/** The gaps below a member. A key with dots in it is found under its dotted path, as `not_recorded` would write it. */
export function gapsBelow(gaps: Gaps | undefined, key: string): Gaps | undefined {
  if (gaps === undefined || !key.includes(".")) return gaps?.below.get(key);
  let node: Gaps | undefined = gaps;
  for (const segment of key.split(".")) node = node?.below.get(segment);
  return node;
}

/** Is something at a path, through any element of the lists on the way? */
export function holdsPath(value: JsonValue | undefined, path: readonly string[]): boolean {
  const [head, ...rest] = path;
  if (value === undefined || head === undefined) return value !== undefined;
  if (isJsonArray(value)) return value.some((item) => holdsPath(item, path));
  return isJsonObject(value) && holdsPath(memberOf(value, head), rest);
}
