import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { fail, type Outcome, succeed } from "../source/outcome.ts";
import type { SourceText } from "../source/span.ts";
import { type Config, noConfig } from "./config.ts";
import type { Host } from "./host.ts";
import { configInvalid } from "./load-diagnostics.ts";
import { folderOf, join, relativeTo } from "./paths.ts";
import type { ConfigFile } from "./read-config.ts";
import { readFileText } from "./read-text.ts";

export const configName = "sallyport.yaml";
/** A chain of `extends` longer than this is a mistake. */
const maxDepth = 8;
/** Files that extend several others multiply; no project has this many. */
const maxFiles = 64;

/**
 * The configuration: `path` when it is given, otherwise the first `sallyport.yaml` from `start` upward, a file or folder that
 * was named (or the working folder). No file is no configuration. `codes` are the lint rules that may be given a level.
 */
export async function loadConfig(
  host: Host,
  path: string | undefined,
  codes: readonly string[],
  start = ".",
): Promise<Outcome<Config, Diagnostic>> {
  const file = path === undefined ? findUpward(host, start) : relativeTo(host.folder, path);
  return file === undefined ? succeed(noConfig) : loadFile({ host, codes, left: maxFiles }, file, [], noConfig);
}

function findUpward(host: Host, start: string): string | undefined {
  const from = join(host.folder, start);
  let folder = host.kindOf(from) === "folder" ? from : folderOf(from);
  for (;;) {
    const candidate = join(folder, configName);
    const shown = relativeTo(host.folder, candidate);
    if (host.kindOf(shown) !== "missing") return shown;
    const parent = folderOf(folder);
    if (parent === folder || parent === ".") return undefined;
    folder = parent;
  }
}

/** Reads a file and what it extends, the base first, and lays it over `under`. */
async function loadFile(
  loading: Loading,
  file: string,
  chain: readonly string[],
  under: Config,
): Promise<Outcome<Config, Diagnostic>> {
  const { host, codes } = loading;
  loading.left -= 1;
  const source = readFileText(host, file);
  if (!source.ok) return source;
  const { readConfig } = await import("./read-config.ts");
  const read = readConfig(source.value, codes);
  if (!read.ok) return read;
  let base = under;
  const { extends: written = [] } = read.value;
  for (const path of typeof written === "string" ? [written] : written) {
    const target = relativeTo(host.folder, join(folderOf(file), path));
    const problem = extendsProblem(loading, path, target, [...chain, file]);
    if (problem !== undefined) {
      const start = Math.max(0, source.value.text.indexOf(path));
      return fail([configInvalid.at({ file, start, end: start + path.length }, { problem, near: undefined })]);
    }
    const loaded = await loadFile(loading, target, [...chain, file], base);
    if (!loaded.ok) return loaded;
    base = loaded.value;
  }
  return succeed(layOver(host, base, read.value, source.value));
}

interface Loading {
  readonly host: Host;
  readonly codes: readonly string[];
  /** How many more files may be read. */
  left: number;
}

function extendsProblem(
  { host, left }: Loading,
  path: string,
  target: string,
  chain: readonly string[],
): string | undefined {
  if (/^[a-z]+:\/\//i.test(path)) return `\`extends\` takes files; nothing is ever fetched: \`${path}\``;
  if (chain.length > maxDepth || chain.includes(target))
    return `\`extends\` leads in a circle, or is too deep: ${[...chain, target].join(" -> ")}`;
  if (left <= 0) return `\`extends\` leads to more than ${maxFiles} files`;
  return host.kindOf(target) === "missing" ? `\`extends\` names a file that is not there: \`${target}\`` : undefined;
}

function layOver(host: Host, base: Config, file: ConfigFile, source: SourceText): Config {
  const here = (path: string): string => relativeTo(host.folder, join(folderOf(source.file), path));
  return {
    files: [...base.files, source],
    policies: file.policies?.map(here) ?? base.policies,
    rules: { ...base.rules, ...file.rules },
    overrides: [
      ...base.overrides,
      ...(file.overrides ?? []).map(({ files, rules }) => ({ files: files.map(here), rules })),
    ],
    simulate: {
      agent: file.simulate?.agent ?? base.simulate.agent,
      assume: file.simulate?.assume ?? base.simulate.assume,
      performs: file.simulate?.performs ?? base.simulate.performs,
    },
    audit: {
      complete: [...new Set([...base.audit.complete, ...(file.audit?.complete ?? [])])],
      agents: [
        ...base.audit.agents,
        ...(file.audit?.agents ?? []).map((agent) => (typeof agent === "string" ? { name: agent } : agent)),
      ],
      accept: [...base.audit.accept, ...(file.audit?.accept ?? [])],
    },
    bundle: { key: file.bundle?.key === undefined ? base.bundle.key : here(file.bundle.key) },
  };
}
