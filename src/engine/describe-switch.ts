import type { SwitchScope } from "../ast/switch-scope.ts";
import { formatDuration } from "../value/duration.ts";
import { describeObligation } from "./describe-rule.ts";
import type { IrBreakGlass, IrKillSwitch, IrQuorum } from "./ir.ts";

/** A kill switch in English, and who works it. Printed from the IR, never parsed. */
export const describeKillSwitch = ({ scope, setBy, clearedBy }: IrKillSwitch): string =>
  `While it is set, ${stopped[scope]} is denied, and no approval or break glass lifts that. Set by ${describeQuorum(setBy)}; cleared by ${describeQuorum(clearedBy)}. Where the past was lost it counts as set until it is stated.`;

/** A break glass in English, and who opens it. Printed from the IR, never parsed. */
export const describeBreakGlass = ({ gates, approval, maxMs, obligations, because }: IrBreakGlass): string => {
  const also = obligations.map((one) => ` Then the event ${describeObligation(one)}.`).join("");
  const reason = because === undefined ? "" : ` Because: ${because}.`.replace("..", ".");
  return `While it is open, ${gates.join(", ")} only ${gates.length === 1 ? "logs" : "log"}.${also} It grants nothing. Opened by ${describeQuorum(approval)} who ${approval.count === 1 ? "stands" : "stand"} outside the chain, for ${formatDuration(maxMs)} at most.${reason}`;
};

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
