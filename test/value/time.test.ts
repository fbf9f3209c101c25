import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatDuration, parseDuration } from "../../src/value/duration.ts";
import { formatTimestamp, parseTimestamp, utcHour } from "../../src/value/timestamp.ts";

describe("durations", () => {
  it.each([
    ["15m", 900_000],
    ["1h30m", 5_400_000],
    ["250ms", 250],
    ["7d", 604_800_000],
    ["1m500ms", 60_500],
    ["0s", 0],
  ])("%s is %d ms", (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  it.each([
    "",
    "15",
    "m",
    "1.5h",
    "-1h",
    "1w",
    "30m1h",
    "1h1h",
    "1H",
    "1 h",
    "99999999999999999d",
    "9999999999999999d",
  ])("%j is none", (text) => {
    expect(parseDuration(text)).toBeUndefined();
  });

  it("are read back as they are written", () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), (ms) => {
        expect(parseDuration(formatDuration(ms))).toBe(ms);
      }),
    );
  });

  it("are written in the largest units", () => {
    expect([90_000, 3_600_000, 86_400_000, 0, -1].map(formatDuration)).toEqual(["1m30s", "1h", "1d", "0s", "-1ms"]);
  });
});

describe("timestamps", () => {
  it.each([
    ["1970-01-01T00:00:00Z", 0],
    ["2027-01-01T00:00:00Z", 1_798_761_600_000],
    ["2024-02-29T23:59:59.999Z", 1_709_251_199_999],
    ["2026-03-01T00:00:00.1239Z", 1_772_323_200_123],
    ["1969-12-31T23:59:59.5Z", -500],
    ["2026-01-01T01:00:00+01:00", 1_767_225_600_000],
    ["2025-12-31T19:00:00-05:00", 1_767_225_600_000],
    ["2026-01-01t00:00:00z", 1_767_225_600_000],
  ])("%s is %d ms", (text, ms) => {
    expect(parseTimestamp(text)).toBe(ms);
  });

  it.each([
    ["2026-01-01T00:00:00", "no zone"],
    ["2026-01-01", "no time"],
    ["2026-01-01 00:00:00Z", "a blank"],
    ["2016-12-31T23:59:60Z", "a leap second"],
    ["2026-01-01T24:00:00Z", "hour 24"],
    ["2026-01-01T00:60:00Z", "minute 60"],
    ["2026-02-29T00:00:00Z", "no leap year"],
    ["1900-02-29T00:00:00Z", "no leap year"],
    ["2026-13-01T00:00:00Z", "month 13"],
    ["2026-04-31T00:00:00Z", "April has 30 days"],
    ["2026-01-01T00:00:00+24:00", "an offset of a day"],
    ["2026-01-01T00:00:00.Z", "no digit behind the point"],
    ["26-01-01T00:00:00Z", "two digits"],
    ["+002026-01-01T00:00:00Z", "an expanded year"],
  ])("%s is none: %s", (text) => {
    expect(parseTimestamp(text)).toBeUndefined();
  });

  it("may miss the zone where the format says what it means", () => {
    expect(parseTimestamp("1970-01-01T00:00:01", { missingZone: "utc" })).toBe(1_000);
  });

  it("agree with the platform's calendar", () => {
    const date = fc.date({
      min: new Date("0000-01-01T00:00:00Z"),
      max: new Date("9999-12-31T23:59:59Z"),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(date, (value) => {
        expect(parseTimestamp(value.toISOString())).toBe(value.getTime());
        expect(formatTimestamp(value.getTime())).toBe(value.toISOString().replace(".000Z", "Z"));
        expect(utcHour(value.getTime())).toBe(value.getUTCHours());
      }),
    );
  });
});
