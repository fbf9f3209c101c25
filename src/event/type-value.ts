import { formatJsonPath, type JsonPath } from "../json/json-path.ts";
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue, memberOf } from "../json/json-value.ts";
import type { Limits, Type } from "../value/type.ts";
import { absent, type Field, present, unrecorded } from "../value/value.ts";
import { brokenLimit } from "./broken-limit.ts";
import { describeType } from "./describe-type.ts";
import type { SchemaViolation } from "./event.ts";
import { type Gaps, gapsBelow } from "./gaps.ts";
import { fillGaps, genericField } from "./generic-value.ts";
import { jsonKind } from "./json-kind.ts";
import { type Enclosing, moneyField } from "./type-money.ts";
import { scalarField } from "./type-scalar.ts";

export interface TypedValue {
  readonly field: Field;
  readonly violations: readonly SchemaViolation[];
  /** Members outside a closed record, by path. */
  readonly undeclared: readonly string[];
}

export interface Document {
  /** What paths in messages start with: `args`, `result`, `context`. */
  readonly root: string;
  readonly gaps: Gaps | undefined;
  /** False: what is missing may have been there. */
  readonly complete: boolean;
}

/**
 * Types a document by its schema (`language.md` 3). An ill-typed leaf is unrecorded (`ill_typed`) and listed; null or
 * nothing is absent where the field is optional; a missing required field is absent and listed. Never throws.
 */
export function typeValue(value: JsonValue, type: Type, document: Document): TypedValue {
  const violations: SchemaViolation[] = [];
  const undeclared: string[] = [];
  const whole: Enclosing = { names: [], value, gaps: document.gaps, outer: undefined };
  return { field: typed(value, type, [], document.gaps, whole), violations, undeclared };

  function typed(json: JsonValue, as: Type, path: JsonPath, gaps: Gaps | undefined, enclosing: Enclosing): Field {
    if (gaps?.cause !== undefined) return unrecorded(gaps.cause);
    switch (as.kind) {
      case "record":
        return isJsonObject(json) ? typedRecord(json, as, path, gaps, enclosing) : illTyped(json, as, path);
      case "list":
        return isJsonArray(json) ? typedList(json, as.element, path, gaps, enclosing) : illTyped(json, as, path);
      case "json":
        return genericField(json, gaps, document.complete);
      case "money":
        return moneyField(json, as, enclosing, document.complete) ?? illTyped(json, as, path);
      default:
        return scalarField(json, as) ?? illTyped(json, as, path);
    }
  }

  function typedRecord(
    json: JsonObject,
    as: Extract<Type, { kind: "record" }>,
    path: JsonPath,
    gaps: Gaps | undefined,
    enclosing: Enclosing,
  ): Field {
    const fields = new Map<string, Field>();
    for (const name of Object.keys(as.fields)) {
      const declared = as.fields[name];
      if (declared === undefined) continue;
      const { type: memberType, required, limits } = declared;
      const below = gapsBelow(gaps, name);
      const given = memberOf(json, name);
      // Where only parts of a missing member are not recorded, the rest of it is absent.
      const member = given === undefined && below !== undefined ? {} : given;
      const memberPath = [...path, name];
      if (member === undefined) fields.set(name, missingField(memberType, required, memberPath));
      else if (member === null && !required) fields.set(name, absent);
      else
        fields.set(
          name,
          limited(member, limits, memberPath) ?? typed(member, memberType, memberPath, below, enclosing),
        );
    }
    for (const name of Object.keys(json)) {
      const member = json[name];
      if (member === undefined || fields.has(name)) continue;
      if (!as.additional) undeclared.push(place([...path, name]));
      fields.set(name, genericField(member, gapsBelow(gaps, name), document.complete));
    }
    fillGaps(fields, gaps, document.complete);
    return present({ kind: "record", fields, open: !document.complete });
  }

  /** A value beyond the limits of its schema is no value; undefined where it keeps to them. */
  function limited(json: JsonValue, limits: Limits | undefined, path: JsonPath): Field | undefined {
    const broken = limits === undefined ? undefined : brokenLimit(json, limits);
    if (broken === undefined) return undefined;
    violations.push({ path: place([...path, ...broken.at]), expected: broken.expected, found: "another one" });
    return unrecorded("ill_typed");
  }

  function missingField(type: Type, required: boolean, path: JsonPath): Field {
    if (!document.complete) return unrecorded("not_recorded");
    if (required) violations.push({ path: place(path), expected: describeType(type), found: "nothing" });
    return absent;
  }

  function typedList(
    json: readonly JsonValue[],
    element: Type,
    path: JsonPath,
    gaps: Gaps | undefined,
    outer: Enclosing,
  ): Field {
    const names = path.filter((step) => typeof step === "string");
    const items = json.map((item, index) =>
      typed(item, element, [...path, index], gaps, { names, value: item, gaps, outer }),
    );
    return present({ kind: "list", items, open: !document.complete });
  }

  function illTyped(json: JsonValue, expected: Type, path: JsonPath): Field {
    violations.push({ path: place(path), expected: describeType(expected), found: jsonKind(json) });
    return unrecorded("ill_typed");
  }

  function place(path: JsonPath): string {
    return formatJsonPath([document.root, ...path]);
  }
}
