import type { CheckedPolicy } from "../ast/checked.ts";
import type { ParsedFile } from "../ast/parsed.ts";
import { bundleEnding } from "../bundle/bundle.ts";
import { checkPackAlone } from "../check/check-pack-alone.ts";
import { checkPolicy } from "../check/check-policy.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { PolicyIr } from "../engine/ir.ts";
import { lintRules } from "../lint/rules/index.ts";
import type { Config } from "../load/config.ts";
import { noConfig } from "../load/config.ts";
import { loadConfig } from "../load/load-config.ts";
import { type LoadedPolicy, loadPolicies } from "../load/load-policy.ts";
import { count } from "../report/plural.ts";
import type { Outcome } from "../source/outcome.ts";
import type { Context } from "./command.ts";
import type { ExitReason } from "./exit-code.ts";
import { UsageError } from "./options.ts";

export interface PreparedPolicy {
  readonly loaded: LoadedPolicy;
  /** Undefined: it does not compile. */
  readonly checked: CheckedPolicy | undefined;
}

/** Policies read, parsed and checked, with everything that was found on the way. */
export interface Prepared {
  readonly config: Config;
  readonly policies: readonly PreparedPolicy[];
  /** The files of every pack that was named by itself. */
  readonly packs: readonly (readonly ParsedFile[])[];
  readonly named: readonly string[];
  readonly sources: ReadonlyMap<string, string>;
  /** Of the named files, and of no file at all. */
  readonly diagnostics: readonly Diagnostic[];
  readonly reasons: readonly ExitReason[];
  /** What to say about files that were not named. */
  readonly summary: readonly string[];
}

/** What a command that acts on one policy works with. */
export interface OnePolicy {
  readonly prepared: Prepared;
  /** Undefined: it does not compile, and `prepared` says why. */
  readonly compiled: { readonly checked: CheckedPolicy; readonly ir: PolicyIr } | undefined;
}

interface CheckedFiles extends PreparedPolicy {
  readonly diagnostics: readonly Diagnostic[];
}

function prepare(policy: LoadedPolicy, asOfMs: number, measuring: boolean): CheckedFiles {
  const resources = { read: policy.read, readPack: policy.packs.read, asOfMs, measuring, syntax: policy.diagnostics };
  if (policy.kind === "pack") {
    const repeated = checkPackAlone(policy.files, resources);
    const diagnostics = [...policy.diagnostics, ...withoutRepeats(repeated, policy.diagnostics)];
    return { loaded: policy, checked: undefined, diagnostics };
  }
  const outcome = checkPolicy(policy.files, resources);
  const diagnostics = [...policy.diagnostics, ...withoutRepeats(outcome.diagnostics, policy.diagnostics)];
  const broken = diagnostics.some(({ severity }) => severity === "error");
  return { loaded: policy, checked: outcome.ok && !broken ? outcome.value : undefined, diagnostics };
}

/** What is wrong in a pack shows in every policy that uses it, and in the pack by itself: it is said once. */
function eachOnce(prepared: readonly CheckedFiles[]): readonly Diagnostic[] {
  const packFiles = new Set(prepared.flatMap(({ loaded: { packs } }) => packs.files.map(({ file }) => file)));
  const said = new Set<string>();
  return prepared
    .flatMap(({ diagnostics }) => diagnostics)
    .filter(({ code, spans }) => {
      const primary = spans.find((span) => span.primary) ?? spans[0];
      if (primary === undefined || !packFiles.has(primary.file)) return true;
      const key = `${code} ${primary.file} ${primary.start}`;
      if (said.has(key)) return false;
      said.add(key);
      return true;
    });
}

/** `files` as the user named them; without any, the `policies` of the configuration. `measuring`: without their baselines. */
export async function preparePolicies(
  context: Context,
  files: readonly string[],
  measuring = false,
): Promise<Prepared> {
  const { host } = context.shell;
  const configured = await configFor(context, files);
  if (!configured.ok) return nothing(configured.diagnostics);
  const config = configured.value;
  const wanted = files.length > 0 ? files : config.policies;
  if (wanted.length === 0) {
    throw new UsageError("name policy files or folders, or list them as `policies` in sallyport.yaml");
  }
  refuseBundles(wanted);
  const loaded = await loadPolicies(host, wanted, { stdinName: context.stdinName, places: config.policies });
  const everything = loaded.policies.map((policy) => prepare(policy, context.asOfMs, measuring));
  const policies = everything.filter(({ loaded: { kind } }) => kind === "policy");
  const found = eachOnce(everything);
  const packFiles = policies.flatMap(({ loaded: { packs } }) => packs.files.map(({ file }) => file));
  // Nothing of a pack holds for a policy that does not compile, so what is wrong in its files belongs to what was named.
  const { shown, summary } = aboutNamed(found, [...loaded.named, ...packFiles]);
  return {
    config,
    policies,
    packs: everything.filter(({ loaded: { kind } }) => kind === "pack").map(({ loaded: { files } }) => files),
    named: loaded.named,
    sources: loaded.sources,
    diagnostics: [...loaded.notFound, ...loaded.notListed, ...loaded.unreadable, ...shown],
    reasons: [
      ...(loaded.notFound.length > 0 ? (["usage"] as const) : []),
      ...(loaded.unreadable.length > 0 || found.some(({ severity }) => severity === "error")
        ? (["policy"] as const)
        : []),
    ],
    summary,
  };
}

/** The configuration that holds for what was named first, or for the working folder. */
export function configFor(context: Context, files: readonly string[]): Promise<Outcome<Config, Diagnostic>> {
  const [first = "."] = files;
  const start = first === "-" ? (context.stdinName ?? ".") : first;
  const codes = lintRules.map(({ code }) => code);
  return loadConfig(context.shell.host, context.configFile, codes, start);
}

/** For commands that work on what people wrote. */
export function refuseBundles(files: readonly string[]): void {
  const bundle = files.find(isBundlePath);
  if (bundle === undefined) return;
  throw new UsageError(`\`${bundle}\` is a bundle, and sources are needed here; sallyport inspect shows what it holds`);
}

export const isBundlePath = (path: string): boolean => path.endsWith(bundleEnding);

/** Why a catalogue or a pack could not be read was said already where it is named. */
const withoutRepeats = (found: readonly Diagnostic[], before: readonly Diagnostic[]): readonly Diagnostic[] => {
  const said = new Set(before.flatMap(placesOf));
  return found.filter(
    (diagnostic) => !notFound.has(diagnostic.code) || !placesOf(diagnostic).some((place) => said.has(place)),
  );
};

const notFound: ReadonlySet<string> = new Set(["catalogue-not-found", "pack-not-found", "baseline-not-found"]);

const placesOf = ({ spans }: Diagnostic): readonly string[] => spans.map(({ file, start }) => `${file}:${start}`);

export const nothing = (diagnostics: readonly Diagnostic[]): Prepared => ({
  config: noConfig,
  policies: [],
  packs: [],
  named: [],
  sources: new Map(),
  diagnostics,
  reasons: ["usage"],
  summary: [],
});

/** Reports speak of the files that were named; that others are broken is said in one line. */
export function aboutNamed(
  found: readonly Diagnostic[],
  named: readonly string[],
): { readonly shown: readonly Diagnostic[]; readonly summary: readonly string[] } {
  const isShown = ({ spans }: Diagnostic): boolean => {
    const primary = spans.find((span) => span.primary) ?? spans[0];
    return primary === undefined || named.includes(primary.file) || !primary.file.endsWith(".gate");
  };
  const shown = found.filter(isShown);
  const errors = found.filter((diagnostic) => diagnostic.severity === "error" && !isShown(diagnostic));
  const files = [
    ...new Set(errors.flatMap(({ spans }) => spans.filter((span) => span.primary).map(({ file }) => file))),
  ];
  const summary =
    errors.length === 0
      ? []
      : [
          `the same policy has ${count(errors.length, "error")} in files that were not named: ${files.sort().join(", ")}`,
        ];
  return { shown, summary };
}
