import { describe, expect, it } from "vitest";
import { jsonObject } from "../../src/json/json-value.ts";
import { openCalls } from "../../src/trace/open-calls.ts";

const key = (id: string | null | undefined, tool: string | undefined = "t", city?: string) => ({
  id,
  tool,
  args: city === undefined ? undefined : jsonObject([["city", city]]),
});

describe("results are joined to calls", () => {
  it("by a unique id, in any order", () => {
    const open = openCalls<string>();
    open.add("first", key("a"), 0);
    open.add("second", key("b"), 0);
    expect(open.join(key("b"))).toEqual({ kind: "joined", call: "second", by: "id" });
    expect(open.join(key("a"))).toEqual({ kind: "joined", call: "first", by: "id" });
  });

  it("of the latest message when an old call of the same id never got its result", () => {
    const open = openCalls<string>();
    open.add("old", key("a"), 0);
    open.add("new", key("a"), 1);
    expect(open.join(key("a"))).toEqual({ kind: "joined", call: "new", by: "repeated-id" });
    expect(open.join(key("a"))).toEqual({ kind: "joined", call: "old", by: "repeated-id" });
    expect(open.join(key("a"))).toMatchObject({ kind: "unmatched" });
  });

  it("by arguments, then by tool, then by order where ids say nothing", () => {
    const open = openCalls<string>();
    open.add("one", key("", "t", "Bergen"), 0);
    open.add("two", key(null, "t", "Oslo"), 0);
    open.add("three", key(undefined, "u"), 0);
    expect(open.join(key("", "t", "Oslo"))).toEqual({ kind: "joined", call: "two", by: "order" });
    expect(open.join(key(undefined, "u"))).toEqual({ kind: "joined", call: "three", by: "order" });
    expect(open.join({ id: undefined, tool: undefined, args: undefined })).toMatchObject({ call: "one" });
  });

  it("never to a call of another tool, another id or an earlier message", () => {
    const open = openCalls<string>();
    open.add("earlier", key(undefined), 0);
    open.add("named", key("a"), 1);
    expect(open.join(key(undefined, "other")).kind).toBe("unmatched");
    expect(open.join(key("b")).kind).toBe("unmatched");
    open.join(key("a"));
    expect(open.join(key(undefined)).kind).toBe("unmatched");
  });

  it("in linear time, also when a hostile file repeats one id or leaves all out", () => {
    const count = 30_000;
    const before = performance.now();
    for (const id of ["same", ""]) {
      const open = openCalls<number>();
      for (let call = 0; call < count; call += 1) open.add(call, key(id, "t", "Oslo"), 0);
      for (let call = 0; call < count; call += 1) open.join(key(id, "t", "Bergen"));
    }
    expect(performance.now() - before).toBeLessThan(5_000);
  });
});
