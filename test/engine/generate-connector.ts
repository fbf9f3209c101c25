import type { CheckedOperand } from "../../src/ast/checked-condition.ts";
import type { CheckedConnector } from "../../src/ast/checked-connector.ts";
import { type HistoryTerm, historyKeys, nameTerm } from "../../src/ast/history.ts";
import type { IrGate } from "../../src/engine/ir.ts";
import { lowerConnector } from "../../src/engine/lower-connectors.ts";
import type { Tool } from "../../src/event/catalogue.ts";
import type { Type } from "../../src/value/type.ts";
import * as pools from "./pools.ts";
import type { Random } from "./random.ts";

const span = { file: "generated", start: 0, end: 0 };
const usd: Type = { kind: "money", currency: { kind: "fixed", code: "USD" }, unit: "major" };

/** A connector over some of the tools, as its gates and the terms they read. */
export function generateConnector(
  tools: readonly Tool[],
  random: Random,
): { readonly gates: readonly IrGate[]; readonly terms: readonly HistoryTerm[] } {
  const covered = [...random.some(tools, 45)].sort((left, right) => (left.name < right.name ? -1 : 1));
  const names = covered.map(({ name }) => name);
  const spending = covered.filter(({ args }) => args.kind === "record" && "amount" in args.fields);
  const window = () => ({ withinMs: random.pick([60_000, 600_000]), per: random.pick(historyKeys) });
  const started = (of: readonly string[]) => ({ phase: "started", patterns: of, tools: of, with: [] }) as const;
  const rate = nameTerm({ kind: "count", event: started(names), ...window() });
  const amount: CheckedOperand = { kind: "path", span, root: "args", segments: ["amount"], type: usd };
  const spenders = spending.map(({ name }) => name);
  const quota = nameTerm({
    kind: "sum",
    event: started(spenders),
    path: { root: "args", segments: ["amount"] },
    type: usd,
    ...window(),
  });
  const connector: CheckedConnector = {
    name: "c",
    span,
    nameSpan: span,
    patterns: [],
    tools: names,
    egress: random.chance(70)
      ? {
          span,
          hosts: random.some(pools.domains, 55),
          methods: random.chance(40) ? random.some(["GET", "POST"], 60) : undefined,
          ports: random.chance(40) ? random.some([443, 8080], 70) : undefined,
          types: random.chance(30) ? ["application/json"] : undefined,
        }
      : undefined,
    rate: random.chance(50) ? { span, limit: 1 + random.below(4), term: rate } : undefined,
    quota:
      spenders.length > 0 && random.chance(60)
        ? {
            span,
            tools: spenders,
            limit: { kind: "literal", span, literal: { kind: "money", digits: "600", currency: "USD" } },
            amount,
            term: quota,
          }
        : undefined,
    validate: {
      request: random.chance(40) ? { span } : undefined,
      response: random.chance(40) ? { span } : undefined,
    },
    redactions: random.chance(25)
      ? [
          {
            span,
            on: "call",
            tools: names,
            obligation: { kind: "redact", span, recognisers: ["card"], path: ["args"], by: "mask" },
          },
        ]
      : [],
    violation: random.chance(50)
      ? { span, outcome: random.pick(["deny", "log"]), obligations: [{ kind: "alert", span, target: "soc" }] }
      : { span, outcome: { kind: "confirmation", span }, obligations: [] },
  };
  const gates = lowerConnector(connector, covered, {
    lowerRequirement: () => ({ kind: "confirmation", by: "user" }),
    lowerObligation: (obligation) =>
      obligation.kind === "redact"
        ? { kind: "redact", recognisers: obligation.recognisers, path: obligation.path, by: obligation.by }
        : { kind: "alert", target: "soc" },
  });
  return {
    gates,
    terms: [...(connector.rate === undefined ? [] : [rate]), ...(connector.quota === undefined ? [] : [quota])],
  };
}
