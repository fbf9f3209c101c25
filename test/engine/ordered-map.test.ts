import { describe, expect, it } from "vitest";
import {
  LastLook,
  mapEntries,
  mapGet,
  mapRemove,
  mapSet,
  mapSize,
  type OrderedMap,
} from "../../src/engine/ordered-map.ts";
import { randomFrom } from "./random.ts";

const depth = (map: OrderedMap<number>): number =>
  map === undefined ? 0 : 1 + Math.max(depth(map.left), depth(map.right));

describe("an ordered map", () => {
  it("behaves as a `Map` with sorted entries, whatever is set and removed", () => {
    const random = randomFrom(3);
    let map: OrderedMap<number>;
    const expected = new Map<string, number>();
    for (let step = 0; step < 3_000; step += 1) {
      const key = `k${random.below(400)}`;
      if (random.chance(60)) {
        map = mapSet(map, key, step);
        expected.set(key, step);
      } else {
        map = mapRemove(map, key);
        expected.delete(key);
      }
      expect(mapGet(map, key)).toBe(expected.get(key));
      expect(mapSize(map)).toBe(expected.size);
    }
    expect(mapEntries(map)).toEqual([...expected].sort(([left], [right]) => (left < right ? -1 : 1)));
  });

  it("stays shallow when keys come in order", () => {
    let map: OrderedMap<number>;
    for (let index = 0; index < 4_096; index += 1) map = mapSet(map, String(index).padStart(5, "0"), index);
    expect(depth(map)).toBeLessThan(32);
    for (let index = 0; index < 4_000; index += 1) map = mapRemove(map, String(index).padStart(5, "0"));
    expect(depth(map)).toBeLessThan(20);
  });

  it("leaves the map before a change as it was", () => {
    const one = mapSet(undefined, "a", 1);
    mapSet(one, "a", 2);
    mapRemove(one, "a");
    expect(mapEntries(one)).toEqual([["a", 1]]);
  });
});

describe("a look that remembers", () => {
  it("answers as the map does, whichever map and key it was asked before", () => {
    const random = randomFrom(4);
    const look = new LastLook<number>();
    const maps: OrderedMap<number>[] = [undefined];
    for (let step = 0; step < 3_000; step += 1) {
      const map = maps[random.below(maps.length)];
      const key = `k${random.below(4)}`;
      expect(look.get(map, key)).toBe(mapGet(map, key));
      if (random.chance(20)) maps.push(random.chance(70) ? mapSet(map, key, step) : mapRemove(map, key));
      if (maps.length > 6) maps.shift();
    }
    // What is not there is remembered too, and is there in a map of which that was said of the one before.
    const before = mapSet(undefined, "a", 1);
    expect(look.get(before, "b")).toBeUndefined();
    expect(look.get(mapSet(before, "b", 2), "b")).toBe(2);
    expect(look.get(before, "b")).toBeUndefined();
  });
});
