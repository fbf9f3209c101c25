/** The one table of exit codes, the same for every command and never changed by an output flag. */
export const exitTable = [
  { code: 0, reason: "clean", means: "fine: nothing to report at or above the chosen level" },
  {
    code: 1,
    reason: "findings",
    means: "findings: unsafe policy, failed test, denied under --fail-on, failed or partial checklist item",
  },
  { code: 2, reason: "usage", means: "usage or configuration" },
  { code: 3, reason: "policy", means: "the policy does not compile" },
  {
    code: 4,
    reason: "input",
    means: "a trace, manifest or bundle is unreadable or invalid, or the run is incomplete; wins over 1",
  },
  { code: 5, reason: "undecided", means: "an item is unknown and nobody accepted that" },
  { code: 70, reason: "bug", means: "our bug: the message says how to report it" },
] as const;

export type ExitReason = (typeof exitTable)[number]["reason"];
export interface Exit {
  readonly code: number;
  readonly reason: ExitReason;
}

/** When several hold. */
const precedence: readonly ExitReason[] = ["bug", "usage", "policy", "input", "findings", "undecided", "clean"];

export function exitFor(reasons: Iterable<ExitReason>): Exit {
  const held = new Set(reasons);
  const reason = precedence.find((one) => held.has(one)) ?? "clean";
  return { code: exitTable.find((row) => row.reason === reason)?.code ?? 70, reason };
}

/** The table as `--help` prints it. */
export const exitHelp = (): string =>
  ["Exit codes:", ...exitTable.map(({ code, means }) => `  ${String(code).padStart(2)}  ${means}`)].join("\n");
