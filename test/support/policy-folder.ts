import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parse } from "yaml";
import type { JsonValue } from "../../src/json/json-value.ts";
import { jsonFromPlain } from "../../src/json/write-json.ts";
import type { SourceText } from "../../src/source/span.ts";
import { type Compiled, compileTexts } from "./compile.ts";

/** Compiles every `.gate` file of a folder, and `more`, as one policy. */
export function compileFolder(folder: string, more: readonly SourceText[] = []): Compiled {
  const read = (path: string) => ({ file: path, text: readFileSync(path, "utf8") });
  const gateFiles = (path: string) => readdirSync(path).filter((name) => name.endsWith(".gate"));
  const files = gateFiles(folder);
  return compileTexts(
    [...files.map((name) => read(join(folder, name))), ...more],
    (from, path) => read(join(dirname(from), path)),
    (from, path) => {
      const pack = join(dirname(from), path);
      return gateFiles(pack).map((name) => read(join(pack, name)));
    },
  );
}

/** YAML results as the command line reads them, here without its bounds. */
export function readYaml(text: string): JsonValue | undefined {
  try {
    const json = jsonFromPlain(parse(text, { schema: "core" }));
    return json;
  } catch {
    return undefined;
  }
}
