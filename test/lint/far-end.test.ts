import { describe, expect, it } from "vitest";
import { granted, placesTold } from "./told.ts";

const now = Date.UTC(2026, 0, 1);

describe("an end so far off that it is none", () => {
  it.each([
    ['gate x on wipe { deny  observe until 2026-07-01 owner "ann" }', 'observe until 2026-07-01 owner "ann"'],
    ["gate x on wipe { require approval by role finance, valid 366d }", "require approval by role finance, valid 366d"],
    ["grant y { to agent clerk  tools wipe  until 2028-01-02 }", "2028-01-02"],
    ["grant y { to agent clerk  tools wipe  while task max 366d }", "while task max 366d"],
    ["gate x on wipe { deny  overridable }\nbreak_glass o { gates x  approval by role finance  max 31d }", "o"],
    ['agent b { subject "b"  token ttl <= 31d }', "token ttl <= 31d"],
    ['agent b { subject "b"  revocation within 25h }', "revocation within 25h"],
  ])("is told: %s", (declarations, place) => {
    expect(placesTold("far-end", granted + declarations, now)).toEqual([place]);
  });

  it.each([
    'gate x on wipe { deny  observe until 2026-06-30 owner "ann" }',
    "gate x on wipe { require approval by role finance, valid 365d }",
    "grant y { to agent clerk  tools wipe  until 2028-01-01 }",
    "grant y { to agent clerk  tools wipe  while task max 365d }",
    "gate x on wipe { deny  overridable }\nbreak_glass o { gates x  approval by role finance  max 30d }",
    'agent b { subject "b"  token ttl <= 30d  revocation within 1d }',
  ])("is not: %s", (declarations) => {
    expect(placesTold("far-end", granted + declarations, now)).toEqual([]);
  });
});
