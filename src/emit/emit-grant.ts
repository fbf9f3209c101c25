import type { IrGrant } from "../engine/ir.ts";
import type { SlotFinder } from "../engine/slots.ts";
import type { Code } from "./code.ts";
import { emitTest } from "./emit-condition.ts";
import { jsNumber, jsText } from "./js-text.ts";

/** The name of a function from a frame and an agent to whether a grant holds: the `and` of its parts. */
export function emitGrant(grant: IrGrant, slots: SlotFinder, code: Code): string {
  const set = (names: readonly string[]): string => code.constant(`new Set(${jsText(names)})`);
  const parts: string[] = [];
  if (grant.onBehalfOf !== undefined) parts.push(`roleTest(frame, ${set(grant.onBehalfOf)})`);
  if (grant.purposes !== undefined) parts.push(`purposeTest(frame, ${set(grant.purposes)})`);
  if (grant.untilMs !== undefined) parts.push(`untilTest(frame, ${jsNumber(grant.untilMs)})`);
  if (grant.whileTask !== undefined) {
    const { maxMs } = grant.whileTask;
    parts.push(`taskTest(frame, agent, ${maxMs === undefined ? "undefined" : jsNumber(maxMs)})`);
  }
  const when = grant.when === undefined ? undefined : emitTest(grant.when, slots, code);
  if (when !== undefined && parts.length === 0) return when;
  if (when !== undefined) parts.push(`${when}(frame)`);
  return code.define("frame, agent", [
    "let t, m = false;",
    ...parts.flatMap((part) => [`t = ${part};`, "if (t === 0) return 0;", "if (t === 1) m = true;"]),
    "return m ? 1 : 2;",
  ]);
}
