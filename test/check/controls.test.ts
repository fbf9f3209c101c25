import { describe, expect, it } from "vitest";
import { checkPolicy } from "../../src/check/check-policy.ts";
import { parseFile } from "../../src/parse/parse-file.ts";
import type { Type } from "../../src/value/type.ts";
import { checkText } from "./check-text.ts";

const optional = (type: Type) => ({ type, required: false });
const record = (fields: Readonly<Record<string, Type>>): Type => ({
  kind: "record",
  fields: Object.fromEntries(Object.entries(fields).map(([name, type]) => [name, optional(type)])),
  additional: false,
});
const token = record({
  expires: { kind: "bool" },
  validation: { kind: "string", values: ["strict", "optional", "permissive"] },
  lifetime: { kind: "duration" },
});
const agent = record({
  name: { kind: "string" },
  tokens: { kind: "list", element: token },
  regimes: { kind: "list", element: { kind: "string", values: ["gdpr", "hipaa"] } },
});

function check(...clauses: readonly string[]) {
  const text = `policy demo version 1 language 1\ncontrol C-1 "Title" for each agent {\n${clauses.map((clause) => `  ${clause}\n`).join("")}}\n`;
  const parsed = parseFile({ file: "p.gate", text });
  const outcome = checkPolicy([parsed.file], { read: () => undefined, subjectTypes: { agent } });
  return {
    codes: [...parsed.diagnostics, ...outcome.diagnostics].map(({ code }) => code),
    control: outcome.ok ? outcome.value.controls[0] : undefined,
  };
}

describe("a control", () => {
  it("starts its paths at the subject, and binds names that are roots elsewhere", () => {
    const { codes, control } = check("require every token in nonempty agent.tokens: token.lifetime <= 30m");
    expect(codes).toEqual([]);
    expect(control?.require[0]?.condition).toMatchObject({
      kind: "quantified",
      list: { kind: "path", root: "subject", segments: ["tokens"] },
      body: { left: { kind: "bound", binding: "token", segments: ["lifetime"] } },
    });
  });

  it("writes flags and closed sets as bare words", () => {
    const { codes, control } = check(
      "fail when any token in agent.tokens: token.expires == no",
      "fail when any token in agent.tokens: token.validation in [optional, permissive]",
      "require agent.regimes contains gdpr",
    );
    expect(codes).toEqual([]);
    expect(control?.failWhen[0]?.condition).toMatchObject({
      body: { right: { literal: { kind: "bool", value: false } } },
    });
  });

  it("keeps every clause with its reason", () => {
    const { codes, control } = check(
      "group identity 3",
      'fail { when agent.tokens is empty  because "none" }',
      'partial { when any token in agent.tokens: token.validation != strict  because "lax" }',
      'not applicable { when agent.name == "x"  because "alone" }',
      "require has agent.name",
      "attested by token_policy { when has agent.name }",
      'because "why"',
      'remedy kubernetes "do"',
      'tags ["a"]',
    );
    expect(codes).toEqual([]);
    expect(control).toMatchObject({
      group: "identity",
      ordinal: 3,
      failWhen: [{ because: "none" }],
      partial: [{ because: "lax" }],
      notApplicable: [{ because: "alone" }],
      attestedBy: [{ attestation: "token_policy", when: { kind: "has" } }],
      because: "why",
      remedies: [{ platform: "kubernetes", text: "do" }],
      tags: ["a"],
    });
  });

  it.each([
    ["require any token in agent.tokens: token.expires == maybe", "unknown-root"],
    ["require any token in agent.tokens: token.validation == stirct", "unknown-member"],
    ['require any token in agent.tokens: token.validation == "lax"', "dead-comparison"],
    ["require any token in agent.tokens: token.lifetime <= 30", "wrong-unit"],
    ["require any token in agent.tokns: token.expires", "unknown-field"],
    ["require every agent in nonempty agent.tokens: agent.expires", "taken-name"],
    ["require purpose == 5", "unknown-root"],
    ["require agent.regimes contains gdrp", "unknown-member"],
    ["require agent.name == ann", "quote-it"],
    ["fail when agent.name is empty", "control-without-require"],
  ])("%s is one %s", (clause, code) => {
    expect(check(clause).codes).toEqual([code]);
  });

  it("is over a subject of the model", () => {
    expect(checkText('control C-1 "t" for each agnet {\n  require has agent.name\n}\n').diagnostics).toMatchObject([
      { code: "unknown-word", help: "did you mean `agent`?" },
    ]);
  });

  it("is checked against the project's own model by default", () => {
    expect(
      checkText(
        'control C-1 "t" for each deployment {\n  require every a in nonempty deployment.agents: has a.name\n}\n',
      ).codes,
    ).toEqual([]);
  });
});
