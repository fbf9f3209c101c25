import type { Name } from "../ast/name.ts";
import type { Expectation, TestDeclaration, TestRows, TestStep } from "../ast/parsed-test.ts";
import { type Decision, levels, type Reason } from "../engine/decision.ts";
import type { PolicyIr } from "../engine/ir.ts";
import { createEngine, type Stepped } from "../engine/step.ts";
import { admit } from "../event/admit.ts";
import type { RawEvent } from "../event/event.ts";
import { readEvent } from "../event/read-event.ts";
import type { JsonValue } from "../json/json-value.ts";
import type { Span } from "../source/span.ts";
import type { TestResult } from "./simulation.ts";
import {
  applyGiven,
  dataToJson,
  describeStep,
  emptySetting,
  envelopeOf,
  type Row,
  type Setting,
  testStartMs,
} from "./test-steps.ts";

export interface RunTestsOptions {
  readonly readYaml?: (text: string) => JsonValue | undefined;
  /** Only tests whose title matches (`*` stands for any characters). */
  readonly run?: string;
}

/**
 * Runs the `test` blocks over events. Tests over deployments (with `on`) are the audit's and are left out here.
 * A test with a table gives one result per row. State begins complete and empty.
 */
export function runTests(
  policy: PolicyIr,
  tests: readonly TestDeclaration[],
  options: RunTestsOptions = {},
): readonly TestResult[] {
  return tests
    .filter(
      (test) => test.on === undefined && (options.run === undefined || titleMatches(options.run, test.title.text)),
    )
    .flatMap((test) => rowsOf(test).map(({ row, label }) => runTest(policy, test, row, label, options)));
}

function rowsOf(test: TestDeclaration): readonly { readonly row: Row; readonly label: string }[] {
  if (test.rows === undefined) return [{ row: new Map(), label: "" }];
  return test.rows.rows.map((data, index) => ({
    row: new Map(data.kind === "record" ? data.entries.map(({ key, value }) => [key.text, value] as const) : []),
    label: ` [row ${index + 1}]`,
  }));
}

/** A glob with `*` only, matched without backtracking over the whole title. */
export function titleMatches(glob: string, title: string): boolean {
  const [first = "", ...rest] = glob.split("*");
  if (rest.length === 0) return glob === title;
  if (!title.startsWith(first)) return false;
  let from = first.length;
  const last = rest.pop() ?? "";
  for (const piece of rest) {
    const found = title.indexOf(piece, from);
    if (found < 0) return false;
    from = found + piece.length;
  }
  return title.length - last.length >= from && title.endsWith(last);
}

interface Failure {
  readonly start: number;
  readonly end: number;
  readonly message: string;
}

function runTest(
  policy: PolicyIr,
  test: TestDeclaration,
  row: Row,
  label: string,
  options: RunTestsOptions,
): TestResult {
  const engine = createEngine(policy, { engine: "closures" });
  let state = engine.initial();
  let setting: Setting = emptySetting;
  let atMs = testStartMs;
  let count = 0;
  let call: RawEvent | undefined;
  let decision: Decision | undefined;
  let actionHash: string | undefined;
  let taskStarted = false;
  const failures: Failure[] = [];
  let expectations = 0;

  const stepOn = (event: RawEvent): Stepped => {
    const read = readEvent(event);
    const admitted =
      "kind" in read
        ? read
        : admit(read.raw, policy.catalogue, options.readYaml === undefined ? {} : { readYaml: options.readYaml });
    const stepped = engine.step(state, admitted, { explain: true });
    state = stepped.state;
    return stepped;
  };
  const send = (event: RawEvent): Decision | undefined => stepOn(event).decision;
  const event = (kind: RawEvent["kind"], members: Record<string, unknown>): RawEvent => {
    count += 1;
    return { ...envelopeOf(setting, atMs, policy), kind, id: `test#${count}`, ...members } as unknown as RawEvent;
  };
  const live = (): void => {
    if (setting.identity === "all") send(event("heartbeat", {}));
    if (setting.task && !taskStarted) {
      send(event("task_start", { task: "test" }));
      taskStarted = true;
    }
  };
  const named = (name: Name): Name => namedIn(row, test.rows, name);
  const json = (value: Parameters<typeof dataToJson>[0]): JsonValue => dataToJson(value, row, test.rows);
  /** A statement is whole: a tenant, agent or chain that the test does not name is none, so the statement is about all. */
  const statement = (step: TestStep & { readonly kind: "state" }): RawEvent => {
    const { action, subject, by, role } = step;
    const raw = event("admin", {
      by: json(by),
      roles: role === undefined ? [] : [role.text],
      statement: { [statementOf[action]]: subject.text },
    });
    const { not_recorded: gaps = [], ...whole } = raw;
    return { ...whole, not_recorded: gaps.filter((path) => !["tenant", "agent", "chain"].includes(path)) } as RawEvent;
  };
  const expect = (step: TestStep, expected: readonly Expectation[]): void => {
    for (const expectation of expected) {
      expectations += 1;
      const message = checkExpectation(resolveLevel(expectation, named), decision, describeStep(step));
      if (message !== undefined) failures.push({ ...offsets(expectation.span), message });
    }
  };
  const decideCall = (): void => {
    if (call !== undefined) ({ decision, actionHash } = stepOn(call));
  };
  const needCall = (step: TestStep): step is TestStep => {
    if (call !== undefined) return true;
    failures.push({
      ...offsets(step.span),
      message: `\`${step.kind}\` needs a \`call\` before it: there is nothing it could answer`,
    });
    return false;
  };

  for (const step of test.steps) {
    switch (step.kind) {
      case "given":
        setting = applyGiven(setting, step.settings, row, test.rows);
        break;
      case "after":
        atMs += step.duration.ms;
        break;
      case "prompt":
      case "system":
        live();
        decision = send(event("prompt", { from: step.kind === "system" ? "system" : "user", text: json(step.text) }));
        expect(step, step.expect);
        break;
      case "output":
        live();
        decision = send(event("output", { text: json(step.text) }));
        expect(step, step.expect);
        break;
      case "message":
        live();
        decision = send(event("message", { to: step.to.text, text: json(step.text) }));
        expect(step, step.expect);
        break;
      case "call":
        live();
        call = event("call", { call: `call#${count + 1}`, tool: named(step.tool).text, args: json(step.args) });
        decideCall();
        expect(step, step.expect);
        break;
      case "started":
        if (!needCall(step)) break;
        decision = send(event("started", { call: call?.call }));
        expect(step, step.expect);
        break;
      case "result":
        if (!needCall(step)) break;
        send(event("started", { call: call?.call, tool: toolOf(call) }));
        decision = send(event("result", { call: call?.call, tool: toolOf(call), content: json(step.value) }));
        expect(step, step.expect);
        break;
      case "error":
        if (!needCall(step)) break;
        send(event("started", { call: call?.call, tool: toolOf(call) }));
        send(event("error", { call: call?.call, tool: toolOf(call), message: json(step.text) }));
        break;
      case "approve":
      case "confirm":
      case "verify":
      case "reject": {
        if (!needCall(step)) break;
        live();
        send(event(...answer(step, call, actionHash, step.by === undefined ? "user" : json(step.by))));
        decideCall();
        expect(step, step.expect);
        break;
      }
      case "revoke":
        send(event("revocation", { subject: { agent: step.subject.text } }));
        break;
      case "state":
        decision = send(statement(step));
        expect(step, step.expect);
        break;
      case "expect":
        expect(step, step.expect);
        break;
      case "expect-control":
        failures.push({
          ...offsets(step.span),
          message: "`expect CONTROL VERDICT` belongs into a test `on` a deployment",
        });
        break;
    }
  }
  if (expectations === 0 && failures.length === 0) {
    failures.push({
      ...offsets(test.title.span),
      message: "this test expects nothing: add `expect LEVEL` after a step",
    });
  }
  return {
    title: `${test.title.text}${label}`,
    file: test.span.file,
    ...offsets(test.span),
    passed: failures.length === 0,
    failures,
  };
}

/** A gate, a reason code, or `confidence` for any row of the bands. */
const isNamed = ({ rule, code }: Reason, name: string): boolean =>
  rule === name || code === name || (name === "confidence" && rule?.startsWith("bands:confidence:") === true);

const statementOf = { kill: "set", clear: "clear", open: "open", close: "close" } as const;

const offsets = ({ start, end }: Span): { readonly start: number; readonly end: number } => ({ start, end });
const toolOf = (call: RawEvent | undefined): string | undefined => (call?.kind === "call" ? call.tool : undefined);

function answer(
  step: TestStep & { readonly kind: "approve" | "confirm" | "verify" | "reject" },
  call: RawEvent | undefined,
  actionHash: string | undefined,
  by: JsonValue,
): readonly [RawEvent["kind"], Record<string, unknown>] {
  const bound = {
    call: call?.call,
    ...(actionHash === undefined ? {} : { action_hash: actionHash }),
  };
  switch (step.kind) {
    case "approve":
      return ["approval", { ...bound, by, roles: step.role === undefined ? [] : [step.role.text] }];
    case "confirm":
      return ["confirmation", { ...bound, by }];
    case "verify":
      return ["verification", { ...bound, by: step.agent === undefined ? { rule: by } : { agent: step.agent.text } }];
    case "reject":
      return ["rejection", { call: call?.call, by }];
  }
}

/** What a name stands for: `row.level` for what the row has there, every other one for itself. */
function namedIn(row: Row, rows: TestRows | undefined, name: Name): Name {
  const [root, column] = name.quoted ? [] : name.text.split(".");
  const value = root === undefined || root !== rows?.binding.text ? undefined : row.get(column ?? "");
  return value?.kind === "text" ? { ...name, text: value.text } : name;
}

/** `expect row.level via row.gate` takes the level and the gates from the row. */
function resolveLevel(expectation: Expectation, named: (name: Name) => Name): Expectation {
  return expectation.kind === "level"
    ? { ...expectation, level: named(expectation.level), via: expectation.via.map(named) }
    : expectation;
}

function checkExpectation(expectation: Expectation, decision: Decision | undefined, step: string): string | undefined {
  if (decision === undefined) return `${step} was not decided, so nothing can be expected of it`;
  const acting = decision.reasons.filter(({ observed }) => observed !== true);
  if (expectation.kind === "unknown") {
    const path = expectation.path.map(({ text }) => text).join(".");
    const unknowns = acting.flatMap((reason) => reason.unknowns.map((unknown) => unknown.path));
    if (unknowns.includes(path)) return undefined;
    return `expected \`${path}\` to be unknown; ${unknowns.length === 0 ? "nothing was" : `unknown were: ${[...new Set(unknowns)].sort().join(", ")}`}`;
  }
  const wanted = expectation.level.text;
  const rules = acting.filter(({ level }) => levels.indexOf(level) > 0).map(describeReason);
  const why = rules.length === 0 ? "no gate acted" : `decided by ${rules.join(", ")}`;
  if (decision.level !== wanted) return `expected ${wanted}, got ${decision.level}: ${why}`;
  const illTyped = acting.find(({ code }) => code === "invalid_event" || code === "schema_violation");
  if (wanted === "deny" && expectation.via.length === 0 && illTyped !== undefined)
    return `deny, but \`${illTyped.code}\` denies whatever the policy says: ${why}. Mend the data of the test, or say \`via ${illTyped.code}\` if that is meant`;
  const missing = expectation.via
    .map(({ text }) => text)
    .filter((name) => !acting.some((reason) => isNamed(reason, name)));
  return missing.length === 0 ? undefined : `${decision.level} as expected, but not via ${missing.join(", ")}: ${why}`;
}

/** With what was unknown: a test that is red for want of a `given` must say which. */
function describeReason({ rule, code, because, message, unknowns }: Reason): string {
  const paths = [...new Set(unknowns.map(({ path }) => path))].sort();
  const said = [
    ...(because === undefined ? [] : [`"${because}"`]),
    ...(message === undefined ? [] : [message]),
    ...(paths.length === 0 ? [] : [`unknown: ${paths.join(", ")}`]),
  ];
  return `${rule ?? code}${said.map((part) => ` (${part})`).join("")}`;
}
