import { describe, expect, it } from "vitest";
import { granted, placesTold } from "./told.ts";

const agents = `agent other { subject "spiffe://desk.example/other" }
context { ticket.status is "open" | "closed" from host }
`;
const places = (declarations: string): readonly string[] => placesTold("gate-outside-grants", agents + declarations);

describe("a gate whose conditions and those of the grants exclude one another", () => {
  it.each([
    ["another agent", `${granted}gate x on send { when agent == other  deny }`, "agent == other"],
    [
      "but the only agent",
      `${granted}gate x on send { unless agent in [clerk, other]  deny }`,
      "agent in [clerk, other]",
    ],
    [
      "another purpose",
      'grant g { to agent clerk  tools send  for purpose "support" }\ngate x on send { when purpose == "sales"  deny }',
      'purpose == "sales"',
    ],
    [
      "another state of things",
      'grant g { to agent clerk  tools send  when context.ticket.status == "open" }\ngate x on send { when context.ticket.status == "closed"  deny }',
      'context.ticket.status == "closed"',
    ],
    [
      "each grant in its own way",
      'grant g { to agent clerk  tools send  for purpose "support" }\ngrant h { to agent other  tools send  when args.size < 5 }\ngate x on send { when agent == clerk and purpose != "support"  deny }',
      'agent == clerk and purpose != "support"',
    ],
  ])("is told: %s", (_what, declarations, place) => {
    expect(places(declarations)).toEqual([place]);
  });

  it.each([
    ["the agent that is granted the tool", `${granted}gate x on send { when agent == clerk  deny }`],
    [
      "another tool that is granted too",
      `${granted}grant h { to agent other  tools look }\ngate x on send, look { when agent == other  deny }`,
    ],
    ["nothing that a grant speaks of", `${granted}gate x on send { when args.size > 5  deny }`],
    [
      "one grant that leaves room",
      'grant g { to agent clerk  tools send  for purpose "support" }\ngrant h { to agent other  tools send }\ngate x on send { when purpose == "sales"  deny }',
    ],
    [
      "a gate that only observes",
      `${granted}gate x on send { when agent == other  deny  observe until 2030-01-01 owner "ann" }`,
    ],
  ])("is not: %s", (_what, declarations) => {
    expect(places(declarations)).toEqual([]);
  });
});

describe("a gate on messages", () => {
  const found = (declarations: string) => placesTold("gate-without-grant", agents + granted + declarations);

  it("that nobody may send can never act", () => {
    expect(found("gate x on message to other { deny }")).toEqual(["x"]);
    expect(found("gate x on message { deny }")).toEqual(["x"]);
  });

  it.each([
    'agent third { subject "c"  may message other }\ngate x on message to other { deny }',
    'agent third { subject "c"  may message other }\ngate x on message { deny }',
    "gate x on message, prompt { deny }",
  ])("that somebody may send, or on more, can: %s", (declarations) => {
    expect(found(declarations)).toEqual([]);
  });
});
