import type { ErrorObject } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import { isMap, isNode, isScalar, parseDocument } from "yaml";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { nearMiss } from "../diagnostics/near-miss.ts";
import { readDateText } from "../manifest/date-text.ts";
import { readDocuments } from "../manifest/document.ts";
import { fail, type Outcome, succeed } from "../source/outcome.ts";
import type { SourceText, Span } from "../source/span.ts";
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
  readonly bundle?: { readonly key?: string };
}

/**
 * Reads and validates one configuration file; every message points at the place it speaks of. `codes` are the rules that
 * may be given a level. Import this file only when there is a configuration: it brings in the YAML and JSON Schema libraries.
 */
export function readConfig(source: SourceText, codes: readonly string[]): Outcome<ConfigFile, Diagnostic> {
  const broken = reportBroken(source);
  if (broken !== undefined) return fail([broken]);
  // Keys that stand twice are refused by now; the library compares every key with every other.
  const document = parseDocument(source.text, { uniqueKeys: false });
  const spanAt = (range: readonly number[] | null | undefined) => ({
    file: source.file,
    start: range?.[0] ?? 0,
    end: range?.[1] ?? 0,
  });
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
      (validate.errors ?? [])
        .filter(isOwnError)
        .slice(0, mostMistakes)
        .map((error) => {
          const path = error.instancePath.split("/").slice(1).map(unescapePointer);
          const node = nodeAt(path);
          const { problem, near, key } = describe(error, path, isScalar(node) ? node.value : undefined);
          const place = key === undefined ? undefined : keyAt(path, key);
          return configInvalid.at(spanAt((place ?? node)?.range), { problem, near });
        }),
    );
  }
  const noDays = (value.audit?.accept ?? []).flatMap(({ until }, at) => {
    const path = ["audit", "accept", String(at), "until"];
    return readDateText(until) !== undefined
      ? []
      : [
          configInvalid.at(spanAt(nodeAt(path)?.range), {
            problem: `\`${path.join(".")}\` must be a day that exists, YYYY-MM-DD`,
            near: undefined,
          }),
        ];
  });
  if (noDays.length > 0) return fail(noDays);
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

/** More are not shown: they tell no more. */
const mostMistakes = 20;
/** Characters; the library's time grows faster than the text. */
const longestConfig = 256 * 1024;

/**
 * What keeps the text from being one YAML document, found by the reader of manifests: it bounds nesting and repetition, which
 * the library does not. The libraries' own words are for programmers.
 */
function reportBroken(source: SourceText): Diagnostic | undefined {
  const { file, text } = source;
  const at = (span: Span, problem: string) => configInvalid.at(span, { problem, near: undefined });
  if (text.length > longestConfig) {
    const problem = `this file has ${text.length} characters; a configuration has at most ${longestConfig}`;
    return at({ file, start: 0, end: 0 }, problem);
  }
  const { documents, refusals } = readDocuments(source);
  const [refused] = refusals;
  const [, second] = documents;
  if (refused !== undefined) {
    const { message, spans } = refused.diagnostic;
    return at(spans[0] ?? { file, start: 0, end: 0 }, message);
  }
  if (second === undefined) return undefined;
  return at(second.root.span(), "a configuration is one YAML document, and here a second one begins");
}

/** `anyOf` reports each branch and itself; the branches say enough. */
const isOwnError = (error: ErrorObject): boolean => error.keyword !== "anyOf" && error.keyword !== "if";

const unescapePointer = (segment: string): string => segment.replaceAll("~1", "/").replaceAll("~0", "~");

function describe(
  error: ErrorObject,
  path: readonly string[],
  found: unknown,
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
    case "enum": {
      const allowed = textsOf(error.params["allowedValues"]);
      const near = typeof found === "string" ? nearMiss(found, allowed) : undefined;
      return { problem: `${where} must be one of ${allowed.join(", ")}`, near, key: undefined };
    }
    case "pattern":
      return plain(`${where} must be a day, YYYY-MM-DD`);
    case "minLength":
      return plain(`${where} is empty`);
    case "minItems":
    case "minProperties":
      return plain(`${where} holds nothing`);
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
const textsOf = (values: unknown): readonly string[] => (Array.isArray(values) ? values.map(String) : []);
const article = (type: string): string =>
  type === "array" ? "a list" : type === "object" ? "a map" : type === "string" ? "a text" : `a ${type}`;
