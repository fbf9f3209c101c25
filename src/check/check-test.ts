import type { Name } from "../ast/name.ts";
import type { DataValue, Expectation, GivenSetting, TestDeclaration, TestStep } from "../ast/parsed-test.ts";
import { reasonCodes } from "../ast/reason-code.ts";
import { countTooSmall } from "../diagnostics/declarations.ts";
import { unknownControl, unknownGate, unknownWord } from "../diagnostics/names.ts";
import { nearMiss } from "../diagnostics/near-miss.ts";
import { unknownField } from "../diagnostics/paths.ts";
import { unknownSwitch } from "../diagnostics/switches.ts";
import { invalidLiteral } from "../diagnostics/types-values.ts";
import { assertNever } from "../source/assert-never.ts";
import { parseDecimal } from "../value/decimal.ts";
import type { Type } from "../value/type.ts";
import { isProbability } from "./confidence-range.ts";
import { driftRowNames } from "./drift-row-names.ts";
import { ruleScope } from "./expressions.ts";
import { fieldOf } from "./join-types.ts";
import { inertRelated } from "./keep-acting.ts";
import { reportUnknownRoot } from "./path-mistakes.ts";
import { typePath } from "./paths.ts";
import { resolveLevel } from "./resolve-level.ts";
import { resolveRole } from "./resolve-role.ts";
import { resolveAgent, resolveTool } from "./resolve-tools.ts";
import { eventRoots, isEventRoot } from "./roots.ts";
import type { Checker } from "./scope.ts";
import { allSurfaces } from "./surfaces.ts";

/** Names in a test's steps. Its data is typed where the test runs, by the same admission as every event. */
export function checkTest(test: TestDeclaration, checker: Checker): void {
  const row = test.rows?.binding.text;
  for (const step of test.steps) checkStep(step, row, checker);
}

function checkStep(step: TestStep, row: string | undefined, checker: Checker): void {
  const isRow = (name: Name): boolean =>
    !name.quoted && row !== undefined && (name.text === row || name.text.startsWith(`${row}.`));
  const expect = (expectations: readonly Expectation[]): void => {
    for (const expectation of expectations) checkExpectation(expectation, isRow, checker);
  };
  switch (step.kind) {
    case "given":
      for (const setting of step.settings) checkSetting(setting, isRow, checker);
      return;
    case "call":
      if (!isRow(step.tool)) {
        const tool = resolveTool(step.tool, checker);
        const args = tool === undefined ? undefined : checker.names.tools.get(tool)?.args;
        if (args !== undefined) checkArguments(step.args, args, "args", checker);
      }
      expect(step.expect);
      return;
    case "message":
      if (!isRow(step.to)) resolveAgent(step.to, checker);
      expect(step.expect);
      return;
    case "approve":
    case "confirm":
    case "verify":
    case "reject":
      if (step.role !== undefined && !isRow(step.role)) resolveRole(step.role, checker);
      if (step.agent !== undefined && !isRow(step.agent)) resolveAgent(step.agent, checker);
      expect(step.expect);
      return;
    case "prompt":
    case "system":
    case "output":
    case "result":
    case "started":
    case "expect":
      expect(step.expect);
      return;
    case "revoke":
      if (!isRow(step.subject)) resolveAgent(step.subject, checker);
      return;
    case "state":
      checkStatement(step, isRow, checker);
      expect(step.expect);
      return;
    case "expect-control":
      checkControlExpectation(step, checker);
      return;
    case "after":
      if (step.duration.ms < 1) checker.report.add(countTooSmall.at(step.duration.span, { clause: "after" }));
      return;
    case "error":
      return;
    default:
      assertNever(step);
  }
}

function checkStatement(
  { action, subject, role }: Extract<TestStep, { readonly kind: "state" }>,
  isRow: (name: Name) => boolean,
  checker: Checker,
): void {
  const { killSwitches, breakGlasses } = checker.names;
  const isGlass = action === "open" || action === "close";
  const declared = isGlass ? breakGlasses : killSwitches;
  if (!declared.has(subject.text)) {
    checker.report.add(
      unknownSwitch.at(subject.span, {
        kind: isGlass ? "break glass" : "kill switch",
        name: subject.text,
        near: nearMiss(subject.text, declared),
        known: [...declared].sort(),
      }),
    );
  }
  if (role !== undefined && !isRow(role)) resolveRole(role, checker);
}

/** Keys that the schema does not have; a test may mean to show what they do, and then says so with a quoted key. */
function checkArguments(data: DataValue, type: Type, parent: string, checker: Checker): void {
  if (data.kind === "list" && type.kind === "list") {
    for (const item of data.items) checkArguments(item, type.element, parent, checker);
  }
  if (data.kind !== "record" || type.kind !== "record") return;
  for (const { key, value } of data.entries) {
    const field = fieldOf(type, key.text);
    if (field !== undefined) {
      checkArguments(value, field.type, `${parent}.${key.text}`, checker);
    } else if (!type.additional && !key.quoted) {
      const known = Object.keys(type.fields).sort();
      checker.report.add(
        unknownField.at(key.span, { field: key.text, parent, near: nearMiss(key.text, known), known, tools: [] }),
      );
    }
  }
}

const states = { identity: ["ok"], token: ["ok"], task: ["started"], egress: ["none"] } as const;

function checkSetting(setting: GivenSetting, isRow: (name: Name) => boolean, checker: Checker): void {
  switch (setting.kind) {
    case "agent":
      if (!isRow(setting.name)) resolveAgent(setting.name, checker);
      return;
    case "on-behalf-of":
      if (!isRow(setting.role)) resolveRole(setting.role, checker);
      return;
    case "identity":
    case "token":
    case "task":
    case "egress": {
      const known: readonly string[] = states[setting.kind];
      const { text, span } = setting.state;
      if (!known.includes(text) && !isRow(setting.state))
        checker.report.add(unknownWord.at(span, { word: text, near: nearMiss(text, known), known }));
      return;
    }
    case "field":
      if (!isGivenWord(setting.path, checker)) return;
      checkEnvelopePath(setting.path, setting.span, checker);
      return;
    case "confidence":
      checkConfidence(setting, checker);
      return;
    case "purpose":
      return;
    default:
      assertNever(setting);
  }
}

/** Fields of the envelope beyond the roots that conditions read. */
const envelopeOnly: ReadonlySet<string> = new Set(["tenant", "session", "source_time", "id", "seq"]);

/** `confidence 150%`, or `confidence 90` where `90%` was meant: no event could carry it. */
function checkConfidence({ value }: Extract<GivenSetting, { readonly kind: "confidence" }>, { report }: Checker): void {
  const lexeme = value.kind === "percent" ? value.fraction : value.kind === "number" ? value.lexeme : undefined;
  const confidence = lexeme === undefined ? undefined : parseDecimal(lexeme);
  if (confidence === undefined || isProbability(confidence)) return;
  report.add(
    invalidLiteral.at(value.span, {
      found: value.kind === "percent" ? "this percentage" : "this number",
      expected: "between `0%` and `100%`",
      left: "confidence",
      help: "write a percentage such as `90%`",
    }),
  );
}

const settings = ["agent", "identity", "token", "task", "egress none", "purpose", "on behalf of role", "confidence"];

/** Whether `given` knows the first word, which was reported otherwise. */
function isGivenWord([first]: readonly Name[], checker: Checker): boolean {
  if (first === undefined || isEventRoot(first.text) || envelopeOnly.has(first.text)) return true;
  const known = [...new Set([...settings, ...eventRoots, ...envelopeOnly])];
  checker.report.add(unknownWord.at(first.span, { word: first.text, near: nearMiss(first.text, known), known }));
  return false;
}

function checkEnvelopePath(path: readonly Name[], span: GivenSetting["span"], checker: Checker): void {
  if (envelopeOnly.has(path[0]?.text ?? "")) return;
  const scope = ruleScope(checker, allSurfaces(checker), span);
  const typed = typePath(path, span, scope, { presence: "asked" });
  if (typed.kind === "word") reportUnknownRoot(typed.words, typed.span, scope);
}

function checkExpectation(expectation: Expectation, isRow: (name: Name) => boolean, checker: Checker): void {
  switch (expectation.kind) {
    case "level":
      if (!isRow(expectation.level)) resolveLevel(expectation.level, checker);
      for (const gate of expectation.via) if (!isRow(gate)) checkVia(gate, checker);
      return;
    case "unknown":
      checkEnvelopePath(expectation.path, expectation.span, checker);
      return;
    default:
      assertNever(expectation);
  }
}

const agentClauses: ReadonlySet<string> = new Set([
  "subject",
  "token_ttl",
  "token_expiry",
  "token_scope",
  "mtls",
  "revocation",
  "trust",
]);

const connectorClauses: ReadonlySet<string> = new Set([
  "egress",
  "confine",
  "rate",
  "quota",
  "validate_request",
  "validate_response",
  "redact",
  "redact_result",
]);

/**
 * A gate, a reason code, or a built-in gate: `agent:refund:token_ttl`, `connector:stripe:rate`, `bands:confidence:2`, `drift:usual:over_2`,
 * `kill_switch:stop_all`, or all rows of `confidence` bands.
 */
function checkVia(name: Name, checker: Checker): void {
  const { gates, agents, connectors, drifts, killSwitches, packsComplete } = checker.names;
  if (gates.has(name.text) || name.text === "confidence" || (reasonCodes as readonly string[]).includes(name.text))
    return;
  const parts = name.text.split(":");
  if (parts.length > 1 && !packsComplete) return;
  const [family, clause] = [parts[0], parts.at(-1)];
  const owner = parts.length < 3 ? parts[1] : parts.slice(1, -1).join(":");
  if (family === "bands" && owner === "confidence") return;
  if (family === "agent" && owner !== undefined && agents.has(owner) && agentClauses.has(clause ?? "")) return;
  if (family === "connector" && owner !== undefined && connectors.has(owner) && connectorClauses.has(clause ?? ""))
    return;
  const switches = [...killSwitches].map((one) => `kill_switch:${one}`);
  if (switches.includes(name.text)) return;
  const rows = [...drifts.values()].flatMap((drift) => driftRowNames(drift));
  if (rows.includes(name.text)) return;
  const known = [
    ...gates,
    ...switches,
    ...rows,
    ...reasonCodes,
    ...[...agents.keys()].flatMap((agent) => [...agentClauses].map((one) => `agent:${agent}:${one}`)),
    ...[...connectors].flatMap((name) => [...connectorClauses].map((one) => `connector:${name}:${one}`)),
  ];
  const args = { name: name.text, near: nearMiss(name.text, known), known: [...gates].sort() };
  checker.report.add(unknownGate.at(name.span, args, { related: inertRelated(name.text, checker) }));
}

const verdicts = ["fail", "partial", "unknown", "pass", "not-applicable"];

function checkControlExpectation(step: Extract<TestStep, { readonly kind: "expect-control" }>, checker: Checker): void {
  const { controls, subjectTypes } = checker.names;
  const { control, verdict, subject } = step;
  if (!controls.has(control.text)) {
    checker.report.add(
      unknownControl.at(control.span, {
        name: control.text,
        near: nearMiss(control.text, controls),
        known: [...controls].sort(),
      }),
    );
  }
  const wordOf = (name: Name, known: readonly string[]): void => {
    if (known.includes(name.text)) return;
    checker.report.add(unknownWord.at(name.span, { word: name.text, near: nearMiss(name.text, known), known }));
  };
  wordOf(verdict, verdicts);
  if (subject !== undefined) wordOf(subject.kind, Object.keys(subjectTypes).sort());
}
