import { defineDiagnostic } from "./diagnostic.ts";
import { code } from "./policy-page.ts";
import { gate, header } from "./syntax-page.ts";

/** What reading a `.gate` file can find in its clauses and conditions. */

export const missingComma = defineDiagnostic({
  code: "missing-comma",
  severity: "error",
  message: ({ before, after }: { before: string; after: string }) =>
    `a comma is missing between ${code(before)} and ${code(after)}`,
  help: ({ before, after }: { before: string; after: string }) => `write ${code(`${before}, ${after}`)}`,
  page: {
    why: "The items of a list are separated by commas, inside brackets and outside.",
    bad: gate("when text contains any [card iban]", "deny"),
    good: gate("when text contains any [card, iban]", "deny"),
  },
});

export const trailingComma = defineDiagnostic({
  code: "trailing-comma",
  severity: "error",
  message: ({ next }: { next: string }) => `after this comma a list goes on, but ${code(next)} opens a clause`,
  help: ({ next }: { next: string }) => `remove the comma; if ${code(next)} is a name, quote it`,
  page: {
    why: "Outside brackets a comma says that the list goes on. A trailing comma may stand only in `[ ]` and in records.",
    bad: `${header}grant pay {\n  to agent refund\n  tools stripe.create_refund,\n  while task\n}\n`,
    good: `${header}grant pay {\n  to agent refund\n  tools stripe.create_refund\n  while task\n}\n`,
  },
});

export const mixedAndOr = defineDiagnostic({
  code: "mixed-and-or",
  severity: "error",
  message: () => "`and` and `or` mix only with parentheses",
  help: ({ readings: [first, second] }: { readings: readonly [string, string] }) =>
    `write ${code(first)} or ${code(second)}`,
  label: () => "mixed here",
  page: {
    why: "People read `a and b or c` in two ways. Parentheses say which one is meant.",
    bad: gate("when args.amount > 5 and confidence < 90% or has args.note", "deny"),
    good: gate("when (args.amount > 5 and confidence < 90%) or has args.note", "deny"),
  },
});

export const chainedComparison = defineDiagnostic({
  code: "chained-comparison",
  severity: "error",
  message: () => "comparisons do not chain",
  help: ({ written }: { written?: string | undefined }) =>
    `write two comparisons joined by \`and\`: ${code(written ?? "5 < args.amount and args.amount < 9")}`,
  page: {
    why: "`a < b < c` means different things in different languages; here each comparison stands alone.",
    bad: gate("when 5 < args.amount < 9", "deny"),
    good: gate("when 5 < args.amount and args.amount < 9", "deny"),
  },
});

export const minusNeedsSpaces = defineDiagnostic({
  code: "minus-needs-spaces",
  severity: "error",
  message: () => "a minus between two values needs spaces around it",
  help: ({ found }: { found?: string }) =>
    found === undefined
      ? "write `a - b`"
      : `write ${code(found.replace("-", " - "))}; a name with a hyphen is quoted: ${code(`"${found}"`)}`,
  page: {
    why: "Names may contain hyphens, so `x-1` would be a name. Spaces say that it is a difference.",
    bad: gate("when args.amount-1 > args.limit", "deny"),
    good: gate("when args.amount - 1 > args.limit", "deny"),
  },
});

export const reservedName = defineDiagnostic({
  code: "reserved-name",
  severity: "error",
  message: ({ name, role }: { name: string; role: string }) =>
    `${code(name)} is ${role}, so it cannot be bound to a value`,
  help: () => "choose another name",
  page: {
    why: "A bound name or a `let` that is also an operator, a function or a root would make conditions mean something else than they seem to.",
    bad: `${header}let text = args.amount > 5\n`,
    good: `${header}let large = args.amount > 5\n`,
  },
});

export const unexpectedToken = defineDiagnostic({
  code: "unexpected-token",
  severity: "error",
  message: ({ found, expected }: { found: string; expected: string }) =>
    `here I expected ${expected}, and found ${code(found)}`,
  help: ({ hint }: { found: string; expected: string; hint?: string | undefined }) => hint,
  page: {
    why: "What stands here cannot be read at this place.",
    bad: gate("require approval by finance"),
    good: gate("require approval by role finance"),
  },
});

export const unexpectedEnd = defineDiagnostic({
  code: "unexpected-end",
  severity: "error",
  message: ({ expected }: { expected: string }) => `the declaration ends where I expected ${expected}`,
  help: ({ hint }: { expected: string; hint?: string | undefined }) => hint,
  page: {
    why: "A declaration stops in the middle, at the end of the file or before the next declaration.",
    bad: `${header}let large =\n`,
    good: `${header}let large = args.amount > 5\n`,
  },
});
