import type { Severity } from "../diagnostics/diagnostic.ts";
import { globMatches } from "./glob.ts";

export type RuleLevel = "off" | "info" | "warn" | "error";
export type RuleLevels = Readonly<Record<string, RuleLevel>>;

/** An undecided item that a person answers for, until a day. */
export interface Acceptance {
  readonly item: string;
  readonly owner: string;
  readonly reason: string;
  readonly until: string;
}

/** Workloads that are agents: every condition given must hold. */
export interface AgentSelector {
  readonly kind?: string;
  readonly name?: string;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
}

/** What a scan can be declared to hold all of, on the command line as in `audit.complete`. */
export const completeWords = [
  "kubernetes",
  "istio",
  "compose",
  "mcp-client",
  "connectors",
  "tokens",
  "permissions",
  "peers",
  "stores",
] as const;

/** `sallyport.yaml` with its `extends` merged in. Patterns and paths are relative to the working folder by now. */
export interface Config {
  /** The files it was read from, the nearest last; none: there is no configuration. */
  readonly files: readonly { readonly file: string; readonly text: string }[];
  readonly policies: readonly string[];
  readonly rules: RuleLevels;
  readonly overrides: readonly { readonly files: readonly string[]; readonly rules: RuleLevels }[];
  readonly simulate: {
    readonly agent: string | undefined;
    readonly assume: readonly string[];
    readonly performs: readonly string[] | undefined;
  };
  readonly audit: {
    readonly complete: readonly string[];
    readonly agents: readonly AgentSelector[];
    readonly accept: readonly Acceptance[];
  };
  /** `key`: the public keys that a bundle given as a policy must be signed with; undefined: signatures are not checked. */
  readonly bundle: { readonly key: string | undefined };
}

export const noConfig: Config = {
  files: [],
  policies: [],
  rules: {},
  overrides: [],
  simulate: { agent: undefined, assume: [], performs: undefined },
  audit: { complete: [], agents: [], accept: [] },
  bundle: { key: undefined },
};

/** The level of a rule in a file: the last override that names it wins over the file-wide one. Undefined: the rule's own. */
export function ruleLevel(config: Config, code: string, file: string): RuleLevel | undefined {
  const override = config.overrides.findLast(
    ({ files, rules }) => Object.hasOwn(rules, code) && files.some((pattern) => globMatches(pattern, file)),
  );
  if (override !== undefined) return override.rules[code];
  return Object.hasOwn(config.rules, code) ? config.rules[code] : undefined;
}

export const severityOfLevel = (level: Exclude<RuleLevel, "off">): Severity => (level === "warn" ? "warning" : level);
