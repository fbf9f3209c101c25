import { describe, expect, it } from "vitest";
import type { RawEvent } from "../../src/event/event.ts";
import { jsonNumber } from "../../src/json/json-value.ts";
import { type Assumption, applyAssumptions, parseAssumption } from "../../src/simulate/assumptions.ts";
import { compileText } from "../support/compile.ts";

const policy = compileText(`policy p version 1 language 1
tool look { args.q is string  effect reads }
agent clerk { subject "spiffe://x/clerk"  token ttl <= 15m }
grant g { to agent clerk  tools look }
context { ticket.status is "open" | "closed" from host  ticket.level is int from host }
`).ir;

function assume(written: string): Assumption {
  const parsed = parseAssumption(written);
  if (parsed.kind === "error") throw new Error(parsed.message);
  return parsed;
}

function fill(event: Partial<RawEvent>, ...written: readonly string[]): RawEvent {
  if (policy === undefined) throw new Error("did not compile");
  const raw = { kind: "call", id: "e", session: "s", tool: "look", args: {}, ...event } as RawEvent;
  return applyAssumptions(raw, 2, written.map(assume), policy);
}

describe("an assumption", () => {
  it("fills a field that the format cannot record", () => {
    const event = fill({ not_recorded: ["confidence"] }, "confidence=95%");
    expect(event.confidence).toBe("95%");
    expect(event.not_recorded).toEqual([]);
  });

  it("never fills an absent field", () => {
    expect(fill({ not_recorded: [] }, "confidence=95%").confidence).toBeUndefined();
  });

  it("never replaces a recorded one", () => {
    expect(fill({ confidence: jsonNumber("0.2"), not_recorded: [] }, "confidence=95%").confidence).toEqual(
      jsonNumber("0.2"),
    );
  });

  it("fills one member and leaves its siblings unrecorded", () => {
    const event = fill({ not_recorded: ["context"] }, "context.ticket.status=open");
    expect(event.context).toEqual({ ticket: { status: "open" } });
    expect(event.not_recorded).toEqual(["context.ticket.level"]);
  });

  it("gives the agent a chain of itself alone, and no identity", () => {
    const event = fill({ not_recorded: ["agent", "chain", "token"] }, "agent=clerk");
    expect(event.agent).toBe("clerk");
    expect(event.chain).toEqual([{ agent: "clerk" }]);
    expect(event.not_recorded).toEqual(["token"]);
  });

  it("gives the weakest identity that satisfies the agent's own clauses", () => {
    const event = fill(
      { not_recorded: ["agent", "chain", "token", "peer", "at"] },
      "agent=clerk",
      "time=2026-01-01T00:00:00Z+1s",
      "identity=ok",
    );
    expect(event.at).toBe("2026-01-01T00:00:02Z");
    expect(event.token).toEqual({
      verified: true,
      subject: "spiffe://x/clerk",
      scopes: ["look"],
      issued_at: "2026-01-01T00:00:02Z",
      expires_at: "2026-01-01T00:15:02Z",
    });
    expect(event.peer).toEqual({ mutual: true });
  });
});

describe("a wrong assumption is refused with what to type:", () => {
  it.each([
    ["confidence", "write PATH=VALUE"],
    ["confidence=", "give confidence a value"],
    ["confidense=90%", "did you mean confidence?"],
    ["identity=good", "the only value of identity is ok"],
    ["time=now", "write time=START+STEP"],
    ["args.amount=5", "only fields of the envelope can"],
    ["sessions=all", "the only value of sessions is independent"],
  ])("%s", (written, message) => {
    const parsed = parseAssumption(written);
    expect(parsed.kind).toBe("error");
    expect(parsed.kind === "error" ? parsed.message : "").toContain(message);
  });
});
