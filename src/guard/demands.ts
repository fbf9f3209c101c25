import type { Obligation, Requirement } from "../engine/decision.ts";
import { describeConfinement } from "../engine/describe-rule.ts";
import type { PolicyIr } from "../engine/ir.ts";
import { isRecogniserName } from "../value/recognise.ts";
import type { Handlers } from "./handlers.ts";

/** A demand of the policy that this host cannot meet. */
export interface Unmet {
  /** The gate, or what else of the policy demands it. */
  readonly rule: string;
  readonly demand: string;
  /** What to hand to `createGuard`. */
  readonly needs: string;
}

/**
 * What the policy can demand and the host has nothing for, in the order of the rules. Gates that only observe count: they act when
 * their time is over. Whatever list of the policy carries requirements or obligations is looked at, not gates alone.
 */
export function findUnmet(ir: PolicyIr, handlers: Handlers, hasKey: boolean): readonly Unmet[] {
  const rules = Object.values(ir).flatMap((list) => (Array.isArray(list) ? (list as readonly Demanding[]) : []));
  return rules.flatMap(({ name, requirements, obligations }) => [
    ...(requirements ?? []).flatMap((one) => unmet(name, `requires ${one.kind}`, needOf(one, handlers))),
    ...(obligations ?? []).flatMap((one) => unmet(name, demandOf(one), obligationNeed(one, handlers, hasKey))),
  ]);
}

interface Demanding {
  readonly name?: string;
  readonly requirements?: readonly Requirement[];
  readonly obligations?: readonly Obligation[];
}

const unmet = (rule: string | undefined, demand: string, needs: string | undefined): readonly Unmet[] =>
  needs === undefined ? [] : [{ rule: rule ?? "a rule without a name", demand, needs }];

/** The kinds of obligation that this host performs, as the engine is told. */
export function performedKinds(handlers: Handlers): readonly string[] {
  return [
    "redact",
    ...(handlers.record === undefined ? [] : ["record-full"]),
    ...(handlers.alert === undefined ? [] : ["alert"]),
    ...(handlers.notify === undefined ? [] : ["notify"]),
    ...(handlers.confine === undefined ? [] : ["confine"]),
  ];
}

function needOf({ kind }: Requirement, handlers: Handlers): string | undefined {
  const name = ({ verification: "verify", confirmation: "confirm", approval: "approve" } as const)[kind];
  // A kind that a later version adds has no handler here, and is not let through.
  if (name === undefined) return `a newer version: this one knows no requirement \`${kind}\``;
  return handlers[name] === undefined ? `a handler \`${name}\`` : undefined;
}

function obligationNeed(obligation: Obligation, handlers: Handlers, hasKey: boolean): string | undefined {
  switch (obligation.kind) {
    case "record-full":
      return handlers.record === undefined ? "a handler `record`" : undefined;
    case "alert":
    case "notify":
    case "confine":
      return handlers[obligation.kind] === undefined ? `a handler \`${obligation.kind}\`` : undefined;
    case "redact":
      if (handlers.redact !== undefined) return undefined;
      if (obligation.by === "hash" && !hasKey) return "`digestKey`: a hash without a key is undone by trying all cards";
      return obligation.recognisers.every(isRecogniserName)
        ? undefined
        : `a handler \`redact\`: nothing is known of ${obligation.recognisers.filter((name) => !isRecogniserName(name)).join(", ")}`;
    default:
      return `a newer version: this one knows no obligation \`${(obligation as Obligation).kind}\``;
  }
}

function demandOf(obligation: Obligation): string {
  switch (obligation.kind) {
    case "record-full":
      return "demands `record full`";
    case "alert":
    case "notify":
      return `demands \`${obligation.kind} ${JSON.stringify(obligation.target)}\``;
    case "redact":
      return `demands \`redact [${obligation.recognisers.join(", ")}] in ${obligation.path.join(".")} by ${obligation.by}\``;
    case "confine":
      return `demands that it connects to nothing but ${describeConfinement(obligation)}`;
    default:
      return "demands an unknown obligation";
  }
}
