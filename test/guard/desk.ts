import type { PolicyIr } from "../../src/engine/ir.ts";
import { createGuard, type Guard, type GuardOptions } from "../../src/guard/create-guard.ts";
import type { DecisionRecord } from "../../src/guard/decision-record.ts";
import type { Execute } from "../../src/guard/execute-call.ts";
import type { ApproveAnswer, Handlers, Request } from "../../src/guard/handlers.ts";
import { compileText } from "../support/compile.ts";
import { type FakeMachine, fakeMachine } from "./fake-machine.ts";

const compiled = new Map<string, PolicyIr>();

/** A policy of one agent with three tools; tests add gates. */
export function deskIr(gates = ""): PolicyIr {
  const known = compiled.get(gates) ?? compileDesk(gates);
  compiled.set(gates, known);
  return known;
}

function compileDesk(gates: string): PolicyIr {
  const { ir, diagnostics } = compileText(`policy desk version 3 language 1
tool read { args.id is string  effect reads }
tool pay { args.to is string  args.amount is decimal  effect pays }
tool mail { args.to is list of email  args.body is string  effect sends }
role finance
role ciso
agent clerk { subject "spiffe://desk.example/clerk" }
agent judge { subject "spiffe://desk.example/judge" }
grant daily { to agent clerk  tools read, pay, mail }
${gates}`);
  if (ir === undefined) throw new Error(diagnostics.map(({ code, message }) => `${code}: ${message}`).join("\n"));
  return ir;
}

/** Who acts in the tests, on whose behalf. */
export const clerk = {
  session: "s1",
  agent: "clerk",
  chain: [{ user: "u-17" }, { agent: "clerk" }],
  token: { verified: true, subject: "spiffe://desk.example/clerk" },
} as const;

export const pay = (amount = 25, more: Record<string, unknown> = {}) => ({
  ...clerk,
  tool: "pay",
  args: { to: "acme", amount },
  ...more,
});

/** An approval by somebody of finance, of what was asked. */
export const byFinance = ({ binding }: Request, more: Partial<ApproveAnswer> = {}): ApproveAnswer => ({
  ...binding,
  approved: true,
  by: "ann",
  roles: ["finance"],
  ...more,
});

export interface Desk {
  readonly guard: Guard;
  readonly machine: FakeMachine;
  /** What the handler `record` was handed. */
  readonly log: DecisionRecord[];
  /** The arguments with which tools were executed. */
  readonly sent: unknown[];
  /** A tool that returns this. */
  readonly tool: (returns?: unknown) => Execute;
}

/** A guard whose records are kept; `record: undefined` takes that away. */
export function desk(gates = "", options: Partial<GuardOptions> | Handlers = {}): Desk {
  const machine = fakeMachine();
  const log: DecisionRecord[] = [];
  const sent: unknown[] = [];
  const guard = createGuard({
    policy: deskIr(gates),
    machine,
    record: (record) => {
      log.push(record);
    },
    ...options,
  });
  return {
    guard,
    machine,
    log,
    sent,
    tool:
      (returns = { ok: true }) =>
      (args) => {
        sent.push(args);
        return returns;
      },
  };
}
