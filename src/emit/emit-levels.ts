import { compileGate, indexGates } from "../engine/compile-gates.ts";
import { compilePermissions } from "../engine/compile-permissions.ts";
import { type OrderedGate, type OrderedRules, orderRules } from "../engine/compile-plans.ts";
import { ceilingOf } from "../engine/compile-policy.ts";
import { levels } from "../engine/decision.ts";
import type { IrGate, PolicyIr } from "../engine/ir.ts";
import { layoutOf } from "../event/layout.ts";
import type { Code } from "./code.ts";
import { jsNumber, jsText } from "./js-text.ts";

/** The names of the functions that test the rules. */
export interface RuleTests {
  /** Undefined where nothing is tested: it always fires. */
  readonly ofGate: (gate: IrGate) => string | undefined;
  readonly ofGrant: (name: string) => string;
}

/**
 * Rules in the functions of all tools together. Beyond it the code is larger than what a processor keeps near, and the level is
 * found faster from the plans of `compile-plans.ts`, which lie close together.
 */
const mostRules = 2_000;

/**
 * The name of a function from a tool and an agent to the function that finds the level of a call, as long as nothing was
 * answered and the host performs every obligation.
 */
export function emitLevels(ir: PolicyIr, tests: RuleTests, code: Code): string {
  const layout = layoutOf(ir.catalogue);
  const gates = indexGates(
    ir,
    ir.gates.map((gate, place) => compileGate(gate, place, layout)),
  );
  const permissions = compilePermissions(ir, layout);
  const setting = { performs: undefined, agents: new Set(ir.agents.map(({ name }) => name)) };
  const plans = ir.agents.map(({ name }) => ({
    name,
    plans: Object.keys(ir.catalogue.tools).map((tool) => ({
      tool,
      plan: orderRules(gates.ofCall(tool, name), permissions.grantsOf(name, tool) ?? [], (gate) =>
        ceilingOf(gate, [], setting),
      ),
    })),
  }));
  const rules = plans.flatMap((agent) =>
    agent.plans.map(({ plan }) => plan.gates.length + plan.grants.length + plan.sharedGrants.length),
  );
  if (rules.reduce((sum, count) => sum + count, 0) > mostRules) return "() => undefined";
  const byAgent = plans.map(({ name, plans: ofAgent }) => {
    const byTool = ofAgent.map(({ tool, plan }) => `[${jsText(tool)}, ${emitLevel(plan, name, tests, code)}]`);
    return { name, tools: code.constant(`new Map([${byTool.join(", ")}])`) };
  });
  if (byAgent.length > 4) {
    const agents = code.constant(
      `new Map([${byAgent.map(({ name, tools }) => `[${jsText(name)}, ${tools}]`).join(", ")}])`,
    );
    return code.define("tool, agent", [`return ${agents}.get(agent)?.get(tool);`]);
  }
  return code.define(
    "tool, agent",
    byAgent.map(({ name, tools }) => `if (agent === ${jsText(name)}) return ${tools}.get(tool);`),
  );
}

/** The strictest gate that fires is the level, if a grant holds; see `levelByPlan`. */
function emitLevel(plan: OrderedRules, agent: string, tests: RuleTests, code: Code): string {
  const granted = emitGranted(plan, agent, tests, code);
  return code.define("frame", [
    "let t, g = false;",
    ...plan.gates.flatMap((gate, index) => emitGate(gate, tests, granted(index + 1))),
    `return ${granted(plan.gates.length)} ? "allow" : "deny";`,
  ]);
}

function emitGate({ gate: { gate }, rank, grants }: OrderedGate, tests: RuleTests, granted: string): readonly string[] {
  const test = tests.ofGate(gate);
  const level = levels[rank] ?? "deny";
  const end = level === "deny" ? 'return "deny";' : `return ${granted} ? ${jsText(level)} : "deny";`;
  const untilMs = gate.observe?.untilMs;
  const fires = untilMs === undefined ? end : `if (!(frame.event.at < ${jsNumber(untilMs)})) ${end}`;
  const tells = grants ? "if (t === 2) g = true; " : "";
  return [`t = ${test === undefined ? "2" : `${test}(frame)`};`, `if (t !== 0) { ${tells}${fires} }`];
}

/** An expression: some grant holds, of those that no gate before `from` has told of. */
function emitGranted(
  { grants, sharedGrants }: OrderedRules,
  agent: string,
  tests: RuleTests,
  code: Code,
): (from: number) => string {
  const holds = (name: string): string => `${tests.ofGrant(name)}(frame, ${jsText(agent)}) === 2`;
  if (grants.length + sharedGrants.length === 0) return () => "g";
  const name = code.define("frame, from", [
    ...grants.map((grant) => `if (${holds(grant.name)}) return true;`),
    ...sharedGrants.map(({ grant, index }) => `if (from <= ${index} && ${holds(grant.name)}) return true;`),
    "return false;",
  ]);
  return (from) => `(g || ${name}(frame, ${from}))`;
}
