import type { AuditReport } from "../audit/audit-result.ts";
import { type Config, completeWords } from "../load/config.ts";
import type { ReadDeployment } from "../manifest/read-deployment.ts";
import { type Options, text, UsageError } from "./options.ts";
import { suggest } from "./suggest.ts";

/** `--complete`, refused when it names what nothing can be complete in. */
export function declaredComplete(options: Options): readonly string[] {
  const declared =
    text(options, "complete")
      ?.split(",")
      .map((one) => one.trim()) ?? [];
  const unknown = declared.find((word) => !completeWords.some((known) => known === word));
  if (unknown === undefined) return declared;
  throw new UsageError(
    `--complete takes ${completeWords.join(", ")}, not \`${unknown}\`${suggest(unknown, completeWords)}`,
  );
}

/** A misspelt name would leave an agent out without a word. */
export function refuseUnmatched({ unmatched, agents, proposals }: ReadDeployment, named: readonly string[]): void {
  const missing = named.find((name) => unmatched.some((selector) => selector.name === name));
  if (missing === undefined) return;
  const known = [...agents, ...proposals].map(({ name }) => name);
  throw new UsageError(`--agent names \`${missing}\`, and no workload is called so${suggest(missing, known)}`);
}

/** The same for an item that is to be shown. */
export function refuseUnknownItems(audit: AuditReport, details: string | undefined): void {
  if (details === undefined || details === "all" || details === "none") return;
  const known = audit.items.map(({ id }) => id);
  const unknown = details
    .split(",")
    .map((id) => id.trim())
    .find((id) => !known.includes(id));
  if (unknown === undefined) return;
  throw new UsageError(`--details takes all, none, or items with commas, not \`${unknown}\`${suggest(unknown, known)}`);
}

/** Settings that had no effect: most likely misspelt. */
export function unusedLines(
  { audit: { accept, agents } }: Config,
  audit: AuditReport,
  read: ReadDeployment,
): readonly string[] {
  const known = audit.items.map(({ id }) => id);
  return [
    ...accept
      .filter(({ item }) => !known.includes(item))
      .map(({ item }) => `audit.accept names \`${item}\`, which is no item${suggest(item, known)}`),
    ...agents
      .filter((agent) => read.unmatched.includes(agent))
      .map((agent) => `audit.agents names what no workload fits: ${JSON.stringify(agent)}`),
  ];
}
