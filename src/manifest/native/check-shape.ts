import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { manifestBadValue, manifestMissingField, manifestUnknownField } from "../../diagnostics/manifest.ts";
import { nearMiss } from "../../diagnostics/near-miss.ts";
import { assertNever } from "../../source/assert-never.ts";
import { readDateText } from "../date-text.ts";
import { readDurationText } from "../duration-text.ts";
import type { ManifestNode } from "../node.ts";
import { hostPattern, type ObjectShape, type Shape, textPatterns, wildcardHostPattern } from "./shape.ts";

/** Everything wrong with a document by its shape, in document order. It accepts exactly what the JSON Schema accepts. */
export function checkShape(node: ManifestNode, shape: Shape): readonly Diagnostic[] {
  switch (shape.kind) {
    case "object":
      return checkObject(node, shape);
    case "list": {
      if (node.kind !== "list") return wrong(node, "a list");
      const inner = node.items().flatMap((item) => checkShape(item, shape.element));
      return node.items().length < shape.least ? [...wrong(node, `at least ${shape.least} element`), ...inner] : inner;
    }
    case "host":
      return checkHost(node);
    case "text":
    case "enum":
    case "bool":
    case "duration":
    case "date":
    case "count":
    case "number":
    case "reference": {
      const expected = scalarProblem(node, shape);
      return expected === undefined ? [] : wrong(node, expected);
    }
    default:
      return assertNever(shape);
  }
}

type ScalarShape = Exclude<Shape, { readonly kind: "object" | "list" | "host" }>;

/** What was expected, if it is not there. */
export function scalarProblem(node: ManifestNode, shape: ScalarShape): string | undefined {
  const text = node.kind === "text" ? node.text() : undefined;
  switch (shape.kind) {
    case "text": {
      const { pattern, words } =
        shape.format === undefined ? { pattern: "", words: "a text" } : textPatterns[shape.format];
      return text !== undefined && text !== "" && new RegExp(pattern).test(text) ? undefined : words;
    }
    case "enum": {
      if (text !== undefined && shape.values.includes(text)) return undefined;
      const near = text === undefined ? undefined : nearMiss(text, shape.values);
      const list = shape.values.map((value) => `\`${value}\``).join(", ");
      return `${shape.values.length === 1 ? "" : "one of "}${list}${near === undefined ? "" : `; did you mean \`${near}\`?`}`;
    }
    case "bool":
      return node.kind === "bool" ? undefined : "`true` or `false`";
    case "duration": {
      const ms = text === undefined ? undefined : readDurationText(text);
      const fits = ms !== undefined && (shape.zero || ms > 0);
      return fits ? undefined : "a duration with its unit, such as 15m, 24h or P400D";
    }
    case "date":
      return text !== undefined && readDateText(text) !== undefined ? undefined : "a date such as 2027-01-31";
    case "count": {
      const number = node.number();
      return number !== undefined && Number.isSafeInteger(number) && number >= 1 ? undefined : "a whole number above 0";
    }
    case "number": {
      const number = node.number();
      return number !== undefined && number >= 0 ? undefined : "a number, not negative";
    }
    case "reference":
      return text !== undefined && text !== "" ? undefined : "a file, or Kind/name";
    default:
      return assertNever(shape);
  }
}

function checkObject(node: ManifestNode, shape: ObjectShape): readonly Diagnostic[] {
  if (node.kind !== "map") return wrong(node, "a mapping");
  const found: Diagnostic[] = [];
  for (const [key, value] of node.entries()) {
    const member = Object.hasOwn(shape.members, key) ? shape.members[key] : undefined;
    if (member === undefined) {
      const near = nearMiss(key, Object.keys(shape.members));
      found.push(manifestUnknownField.at(value.keySpan(), { field: key, near }));
    } else found.push(...checkShape(value, member.shape));
  }
  const required = [
    ...shape.required,
    ...shape.needs.filter((need) => holds(node.get(need.key), need)).map(({ demands }) => demands),
  ];
  for (const field of new Set(required)) {
    if (node.get(field).kind === "missing") found.push(manifestMissingField.at(node.keySpan(), { field }));
  }
  return found;
}

const holds = (
  node: ManifestNode,
  { value, contains }: { readonly value: string; readonly contains: boolean },
): boolean => (contains ? node.items().some((item) => item.text() === value) : node.text() === value);

function checkHost(node: ManifestNode): readonly Diagnostic[] {
  const expected = "an exact host, or { host: *.example.com, reason: … }";
  if (node.kind === "text") return new RegExp(hostPattern).test(node.text() ?? "") ? [] : wrong(node, expected);
  const shape: ObjectShape = {
    kind: "object",
    members: {
      host: { shape: { kind: "text" }, about: "" },
      reason: { shape: { kind: "text" }, about: "" },
    },
    required: ["host", "reason"],
    needs: [],
  };
  if (node.kind !== "map") return wrong(node, expected);
  const inner = checkObject(node, shape);
  if (inner.length > 0) return inner;
  return new RegExp(wildcardHostPattern).test(node.get("host").text() ?? "")
    ? []
    : wrong(node.get("host"), "`*.` and a host");
}

function wrong(node: ManifestNode, expected: string): readonly Diagnostic[] {
  const text = node.text();
  const names = { map: "a mapping", list: "a list", null: "nothing", missing: "nothing" } as const;
  const found =
    node.kind === "map" || node.kind === "list" || node.kind === "null" || node.kind === "missing"
      ? names[node.kind]
      : `${node.kind === "text" ? "" : `the ${node.kind === "bool" ? "boolean" : "number"} `}\`${(text ?? "").slice(0, 60)}\``;
  return [manifestBadValue.at(node.span(), { found, expected })];
}
