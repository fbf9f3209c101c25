import { describe, expect, it } from "vitest";
import { inputOf, measureRecognisers, recogniserRows } from "../../docs/pages/recogniser-figures.ts";
import { findContent, leafNames, recognisers } from "../../src/value/recognise.ts";

const rows = recogniserRows();
const texts = rows.map((row) => ({ ...row, text: inputOf(row) }));

describe("the table of recognisers", () => {
  it.each(texts)("$why: $text", ({ text, holds, found = holds }) => {
    expect(leafNames.filter((name) => recognisers[name]?.(text))).toEqual(
      leafNames.filter((name) => found.includes(name)),
    );
  });

  it("is large, says why, and has no row twice", () => {
    expect(rows.length).toBeGreaterThanOrEqual(300);
    expect(rows.filter(({ holds }) => holds.length === 0).length).toBeGreaterThanOrEqual(120);
    expect(rows.filter(({ why }) => why.trim() === "")).toEqual([]);
    expect(new Set(texts.map(({ text }) => text)).size).toBe(rows.length);
  });

  it("marks a row only where something else is found than is there", () => {
    for (const { holds, found } of rows)
      if (found !== undefined) expect([...found].sort()).not.toEqual([...holds].sort());
  });

  it("has, for every recogniser, texts that hold it and texts that do not", () => {
    for (const name of leafNames) {
      expect(rows.filter(({ holds }) => holds.includes(name)).length, name).toBeGreaterThanOrEqual(3);
    }
  });

  it("shows no recogniser below nine in ten right, but those of what has no check digit", () => {
    for (const { name, right, falseAlarms } of measureRecognisers(rows)) {
      expect(right / (right + falseAlarms), name).toBeGreaterThanOrEqual(["email", "phone"].includes(name) ? 0.7 : 0.9);
    }
  });

  it("is redacted whole: what is found leaves no digit of it behind", () => {
    for (const { text, holds, found } of texts) {
      const [name, other] = holds;
      if (name === undefined || other !== undefined || found !== undefined) continue;
      const left = findContent(name, text).reduceRight(
        (rest, { start, end }) => rest.slice(0, start) + rest.slice(end),
        text,
      );
      expect(recognisers[name]?.(left), text).toBe(false);
    }
  });
});
