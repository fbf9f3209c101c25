import type { SwitchScope } from "../ast/switch-scope.ts";
import { formatDuration } from "../value/duration.ts";
import type { IrKillSwitch, IrQuorum } from "./ir.ts";

/** A kill switch in English, and who works it. Printed from the IR, never parsed. */
export const describeKillSwitch = ({ scope, setBy, clearedBy }: IrKillSwitch): string =>
  `While it is set, ${stopped[scope]} is denied, and no approval or break glass lifts that. Set by ${describeQuorum(setBy)}; cleared by ${describeQuorum(clearedBy)}. Where the past was lost it counts as set until it is stated.`;

const stopped: Readonly<Record<SwitchScope, string>> = {
  tenant: "everything of the tenant it is set for",
  session: "everything of the session it is set for",
  agent: "everything that the agent it is set for does, or has others do",
  global: "everything",
};

function describeQuorum({ role, count, validMs }: IrQuorum): string {
  const within = validMs === undefined ? "" : ` within ${formatDuration(validMs)}`;
  return count === 1 ? `a person of role ${role}` : `${count} different persons of role ${role}${within}`;
}
