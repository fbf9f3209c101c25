import { expect } from "vitest";
import { lintPolicy } from "../../src/lint/lint-policy.ts";
import { compileText } from "../support/compile.ts";

const header = `policy desk version 1 language 1
tool send {
  args.to is list of email
  args.copy is email
  args.subject is string
  args.tags is list of string
  args.size is int
  args.sum is money USD
  args.site is url
  args.run is command
  args.from is cidr
  effect sends
}
tool look { args.query is string  effect reads }
tool wipe { args.id is string  effect deletes }
role finance
agent clerk { subject "spiffe://desk.example/clerk" }
`;

/** The usual grants, for tests whose point is elsewhere. */
export const granted = "grant daily { to agent clerk  tools send, look, wipe  while task max 8h }\n";

/** What one rule says of a policy with these declarations: the text it points at, and its message. */
export function told(code: string, declarations: string, asOfMs = 0): readonly (readonly [string, string])[] {
  const text = `${header}${declarations}\n`;
  const { checked, diagnostics } = compileText(text);
  expect(diagnostics).toEqual([]);
  return lintPolicy(checked ?? expect.fail("did not compile"), { asOfMs, otherCodes: [] })
    .filter((found) => found.code === code)
    .map(({ spans, message }) => {
      const span = spans.find(({ primary }) => primary);
      return [text.slice(span?.start, span?.end), message] as const;
    });
}

/** Only the texts it points at. */
export const placesTold = (code: string, declarations: string, asOfMs?: number): readonly string[] =>
  told(code, declarations, asOfMs).map(([place]) => place);
