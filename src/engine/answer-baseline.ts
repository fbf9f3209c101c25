import type { Event } from "../event/event.ts";
import type { PolicyIr } from "./ir.ts";
import { denial } from "./reason.ts";
import type { State } from "./state.ts";
import { refused, type Stated, stated } from "./statement-answer.ts";

/**
 * The host says with which baseline it works. The one in effect is always that of the policy, so the state stays as it is;
 * the answer says whether they are the same.
 */
export function answerBaseline(state: State, { raw }: Event, { drifts }: PolicyIr): Stated {
  const digest = raw.kind === "baseline" ? raw.digest : "";
  const names = drifts.filter(({ baseline }) => baseline === digest).map(({ name }) => name);
  const [first] = names;
  if (first !== undefined) return stated(state, `drift:${first}`, `${names.join(", ")} compares with it`);
  const known = drifts.map(({ name, baseline }) => `${name} compares with ${baseline.slice(0, 12)}…`);
  const message = known.length === 0 ? "the policy has no drift" : known.join(", ");
  return refused(state, denial("unknown_baseline", "rule", { message }));
}
