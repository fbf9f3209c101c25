import type { DecisionRow, DecisionTable } from "../../docs/pages/decision-tables.ts";
import { createEngine } from "../../src/engine/step.ts";
import { admit } from "../../src/event/admit.ts";
import { type ReadEventResult, readEvent } from "../../src/event/read-event.ts";
import { readJson } from "../../src/json/read-json.ts";
import { formatDecimal } from "../../src/value/decimal.ts";
import { describeValue } from "../../src/value/describe-field.ts";
import { readPath } from "../../src/value/field-path.ts";
import type { Field, Truth } from "../../src/value/value.ts";
import { compileText } from "../support/compile.ts";

export interface DecidedRow {
  readonly is: string;
  /** What each engine makes of a gate that logs when the condition holds. */
  readonly gate: readonly [interpreter: Truth, closures: Truth];
  /** What each engine makes of a grant that needs the condition. */
  readonly grant: readonly [interpreter: Truth, closures: Truth];
}

/** Compiles the conditions of a table, each as a gate and as a grant, and decides a call for each row in both engines. */
export function decideTable({ type, rows }: DecisionTable): readonly DecidedRow[] {
  const conditions = [...new Set(rows.map(({ when }) => when))];
  const declared = conditions.map((when, index) => {
    const condition = when.includes("args.v") ? when : `args.v ${when}`;
    return [
      `tool gated_${index} { args.v is ${type}  effect reads }`,
      `tool granted_${index} { args.v is ${type}  effect reads }`,
      `gate on_${index} on gated_${index} { when ${condition}  log }`,
      `grant of_${index} { to agent clerk  tools granted_${index}  when ${condition} }`,
    ].join("\n");
  });
  const head = 'policy table version 1 language 1\nagent clerk { subject "s" }\n';
  const { ir, diagnostics } = compileText(head + declared.join("\n"));
  if (ir === undefined) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  const engines = (["interpreter", "closures"] as const).map((engine) => createEngine(ir, { engine }));

  return rows.map((row) => {
    const index = conditions.indexOf(row.when);
    const admitted = (tool: string) => {
      const read = readCall(row, tool);
      return "raw" in read ? admit(read.raw, ir.catalogue) : read;
    };
    const [gated, granted] = [admitted(`gated_${index}`), admitted(`granted_${index}`)];
    const truths = (event: typeof gated, judge: (codes: readonly string[]) => Truth) =>
      engines.map(({ explain, initial }) => {
        const codes = explain(initial(), event).reasons.map(
          ({ code, class: kind, rule }) => `${code} ${kind} ${rule ?? ""}`,
        );
        // An event that is none is denied before any condition is asked.
        return codes.includes("invalid_event invalid ") ? "unknown" : judge(codes);
      }) as unknown as readonly [Truth, Truth];
    const has = (codes: readonly string[], start: string): boolean => codes.some((code) => code.startsWith(start));
    return {
      is:
        gated.kind === "invalid"
          ? "no event"
          : gated.violations.length > 0
            ? "refused"
            : printed(readPath(gated.fields.args, ["v"])),
      gate: truths(gated, (codes) =>
        has(codes, "gate rule") ? "true" : has(codes, "gate evidence") ? "unknown" : "false",
      ),
      grant: truths(granted, (codes) =>
        has(codes, "granted") ? "true" : has(codes, "grant_undecided") ? "unknown" : "false",
      ),
    };
  });
}

function readCall(row: DecisionRow, tool: string): ReadEventResult {
  const json = readJson(
    `{"id":"e1","session":"s","kind":"call","agent":"clerk","at":"2026-01-01T00:00:00Z","chain":[{"user":"u"},{"agent":"clerk"}],` +
      `"token":{"verified":true,"subject":"s"},"tool":"${tool}","args":{"v":${row.json ?? JSON.stringify(row.value)}}}`,
  );
  return readEvent(json.ok ? json.value : undefined);
}

/** Whole, where `describeField` would cut. */
function printed(field: Field): string {
  if (field.state === "absent") return "absent";
  if (field.state === "unrecorded") return field.cause;
  const { value } = field;
  if (value.kind === "text") return value.text;
  if (value.kind === "url") return value.href;
  return value.kind === "number" ? formatDecimal(value.value) : describeValue(value);
}
