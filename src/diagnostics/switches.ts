import { defineNearMiss } from "./define-near-miss.ts";
import { defineDiagnostic } from "./diagnostic.ts";
import { code, gateOn, policyPage, refundTool, suggestion } from "./policy-page.ts";

/** Mistakes in what people switch: kill switches, break glasses, and the statements of a test about them. */

const ciso = "role ciso\n";
const stopAll = "kill_switch stop_all {\n  scope tenant\n  set by role ciso\n  cleared by role ciso, count 2\n}\n";

export const incompleteKillSwitch = defineDiagnostic({
  code: "incomplete-kill-switch",
  severity: "error",
  message: ({ name, missing }: { name: string; missing: readonly KillClause[] }) =>
    `the kill switch ${code(name)} does not say ${listed(missing.map((clause) => killClauses[clause].question))}`,
  help: ({ missing }: { name: string; missing: readonly KillClause[] }) =>
    `add ${listed(missing.map((clause) => killClauses[clause].fix))}`,
  page: policyPage(
    "A switch that nobody may set stops nothing, one that nobody may clear stops for ever, and what it stops is never guessed.",
    ciso,
    "kill_switch stop_all {\n  scope tenant\n  set by role ciso\n}\n",
    stopAll,
  ),
});

const listed = (items: readonly string[]): string =>
  items.length < 2 ? items.join("") : `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;

type KillClause = keyof typeof killClauses;
const killClauses = {
  scope: { question: "what it stops", fix: "`scope tenant`, `session`, `agent` or `global`" },
  "set by": { question: "who sets it", fix: "`set by role NAME`" },
  "cleared by": { question: "who clears it", fix: "`cleared by role NAME`" },
} as const;

export const unknownSwitch = defineNearMiss({
  code: "unknown-switch",
  severity: "error",
  message: ({ kind, name }: { kind: string; name: string; near: string | undefined; known: readonly string[] }) =>
    `no ${kind} is called ${code(name)}`,
  help: ({ kind, near, known }: { kind: string; name: string; near: string | undefined; known: readonly string[] }) =>
    suggestion(near, known, `the policy has no ${kind}`),
  label: () => "not declared",
  page: policyPage(
    "A statement about a switch that the policy does not declare counts for nothing, so a test of it would test nothing.",
    ciso + stopAll,
    'test "stopped" {\n  kill stop_al by "ann" role ciso  expect allow\n}\n',
    'test "stopped" {\n  kill stop_all by "ann" role ciso  expect allow\n}\n',
  ),
});

const velocity = `${gateOn("shop.refund", "deny", "overridable").replace("example", "velocity")}role commander\n`;
const outage = "break_glass outage {\n  gates velocity\n  approval by role commander, count 2\n  max 30m\n}\n";

export const incompleteBreakGlass = defineDiagnostic({
  code: "incomplete-break-glass",
  severity: "error",
  message: ({ name, missing }: { name: string; missing: readonly GlassClause[] }) =>
    `the break glass ${code(name)} does not say ${listed(missing.map((clause) => glassClauses[clause].question))}`,
  help: ({ missing }: { name: string; missing: readonly GlassClause[] }) =>
    `add ${listed(missing.map((clause) => glassClauses[clause].fix))}`,
  page: policyPage(
    "Nothing else in the language loosens. What it loosens, who opens it and how long it lasts are stated, never assumed.",
    refundTool + velocity,
    "break_glass outage {\n  gates velocity\n  approval by role commander, count 2\n}\n",
    outage,
  ),
});

type GlassClause = keyof typeof glassClauses;
const glassClauses = {
  gates: { question: "which gates it overrides", fix: "`gates NAME`" },
  approval: { question: "who opens it", fix: "`approval by role NAME`" },
  max: { question: "how long it lasts", fix: "`max 30m`" },
} as const;

export const gateNotOverridable = defineDiagnostic({
  code: "gate-not-overridable",
  severity: "error",
  message: ({ gate }: { gate: string; builtIn: boolean }) => `no break glass overrides the gate ${code(gate)}`,
  help: ({ builtIn }: { gate: string; builtIn: boolean }) =>
    builtIn ? "built-in gates are never overridden: remove it" : "add `overridable` to the gate, or remove it here",
  page: policyPage(
    "Whoever reads a gate must see that an emergency lifts it, so the gate says so itself. What acts by itself is never lifted.",
    `${refundTool}role commander\n`,
    gateOn("shop.refund", "deny") + outage.replace("velocity", "example"),
    gateOn("shop.refund", "deny", "overridable") + outage.replace("velocity", "example"),
  ),
});

export const switchDiagnostics = [incompleteKillSwitch, unknownSwitch, incompleteBreakGlass, gateNotOverridable];
