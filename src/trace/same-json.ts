import { isJsonArray, isJsonObject, JsonNumber, type JsonValue } from "../json/json-value.ts";

/** Are these the same JSON, whatever the order of members? Numbers are compared as written. */
export function sameJson(left: JsonValue | undefined, right: JsonValue | undefined): boolean {
  if (left instanceof JsonNumber) return right instanceof JsonNumber && left.lexeme === right.lexeme;
  if (isJsonArray(left)) {
    if (!isJsonArray(right) || left.length !== right.length) return false;
    return left.every((item, index) => sameJson(item, right[index]));
  }
  if (isJsonObject(left)) {
    if (!isJsonObject(right)) return false;
    const keys = Object.keys(left);
    return (
      keys.length === Object.keys(right).length &&
      keys.every((key) => Object.hasOwn(right, key) && sameJson(left[key], right[key]))
    );
  }
  return left === right;
}
