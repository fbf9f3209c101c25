import { describe, expect, it } from "vitest";
import { clockFault } from "../../src/engine/clock-fault.ts";
import { event } from "./build.ts";

const minute = 60_000;
/** Admitted at noon; `source` is its own time. */
const call = (source?: string) =>
  event({ kind: "call", tool: "pay", ...(source === undefined ? {} : { source_time: `2026-06-01T${source}Z` }) });
const noon = Date.parse("2026-06-01T12:00:00Z");

describe("the times of an event", () => {
  it.each([
    ["are the same", "12:00:00", undefined],
    ["are as far apart as they may be", "11:55:00", undefined],
    ["are as far apart as they may be, the other way", "12:05:00", undefined],
    ["are a moment too far apart", "11:54:59.999", "its own time is 301 seconds before its admission"],
    ["are too far apart, the other way", "12:06:00", "its own time is 360 seconds after its admission"],
    ["are not both there", undefined, undefined],
  ])("%s", (_, source, fault) => {
    expect(clockFault(call(source), undefined, 5 * minute)).toBe(fault);
  });

  it.each([
    ["after it", -minute, undefined],
    ["at the bound", 5 * minute, undefined],
    [
      "a moment behind the bound",
      5 * minute + 1,
      "it was admitted 301 seconds before what the session has already seen",
    ],
  ])("are compared with the clock of the session: %s", (_, behind, fault) => {
    expect(clockFault(call(), noon + behind, 5 * minute)).toBe(fault);
  });

  it("never keep out what only stops, and judge what lets go on", () => {
    const said = (raw: object) => clockFault(event({ by: "ida", roles: [], ...raw }), noon + 6 * minute, 5 * minute);
    expect(
      clockFault(event({ kind: "rejection", call: "c", by: "ida" }), noon + 6 * minute, 5 * minute),
    ).toBeUndefined();
    expect(said({ kind: "admin", statement: { set: "stop" } })).toBeUndefined();
    expect(said({ kind: "admin", statement: { close: "glass" } })).toBeUndefined();
    expect(said({ kind: "admin", statement: { clear: "stop" } })).toContain("360 seconds");
    expect(said({ kind: "admin", statement: { open: "glass" } })).toContain("360 seconds");
    expect(said({ kind: "approval", call: "c" })).toContain("360 seconds");
  });
});
