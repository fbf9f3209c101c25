import { assertNever } from "../../source/assert-never.ts";
import { datePattern } from "../date-text.ts";
import { durationPattern } from "../duration-text.ts";
import { hostPattern, type Need, type Shape, textPatterns, wildcardHostPattern } from "./shape.ts";

export interface JsonSchema {
  readonly [keyword: string]: unknown;
}

/** JSON Schema 2020-12 of a shape. */
export function schemaOf(shape: Shape): JsonSchema {
  switch (shape.kind) {
    case "text":
      return {
        type: "string",
        minLength: 1,
        ...(shape.format === undefined ? {} : { pattern: textPatterns[shape.format].pattern }),
      };
    case "enum":
      return shape.values.length === 1 ? { const: shape.values[0] } : { enum: shape.values };
    case "bool":
      return { type: "boolean" };
    case "duration":
      return {
        type: "string",
        pattern: durationPattern,
        ...(shape.zero ? {} : { allOf: [{ pattern: "[1-9]" }] }),
        description: "a duration with its unit: 15m, 1h30m, PT30M, P400D",
      };
    case "date":
      return { type: "string", pattern: datePattern };
    case "count":
      return { type: "integer", minimum: 1 };
    case "number":
      return { type: "number", minimum: 0 };
    case "reference":
      return { type: "string", minLength: 1, description: "a file, or Kind/name, or Kind/namespace/name" };
    case "host":
      return {
        oneOf: [
          { type: "string", pattern: hostPattern },
          {
            type: "object",
            properties: {
              host: { type: "string", pattern: wildcardHostPattern },
              reason: { type: "string", minLength: 1 },
            },
            required: ["host", "reason"],
            additionalProperties: false,
          },
        ],
      };
    case "list":
      return {
        type: "array",
        items: schemaOf(shape.element),
        ...(shape.least === 0 ? {} : { minItems: shape.least }),
      };
    case "object":
      return {
        type: "object",
        properties: Object.fromEntries(
          Object.entries(shape.members).map(([key, { shape: inner, about }]) => [
            key,
            { description: about, ...schemaOf(inner) },
          ]),
        ),
        ...(shape.required.length === 0 ? {} : { required: shape.required }),
        additionalProperties: false,
        ...(shape.needs.length === 0 ? {} : { allOf: shape.needs.map(needSchema) }),
      };
    default:
      return assertNever(shape);
  }
}

function needSchema({ key, value, contains, demands }: Need): JsonSchema {
  const constant = { const: value === "true" ? true : value };
  return {
    if: { properties: { [key]: contains ? { contains: constant } : constant }, required: [key] },
    // biome-ignore lint/suspicious/noThenProperty: it is the JSON Schema keyword.
    then: { required: [demands] },
  };
}
