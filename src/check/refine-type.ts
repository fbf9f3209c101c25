import type { ParsedPath } from "../ast/name.ts";
import { nearMiss } from "../diagnostics/near-miss.ts";
import { unknownField } from "../diagnostics/paths.ts";
import { contradiction } from "../diagnostics/tools.ts";
import type { FieldType, Type } from "../value/type.ts";
import { fieldOf } from "./join-types.ts";
import { poisonedType } from "./poisoned-type.ts";
import type { Report } from "./report.ts";
import { withLimits } from "./schema-limits.ts";
import { dotted } from "./scope.ts";
import { typeInWords } from "./type-in-words.ts";

/** Where a refinement may add a field: nowhere in a closed record; everywhere in a tool that no catalogue describes. */
export type FieldPolicy = "known-only" | "may-add";

/**
 * The type with the field at `path` refined. The schema stays the authority: a refinement says more about a field, never
 * something else. Lists on the way are looked through, because a path cannot name an element. After an error the field is
 * `poisonedType`, so that rules on it raise nothing more; undefined if there is no such field.
 */
export function refineType(
  type: Type,
  path: ParsedPath,
  refined: Type,
  policy: FieldPolicy,
  report: Report,
): Type | undefined {
  return refineAt(type, 1, { path, refined, policy, report });
}

interface Refinement {
  readonly path: ParsedPath;
  readonly refined: Type;
  readonly policy: FieldPolicy;
  readonly report: Report;
}

function refineAt(type: Type, at: number, refinement: Refinement): Type | undefined {
  const { path, refined, policy, report } = refinement;
  const segment = path.segments[at];
  if (type === poisonedType) return poisonedType;
  if (segment === undefined) {
    if (refined === poisonedType) return poisonedType;
    const narrowed = narrow(type, refined);
    if (narrowed === undefined) {
      report.add(
        contradiction.at(path.span, {
          path: dotted(path.segments),
          stated: typeInWords(refined),
          schema: typeInWords(type),
        }),
      );
    }
    return narrowed ?? poisonedType;
  }
  if (type.kind === "list") {
    const element = refineAt(type.element, at, refinement);
    return element === undefined ? undefined : { kind: "list", element };
  }
  const record: Type = type.kind === "json" ? { kind: "record", fields: {}, additional: true } : type;
  if (record.kind !== "record") {
    const parent = dotted(path.segments.slice(0, at));
    report.add(
      contradiction.at(segment.span, {
        path: parent,
        stated: `a record with the field \`${segment.text}\``,
        schema: typeInWords(type),
      }),
    );
    return poisonedType;
  }
  const field = fieldOf(record, segment.text);
  if (field === undefined && policy === "known-only" && !record.additional) {
    const known = Object.keys(record.fields);
    const parent = dotted(path.segments.slice(0, at));
    report.add(
      unknownField.at(segment.span, {
        field: segment.text,
        parent,
        near: nearMiss(segment.text, known),
        known: known.sort(),
        tools: [],
      }),
    );
    return undefined;
  }
  const inner = refineAt(field?.type ?? { kind: "json" }, at + 1, refinement);
  if (inner === undefined) return undefined;
  const closed = field === undefined && policy === "may-add" && inner.kind === "record";
  const fieldType: FieldType = {
    type: closed ? { ...inner, additional: record.additional } : inner,
    required: field?.required ?? false,
    ...withLimits(field?.limits),
  };
  return { ...record, fields: { ...record.fields, [segment.text]: fieldType } };
}

/** The refined type if a value of the schema's type can be one; undefined if they contradict each other. */
function narrow(schema: Type, refined: Type): Type | undefined {
  if (schema.kind === "json") return refined;
  if (schema.kind === "list") {
    if (refined.kind !== "list") return undefined;
    const element = narrow(schema.element, refined.element);
    return element === undefined ? undefined : { kind: "list", element };
  }
  switch (schema.kind) {
    case "string":
      return narrowString(schema.values, refined);
    case "int":
      return refined.kind === "int" || refined.kind === "decimal" || refined.kind === "money" ? refined : undefined;
    case "decimal":
      return refined.kind === "int" ||
        refined.kind === "decimal" ||
        refined.kind === "money" ||
        refined.kind === "percent"
        ? refined
        : undefined;
    case "money":
      return refined.kind === "money" && JSON.stringify(refined) === JSON.stringify(schema) ? refined : undefined;
    default:
      return refined.kind === schema.kind ? refined : undefined;
  }
}

function narrowString(values: readonly string[] | undefined, refined: Type): Type | undefined {
  switch (refined.kind) {
    case "string":
      if (values === undefined) return refined;
      if (refined.values === undefined) return { kind: "string", values };
      return refined.values.every((value) => values.includes(value)) ? refined : undefined;
    case "email":
    case "domain":
    case "path":
    case "cidr":
    case "iban":
    case "phone":
    case "url":
    case "command":
    case "timestamp":
      return values === undefined ? refined : undefined;
    default:
      return undefined;
  }
}
