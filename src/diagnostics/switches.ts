import { defineNearMiss } from "./define-near-miss.ts";
import { defineDiagnostic } from "./diagnostic.ts";
import { code, policyPage, suggestion } from "./policy-page.ts";

/** Mistakes in what people switch: kill switches, break glasses, and the statements of a test about them. */

const ciso = "role ciso\n";
const stopAll = "kill_switch stop_all {\n  scope tenant\n  set by role ciso\n  cleared by role ciso, count 2\n}\n";

export const incompleteKillSwitch = defineDiagnostic({
  code: "incomplete-kill-switch",
  severity: "error",
  message: ({ name, missing }: { name: string; missing: KillClause }) =>
    `the kill switch ${code(name)} does not say ${killClauses[missing].question}`,
  help: ({ missing }: { name: string; missing: KillClause }) => `add ${killClauses[missing].fix}`,
  page: policyPage(
    "A switch that nobody may set stops nothing, one that nobody may clear stops for ever, and what it stops is never guessed.",
    ciso,
    "kill_switch stop_all {\n  scope tenant\n  set by role ciso\n}\n",
    stopAll,
  ),
});

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

export const switchDiagnostics = [incompleteKillSwitch, unknownSwitch];
