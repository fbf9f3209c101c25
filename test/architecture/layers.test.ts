import { existsSync } from "node:fs";
import { cruise } from "dependency-cruiser";
import { describe, expect, it } from "vitest";
import configuration, { layers } from "../../.dependency-cruiser.js";

describe("the layers", async () => {
  const { output } = await cruise(["src"], {
    ruleSet: { forbidden: configuration.forbidden },
    validate: true,
    ...configuration.options,
  });
  if (typeof output === "string") throw new Error("dependency-cruiser returned text");

  it("point one way", () => {
    const violations = output.summary.violations.map(({ from, to, rule }) => `${rule.name}: ${from} -> ${to}`);
    expect(violations).toEqual([]);
  });

  it("were all seen by the cruiser, with their imports", () => {
    const seen = new Set(output.modules.map((module) => module.source.split("/")[1]));
    for (const layer of Object.keys(layers)) {
      if (existsSync(`src/${layer}`)) expect(seen).toContain(layer);
    }
    const imports = output.modules.flatMap((module) => module.dependencies);
    expect(imports.length).toBeGreaterThan(300);
  });
});
