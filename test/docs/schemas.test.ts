import { readdirSync, readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";

const schemas = readdirSync("src", { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".schema.json"))
  .sort()
  .map((path) => [path, JSON.parse(readFileSync(`src/${path}`, "utf8"))] as const);

describe("the JSON Schemas that ship", () => {
  it("are found", () => {
    expect(schemas.length).toBeGreaterThanOrEqual(5);
  });

  it.each(schemas)("%s is JSON Schema 2020-12 and has an id and a title", (_path, schema) => {
    expect(schema.$schema).toBe("https://json-schema.org/draft/2020-12/schema");
    expect(schema.$id).toMatch(/^https:\/\//);
    expect(schema.title).not.toBe("");
    const ajv = new Ajv2020({ strict: true, strictTypes: false, strictTuples: false, strictRequired: false });
    ajv.addFormat("date-time", true);
    expect(ajv.validateSchema(schema)).toBe(true);
    expect(() => ajv.compile(schema)).not.toThrow();
  });

  it("have ids of their own", () => {
    expect(new Set(schemas.map(([, schema]) => schema.$id)).size).toBe(schemas.length);
  });
});
