import type { ErrorObject } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import { isMap, isNode, isScalar, parseDocument } from "yaml";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { nearMiss } from "../diagnostics/near-miss.ts";
import { fail, type Outcome, succeed } from "../source/outcome.ts";
import type { SourceText } from "../source/span.ts";
import schema from "./config.schema.json" with { type: "json" };
import type { Acceptance, AgentSelector, RuleLevels } from "./config.ts";
import { configInvalid } from "./load-diagnostics.ts";

/** One `sallyport.yaml` as written. */
export interface ConfigFile {
  readonly extends?: string | readonly string[];
  readonly policies?: readonly string[];
  readonly rules?: RuleLevels;
  readonly overrides?: readonly { readonly files: readonly string[]; readonly rules: RuleLevels }[];
  readonly simulate?: {
    readonly agent?: string;
    readonly assume?: readonly string[];
    readonly performs?: readonly string[];
  };
  readonly audit?: {
    readonly complete?: readonly string[];
    readonly agents?: readonly (string | AgentSelector)[];
    readonly accept?: readonly Acceptance[];
  };
}

/**
 * Reads and validates one configuration file; every message points at the place it speaks of. `codes` are the rules that
 * may be given a level. Import this file only when there is a configuration: it brings in the YAML and JSON Schema libraries.
 */
export function readConfig(source: SourceText, codes: readonly string[]): Outcome<ConfigFile, Diagnostic> {
  const document = parseDocument(source.text, { uniqueKeys: true });
  const spanAt = (range: readonly number[] | null | undefined) => ({
    file: source.file,
    start: range?.[0] ?? 0,
    end: range?.[1] ?? 0,
  });
  if (document.errors.length > 0) {
    return fail(
      document.errors.map((error) => {
        const problem = `this is not YAML: ${firstLine(error.message)}`;
        return configInvalid.at(spanAt(error.pos), { problem, near: undefined });
      }),
    );
  }
  if (document.contents === null) return succeed({});
  const nodeAt = (path: readonly string[]) => {
    const node = path.length === 0 ? document.contents : document.getIn(path, true);
    return isNode(node) ? node : undefined;
  };
  const keyAt = (path: readonly string[], key: string) => {
    const parent = nodeAt(path);
    const pair = isMap(parent) ? parent.items.find((item) => isScalar(item.key) && item.key.value === key) : undefined;
    return pair !== undefined && isScalar(pair.key) ? pair.key : undefined;
  };
  const validate = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true }).compile<ConfigFile>(schema);
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: 50 });
  } catch {
    const problem = "this file repeats itself through aliases more often than is read";
    return fail([configInvalid.at(spanAt(undefined), { problem, near: undefined })]);
  }
  if (!validate(value)) {
    return fail(
      (validate.errors ?? []).filter(isOwnError).map((error) => {
        const path = error.instancePath.split("/").slice(1).map(unescapePointer);
        const { problem, near, key } = describe(error, path);
        const node = key === undefined ? undefined : keyAt(path, key);
        return configInvalid.at(spanAt((node ?? nodeAt(path))?.range), { problem, near });
      }),
    );
  }
  const levels: readonly { readonly path: readonly string[]; readonly rules: RuleLevels }[] = [
    { path: ["rules"], rules: value.rules ?? {} },
    ...(value.overrides ?? []).map(({ rules }, at) => ({ path: ["overrides", String(at), "rules"], rules })),
  ];
  const unknown = levels.flatMap(({ path, rules }) =>
    Object.keys(rules)
      .filter((code) => !codes.includes(code))
      .map((code) =>
        configInvalid.at(spanAt(keyAt(path, code)?.range), {
          problem: `\`${code}\` is no lint rule; \`sallyport rules\` lists them`,
          near: nearMiss(code, codes),
        }),
      ),
  );
  return unknown.length > 0 ? fail(unknown) : succeed(value);
}

/** `anyOf` reports each branch and itself; the branches say enough. */
const isOwnError = (error: ErrorObject): boolean => error.keyword !== "anyOf" && error.keyword !== "if";

const unescapePointer = (segment: string): string => segment.replaceAll("~1", "/").replaceAll("~0", "~");
const firstLine = (text: string): string => text.split("\n")[0]?.replace(/ at line \d+, column \d+:?$/, "") ?? text;

function describe(
  error: ErrorObject,
  path: readonly string[],
): { readonly problem: string; readonly near: string | undefined; readonly key: string | undefined } {
  const where = path.length === 0 ? "sallyport.yaml" : `\`${path.join(".")}\``;
  const plain = (problem: string) => ({ problem, near: undefined, key: undefined });
  switch (error.keyword) {
    case "additionalProperties": {
      const key = String(error.params["additionalProperty"]);
      const known = isRecord(error.parentSchema?.["properties"])
        ? Object.keys(error.parentSchema["properties"])
        : knownKeys(path);
      return {
        problem: `\`${key}\` is not a setting of ${where}; known are ${known.join(", ")}`,
        near: nearMiss(key, known),
        key,
      };
    }
    case "required":
      return plain(`${where} lacks \`${String(error.params["missingProperty"])}\``);
    case "enum":
      return plain(`${where} must be one of ${asList(error.params["allowedValues"])}`);
    case "type":
      return plain(`${where} must be ${article(String(error.params["type"]))}`);
    default:
      return plain(`${where} ${error.message ?? "is not valid"}`);
  }
}

/** The settings the schema knows at a path, list positions aside. */
function knownKeys(path: readonly string[]): readonly string[] {
  let at: unknown = schema;
  for (const segment of path) {
    if (!isRecord(at)) return [];
    at = isRecord(at["properties"]) ? at["properties"][segment] : at["items"];
  }
  return isRecord(at) && isRecord(at["properties"]) ? Object.keys(at["properties"]) : [];
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const asList = (values: unknown): string => (Array.isArray(values) ? values.map(String).join(", ") : String(values));
const article = (type: string): string =>
  type === "array" ? "a list" : type === "object" ? "a map" : type === "string" ? "a text" : `a ${type}`;
