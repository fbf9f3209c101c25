import type { CheckedCondition } from "../ast/checked-condition.ts";
import type { CheckedTarget } from "../ast/checked-gate.ts";
import type { GateClause } from "../ast/parsed-gate.ts";
import { schemaInPack } from "../diagnostics/packs.ts";
import { schemaNotFound, schemaOnCall, schemaUnusable } from "../diagnostics/schemas.ts";
import { canonicalJson } from "../json/canonical-json.ts";
import { readJson } from "../json/read-json.ts";
import { sha256 } from "../json/sha256.ts";
import type { Checker } from "./scope.ts";
import { readStrictSchema } from "./strict-schema.ts";

type SchemaClause = Extract<GateClause, { readonly kind: "schema" }>;

/**
 * `require schema "answer.json"`: the condition that the content satisfies the schema, which the policy keeps by the SHA-256 of
 * its canonical JSON. Undefined after an error: the file cannot be read, or says what cannot be decided.
 */
export function checkSchema(
  clause: SchemaClause,
  on: readonly CheckedTarget[],
  checker: Checker,
): CheckedCondition | undefined {
  const { path, span } = clause;
  const { report, schemas, read } = checker;
  if (on.some(({ kind }) => kind === "call")) {
    report.add(schemaOnCall.at(span, {}));
    return undefined;
  }
  if (checker.pack !== undefined) {
    report.add(schemaInPack.at(span, {}));
    return undefined;
  }
  const source = read(span.file, path.text);
  if (source === undefined) {
    report.add(schemaNotFound.at(path.span, { path: path.text }));
    return undefined;
  }
  const json = readJson(source.text);
  const schema = json.ok ? readStrictSchema(json.value) : undefined;
  if (!json.ok || schema?.ok !== true) {
    const found = json.ok ? (schema?.ok === false ? schema.found : "") : `no JSON: ${json.error.message}`;
    const place = schema?.ok === false ? schema.path : "schema";
    report.add(schemaUnusable.at(path.span, { path: path.text, place, found }));
    return undefined;
  }
  const digest = sha256(canonicalJson(json.value));
  schemas.set(digest, schema.type);
  return {
    kind: "holds",
    span,
    operand: { kind: "path", span, root: "conforms", segments: [digest], type: { kind: "bool" } },
  };
}
