import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { commandPartTypes, longestCommand, readCommand } from "../../src/value/command.ts";
import { listPrograms, mostPrograms } from "../../src/value/shell/list-programs.ts";
import { programType } from "../../src/value/shell/program.ts";
import { shellReasons } from "../../src/value/shell/shell-tree.ts";
import type { Field } from "../../src/value/value.ts";
import { fixtureTable } from "./fixture-table.ts";

const table = fixtureTable("command");

/**
 * A field as the table writes it: null where nobody can say, `"…"` at the end of an open list, members that are absent or
 * empty left out.
 */
function shown(field: Field): unknown {
  if (field.state !== "value") return field.state === "absent" ? undefined : null;
  const { value } = field;
  switch (value.kind) {
    case "text":
      return value.text;
    case "list":
      return [...value.items.map(shown), ...(value.open ? ["…"] : [])];
    case "record":
      return withoutEmpty([...value.fields]);
    default:
      throw new Error(`no part of a command: ${value.kind}`);
  }
}

const withoutEmpty = (fields: readonly (readonly [string, Field])[]): Record<string, unknown> =>
  Object.fromEntries(
    fields
      .map(([name, field]) => [name, shown(field)] as const)
      .filter(([, part]) => part !== undefined && !(Array.isArray(part) && part.length === 0)),
  );

const read = (text: string): Record<string, unknown> => ({
  programs: [],
  ...withoutEmpty([...readCommand(text).parts]),
});

describe("readCommand", () => {
  it.each(table)("$why: $input", ({ input, expected }) => {
    expect(read(input)).toEqual(expected);
  });

  it("has a table of some size, in which every reason occurs", () => {
    expect(table.length).toBeGreaterThan(200);
    const seen = new Set(table.flatMap(({ input }) => [...listPrograms(input).unresolved]));
    // A command that is too long would not fit into a table.
    expect([...seen, "size"].sort()).toEqual([...shellReasons].sort());
  });

  it("gives every field that the types list", () => {
    const { parts } = readCommand("ls");
    expect([...parts.keys()].sort()).toEqual(Object.keys(commandPartTypes).sort());
    const programs = parts.get("programs");
    const first = programs?.state === "value" && programs.value.kind === "list" ? programs.value.items[0] : undefined;
    const fields = first?.state === "value" && first.value.kind === "record" ? [...first.value.fields.keys()] : [];
    expect(fields.sort()).toEqual(Object.keys(programType.fields).sort());
  });

  it("keeps the text as it is", () => {
    expect(readCommand("  rm  'x' ").text).toBe("  rm  'x' ");
  });
});

describe("the bounds of a command", () => {
  it("are its length: nothing is said about a longer text", () => {
    expect(read("x".repeat(longestCommand))).not.toHaveProperty("unresolved");
    expect(read("x".repeat(longestCommand + 1))).toEqual({
      programs: null,
      reads: null,
      writes: null,
      unresolved: ["size"],
    });
  });

  it("are how many programs it has: the list is open behind them", () => {
    const { programs, open, unresolved } = listPrograms("ls;".repeat(mostPrograms + 1));
    expect([programs.length, open, [...unresolved]]).toEqual([mostPrograms, true, ["size"]]);
    expect(listPrograms("ls;".repeat(mostPrograms)).open).toBe(false);
  });

  it.each([
    ["groups", (n: number) => `${"(".repeat(n)}ls${")".repeat(n)}`],
    ["braces", (n: number) => `${"{ ".repeat(n)}ls${"; }".repeat(n)}`],
    ["substitutions", (n: number) => `${"echo $(".repeat(n)}ls${")".repeat(n)}`],
    ["parameters", (n: number) => `echo ${"${x:-".repeat(n)}a${"}".repeat(n)}`],
    ["functions", (n: number) => `${"f() ".repeat(n)}{ ls; }`],
    ["named functions", (n: number) => `${"function f ".repeat(n)}{ ls; }`],
    ["lists", (n: number) => "a=(".repeat(n)],
    ["negations", (n: number) => `${"! ".repeat(n)}ls`],
    ["wrappers", (n: number) => `${"sudo ".repeat(n)}ls`],
    ["timed", (n: number) => `${"time ".repeat(n)}ls`],
    ["arithmetic", (n: number) => `echo ${"$((".repeat(n)}1${"))".repeat(n)}`],
    ["conditions", (n: number) => `${"if ".repeat(n)}ls${"; then ls; fi".repeat(n)}`],
  ])("are how deep it nests: %s", (_name, make) => {
    for (const depth of [3, 40, 4_000]) expect(() => readCommand(make(depth))).not.toThrow();
    const { open, programs } = listPrograms(make(4_000));
    expect(open || programs.length > 0).toBe(true);
  });

  it("close the list of a shell text that is nested in reach only", () => {
    const nested = (depth: number): string => `${"(".repeat(depth).replace(/\(/g, "( ")}ls${" )".repeat(depth)}`;
    expect(listPrograms(nested(10)).open).toBe(false);
    expect(listPrograms(nested(40)).open).toBe(true);
  });
});

// biome-ignore-start lint/suspicious/noTemplateCurlyInString: shell text
const piece = fc.constantFrom(
  ..."rm ls git -rf a $X ${X:-b} $(ls) `ls` 'q' \" ' ` \\ ( ) { } [[ ]] ; & | && || > >> < <<E <<-E <<< E # ~ * ? [ ] , .. = A=1 a[0]=1 a=( ! if then else fi for in do done while case esac ;; function time sh -c bash eval sudo xargs find -exec \\; + env ssh h cd / PATH=x trap docker run $(( )) $'\\x41' $\" <( >( 2>&1 &> coproc".split(
    " ",
  ),
  " ",
  "\n",
  "\t",
  "\\\n",
  "\r",
  "é",
  "\u0000",
);
// biome-ignore-end lint/suspicious/noTemplateCurlyInString: shell text
const shellText = fc
  .array(fc.tuple(piece, fc.constantFrom("", " ", " ", "\n")), { maxLength: 60 })
  .map((pieces) => pieces.flat().join(""));

describe("reading any text", () => {
  it("never throws", () => {
    fc.assert(
      fc.property(fc.oneof(shellText, fc.string({ unit: "binary" }), fc.string()), (text) => {
        readCommand(text);
      }),
      { numRuns: 4_000 },
    );
  });

  it("takes steps in proportion to its length", () => {
    let most = 0;
    fc.assert(
      fc.property(shellText, fc.integer({ min: 1, max: 200 }), (text, times) => {
        const long = text.repeat(times).slice(0, longestCommand);
        const { steps } = listPrograms(long);
        most = Math.max(most, steps / (long.length + 10));
        // Sixteen levels of texts in texts, each looked at a few times.
        expect(steps).toBeLessThan(100 * (long.length + 10));
      }),
      { numRuns: 1_000 },
    );
    console.log(`steps a character, at most: ${most.toFixed(1)}`);
  });

  it("finds what stands behind a text that was understood to its end", () => {
    let understood = 0;
    fc.assert(
      fc.property(shellText, (text) => {
        if (listPrograms(text).open) return;
        understood += 1;
        expect(listPrograms(`${text}\nrm x`).programs.at(-1)?.word.text).toBe("rm");
        expect(listPrograms(`${text}\n'`).open).toBe(true);
      }),
      { numRuns: 4_000 },
    );
    expect(understood).toBeGreaterThan(200);
  });
});

const shell = "/bin/sh";

/** Words and the one spelling of each that is compared; nothing but `printf` is ever run. */
const quotedWord = fc
  .array(
    fc.oneof(
      fc
        .string({ unit: fc.constantFrom(...'abZ09 _-./:=+%,@;&|<>()*?[]{}$`"\\~#!\t\n'), maxLength: 6 })
        .map((text) => `'${text}'`),
      fc
        .string({ unit: fc.constantFrom(..."abZ09 _-./:=+%,@;&|<>()*?[]{}'~#\t\n"), maxLength: 6 })
        .map((text) => `"${text}"`),
      fc.constantFrom(
        '"\\$"',
        '"\\`"',
        '"\\\\"',
        '"\\""',
        '"\\a"',
        "\\'",
        '\\"',
        "\\\\",
        "\\$",
        "\\ ",
        "\\;",
        "\\*",
        "\\#",
      ),
      fc.string({ unit: fc.constantFrom(..."abZ09_-./:+%@"), minLength: 1, maxLength: 6 }),
      fc.constantFrom("\\\n", '"a\\\nb"'),
    ),
    { minLength: 1, maxLength: 4 },
  )
  .map((parts) => parts.join(""))
  // A continued line alone is no word.
  .filter((word) => word.replaceAll("\\\n", "") !== "");

describe.skipIf(!existsSync(shell))("compared with a shell", () => {
  it("splits quoted words as `sh` does", () => {
    let compared = 0;
    fc.assert(
      fc.property(
        fc.array(fc.array(quotedWord, { minLength: 1, maxLength: 5 }), { minLength: 10, maxLength: 40 }),
        (lines) => {
          // One shell for many lines: each prints its words behind a mark, one in brackets after the other.
          const script = lines.map((words) => `printf '<%s>' x ${words.join(" ")}; printf '\\n--\\n'`).join("\n");
          const printed = execFileSync(shell, ["-c", script], { encoding: "utf8", env: {} });
          const ours = listPrograms(script).programs.filter(({ words }) => words[0]?.text === "<%s>");
          expect(
            ours
              .map(
                ({ words }) =>
                  `${words
                    .slice(1)
                    .map(({ text }) => `<${text}>`)
                    .join("")}\n--\n`,
              )
              .join(""),
          ).toBe(printed);
          compared += ours.reduce((sum, { words }) => sum + words.length - 2, 0);
        },
      ),
      { numRuns: 40 },
    );
    console.log(`words compared with ${shell}: ${compared}`);
    expect(compared).toBeGreaterThan(1_000);
  });
});
