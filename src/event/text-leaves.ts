import { isJsonArray, isJsonObject, JsonNumber, type JsonValue } from "../json/json-value.ts";
import type { Type } from "../value/type.ts";
import { type Field, present, textField } from "../value/value.ts";
import type { SourceTextPart } from "./event.ts";

/** A text, a number as written, or a key that no schema declares, with the names (not the indices) that lead to it. */
export interface Leaf extends SourceTextPart {
  readonly kind: "text" | "number" | "key";
}

/**
 * Everything in a document that whoever wrote it could choose, in the order of sorted keys. Keys are leaves where no
 * schema declares them: an address or a secret may stand there as well as in a value. Each key is listed once a path.
 */
export function textLeaves(value: JsonValue, type: Type): readonly Leaf[] {
  const leaves: Leaf[] = [];
  const keys = new Set<string>();
  visit(value, type, []);
  return leaves;

  function visit(json: JsonValue, as: Type, path: readonly string[]): void {
    if (typeof json === "string") {
      leaves.push({ kind: "text", path, text: json });
    } else if (json instanceof JsonNumber) {
      leaves.push({ kind: "number", path, text: json.lexeme });
    } else if (isJsonArray(json)) {
      const element: Type = as.kind === "list" ? as.element : { kind: "json" };
      for (const item of json) visit(item, element, path);
    } else if (isJsonObject(json)) {
      for (const key of Object.keys(json).sort()) {
        const declared = as.kind === "record" && Object.hasOwn(as.fields, key) ? as.fields[key]?.type : undefined;
        if (declared === undefined) addKey(path, key);
        visit(json[key] ?? null, declared ?? { kind: "json" }, [...path, key]);
      }
    }
  }

  function addKey(path: readonly string[], key: string): void {
    const place = JSON.stringify([path, key]);
    if (!keys.has(place)) leaves.push({ kind: "key", path, text: key });
    keys.add(place);
  }
}

/** A bag of texts, open where some of it was not recorded. */
export const textsField = (leaves: readonly Leaf[], open: boolean): Field =>
  present({ kind: "list", items: leaves.map(({ text }) => textField(text)), open });
