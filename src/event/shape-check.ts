import { isJsonArray, isJsonObject, type JsonValue } from "../json/json-value.ts";
import { findShapeFault, type RecordShape, type Shape } from "./shape.ts";

/** Is a value of the shape? Only says yes or no, so it is quick; `findShapeFault` says what is wrong. */
export type ShapeCheck = (value: JsonValue) => boolean;

/** The check of a shape: true exactly where `findShapeFault` finds nothing. */
export function createShapeCheck(shape: Shape): ShapeCheck {
  switch (shape.kind) {
    case "json":
      return () => true;
    case "text":
      return (value) => typeof value === "string";
    case "bool":
      return (value) => typeof value === "boolean";
    case "object":
      return isJsonObject;
    case "name":
      return isName;
    case "choice": {
      const { values } = shape;
      return (value) => typeof value === "string" && values.includes(value);
    }
    case "either": {
      const checks = shape.shapes.map(createShapeCheck);
      return (value) => checks.some((check) => check(value));
    }
    case "list": {
      const item = createShapeCheck(shape.item);
      const first = shape.first === undefined ? item : createShapeCheck(shape.first);
      const least = shape.nonempty === true ? 1 : 0;
      return (value) => {
        if (!isJsonArray(value) || value.length < least) return false;
        for (let index = 0; index < value.length; index += 1) {
          if (!(index === 0 ? first : item)(value[index] ?? null)) return false;
        }
        return true;
      };
    }
    case "record":
      return recordCheck(shape);
    default:
      return (value) => findShapeFault(value, shape, []) === undefined;
  }
}

function recordCheck({ members, required, oneOf }: RecordShape): ShapeCheck {
  const checks = new Map(Object.entries(members).map(([name, shape]) => [name, createShapeCheck(shape)]));
  const choices = new Set(oneOf);
  const demanded = new Set(required);
  return (value) => {
    if (!isJsonObject(value)) return false;
    let found = 0;
    let chosen = 0;
    for (const key of Object.keys(value)) {
      const check = checks.get(key);
      if (check === undefined || !check(value[key] ?? null)) return false;
      if (demanded.has(key)) found += 1;
      if (choices.has(key)) chosen += 1;
    }
    return found === demanded.size && (oneOf === undefined || chosen === 1);
  };
}

/** What needs no counting of characters; the rest is for the thorough reader. */
function isName(value: JsonValue): boolean {
  if (typeof value !== "string" || value === "") return false;
  return value.length <= 1024
    ? !controlCharacter.test(value)
    : findShapeFault(value, { kind: "name" }, []) === undefined;
}

const controlCharacter = /[\u0000-\u001f\u007f-\u009f]/;
