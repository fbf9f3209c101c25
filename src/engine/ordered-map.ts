/**
 * A persistent map from texts to values: `set` and `remove` return a new map and leave the old one as it was, so a state
 * stays what it was when the next event is stepped. A weight-balanced tree (Adams 1993; parameters of Hirai and Yamamoto
 * 2011): O(log n) whatever the keys are, so chosen keys cannot slow it down, and entries come in code-unit order, so a
 * snapshot is canonical.
 */
export type OrderedMap<V> = Node<V> | undefined;

interface Node<V> {
  readonly key: string;
  readonly value: V;
  readonly size: number;
  readonly left: OrderedMap<V>;
  readonly right: OrderedMap<V>;
}

export function mapGet<V>(map: OrderedMap<V>, key: string): V | undefined {
  // One comparison a node: whether the last that is not behind the key is the key's own is asked at the end.
  let found: OrderedMap<V>;
  let node = map;
  while (node !== undefined) {
    if (key < node.key) node = node.left;
    else {
      found = node;
      node = node.right;
    }
  }
  return found !== undefined && found.key === key ? found.value : undefined;
}

/**
 * Looks into maps of one kind and remembers the last answer: a map does not change, so that it holds for ever. The map stays in
 * memory until the next look.
 */
export class LastLook<V> {
  #map: OrderedMap<V>;
  #key = "";
  #value: V | undefined;

  get(map: OrderedMap<V>, key: string): V | undefined {
    if (map === undefined) return undefined;
    if (this.#map === map && this.#key === key) return this.#value;
    this.#value = mapGet(map, key);
    this.#map = map;
    this.#key = key;
    return this.#value;
  }
}

export function mapSet<V>(map: OrderedMap<V>, key: string, value: V): Node<V> {
  if (map === undefined) return node(key, value, undefined, undefined);
  if (key < map.key) return balance(map.key, map.value, mapSet(map.left, key, value), map.right);
  if (key === map.key) return { key: map.key, value, left: map.left, right: map.right, size: map.size };
  return balance(map.key, map.value, map.left, mapSet(map.right, key, value));
}

export function mapRemove<V>(map: OrderedMap<V>, key: string): OrderedMap<V> {
  if (map === undefined) return undefined;
  if (key < map.key) return balance(map.key, map.value, mapRemove(map.left, key), map.right);
  if (key > map.key) return balance(map.key, map.value, map.left, mapRemove(map.right, key));
  return join(map.left, map.right);
}

export const mapSize = <V>(map: OrderedMap<V>): number => map?.size ?? 0;

/** In code-unit order of the keys. */
export function mapEntries<V>(map: OrderedMap<V>): readonly (readonly [string, V])[] {
  const entries: (readonly [string, V])[] = [];
  const visit = (node: OrderedMap<V>): void => {
    if (node === undefined) return;
    visit(node.left);
    entries.push([node.key, node.value]);
    visit(node.right);
  };
  visit(map);
  return entries;
}

export function mapOf<V>(entries: Iterable<readonly [string, V]>): OrderedMap<V> {
  let map: OrderedMap<V>;
  for (const [key, value] of entries) map = mapSet(map, key, value);
  return map;
}

const node = <V>(key: string, value: V, left: OrderedMap<V>, right: OrderedMap<V>): Node<V> => ({
  key,
  value,
  left,
  right,
  size: mapSize(left) + mapSize(right) + 1,
});

// INVARIANT: of two siblings neither weighs more than three times the other (weight = size + 1).
const tooHeavy = <V>(heavy: OrderedMap<V>, light: OrderedMap<V>): boolean =>
  mapSize(heavy) + 1 > 3 * (mapSize(light) + 1);

function balance<V>(key: string, value: V, left: OrderedMap<V>, right: OrderedMap<V>): Node<V> {
  if (right !== undefined && tooHeavy(right, left)) {
    const inner = right.left;
    if (inner !== undefined && mapSize(inner) + 1 >= 2 * (mapSize(right.right) + 1)) {
      const outer = node(right.key, right.value, inner.right, right.right);
      return node(inner.key, inner.value, node(key, value, left, inner.left), outer);
    }
    return node(right.key, right.value, node(key, value, left, inner), right.right);
  }
  if (left !== undefined && tooHeavy(left, right)) {
    const inner = left.right;
    if (inner !== undefined && mapSize(inner) + 1 >= 2 * (mapSize(left.left) + 1)) {
      const outer = node(left.key, left.value, left.left, inner.left);
      return node(inner.key, inner.value, outer, node(key, value, inner.right, right));
    }
    return node(left.key, left.value, left.left, node(key, value, inner, right));
  }
  return node(key, value, left, right);
}

/** The map of both, where every key of `left` stands before every key of `right`. */
function join<V>(left: OrderedMap<V>, right: OrderedMap<V>): OrderedMap<V> {
  if (right === undefined) return left;
  let first = right;
  while (first.left !== undefined) first = first.left;
  return balance(first.key, first.value, left, mapRemove(right, first.key));
}
