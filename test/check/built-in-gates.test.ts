import { describe, expect, it } from "vitest";
import { compileText } from "../support/compile.ts";
import { world } from "./check-text.ts";

const acting = `agent defaults { revocation within 1m }
agent mail {
  subject "spiffe://example/mail"
  token ttl <= 15m
  token scope covers tool
  mtls required
  trust internal
}
connector all for ** {
  egress to ["example.com"]
  rate 5 per 1m per agent
  validate request
  redact [card] in args by mask
}
connector lookups for crm.* {
  validate response
  redact [card] in result by mask
}
connector both for mail.* {
  redact [card] in args by mask
  redact [iban] in args by mask
}
connector each for crm.* {
  redact [card] in args by mask
  redact [card] in result by mask
}
connector payments for shop.* { quota 5.00 USD of args.amount per 1d per agent }
bands confidence on effect [pays] { above 90% -> allow  from 50% -> log  otherwise -> deny }
kill_switch stop { scope tenant  set by role finance  cleared by role finance }
`;
const via = (name: string): string => `test "t" {\n  prompt "x" expect deny via "${name}"\n}\n`;
const codesOf = (text: string): readonly string[] => compileText(world + text).diagnostics.map(({ code }) => code);

describe("a gate that nobody wrote", () => {
  const { ir } = compileText(world + acting);
  const names = ir?.gates.filter(({ builtIn }) => builtIn).map(({ name }) => name) ?? [];

  it("can be named in a test", () => {
    expect(names.length).toBeGreaterThan(18);
    expect(codesOf(acting + names.map((name) => via(name).replace('"t"', `"${name}"`)).join(""))).toEqual([]);
  });

  it.each([
    "agent:desk:mtls",
    "agent:desk:token_ttl",
    "agent:desk:token_scope",
    "agent:dekc:subject",
    "connector:all:quota",
    "connector:all:validate_response",
    "connector:lookups:redact",
    "connector:both:redact_result",
    "connector:all:redact_result",
    "connector:lookups:validate_request",
    "connector:payments:rate",
    "connector:payments:egress",
    "connector:payments:confine",
    "bands:confidence:1",
    "bands:confidence:4",
    "bands:confidence:02",
    "bands:purpose:2",
    "kill_switch:stopp",
  ])("cannot if no clause makes it: %s", (name) => {
    expect(names).not.toContain(name);
    expect(codesOf(acting + via(name))).toEqual(["unknown-gate"]);
  });

  it("is what the name of a declaration alone may mean", () => {
    const helpOf = (name: string) => compileText(world + acting + via(name)).diagnostics.map(({ help }) => help);
    expect(helpOf("stop")).toEqual(["did you mean `kill_switch:stop`?"]);
    expect(helpOf("payments")).toEqual(["did you mean `connector:payments:quota`?"]);
    expect(helpOf("desk")[0]).toContain("known: `agent:desk:subject`");
  });

  it("is there only with what makes it", () => {
    expect(codesOf(via("confidence"))).toEqual(["unknown-gate"]);
    expect(codesOf(acting + via("confidence"))).toEqual([]);
    expect(codesOf(via("agent:desk:trust"))).toEqual(["unknown-gate"]);
    expect(codesOf(acting + via("agent:desk:trust"))).toEqual([]);
  });

  it("of a declaration in error is no second error", () => {
    expect(codesOf(`bands confidence on effect [payss] { otherwise -> deny }\n${via("bands:confidence:9")}`)).toEqual([
      "unknown-effect",
    ]);
    expect(codesOf(`bands confidence on effect [payss] { otherwise -> deny }\n${via("confidence")}`)).toEqual([
      "unknown-effect",
    ]);
    expect(codesOf(`connector c for crm.** { rate 0 per 1m per agent }\n${via("connector:c:rate")}`)).toEqual([
      "count-too-small",
    ]);
    expect(codesOf(`connector c for crm.** { rate 0 per 1m per agent }\n${via("connector:d:rate")}`)).toEqual(
      expect.arrayContaining(["count-too-small", "unknown-gate"]),
    );
    expect(codesOf(`agent b { mtls required }\n${via("agent:c:mtls")}`)).toEqual(
      expect.arrayContaining(["agent-without-subject", "unknown-gate"]),
    );
    expect(codesOf(`agent b { mtls required }\n${via("agent:b:mtls")}`)).toEqual(["agent-without-subject"]);
  });
});
