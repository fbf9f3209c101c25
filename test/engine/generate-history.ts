import {
  type HistoryContent,
  type HistoryTerm,
  historyKeys,
  nameTerm,
  type PastEvent,
  pastPhases,
  typeOfTerm,
} from "../../src/ast/history.ts";
import type { Type } from "../../src/value/type.ts";
import type { Readable } from "./generate-condition.ts";
import type { Random } from "./random.ts";

const equalities: readonly PastEvent["with"][number][] = [
  { past: { root: "args", segments: ["note"] }, now: { root: "args", segments: ["note"] } },
  { past: { root: "args", segments: ["mode"] }, now: { root: "args", segments: ["mode"] } },
  { past: { root: "purpose", segments: [] }, now: { root: "purpose", segments: [] } },
];

function pastEvent(tools: readonly string[], random: Random): PastEvent {
  const phase = random.pick([...pastPhases, "attempted", "started", "started", "executed"] as const);
  const isAll = random.chance(30);
  const some = random.some(tools, 45);
  const equal = random.chance(25) ? random.some(equalities, 35) : [];
  // What is counted over all tools counts messages too, where nothing of them is compared.
  const messages = isAll && equal.length === 0 && (phase === "attempted" || phase === "denied");
  return {
    phase,
    ...(messages ? { messages } : {}),
    patterns: isAll ? ["*"] : some,
    tools: isAll ? tools : some,
    with: equal,
  };
}

const usd: Type = { kind: "money", currency: { kind: "fixed", code: "USD" }, unit: "major" };
const summands: readonly { readonly path: string; readonly type: Type; readonly currency?: string }[] = [
  { path: "amount", type: usd },
  { path: "count", type: { kind: "int" } },
  {
    path: "total",
    type: { ...usd, currency: { kind: "argument", path: ["currency"] }, unit: "minor" },
    currency: "USD",
  },
];

/** A term of any kind, over windows that are short and long for the sessions of `generate-events.ts`. */
export function generateTerm(tools: readonly string[], random: Random): HistoryTerm {
  const event = pastEvent(tools, random);
  const limits = {
    withinMs: random.pick([60_000, 300_000, 600_000, 1_200_000, 86_400_000]),
    per: random.pick(historyKeys),
  };
  const argument = (name: string) => ({ root: "args", segments: [name] }) as const;
  const content = ((): HistoryContent => {
    switch (random.below(8)) {
      case 0:
      case 1:
        return { kind: "count", event, ...limits };
      case 2:
      case 3: {
        const { path, ...typed } = random.pick(summands);
        return { kind: "sum", event, path: argument(path), ...limits, ...typed };
      }
      case 4:
        return { kind: "distinct", event, path: argument(random.pick(["to", "note", "reply", "mode"])), ...limits };
      case 5:
        return { kind: "last", event, path: argument("note"), type: { kind: "string" }, ...limits };
      case 6:
        return { kind: "previously", event, ...limits };
      default:
        return { kind: "since", event, after: pastEvent(tools, random), ...limits };
    }
  })();
  return nameTerm(content);
}

/** The term as a condition reads it. */
export function readableTerm(term: HistoryTerm): Readable {
  const type = typeOfTerm(term);
  return { type, operand: { kind: "history", term: term.name, type } };
}
