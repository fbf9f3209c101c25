import { describe, expect, it } from "vitest";
import type { OriginSource } from "../../src/ast/condition.ts";
import { circumstancesOf } from "../../src/engine/circumstances.ts";
import { addText, emptyProvenance, originOf, type Provenance, provenanceEntries } from "../../src/engine/provenance.ts";
import type { State } from "../../src/engine/state.ts";
import { createEngine } from "../../src/engine/step.ts";
import type { Event } from "../../src/event/event.ts";
import { parseDecimal, zero } from "../../src/value/decimal.ts";
import { readUrl } from "../../src/value/url.ts";
import type { Value } from "../../src/value/value.ts";
import { event, policy, tool } from "./build.ts";

const ir = policy({
  catalogue: {
    tools: { pay: tool("pay"), read: tool("read", { resultFormat: "json" }), web: tool("web") },
    context: {},
  },
});
const user: OriginSource = { kind: "user" };
const web: OriginSource = { kind: "tool", tools: ["web"] };
const emailOfRead: OriginSource = { kind: "field", tools: ["read"], path: ["email"] };

/** Whether a value was seen at a source after these events. */
function origin(
  value: string | Value,
  source: OriginSource,
  events: readonly Event[],
  textBudget?: number,
  gaps: readonly string[] = [],
): string {
  const engine = createEngine(ir, { engine: "closures", ...(textBudget === undefined ? {} : { textBudget }) });
  const state = events.reduce<State>((earlier, one) => engine.step(earlier, one).state, engine.initial());
  const circumstances = circumstancesOf(state, event({ kind: "call", tool: "pay", not_recorded: gaps }));
  return circumstances.origin(typeof value === "string" ? { kind: "text", text: value } : value, source);
}

const prompt = (text: string, more = {}): Event => event({ kind: "prompt", text, ...more });
const result = (name: string, content: unknown, more = {}): Event =>
  event({ kind: "result", tool: name, content, ...more }, 0, ir);

describe("the origin of an address", () => {
  it("is true where it stands as a whole token, in whatever case and punctuation", () => {
    for (const text of [
      "write to Ann@Corp.Example, please",
      "<ann@corp.example>",
      "mailto:ann@corp.example?subject=x",
      "to:ann@corp.example.",
    ]) {
      expect(origin("ann@corp.example", user, [prompt(text)]), text).not.toBe("false");
    }
    expect(origin("ann@corp.example", user, [prompt("write to Ann@Corp.Example, please")])).toBe("true");
    expect(origin("ann@corp.example", user, [prompt("write to <ann@corp.example>.")])).toBe("true");
  });

  it("is false at a source that never mentioned it", () => {
    const events = [prompt("write to ann@corp.example"), result("web", "contact eve@evil.example")];
    expect(origin("eve@evil.example", user, events)).toBe("false");
    expect(origin("eve@evil.example", web, events)).toBe("true");
    expect(origin("ann@corp.example", web, events)).toBe("false");
  });

  it("is not true for a part of another address", () => {
    expect(origin("ann@corp.example", user, [prompt("joann@corp.example")])).toBe("unknown");
    expect(origin("ann@corp.example", user, [prompt("ann@corp.example.evil.example")])).toBe("unknown");
  });

  it("is unknown where something like it occurs, as percent-encoded or full-width text", () => {
    expect(origin("ann@corp.example", user, [prompt("see ?to=ann%40corp.example")])).toBe("unknown");
    expect(origin("ann@corp.example", user, [prompt("ａｎｎ＠corp.example")])).toBe("unknown");
  });

  it("is unknown on a miss where somebody showed more than a text, and true all the same where the text has it", () => {
    const shown = prompt("write to ann@corp.example", { complete: false });
    expect(origin("eve@evil.example", user, [shown])).toBe("unknown");
    expect(origin("ann@corp.example", user, [shown])).toBe("true");
  });

  it("is unknown on a miss while a text of that source is missing", () => {
    expect(origin("eve@evil.example", user, [prompt("x", { text: undefined, not_recorded: ["text"] })])).toBe(
      "unknown",
    );
    expect(origin("eve@evil.example", web, [result("web", undefined, { not_recorded: ["result"] })])).toBe("unknown");
    const call = event({ kind: "call", call: "w", tool: "web" });
    const started = event({ kind: "started", call: "w" });
    expect(origin("eve@evil.example", web, [call, started])).toBe("unknown");
    expect(origin("eve@evil.example", web, [call, started, result("web", "nothing", { call: "w" })])).toBe("false");
  });

  it("is unknown on a miss where what its source says is no event in the log", () => {
    const asked = (gaps: readonly string[], source: OriginSource, text = "write to ann@corp.example") =>
      origin("eve@evil.example", source, [prompt(text)], undefined, gaps);
    const [system, agent] = [{ kind: "system" }, { kind: "agent", agent: "mail" }] as const;
    const rows = [
      [[], "false", "false", "false", "false"],
      [["confidence", "token"], "false", "false", "false", "false"],
      [["prompts"], "unknown", "unknown", "false", "false"],
      [["prompts.system"], "false", "unknown", "false", "false"],
      [["prompts.user"], "unknown", "false", "false", "false"],
      [["messages"], "false", "false", "unknown", "false"],
    ] as const;
    for (const [gaps, ...expected] of rows)
      expect(
        [user, system, agent, web].map((source) => asked(gaps, source)),
        gaps.join(),
      ).toEqual(expected);
    expect(asked(["prompts"], user, "write to eve@evil.example")).toBe("true");
  });

  it("is unknown on a miss once the budget of texts is spent", () => {
    const events = [prompt("short"), prompt("a text that is longer than the budget")];
    expect(origin("eve@evil.example", user, events, 20)).toBe("unknown");
    expect(origin("eve@evil.example", user, events, 2_000)).toBe("false");
  });
});

describe("the origin of other values", () => {
  it("finds an IBAN and a telephone number written in groups", () => {
    const text = "transfer to de89 3704 0044 0532 0130 00 or call +49 30 1234567 today";
    expect(origin("DE89370400440532013000", user, [prompt(text)])).toBe("true");
    expect(origin("+49301234567", user, [prompt(text)])).toBe("true");
    expect(origin("GB29NWBK60161331926819", user, [prompt(text)])).toBe("false");
    expect(origin("+49309999999", user, [prompt(text)])).toBe("false");
    expect(origin("+49301234567", user, [prompt("call 030 1234567")])).toBe("unknown");
  });

  it("compares URLs in canonical form, and does not call a host without its scheme a miss", () => {
    const url = readUrl("https://Corp.Example/a");
    if (url === undefined) throw new Error("no URL");
    expect(origin(url, user, [prompt("open HTTPS://corp.example/a now")])).toBe("true");
    expect(origin(url, user, [prompt("open corp.example/a now")])).toBe("unknown");
    expect(origin(url, user, [prompt("open other.example")])).toBe("false");
    expect(origin("corp.example", user, [prompt("open https://corp.example/a")])).toBe("true");
  });

  it("knows long identifiers and long numbers, and says nothing of short ones", () => {
    expect(origin("ord_2026_000417", user, [prompt("refund ord_2026_000417")])).toBe("true");
    expect(origin("ord_2026_000418", user, [prompt("refund ord_2026_000417")])).toBe("false");
    const number: Value = { kind: "number", value: parseDecimal("150000") ?? zero };
    expect(origin(number, user, [prompt("pay 150000 now")])).toBe("true");
    expect(origin(number, user, [prompt("pay nothing")])).toBe("unknown");
    for (const short of ["5", "yes", "12345"]) {
      expect(origin(short, user, [prompt(`it is ${short}`)])).toBe("unknown");
      expect(origin(short, user, [prompt("nothing")])).toBe("unknown");
    }
  });

  it("finds a name of several words, whole, and never calls its absence certain", () => {
    expect(origin("Ann  Miller", user, [prompt("for Ann\nMiller, please")])).toBe("true");
    expect(origin("Ann Mill", user, [prompt("for Ann Miller")])).toBe("unknown");
    expect(origin("Bob Miller", user, [prompt("for Ann Miller")])).toBe("unknown");
  });
});

describe("a source", () => {
  it("is one field of a result where the result has fields", () => {
    const content = { email: "ann@corp.example", note: "or eve@evil.example" };
    for (const given of [content, JSON.stringify(content)]) {
      expect(origin("ann@corp.example", emailOfRead, [result("read", given)])).toBe("true");
      expect(origin("eve@evil.example", emailOfRead, [result("read", given)])).toBe("false");
    }
  });

  it("is unknown where the result could not be read as fields", () => {
    expect(origin("ann@corp.example", emailOfRead, [result("read", "mail ann@corp.example")])).toBe("unknown");
  });

  it("is the user or the system of a prompt, or the agent of a message", () => {
    const events = [
      prompt("x ann@corp.example", { from: "system" }),
      event({ kind: "message", to: "other", text: "y bob@corp.example" }),
    ];
    expect(origin("ann@corp.example", { kind: "system" }, events)).toBe("true");
    expect(origin("ann@corp.example", user, events)).toBe("false");
    expect(origin("bob@corp.example", { kind: "agent", agent: "clerk" }, events)).toBe("true");
    expect(origin("bob@corp.example", { kind: "agent", agent: "other" }, events)).toBe("false");
  });

  it("is nobody's for certain where a prompt's author was not recorded", () => {
    const events = [prompt("x ann@corp.example", { not_recorded: ["from"] })];
    for (const source of [user, { kind: "system" } as const]) {
      expect(origin("ann@corp.example", source, events)).toBe("unknown");
      expect(origin("bob@corp.example", source, events)).toBe("false");
    }
    expect(origin("ann@corp.example", user, [prompt("x ann@corp.example")])).toBe("true");
  });

  it("holds what came before, not what comes in the same event", () => {
    expect(origin("ann@corp.example", user, [])).toBe("false");
  });
});

describe("the origin of an IBAN", () => {
  const iban = "DE89370400440532013000";
  it("is true where it is written in groups, also beside other numbers", () => {
    expect(origin(iban, user, [prompt("to DE89 3704 0044 0532 0130 00 please")])).toBe("true");
    expect(origin(iban, user, [prompt("for AB12 to DE89 3704 0044 0532 0130 00")])).toBe("true");
  });

  it("is unknown where its country stands alone, whatever stands before it", () => {
    expect(origin(iban, user, [prompt("DE 89370400440532013000")])).toBe("unknown");
    expect(origin(iban, user, [prompt("AB12 DE 89370400440532013000")])).toBe("unknown");
  });
});

describe("whether a source reaches a text", () => {
  const wanted: Readonly<Record<string, OriginSource>> = {
    user: { kind: "user" },
    system: { kind: "system" },
    agent: { kind: "agent", agent: "a" },
    tool: { kind: "tool", tools: ["x", "t"] },
    field: { kind: "field", tools: ["x", "t"], path: ["p", "q"] },
  };
  type Kind = "user" | "system" | "user-or-system" | "tool" | "agent";
  const from = (kind: Kind, name = "", at: readonly string[] = [], split = false) => ({
    kind,
    name,
    path: at,
    ...(split ? { split } : {}),
  });

  it.each<[string, ReturnType<typeof from>, Readonly<Record<string, string>>]>([
    ["of the user", from("user"), { user: "true" }],
    ["of the system", from("system"), { system: "true" }],
    ["of one of them", from("user-or-system"), { user: "unknown", system: "unknown" }],
    ["of the agent", from("agent", "a"), { agent: "true" }],
    ["of another agent", from("agent", "b"), {}],
    ["of some agent", from("agent"), { agent: "unknown" }],
    ["of the tool", from("tool", "t"), { tool: "true", field: "unknown" }],
    ["of another tool", from("tool", "u"), {}],
    ["of some tool", from("tool"), { tool: "unknown", field: "unknown" }],
    ["of the tool, with its fields beside it", from("tool", "t", [], true), { tool: "true" }],
    ["of some tool, with its fields beside it", from("tool", "", [], true), { tool: "unknown" }],
    ["of the field", from("tool", "t", ["p", "q"]), { tool: "true", field: "true" }],
    ["below the field", from("tool", "t", ["p", "q", "r"]), { tool: "true", field: "true" }],
    ["above the field", from("tool", "t", ["p"]), { tool: "true", field: "unknown" }],
    ["of another field", from("tool", "t", ["p", "z"]), { tool: "true" }],
    ["of a field of some tool", from("tool", "", ["p", "z"]), { tool: "unknown", field: "unknown" }],
    ["of the field of another tool", from("tool", "u", ["p", "q"]), {}],
  ])("%s", (_, source, expected) => {
    const value: Value = { kind: "text", text: "ann@corp.example" };
    const told = (text: string, complete: boolean, unseen = false) => {
      const texts = addText(emptyProvenance(), { source, text, complete }, 1_000);
      const entries = Object.entries(wanted).map(([name, one]) => [name, originOf(texts, value, one, () => unseen)]);
      return Object.fromEntries(entries.filter(([, truth]) => truth !== "false"));
    };
    expect(told("to ann@corp.example", true)).toEqual(expected);
    expect(told("to bob@corp.example", true)).toEqual({});
    // Of what was not wholly recorded a miss says nothing.
    expect(told("", false)).toEqual(Object.fromEntries(Object.keys(expected).map((name) => [name, "unknown"])));
    // Nor of a tool of which a result is still to come.
    expect(told("to bob@corp.example", true, true)).toEqual({ tool: "unknown", field: "unknown" });
  });

  it("is asked of texts and numbers alone", () => {
    const texts = addText(emptyProvenance(), { source: from("user"), text: "1234567 true", complete: true }, 1_000);
    const truths = (
      [
        { kind: "text", text: "1234567" },
        { kind: "command", text: "1234567", parts: new Map() },
        { kind: "number", value: parseDecimal("1234567") ?? zero },
        { kind: "bool", value: true },
        { kind: "duration", ms: 1_234_567 },
        { kind: "money", amount: parseDecimal("1234567") ?? zero, currency: "USD" },
        { kind: "list", items: [], open: false },
      ] as const satisfies readonly Value[]
    ).map((value) => originOf(texts, value, { kind: "user" }, () => false));
    expect(truths).toEqual(["true", "true", "true", "unknown", "unknown", "unknown", "unknown"]);
  });
});

describe("the texts of a session", () => {
  const entry = (text: string) => ({ source: { kind: "user", name: "", path: [] }, text, complete: true }) as const;
  const textsOf = (kept: Provenance): readonly string[] => provenanceEntries(kept).map(({ text }) => text);

  it("are kept up to the budget, and what does not fit is remembered as not kept", () => {
    const one = addText(emptyProvenance(), entry("12345"), 8);
    const full = addText(one, entry("678"), 8);
    const over = addText(full, entry("9"), 8);
    expect([one, full, over].map(textsOf)).toEqual([["12345"], ["12345", "678"], ["12345", "678"]]);
    expect([one, full, over].map(({ overflowed }) => overflowed)).toEqual([false, false, true]);
    expect([one, full, over].map(({ size }) => size)).toEqual([5, 8, 8]);
    expect(addText(one, entry("6789"), 8)).toMatchObject({ overflowed: true, size: 5, count: 1 });
    expect(textsOf(addText(over, entry(""), 8))).toEqual(["12345", "678", ""]);
  });

  it("branch without seeing each other, also after they were looked through", () => {
    const user: OriginSource = { kind: "user" };
    const seen = (kept: Provenance, text: string) => originOf(kept, { kind: "text", text }, user, () => false);
    const trunk = addText(emptyProvenance(), entry("a@corp.example"), 100);
    const left = addText(trunk, entry("b@corp.example"), 100);
    expect(seen(left, "b@corp.example")).toBe("true");
    const right = addText(trunk, entry("c@corp.example"), 100);
    for (const [kept, own, other] of [
      [left, "b@corp.example", "c@corp.example"],
      [right, "c@corp.example", "b@corp.example"],
    ] as const) {
      expect([seen(kept, "a@corp.example"), seen(kept, own), seen(kept, other)]).toEqual(["true", "true", "false"]);
    }
    expect(seen(trunk, "b@corp.example")).toBe("false");
    expect([trunk, left, right].map((kept) => textsOf(kept).length)).toEqual([1, 2, 2]);
  });
});
