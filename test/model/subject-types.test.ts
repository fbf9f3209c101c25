import { describe, expect, it } from "vitest";
import type { ModelFields, ModelType } from "../../src/model/model-type.ts";
import { subjectFields, subjectTypes } from "../../src/model/subject-types.ts";
import type { Type } from "../../src/value/type.ts";

function typeAt(type: Type, path: readonly string[]): Type | undefined {
  let at: Type | undefined = type;
  for (const name of path) {
    if (at?.kind === "list") at = at.element;
    at = at?.kind === "record" ? at.fields[name]?.type : undefined;
  }
  return at;
}

const fieldsIn = (fields: ModelFields): readonly (readonly [string, ModelFields[string]])[] =>
  Object.entries(fields).flatMap(([name, field]) => [[name, field] as const, ...inner(field.type)]);

function inner(type: ModelType): readonly (readonly [string, ModelFields[string]])[] {
  if (type.kind === "record") return fieldsIn(type.fields);
  return type.kind === "list" ? inner(type.element) : [];
}

describe("the model's types", () => {
  it("have what the sample control of the reference reads", () => {
    const agent = subjectTypes.agent;
    expect(typeAt(agent, ["tokens", "expires"])).toEqual({ kind: "bool" });
    expect(typeAt(agent, ["tokens", "lifetime"])).toEqual({ kind: "duration" });
    expect(typeAt(agent, ["tokens", "validation"])).toMatchObject({
      values: ["strict", "optional", "permissive", "none"],
    });
    expect(typeAt(agent, ["tokens", "rotation"])).toMatchObject({ values: ["on", "off"] });
    expect(typeAt(agent, ["tokens", "refresh"])).toEqual({ kind: "string" });
    expect(typeAt(agent, ["provider", "in_reach"])).toEqual({ kind: "bool" });
  });

  it("say of every field what it is and what would decide it", () => {
    const all = Object.values(subjectFields).flatMap(fieldsIn);
    expect(all.length).toBeGreaterThan(300);
    expect(all.filter(([, field]) => field.about === "" || field.decidedBy === "").map(([name]) => name)).toEqual([]);
  });

  it("use names and words that a control can write bare", () => {
    const all = Object.values(subjectFields).flatMap(fieldsIn);
    const words = all.flatMap(([, { type }]) =>
      type.kind === "plain" && type.type.kind === "string" ? (type.type.values ?? []) : [],
    );
    expect([...all.map(([name]) => name), ...words].filter((word) => !/^[a-z][a-z0-9_]*$/.test(word))).toEqual([]);
  });
});
