import { describe, expect, it } from "vitest";
import { type HistoryTerm, nameTerm } from "../../src/ast/history.ts";
import { carriedBy, carriedInRow } from "../../src/engine/history/carried.ts";
import { emptyHistory, trackTerms } from "../../src/engine/history/history.ts";
import { indexHistory } from "../../src/engine/history/history-index.ts";
import { recordOccurrence } from "../../src/engine/history/record-history.ts";
import { admit } from "../../src/event/admit.ts";
import type { Event } from "../../src/event/event.ts";
import { type Layout, layoutOf } from "../../src/event/layout.ts";
import { plainRowOf } from "../../src/event/plain-call.ts";
import type { Slot } from "../../src/event/row.ts";
import { jsonNumber } from "../../src/json/json-value.ts";
import type { Type } from "../../src/value/type.ts";
import { policy, tool } from "./build.ts";
import { generateSession } from "./generate-events.ts";
import { generatePolicy } from "./generate-policy.ts";
import { randomFrom } from "./random.ts";

const attempted = { phase: "attempted", patterns: ["pay"], tools: ["pay"], with: [] } as const;
const limits = { withinMs: 3_600_000, per: "session" } as const;
type Path = Extract<HistoryTerm, { readonly kind: "sum" }>["path"];
const distinctOf = (path: Path) => nameTerm({ kind: "distinct", event: attempted, path, ...limits });
const sumOf = (path: Path, type: Type) => nameTerm({ kind: "sum", event: attempted, path, type, ...limits });

const dollars: Type = { kind: "money", currency: { kind: "fixed", code: "USD" }, unit: "major" };
const number = (lexeme: string) => jsonNumber(lexeme);
const numbers = [
  "0",
  "-0",
  "1",
  "-7",
  "1.0",
  "10.50",
  "0.0000000001",
  "0.1",
  "999999999999999",
  "-999999999999999",
  "9007200",
  "9007199",
];
const texts = ["", "a", "#a", "a ", "x".repeat(63), "x".repeat(64), "x".repeat(70), `#${"x".repeat(70)}`];
/** By type, values that a plain call may have. */
const plain: readonly (readonly [Type, readonly unknown[]])[] = [
  [{ kind: "int" }, numbers.filter((lexeme) => !lexeme.includes(".")).map(number)],
  [{ kind: "decimal" }, numbers.map(number)],
  [{ kind: "percent" }, ["0", "1", "0.5", "1.0", "2", "-1"].map(number)],
  [{ kind: "bool" }, [true, false]],
  [{ kind: "string" }, texts],
  [{ kind: "email" }, ["Ann@Corp.example", "ann@corp.example"]],
  [{ kind: "domain" }, ["A.example", "a.example"]],
  [{ kind: "path" }, ["/a/../b", "/b"]],
  [{ kind: "url" }, ["HTTPS://A.example/x"]],
  [{ kind: "duration" }, ["60s", "1m"]],
  [{ kind: "timestamp" }, ["2026-01-01T01:00:00+01:00"]],
  [{ kind: "list", element: { kind: "string" } }, [["a", "b"], []]],
  [{ kind: "json" }, ["a", number("1"), null]],
  [dollars, [number("5"), number("5.5")]],
];

describe("what a call brings to a register, read from its row", () => {
  const seen = { told: 0, open: 0 };
  /** Where the slot tells anything. */
  const expectSame = (term: HistoryTerm, slot: Slot, admitted: Event): void => {
    const told = carriedInRow(term, slot);
    if (told === undefined) seen.open += 1;
    else {
      seen.told += 1;
      expect(told).toEqual(carriedBy(term, admitted));
    }
  };

  it.each(plain.map(([type, values]) => [type.kind, type, values] as const))(
    "is what its fields say: %s",
    (_, type, values) => {
      const pay = tool("pay", {
        args: { kind: "record", additional: false, fields: { v: { type, required: false } } },
      });
      const { catalogue } = policy({ catalogue: { tools: { pay }, context: {} } });
      const layout = layoutOf(catalogue);
      const path = { root: "args", segments: ["v"] } as const;
      for (const args of [{}, ...values.map((v) => ({ v }))]) {
        const admitted = admit({ kind: "call", id: "1", session: "s", tool: "pay", args } as never, catalogue);
        if (admitted.kind === "invalid") throw new Error(admitted.message);
        const row = plainRowOf(admitted, layout);
        const slot = layout.slotOf("args", ["v"], ["pay"]);
        if (row === undefined || slot === undefined) continue;
        for (const term of [distinctOf(path), sumOf(path, type)]) {
          expectSame(term, row[slot], admitted);
        }
      }
    },
  );

  it("is what the fields say in calls of all shapes", () => {
    const random = randomFrom(20_261_130);
    for (let index = 0; index < 40; index += 1) {
      const { catalogue } = generatePolicy(random);
      const layout = layoutOf(catalogue);
      const session = generateSession({ ...generatePolicy(random), catalogue }, `s${index}`, 40, random);
      for (const raw of session) {
        const admitted = admit(raw, catalogue);
        const row = admitted.kind === "call" ? plainRowOf(admitted, layout) : undefined;
        if (row === undefined || admitted.kind !== "call") continue;
        for (const { root, segments, slot } of layout.placesOf(admitted.tool ?? "") ?? []) {
          const path = { root, segments } as Path;
          for (const term of [distinctOf(path), sumOf(path, { kind: "decimal" })]) {
            expectSame(term, row[slot], admitted);
          }
        }
      }
    }
  });

  it("was told by rows of many values, and not by all", () => {
    console.log(seen);
    expect(seen.told).toBeGreaterThan(500);
    expect(seen.open).toBeGreaterThan(500);
  });

  it("makes the history that its fields make, each term by the argument that it names", () => {
    const field = (type: Type) => ({ type, required: false }) as const;
    const fields = {
      a: field({ kind: "int" }),
      b: field({ kind: "int" }),
      c: field({ kind: "string" }),
      d: field({ kind: "string" }),
    };
    const pay = tool("pay", { args: { kind: "record", additional: false, fields } });
    const argument = (name: string): Path => ({ root: "args", segments: [name] });
    const terms = [
      ...["a", "b"].map((name) => sumOf(argument(name), { kind: "int" })),
      ...["c", "d"].map((name) => distinctOf(argument(name))),
    ];
    const { catalogue } = policy({ catalogue: { tools: { pay }, context: {} } });
    const calls = [0, 1, 2].map((index) => {
      const args = { a: number(`${index}`), b: number(`${10 * index + 5}`), c: `c${index}`, d: `d${index}` };
      const admitted = admit({ kind: "call", id: `${index}`, session: "s", tool: "pay", args }, catalogue);
      if (admitted.kind === "invalid") throw new Error(admitted.message);
      return admitted;
    });
    const recorded = (layout: Layout | undefined) => {
      const index = indexHistory(terms, 1_000, true, layout);
      return calls.reduce(
        (history, call, at) => {
          const action = { event: call, tool: "pay", owner: "", isFirst: true, at, clock: undefined };
          return recordOccurrence(history, "attempted", action, true, index);
        },
        trackTerms(emptyHistory, terms, index.tracking, undefined),
      );
    };
    expect(recorded(layoutOf(catalogue))).toEqual(recorded(undefined));
    expect(JSON.stringify(recorded(undefined))).toContain("d2");
  });
});
