import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { demands, type Place, sections } from "../../docs/article/demands.ts";
import { checklist } from "../../src/audit/checklist.ts";
import schema from "../../src/manifest/agent-deployment.schema.json" with { type: "json" };

const placesOf = <K extends Place["kind"]>(kind: K) =>
  demands.flatMap(({ id, places }) =>
    places
      .filter((place): place is Extract<Place, { readonly kind: K }> => place.kind === kind)
      .map((place) => [id, place] as const),
  );

describe("every demand of the article", () => {
  it("is there once, section by section", () => {
    const expected = Object.entries(sections).flatMap(([section, count]) =>
      Array.from({ length: count }, (_, at) => `${section}.${at + 1}`),
    );
    expect(demands.map(({ id }) => id)).toEqual(expected);
    expect(demands.filter(({ places }) => places.length === 0)).toEqual([]);
    expect(checklist.map(({ id }) => id)).toEqual(
      demands
        .filter(({ id }) => id.startsWith("checklist."))
        .map(({ places }) => (places[0]?.kind === "item" ? places[0].item : "")),
    );
  });

  it.each(placesOf("language"))("%s: its construct stands in a shipped policy that has tests", (_, { file, text }) => {
    expect(readFileSync(file, "utf8")).toContain(text);
    expect(readFileSync(file.replace(/\.gate$/, "-tests.gate"), "utf8")).toContain("\ntest ");
  });

  it.each(placesOf("item"))("%s: its item is on the checklist", (_, { item }) => {
    expect(checklist.map(({ id }) => id)).toContain(item);
  });

  it.each(placesOf("manifest"))("%s: its field is one of the manifest", (_, { field }) => {
    let node: unknown = schema.properties.spec;
    for (const name of field.split(".")) node = (node as { properties?: Record<string, unknown> }).properties?.[name];
    expect(node, field).toBeDefined();
  });

  it.each(placesOf("behaviour"))("%s: there is a page about it", (_, { page }) => {
    expect(existsSync(page)).toBe(true);
  });

  it.each(placesOf("refused"))("%s: it says why", (_, { because }) => {
    expect(because.split(" ").length).toBeGreaterThan(6);
  });
});
