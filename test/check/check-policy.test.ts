import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { listUses } from "../../src/check/list-uses.ts";
import { parseFile } from "../../src/parse/parse-file.ts";
import { checkFiles, world } from "./check-text.ts";

const header = "policy demo version 1 language 1\n";

describe("the files of a policy", () => {
  it("merge: what one declares the others use", () => {
    const checked = checkFiles({
      "a.gate": `${header}gate g on shop.refund {\n  require approval by role chief\n}\n`,
      "b.gate": `${world}role chief\n`,
    });
    expect(checked.codes).toEqual([]);
  });

  it("carry the same header", () => {
    const other = (text: string) => checkFiles({ "a.gate": header, "b.gate": text });
    expect(other("role chief\n").codes).toEqual(["missing-header"]);
    expect(other("policy demo version 2 language 1\n").diagnostics).toMatchObject([
      { code: "headers-disagree", spans: [{ file: "b.gate" }, { file: "a.gate" }] },
    ]);
    expect(other("policy other version 1 language 1\n").codes).toEqual(["headers-disagree"]);
  });

  it("declare each name once, with both places shown", () => {
    const checked = checkFiles({ "a.gate": `${header}role chief\n`, "b.gate": `${header}role chief\n` });
    expect(checked.diagnostics).toMatchObject([
      {
        code: "duplicate-name",
        spans: [
          { file: "b.gate", primary: true },
          { file: "a.gate", primary: false },
        ],
      },
    ]);
  });

  it("disagree with the first of them by name, in whatever order they are given", () => {
    const { diagnostics } = checkFiles({
      "b.gate": "policy other version 1 language 1\n",
      "a.gate": header,
      "c.gate": "role z\n",
    });
    expect(diagnostics.map(({ code, spans }) => [code, ...spans.map(({ file }) => file)])).toEqual([
      ["headers-disagree", "b.gate", "a.gate"],
      ["missing-header", "c.gate"],
    ]);
    expect(diagnostics[1]?.spans[0]).toMatchObject({ start: 0, end: 1 });
  });

  it("name the schemas and the baselines that the loader must read as well", () => {
    const { file } = parseFile({
      file: "a.gate",
      text: `${header}gate g on output {\n  require schema "./answer.json"\n  deny\n}\ndrift d per agent {\n  metric calls = count(attempted *) within 5m\n  baseline "./usual.json" sha256 "0"\n  over 3 sigma -> deny\n}\n`,
    });
    expect(listUses(file).map(({ text }) => text)).toEqual(["./answer.json", "./usual.json"]);
  });

  it("name the catalogues the loader must read", () => {
    const { file } = parseFile({
      file: "a.gate",
      text: `${header}use tools from "./a.json"\nuse tools from "./b.json" as b\n`,
    });
    expect(listUses(file).map(({ text }) => text)).toEqual(["./a.json", "./b.json"]);
  });
});

const declarations = [
  "role chief\n",
  'agent payout {\n  subject "spiffe://example/payout"\n  may message desk\n}\n',
  'let late = args.reason == "late"\n',
  "let hurried = late or args.express\n",
  "gate a on shop.refund {\n  when hurried\n  require approval by role chief\n}\n",
  "gate b on effect [sends], output {\n  when text contains card\n  deny\n}\n",
  "label own from web.*\n",
  "gate c on mail.send {\n  when labels contains own\n  log\n}\n",
  "grant g {\n  to agent desk, payout\n  tools **\n}\n",
  "prove never shop.refund with args.amount > 5.00 USD\n",
  "gate a on shop.refund {\n  deny\n}\n",
  "gate broken on shop.refund {\n  when args.amuont > 5.00 USD and agent == nobody\n  deny\n}\n",
];

describe("the order of declarations and files", () => {
  /** Messages with what stands at their spans, because positions move with the declarations. */
  const summary = (files: Readonly<Record<string, string>>): unknown => {
    const { diagnostics, policy } = checkFiles(files);
    const strip = (value: unknown): unknown =>
      JSON.parse(
        JSON.stringify(value, (key, member: unknown) =>
          key === "span" || key === "nameSpan" || key === "files" ? undefined : member,
        ),
      );
    return {
      messages: diagnostics.map(({ code, message }) => `${code}: ${message}`).sort(),
      policy: policy === undefined ? undefined : strip({ ...policy, tests: [], claims: policy.claims.length }),
    };
  };

  it.each([
    ["a sound policy", declarations.slice(0, 10)],
    ["a policy with mistakes", declarations],
  ])("never matters for %s", (_, texts) => {
    const inOne = summary({ "p.gate": world + texts.join("") });
    fc.assert(
      fc.property(
        fc.shuffledSubarray([...texts], { minLength: texts.length }),
        fc.array(fc.nat(2), { minLength: texts.length, maxLength: texts.length }),
        (shuffled, places) => {
          const files: Record<string, string> = { "a.gate": header, "b.gate": header, "c.gate": world };
          for (const [index, text] of shuffled.entries()) {
            const file = ["a.gate", "b.gate", "c.gate"][places[index] ?? 0] ?? "a.gate";
            files[file] += text;
          }
          const reversed = Object.fromEntries(Object.entries(files).reverse());
          expect(summary(reversed)).toEqual(summary(files));
          expect(summary(files)).toEqual(inOne);
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe("checking", () => {
  it("never throws on what the parser could make of a text", () => {
    const pieces = [...world.split("\n"), ...declarations.flatMap((text) => text.split(/(?<=[ \n])/))];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 60 }), (chosen) => {
        const { policy, diagnostics } = checkFiles({ "p.gate": `${world}${chosen.join(" ")}` });
        expect(policy !== undefined || diagnostics.some(({ severity }) => severity === "error")).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  it("takes time in proportion to gates and tools together", () => {
    const tools = Array.from(
      { length: 100 },
      (_, index) => `tool t.n${index} {\n  args.amount is money USD\n  effect pays\n}\n`,
    ).join("");
    const gates = (count: number): string =>
      Array.from(
        { length: count },
        (_, index) =>
          `gate g${index} on t.*, effect [pays] {\n  when args.amount > ${index}.00 USD and confidence < 90%\n  deny\n}\n`,
      ).join("");
    const timeOf = (count: number): number => {
      const start = performance.now();
      const checked = checkFiles({ "p.gate": header + tools + gates(count) });
      const time = performance.now() - start;
      expect(checked.codes).toEqual([]);
      expect(checked.policy?.gates).toHaveLength(count);
      return time;
    };
    timeOf(100);
    // Next to each other, so that whatever else the machine does slows down both; the calmest of three pairs counts.
    const ratios = Array.from({ length: 3 }, () => {
      const some = timeOf(250);
      return timeOf(1000) / some;
    });
    // Four times as many gates: a quadratic step would take sixteen times as long.
    expect(Math.min(...ratios)).toBeLessThan(10);
  }, 60_000);
});
