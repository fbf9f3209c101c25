import type { Unknown } from "../engine/decision.ts";

/** Why a field has no value that could decide, in words that follow "PATH is". */
export function missingInWords({ path, cause }: Unknown, format: string): string {
  switch (cause) {
    case "absent":
      return "absent: the event does not have it";
    case "not_recorded":
      return format === "canonical-jsonl"
        ? "not recorded: the event itself says so"
        : `not recorded: the trace format ${format} does not say it`;
    case "ill_typed":
      return "not of its declared type";
    case "unverified":
      return "not to be relied on: the token was not verified";
    case "invalid":
      return path === "confidence" ? "no percentage from 0 to 100" : "no valid value of its type";
    case "unreadable":
      return "unreadable: the text of the result is not of the form that the policy states";
    case "overflow":
      return "too large to be computed with";
    case "over_budget":
      return "beyond what a session remembers";
    case "lost":
      return "lost with the state: nobody can say whether it is set";
    case "ambiguous":
      return "known, and does not decide it";
    case "unresolved":
      return "not resolved";
  }
}

/** What would decide it, as an imperative; undefined where the value itself cannot. */
export function decidedBy({ path, cause }: Unknown, format: string): string | undefined {
  const root = path.split(/[.[]/)[0] ?? "";
  switch (cause) {
    case "not_recorded":
      return assumable(path, root) ?? `record it: no assumption fills what an event itself holds`;
    case "absent":
      return root === "revocation"
        ? "send a `heartbeat` of the revocation feed"
        : root === "task"
          ? "send a `task_start`"
          : format === "canonical-jsonl"
            ? `send the event with a value there, or ask \`has ${path}\` in the policy`
            : `ask \`has ${path}\` in the policy, or make the host send it`;
    case "ill_typed":
    case "invalid":
      return "send a value of its type";
    case "unverified":
      return "verify the token before the event is built";
    case "lost":
      return "send an `admin` event that clears it";
    case "unreadable":
      return "return what `result is json` or `result is yaml` of the tool promises, or take the clause away";
    case "overflow":
    case "over_budget":
    case "ambiguous":
    case "unresolved":
      return undefined;
  }
}

/** The assumption that fills a path, where one does (`--assume`). */
function assumable(path: string, root: string): string | undefined {
  switch (root) {
    case "agent":
    case "chain":
      return "name it with `--agent NAME`";
    case "token":
    case "peer":
    case "revocation":
      return "`--assume identity=ok` replays as if it had been in order";
    case "task":
      return "`--assume task=started` replays as if one had run";
    case "at":
      return "`--assume time=2026-01-01T00:00:00Z+1s` gives each event one";
    case "confidence":
      return "`--assume confidence=95%` supplies one";
    case "context":
    case "purpose":
    case "cost":
    case "egress":
    case "tenant":
      return `\`--assume ${path}=VALUE\` supplies one`;
    default:
      return undefined;
  }
}
