import type { CheckedKillSwitch, CheckedQuorum } from "../ast/checked-switch.ts";
import type { IrGate, IrKillSwitch, IrQuorum } from "./ir.ts";

export const lowerKillSwitch = ({ name, scope, setBy, clearedBy }: CheckedKillSwitch): IrKillSwitch => ({
  name,
  scope,
  setBy: lowerQuorum(setBy),
  clearedBy: lowerQuorum(clearedBy),
});

export const lowerQuorum = ({ role, count, validMs }: CheckedQuorum): IrQuorum => ({
  role,
  count,
  ...(validMs === undefined ? {} : { validMs }),
});

/** A set kill switch denies every phase in its scope (`language.md` 4), and so does one of which nobody can say. */
export const lowerKillGate = (
  { name, because }: Pick<CheckedKillSwitch, "name" | "because">,
  tools: readonly string[],
): IrGate => ({
  name: `kill_switch:${name}`,
  builtIn: true,
  code: "killed",
  on: [{ kind: "call", tools }, { kind: "message" }, { kind: "output" }, { kind: "prompt" }, { kind: "result", tools }],
  when: { kind: "holds", operand: { kind: "path", root: "kill_switch", segments: [name], type: { kind: "bool" } } },
  level: "deny",
  requirements: [],
  obligations: [],
  overridable: false,
  ...(because === undefined ? {} : { because }),
  tags: [],
});
