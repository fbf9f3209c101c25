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
  const known = new Map(
    Object.entries(members).map(([name, shape]) => [
      name,
      {
        check: createShapeCheck(shape),
        demanded: required.includes(name) ? 1 : 0,
        choice: oneOf?.includes(name) === true ? 1 : 0,
      },
    ]),
  );
  const demanded = new Set(required).size;
  return (value) => {
    if (!isJsonObject(value)) return false;
    let found = 0;
    let chosen = 0;
    const keys = Object.keys(value);
    for (let index = 0; index < keys.length; index += 1) {
      const key = keys[index] ?? "";
      const member = known.get(key);
      if (member === undefined || !member.check(value[key] ?? null)) return false;
      found += member.demanded;
      chosen += member.choice;
    }
    return found === demanded && (oneOf === undefined || chosen === 1);
  };
}

/** What needs no counting of characters; the rest is for the thorough reader. */
function isName(value: JsonValue): boolean {
  if (typeof value !== "string" || value === "") return false;
  if (value.length <= 64) return !holdsControl(value);
  return value.length <= 1024
    ? !controlCharacter.test(value)
    : findShapeFault(value, { kind: "name" }, []) === undefined;
}

/** For short texts, where asking a pattern takes longer than looking. */
function holdsControl(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit <= 0x1f || (unit >= 0x7f && unit <= 0x9f)) return true;
  }
  return false;
}

const controlCharacter = /[\u0000-\u001f\u007f-\u009f]/;
