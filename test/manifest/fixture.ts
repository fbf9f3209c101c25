import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { gunzipSync } from "node:zlib";
import type { ReadDeployment } from "../../src/manifest/read-deployment.ts";
import { listFacts } from "../../src/model/list-facts.ts";
import type { SourceText } from "../../src/source/span.ts";

export interface Folder {
  readonly files: readonly SourceText[];
  readonly others: readonly string[];
}

/** Every file below a folder with `/` paths relative to it: manifests with their text, others by name. */
export function readFolder(root: string): Folder {
  const files: SourceText[] = [];
  const others: string[] = [];
  const visit = (folder: string): void => {
    for (const name of readdirSync(folder).sort()) {
      const path = join(folder, name);
      if (statSync(path).isDirectory()) {
        visit(path);
        continue;
      }
      const shown = relative(root, path).split(sep).join("/");
      if (!/\.(?:ya?ml|json)(?:\.gz)?$/.test(name)) {
        others.push(shown);
        continue;
      }
      const bytes = readFileSync(path);
      const text = (name.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
      files.push({ file: shown.replace(/\.gz$/, ""), text });
    }
  };
  visit(root);
  return { files, others };
}

/** The printed facts of a deployment by `SUBJECT PATH`. */
export const factsByPath = (read: ReadDeployment): ReadonlyMap<string, string> =>
  new Map(listFacts(read.deployment).map((fact) => [`${fact.subject} ${fact.path}`, fact.value]));

/** Sources whose text does not stand where they say. */
export function misplacedSources(read: ReadDeployment, files: readonly SourceText[]): readonly string[] {
  const lines = new Map(files.map(({ file, text }) => [file, text.split(/\r\n|\n|\r/)]));
  const misplaced: string[] = [];
  for (const fact of listFacts(read.deployment)) {
    for (const source of fact.sources) {
      const line = lines.get(source.file)?.[source.line - 1];
      const isThere = line?.startsWith(source.text, source.column - 1) === true && source.text !== "";
      if (!isThere)
        misplaced.push(`${fact.subject} ${fact.path}: ${source.file}:${source.line}:${source.column} ${source.text}`);
    }
  }
  return misplaced;
}
