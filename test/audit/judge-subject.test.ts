import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { attestation, day, fact, judge, list, missingIn, pathsOf, unknown } from "./hand-built.ts";

const four = [
  'fail { when agent.a == yes  because "a speaks against it" }',
  "require agent.b == yes",
  'partial { when agent.c == yes  because "c is missing" }',
];

describe("the table of verdicts", () => {
  it("is a fail as soon as a `fail when` is definitely true, whatever else holds", () => {
    expect(judge(four, { a: true, b: true, c: false })).toMatchObject({ verdict: "fail" });
    expect(judge(four, { a: true, b: unknown(), c: true })).toMatchObject({ verdict: "fail" });
  });

  it("is a fail when a `require` is definitely false, and no partial softens it", () => {
    expect(judge(four, { a: false, b: false, c: true }).verdict).toBe("fail");
    expect(judge(four, { a: unknown(), b: false, c: unknown() }).verdict).toBe("fail");
  });

  it("is a partial when a gap is definitely there, and lists what is unknown besides", () => {
    const verdict = judge(four, { a: unknown(), b: unknown(), c: true });
    expect(verdict).toMatchObject({ verdict: "partial", clause: 'partial: "c is missing"' });
    expect(pathsOf(verdict)).toEqual(["agent.c"]);
    expect(missingIn(verdict)).toEqual(["agent.a", "agent.b"]);
  });

  it("is a pass only when everything required holds and nothing else is even possible", () => {
    const verdict = judge(four, { a: false, b: true, c: false });
    expect(verdict).toMatchObject({ verdict: "pass", basis: "enforced", missing: [], remedy: undefined });
    expect(pathsOf(verdict)).toEqual(["agent.a", "agent.b", "agent.c"]);
  });

  it.each([
    ["a", { a: unknown(), b: true, c: false }],
    ["b", { a: false, b: unknown(), c: false }],
    ["c", { a: false, b: true, c: unknown() }],
  ])("is unknown while only %s is unknown", (name, facts) => {
    const verdict = judge(four, facts);
    expect(verdict).toMatchObject({ verdict: "unknown", basis: undefined });
    expect(missingIn(verdict)).toEqual([`agent.${name}`]);
    expect(verdict.missing[0]?.decidedBy).toBe("a file");
  });

  it("takes an absent fact for nothing but absence", () => {
    expect(judge(four, { a: "absent", b: true, c: false }).verdict).toBe("unknown");
    expect(judge(["require has agent.a"], { a: "absent" }).verdict).toBe("fail");
    expect(judge(["require has agent.a"], {}).verdict).toBe("unknown");
  });

  it("agrees with the table on every combination of truths, whatever the order of the clauses", () => {
    const truth = fc.constantFrom(true, false, undefined);
    const clauses = [
      "fail when agent.a == yes",
      "require agent.b == yes",
      "partial when agent.c == yes",
      'not applicable { when agent.d == yes  because "declared" }',
    ];
    fc.assert(
      fc.property(
        fc.record({ a: truth, b: truth, c: truth, d: truth }),
        fc.shuffledSubarray(clauses, { minLength: 4 }),
        ({ a, b, c, d }, shuffled) => {
          const given = (name: string, value: boolean | undefined) =>
            value === undefined ? unknown() : fact(name, value, name === "d" ? "declared" : "enforced");
          const facts = { a: given("a", a), b: given("b", b), c: given("c", c), d: given("d", d) };
          const verdict = judge(shuffled, facts);
          expect(verdict.verdict).toBe(table({ a, b, c, d }));
          expect(judge(clauses, facts)).toEqual(verdict);
        },
      ),
      { numRuns: 200 },
    );
  });
});

function table({ a, b, c, d }: Readonly<Record<"a" | "b" | "c" | "d", boolean | undefined>>): string {
  if (a === true) return "fail";
  if (d === true) return "not-applicable";
  if (b === false) return "fail";
  if (c === true) return "partial";
  return a === false && b === true && c === false ? "pass" : "unknown";
}

describe("not applicable", () => {
  const clauses = ['not applicable { when agent.a == yes  because "it is alone" }', "require agent.b == yes"];

  it("needs an explicit declaration", () => {
    const verdict = judge(clauses, { a: fact("a", true, "declared"), b: false });
    expect(verdict).toMatchObject({ verdict: "not-applicable", basis: "declared", remedy: undefined });
    expect(verdict.clause).toBe('not applicable when: "it is alone"');
  });

  it("does not follow from what a platform enforces", () => {
    expect(judge(clauses, { a: fact("a", true, "enforced"), b: false }).verdict).toBe("fail");
  });

  it("does not follow from a declaration and a platform's fact together", () => {
    const both = ["not applicable when agent.a == yes and agent.c == yes", "require agent.b == yes"];
    expect(judge(both, { a: fact("a", true, "declared"), c: true, b: false }).verdict).toBe("fail");
  });

  it("does not undo a `fail when`", () => {
    const verdict = judge([...clauses, "fail when agent.c == yes"], {
      a: fact("a", true, "declared"),
      b: true,
      c: true,
    });
    expect(verdict.verdict).toBe("fail");
  });
});

describe("evidence", () => {
  it("is the support: of several reasons every true one, of a conjunction every part", () => {
    const clauses = [
      "fail when agent.a == yes or agent.b == yes",
      "fail when agent.c == yes and agent.d == yes",
      "require has agent.a",
    ];
    expect(pathsOf(judge(clauses, { a: true, b: false, c: false, d: true }))).toEqual(["agent.a"]);
    expect(pathsOf(judge(clauses, { a: true, b: true, c: true, d: true }))).toEqual([
      "agent.a",
      "agent.b",
      "agent.c",
      "agent.d",
    ]);
  });

  it("names the elements of a list that decide, and no others", () => {
    const clauses = [
      "fail when any i in agent.items: i.a == yes",
      "require every i in nonempty agent.items: i.b == yes",
    ];
    const verdict = judge(clauses, {
      items: list([
        { a: false, b: true },
        { a: true, b: true },
      ]),
    });
    expect(pathsOf(verdict)).toEqual(["agent.items[1].a"]);
  });

  it("holds the list itself where its length decides, and an open list decides nothing about the rest", () => {
    const clauses = ["require every i in nonempty agent.items: i.a == yes"];
    expect(pathsOf(judge(clauses, { items: list([{ a: true }]) }))).toEqual(["agent.items", "agent.items[0].a"]);
    expect(judge(clauses, { items: list([]) })).toMatchObject({ verdict: "fail" });
    expect(judge(clauses, { items: list([{ a: false }], true) })).toMatchObject({ verdict: "fail" });
    const open = judge(clauses, { items: list([{ a: true }], true) });
    expect(open).toMatchObject({ verdict: "unknown", missing: [{ path: "agent.items", decidedBy: "the whole list" }] });
  });

  it("shows a list by the names of what is in it", () => {
    const verdict = judge(["require every i in nonempty agent.items: i.a == yes"], {
      items: list([
        { name: "crm", a: true },
        { name: "mail", a: true },
      ]),
    });
    expect(verdict.evidence[0]).toMatchObject({ path: "agent.items", value: '["crm", "mail"]' });
  });

  it("shows a fact once, with each of its places once", () => {
    const twice = { ...fact("a", true), evidence: { sources: [source, source], basis: "enforced" as const } };
    const verdict = judge(["fail when agent.a == yes", "fail when agent.a != no", "require has agent.a"], { a: twice });
    expect(verdict.evidence).toEqual([{ path: "agent.a", value: "true", basis: "enforced", sources: [source] }]);
  });

  it("points at the subject where no document states a fact", () => {
    const verdict = judge(["require agent.a == yes"], {});
    expect(verdict.evidence[0]?.sources[0]).toMatchObject({ path: "agent mailer" });
  });

  it("rests on the weakest of its bases", () => {
    const facts = { a: fact("a", true, "declared"), b: fact("b", true, "enforced") };
    expect(judge(["require agent.a == yes", "require agent.b == yes"], facts).basis).toBe("declared");
    expect(judge(["require agent.b == yes"], facts).basis).toBe("enforced");
  });

  it("says what was not met, and the remedy for every platform", () => {
    const verdict = judge(
      ['require { agent.a == yes  because "a is on" }', 'remedy istio "do a"', 'remedy compose "do b"'],
      { a: false },
    );
    expect(verdict).toMatchObject({
      clause: 'requirement not met: "a is on"',
      remedy: "istio: do a; compose: do b",
    });
  });

  it("writes a clause without a reason as the control does", () => {
    expect(judge(["require agent.a == yes"], { a: false }).clause).toBe("requirement not met: agent.a == true");
    expect(judge(["require agent.a == yes"], {}).clause).toBe("not decided: require: agent.a == true");
  });
});

const source = { file: "m.yaml", line: 3, column: 5, path: "a", text: "true" };

describe("attestations", () => {
  const attested = ["attested by letter", "require agent.a == yes", "require agent.b == yes"];
  const given = { attestations: [attestation()] };

  it("fill an unknown `require`, and the verdict says so", () => {
    const verdict = judge(attested, { a: true }, given);
    expect(verdict).toMatchObject({ verdict: "pass", basis: "attested", clause: 'attested by ann: "we looked"' });
    expect(pathsOf(verdict)).toEqual(["agent.a", "attestation of mailer"]);
  });

  it("fill nothing the control does not admit a letter for", () => {
    expect(judge(["require agent.a == yes"], {}, given).verdict).toBe("unknown");
  });

  it("never turn a definite verdict", () => {
    expect(judge(attested, { a: false }, given).verdict).toBe("fail");
    expect(judge([...attested, "partial when agent.c == yes"], { a: true, c: true }, given).verdict).toBe("partial");
    expect(judge(attested, { a: true, b: true }, given)).toMatchObject({ verdict: "pass", basis: "enforced" });
  });

  it.each([
    ["of another item", attestation({ item: "C-2" })],
    ["of another kind", attestation({ kind: "review" })],
    ["of no kind", attestation({ kind: "" })],
    ["of another agent", attestation({ agent: "clerk" })],
    ["of tomorrow", attestation({ attestedAtMs: day(2026, 6, 2) })],
    ["that ends today", attestation({ expiresAtMs: day(2026, 6, 1) })],
    ["that ended", attestation({ expiresAtMs: day(2026, 5, 31) })],
    ["without a date", attestation({ attestedAtMs: undefined })],
    ["without an end", attestation({ expiresAtMs: undefined })],
    ["without evidence", attestation({ evidence: [] })],
    ["whose evidence has no digest", attestation({ evidence: [{ uri: "https://x.example", sha256: undefined }] })],
  ])("%s have no effect", (_, letter) => {
    expect(judge(attested, { a: true }, { attestations: [letter] }).verdict).toBe("unknown");
  });

  it("count from the day they are dated", () => {
    const today = attestation({ attestedAtMs: day(2026, 6, 1) });
    expect(judge(attested, { a: true }, { attestations: [today] }).verdict).toBe("pass");
  });

  it("never fill an unknown `fail when` unless the control says that its facts are out of reach", () => {
    const clauses = ["fail when agent.c == yes", "require agent.a == yes"];
    expect(judge(["attested by letter", ...clauses], { a: true }, given).verdict).toBe("unknown");
    const guarded = ["attested by letter { when agent.d == no }", ...clauses];
    expect(judge(guarded, { a: true }, given).verdict).toBe("unknown");
    expect(judge(guarded, { a: true, d: true }, given).verdict).toBe("unknown");
    expect(judge(guarded, { a: true, d: false }, given)).toMatchObject({ verdict: "pass", basis: "attested" });
  });

  it.each(["unresolved", "unreadable", "ill_typed", "ambiguous", "invalid"] as const)(
    "never fill a `fail when` whose fact a document tried to state (%s)",
    (cause) => {
      const clauses = ["attested by letter { when agent.d == no }", "fail when agent.c == yes", "require has agent.a"];
      expect(judge(clauses, { a: true, c: unknown(cause), d: false }, given).verdict).toBe("unknown");
    },
  );

  it("fill what an open list leaves open, once it is out of reach", () => {
    const clauses = [
      "attested by letter { when agent.d == no }",
      "fail when any i in agent.items: i.a == yes",
      "require has agent.a",
    ];
    expect(judge(clauses, { a: true, d: false, items: list([{ a: false }], true) }, given).verdict).toBe("pass");
    expect(judge(clauses, { a: true, d: false, items: list([{ a: true }], true) }, given).verdict).toBe("fail");
  });

  it.each([
    ["takes `letter`", attestation({ kind: "review" })],
    ["it ended on 2026-05-31", attestation({ expiresAtMs: day(2026, 5, 31) })],
    ["it begins on 2026-06-02", attestation({ attestedAtMs: day(2026, 6, 2) })],
    ["its evidence has no `sha256`", attestation({ evidence: [] })],
  ])("that do not count are named with what they lack: %s", (words, letter) => {
    const { clause } = judge(attested, { a: true }, { attestations: [letter] });
    expect(clause).toContain(`the attestation \`${letter.kind}\` of mailer does not count: `);
    expect(clause).toContain(words);
  });

  it("of a kind nobody asks for are named too", () => {
    const { verdict, clause } = judge(["require agent.a == yes"], {}, given);
    expect({ verdict, clause }).toMatchObject({ verdict: "unknown" });
    expect(clause).toContain("C-1 takes no attestation");
  });

  it("fill what may speak against the subject only by the clause of their own kind", () => {
    const clauses = [
      "attested by letter",
      "attested by sworn { when agent.c == yes }",
      "fail when agent.a == yes",
      "require agent.b == yes",
    ];
    const by = (kind: string) => judge(clauses, { c: true }, { attestations: [attestation({ kind })] }).verdict;
    expect([by("letter"), by("sworn")]).toEqual(["unknown", "pass"]);
    expect(judge(clauses, { c: false }, { attestations: [attestation({ kind: "sworn" })] }).verdict).toBe("unknown");
  });

  it("never make a verdict worse, whatever their kind", () => {
    for (const kind of ["letter", "review", ""]) {
      for (const facts of [{}, { a: true }, { a: false }, { a: true, b: true }]) {
        const without = judge(attested, facts).verdict;
        const withLetter = judge(attested, facts, { attestations: [attestation({ kind })] }).verdict;
        expect(withLetter === without || (without === "unknown" && withLetter === "pass")).toBe(true);
      }
    }
  });
});
