import { bundleFormatNewer, bundleMalformed, bundleNotJson, bundleTruncated } from "../diagnostics/bundle.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import {
  isJsonArray,
  isJsonObject,
  JsonNumber,
  type JsonObject,
  type JsonValue,
  memberOf,
} from "../json/json-value.ts";
import { readJson } from "../json/read-json.ts";
import { fail, type Outcome, succeed } from "../source/outcome.ts";
import type { SourceText } from "../source/span.ts";
import { type Bundle, type BundleEntry, bundleFormat, type EntryKind, type ManifestEntry } from "./bundle.ts";

/** What a bundle holds, by its form alone: nothing of it is believed before `findTampering` has looked at it. */
export function readBundle({ file, text }: SourceText): Outcome<Bundle, Diagnostic> {
  const start = { file, start: 0, end: 0 };
  const read = readJson(text, { maxDepth: 8 });
  if (!read.ok) {
    return fail([
      isCut(text) ? bundleTruncated.at(start, {}) : bundleNotJson.at(start, { problem: read.error.message }),
    ]);
  }
  const format = isJsonObject(read.value) ? memberOf(read.value, "bundle") : undefined;
  if (format instanceof JsonNumber && /^[1-9][0-9]*$/.test(format.lexeme) && Number(format.lexeme) > bundleFormat) {
    return fail([bundleFormatNewer.at(start, { format: format.lexeme, known: bundleFormat })]);
  }
  try {
    return succeed(bundleIn(read.value));
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    return fail([bundleMalformed.at(start, { problem: error.message })]);
  }
}

/** The first bytes of every bundle; its last are a brace and a line break, which stand nowhere else together. */
const opening = '{"bundle":';

const isCut = (text: string): boolean =>
  text.startsWith(opening) ? !text.endsWith("}\n") : opening.startsWith(text.trim());

/** Thrown and caught in this file: the form is wrong, in these words. */
class Malformed extends Error {}

function bundleIn(value: JsonValue): Bundle {
  const document = objectIn(value, "a bundle", ["bundle", "digest", "entries", "manifest"], ["signature"]);
  const format = memberOf(document, "bundle");
  if (!(format instanceof JsonNumber) || format.lexeme !== String(bundleFormat)) {
    throw new Malformed(`\`bundle\` must be the number ${bundleFormat}`);
  }
  const manifest = objectIn(memberOf(document, "manifest"), "`manifest`", ["builtIns", "compiler", "entries"]);
  const signature = memberOf(document, "signature");
  return {
    digest: hashIn(memberOf(document, "digest"), "`digest`"),
    manifest: {
      compiler: textIn(memberOf(manifest, "compiler"), "`manifest.compiler`"),
      builtIns: listIn(memberOf(manifest, "builtIns"), "`manifest.builtIns`").map((one) =>
        textIn(one, "an item of `manifest.builtIns`"),
      ),
      entries: listIn(memberOf(manifest, "entries"), "`manifest.entries`").map(manifestEntryIn),
    },
    entries: listIn(memberOf(document, "entries"), "`entries`").map(entryIn),
    ...(signature === undefined ? {} : { signature: textIn(signature, "`signature`") }),
  };
}

function manifestEntryIn(value: JsonValue): ManifestEntry {
  const where = "an entry of the manifest";
  const entry = objectIn(value, where, ["kind", "path", "sha256"]);
  return {
    path: textIn(memberOf(entry, "path"), `\`path\` of ${where}`),
    kind: kindIn(memberOf(entry, "kind")),
    sha256: hashIn(memberOf(entry, "sha256"), `\`sha256\` of ${where}`),
  };
}

function entryIn(value: JsonValue): BundleEntry {
  const entry = objectIn(value, "an entry", ["path", "text"]);
  return {
    path: textIn(memberOf(entry, "path"), "`path` of an entry"),
    text: textIn(memberOf(entry, "text"), "`text` of an entry"),
  };
}

const kinds: readonly EntryKind[] = ["ir", "policy", "catalogue", "pack"];

function kindIn(value: JsonValue | undefined): EntryKind {
  const kind = kinds.find((one) => one === value);
  if (kind === undefined)
    throw new Malformed(`\`kind\` of an entry of the manifest must be one of ${kinds.join(", ")}`);
  return kind;
}

function objectIn(
  value: JsonValue | undefined,
  where: string,
  required: readonly string[],
  optional: readonly string[] = [],
): JsonObject {
  if (!isJsonObject(value)) throw new Malformed(`${where} must be an object`);
  const missing = required.find((name) => !Object.hasOwn(value, name));
  if (missing !== undefined) throw new Malformed(`${where} lacks \`${missing}\``);
  const unknown = Object.keys(value).find((name) => !required.includes(name) && !optional.includes(name));
  if (unknown !== undefined)
    throw new Malformed(`${where} has a member that means nothing: \`${unknown.slice(0, 60)}\``);
  return value;
}

function listIn(value: JsonValue | undefined, where: string): readonly JsonValue[] {
  if (!isJsonArray(value)) throw new Malformed(`${where} must be a list`);
  return value;
}

function textIn(value: JsonValue | undefined, where: string): string {
  if (typeof value !== "string") throw new Malformed(`${where} must be a text`);
  return value;
}

function hashIn(value: JsonValue | undefined, where: string): string {
  const text = textIn(value, where);
  if (!/^[0-9a-f]{64}$/.test(text)) throw new Malformed(`${where} must be 64 hexadecimal digits`);
  return text;
}
