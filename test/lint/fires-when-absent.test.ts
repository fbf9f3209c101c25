import { describe, expect, it } from "vitest";
import { lintPolicy } from "../../src/lint/lint-policy.ts";
import { firesWhenAbsent } from "../../src/lint/rules/fires-when-absent.ts";
import { compileText } from "../support/compile.ts";

const policy = (clause: string): string => `policy demo version 1 language 1
context { region is string from host }
tool post { args.to is string  effect sends }
agent clerk { subject "spiffe://desk.example/clerk" }
grant daily { to agent clerk  tools post  while task max 8h }
gate far on post { ${clause}  deny }
`;

function helps(clause: string): readonly (string | undefined)[] {
  const { checked, diagnostics } = compileText(policy(clause));
  if (checked === undefined) throw new Error(JSON.stringify(diagnostics));
  return lintPolicy(checked, { asOfMs: 0, otherCodes: [] })
    .filter(({ code }) => code === firesWhenAbsent.code)
    .map(({ help }) => help);
}

describe("the help for a gate that acts on a missing field", () => {
  it("guards `when` with `and`, and `unless` with `or`: the other way round nothing would change", () => {
    expect(helps('when context.region == "abroad"')).toEqual([
      expect.stringContaining("write `has context.region and …`"),
    ]);
    expect(helps('unless context.region == "home"')).toEqual([
      expect.stringContaining("write `not has context.region or …`"),
    ]);
  });

  it("is not given where its advice was taken", () => {
    expect(helps('when has context.region and context.region == "abroad"')).toEqual([]);
    expect(helps('unless not has context.region or context.region == "home"')).toEqual([]);
  });
});
