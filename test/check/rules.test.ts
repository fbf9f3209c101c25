import { describe, expect, it } from "vitest";
import { checkFiles, checkText, textUnder, world } from "./check-text.ts";

describe("a grant", () => {
  const grant = (...clauses: readonly string[]) =>
    checkText(`grant g {\n${clauses.map((clause) => `  ${clause}\n`).join("")}}\n`);

  it("resolves agents, patterns and roles", () => {
    const checked = grant(
      "to agent desk",
      "tools shop.*, crm.get_customer",
      'for purpose "support"',
      "on behalf of role finance",
      "while task max 8h",
      "until 2027-01-01",
    );
    expect(checked.codes).toEqual([]);
    expect(checked.policy?.grants[0]).toMatchObject({
      agents: [{ name: "desk" }],
      patterns: [
        { pattern: "shop.*", tools: ["shop.refund"] },
        { pattern: "crm.get_customer", tools: ["crm.get_customer"] },
      ],
      purposes: ["support"],
      onBehalfOf: [{ name: "finance" }],
      whileTask: { maxMs: 28_800_000 },
    });
  });

  it("expands `*` to every tool, and stops inner wildcards at dots", () => {
    expect(grant("to agent desk", "tools *").policy?.grants[0]?.patterns[0]?.tools).toHaveLength(4);
    expect(grant("to agent desk", "tools *.get_*").policy?.grants[0]?.patterns[0]?.tools).toEqual(["crm.get_customer"]);
    const [diagnostic] = grant("to agent desk", "tools *send").diagnostics;
    expect(diagnostic).toMatchObject({ code: "pattern-matches-nothing", help: "did you mean `**send`?" });
  });

  it("needs agents and tools", () => {
    expect(grant("tools *").codes).toEqual(["incomplete-grant"]);
    expect(grant("to agent desk").codes).toEqual(["incomplete-grant"]);
  });

  it("suggests the tool whose prefix was forgotten", () => {
    expect(grant("to agent desk", "tools refund").diagnostics[0]?.help).toBe("did you mean `shop.refund`?");
  });
});

describe("a gate", () => {
  it("expands effects to the tools that have one of them", () => {
    const { policy } = checkText("gate g on effect [pays, deletes], output {\n  deny\n}\n");
    expect(policy?.gates[0]?.on).toMatchObject([
      { kind: "call", written: "effect [pays, deletes]", tools: ["shop.refund"] },
      { kind: "output" },
    ]);
  });

  it("resolves requirements and obligations", () => {
    const checked = checkText(
      `role ciso\ngate g on mail.send {
  require approval by role finance, count 2, valid 15m, escalate after 10m to role ciso
  require verification by agent desk
  require confirmation by user
  also redact [card, iban] in args.body by mask
  also record full
  also alert "soc"
  overridable
  because "why"
  tags ["a", "b"]
}\n`,
    );
    expect(checked.codes).toEqual([]);
    expect(checked.policy?.gates[0]).toMatchObject({
      outcomes: [],
      requirements: [
        { kind: "approval", role: "finance", count: 2, validMs: 900_000, escalate: { afterMs: 600_000, role: "ciso" } },
        { kind: "verification", by: { kind: "agent", name: "desk" } },
        { kind: "confirmation" },
      ],
      obligations: [
        { kind: "redact", recognisers: ["card", "iban"], path: ["args", "body"], by: "mask" },
        { kind: "record-full" },
        { kind: "alert", target: "soc" },
      ],
      overridable: true,
      because: "why",
      tags: ["a", "b"],
    });
  });

  it.each([
    ["on mail.send", "log also redact [crad] in args.body by mask", "unknown-label"],
    ["on mail.send", "log also redact [card] in args.boddy by mask", "unknown-field"],
    ["on prompt", "log also redact [card] in args by mask", "wrong-phase"],
    ["on mail.send", "log also redact [card] in args.body by blur", "unknown-word"],
    ["on mail.send", "log also redact [card] in token.subject by mask", "redact-root"],
    ["on mail.send", "require approval by role finance, valid 0s", "count-too-small"],
    ["on mail.send", "require verification by agent dekc", "unknown-agent"],
    ["on message to dekc", "deny", "unknown-agent"],
    ["on result of crm.get", "deny", "unknown-tool"],
    ["on effect [payss]", "deny", "unknown-effect"],
    ["on effect [shares]", "deny", "effect-on-no-tool"],
    ["on mail.send", "also record full", "gate-without-outcome"],
  ])("%s { %s } is one %s", (on, clauses, code) => {
    expect(checkText(`gate g ${on} {\n  ${clauses}\n}\n`).codes).toEqual([code]);
  });

  it("redacts where only some of its phases have the field", () => {
    expect(
      checkText("gate g on mail.send, output {\n  log\n  also redact [card] in args.body by mask\n}\n").codes,
    ).toEqual([]);
  });

  it("that observes is judged by the day of the run, if one is given", () => {
    const text = `${world}gate g on mail.send {\n  deny\n  observe until 2026-01-01 owner "ann"\n}\n`;
    const codes = (asOfMs?: number) => checkFiles({ "policy.gate": text }, asOfMs).codes;
    const newYear = 1_767_225_600_000;
    expect(codes()).toEqual([]);
    expect(codes(newYear - 1)).toEqual([]);
    expect(codes(newYear)).toEqual(["observation-over"]);
  });
});

describe("an agent", () => {
  it("takes the clauses of `agent defaults` that it does not state itself", () => {
    const checked = checkText(
      `agent defaults {\n  token ttl <= 15m\n  mtls required\n  revocation within 60s\n}\nagent payout {\n  subject "spiffe://example/payout"\n  token ttl <= 5m\n  may message desk\n  may delegate shop.* to agent desk depth 2\n}\n`,
    );
    expect(checked.codes).toEqual([]);
    expect(checked.policy?.agents).toMatchObject([
      { name: "desk", tokenTtl: { ms: 900_000 }, revocation: { ms: 60_000 }, mayMessage: [] },
      {
        name: "payout",
        tokenTtl: { ms: 300_000 },
        mayMessage: [{ name: "desk" }],
        mayDelegate: [{ tools: ["shop.refund"], to: "desk", depth: 2 }],
      },
    ]);
    expect(checked.policy?.agents.every((agent) => agent.mtls !== undefined)).toBe(true);
  });

  it("may have limits of a millisecond, the shortest there is", () => {
    expect(checkText('agent b {\n  subject "x"\n  token ttl <= 1ms\n  revocation within 1ms\n}\n').codes).toEqual([]);
  });

  it.each([
    ["agent b {\n  mtls required\n}\n", "agent-without-subject"],
    ['agent b {\n  subject "x"\n  token ttl <= 0s\n}\n', "count-too-small"],
    ['agent b {\n  subject "x"\n  revocation within 0s\n}\n', "count-too-small"],
    ['agent b {\n  subject "spiffe://example/desk"\n}\n', "shared-subject"],
    ['agent defaults {\n  subject "x"\n}\n', "subject-in-defaults"],
    ['agent b {\n  subject "x"\n  may message nobody\n}\n', "unknown-agent"],
    ['agent b {\n  subject "x"\n  may delegate shop.pay to agent desk\n}\n', "unknown-tool"],
    ['agent b {\n  subject "x"\n  may delegate * to agent desk depth 0\n}\n', "count-too-small"],
    ['agent desk {\n  subject "x"\n}\n', "duplicate-name"],
  ])("%j is one %s", (text, code) => {
    expect(checkText(text).codes).toEqual([code]);
  });
});

describe("bands", () => {
  const bands = (...rows: readonly string[]) =>
    checkText(`bands confidence on effect [pays] {\n${rows.map((row) => `  ${row}\n`).join("")}}\n`);

  it("hold exact fractions, the last row without a bound", () => {
    const checked = bands(
      "above 90% -> allow",
      "from 90% -> log",
      "from 52.5% -> require confirmation by user",
      "otherwise -> deny",
    );
    expect(checked.codes).toEqual([]);
    expect(checked.policy?.bands[0]?.rows.map(({ bound }) => bound)).toEqual([
      { kind: "above", fraction: "0.9" },
      { kind: "from", fraction: "0.9" },
      { kind: "from", fraction: "0.525" },
      undefined,
    ]);
  });

  it.each([
    [["above 90% -> allow", "above 90% -> log", "otherwise -> deny"], "bands-not-descending"],
    [["from 90% -> allow", "above 90% -> log", "otherwise -> deny"], "bands-not-descending"],
    [["above 90% -> log", "from 70% -> allow", "otherwise -> deny"], "bands-level-falls"],
    [["above 90% -> allow"], "bands-otherwise"],
    [["otherwise -> deny", "above 90% -> deny", "otherwise -> deny"], "bands-otherwise"],
    [["above 90 -> allow", "otherwise -> deny"], "wrong-unit"],
    [["above 101% -> allow", "otherwise -> deny"], "invalid-literal"],
    [["from 90% -> allow", "from -1% -> log", "otherwise -> deny"], "invalid-literal"],
    [["above 100% -> allow", "otherwise -> deny"], "dead-comparison"],
    [["above 90% -> deny", "otherwise -> require approval by role finance"], "bands-level-falls"],
    [["above 90% -> allow", "otherwise -> require approval by role fin"], "unknown-role"],
  ])("%j are one %s", (rows, code) => {
    expect(bands(...rows).codes).toEqual([code]);
  });

  it("are about confidence", () => {
    expect(checkText("bands cost on effect [pays] {\n  otherwise -> deny\n}\n").codes).toEqual(["unknown-word"]);
  });
});

describe("a label rule", () => {
  it("declares the label for the whole policy and is typed by its tools", () => {
    const text =
      'label own from web.fetch when args.file in path ["/srv"]\ngate g on mail.send {\n  when labels contains own\n  deny\n}\n';
    const checked = checkText(text);
    expect(checked.codes).toEqual([]);
    expect(checked.policy?.labels).toMatchObject([{ label: "own", tools: ["web.fetch"], when: { kind: "within" } }]);
    expect(checkText("label own from web.fetch when args.fiel is empty\n").codes).toEqual(["unknown-field"]);
  });
});

describe("context", () => {
  it("is typed and says who vouches for it", () => {
    const { policy } = checkText(
      "context {\n  risk is percent from model\n  user.groups is list of string from verified token\n}\n",
    );
    expect(policy?.context.map(({ path, from }) => [path, from])).toEqual([
      ["risk", "model"],
      ["ticket.status", "host"],
      ["user.groups", "token"],
    ]);
  });

  it("suggests who may vouch where a word is left out", () => {
    const [unknown] = checkText("context {\n  ticket.kind is string from token\n}\n").diagnostics;
    expect(unknown?.help).toBe("did you mean `verified token`?");
  });

  it.each([
    ["ticket is string from host", "duplicate-name"],
    ["ticket.status is string from host", "duplicate-name"],
    ["ticket.kind is strng from host", "unknown-type"],
    ["ticket.kind is string from token", "unknown-word"],
    ["ticket.price is money in args.currency from host", "unknown-currency"],
  ])("%s is one %s", (field, code) => {
    expect(checkText(`context {\n  ${field}\n}\n`).codes).toEqual([code]);
  });
});

describe("a quoted text", () => {
  it.each([
    ['role ""', '""'],
    ['gate " " on shop.refund { deny }', '" "'],
    ['agent b { subject "" }', '""'],
    ['grant g { to agent desk  tools shop.refund  for purpose "x", "" }', '""'],
    ['gate g on shop.refund { deny  because "" }', '""'],
    ['gate g on shop.refund { deny  tags ["a", ""] }', '""'],
    ['gate g on shop.refund { deny  also alert " " }', '" "'],
    ['gate g on shop.refund { deny  also notify "" }', '""'],
    ['gate g on shop.refund { deny  observe until 2999-01-01 owner "" }', '""'],
    ['connector c for shop.refund { rate 5 per 1m per agent  on violation deny also alert "" }', '""'],
    ['gate g on shop.refund { deny  because "\\u0020\\n" }', '"\\u0020\\n"'],
  ])("says something: %s", (text, under) => {
    const checked = checkText(`${text}\n`);
    expect(checked.codes).toEqual(["blank-text"]);
    expect(textUnder(checked, "blank-text", `${world}${text}\n`)).toBe(under);
  });

  it("may be empty where it is data", () => {
    const gate = 'gate g on mail.send { when args.subject in ["", "x"] or args.body == ""  deny }\n';
    expect(checkText(`${gate}test "t" { call mail.send { subject: "" } expect deny via g }\n`).codes).toEqual([]);
  });
});

describe("an approval", () => {
  it("escalates to another role, after some time", () => {
    const codes = (escalation: string) =>
      checkText(`role ciso\ngate g on shop.refund { require approval by role finance, ${escalation} }\n`).codes;
    expect(codes("escalate after 10m to role ciso")).toEqual([]);
    expect(codes("escalate after 1ms to role ciso")).toEqual([]);
    expect(codes("escalate after 0s to role ciso")).toEqual(["count-too-small"]);
    expect(codes("escalate after 10m to role finance")).toEqual(["escalates-to-same"]);
  });
});
