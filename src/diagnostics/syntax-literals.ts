import { defineDiagnostic } from "./diagnostic.ts";
import { code, didYouMean } from "./policy-page.ts";
import { gate, header } from "./syntax-page.ts";

/** What reading a `.gate` file can find in its characters and literals. */

export const unexpectedCharacter = defineDiagnostic({
  code: "unexpected-character",
  severity: "error",
  message: ({ characters }: { characters: string }) => `${code(characters)} has no meaning here`,
  help: ({ hint }: { characters: string; hint?: string }) => hint,
  page: {
    why: "The language uses letters, digits, quoted texts and a few symbols; data with other characters is quoted.",
    bad: gate("when args.amount > $500", "deny"),
    good: gate("when args.amount > 500.00 USD", "deny"),
  },
});

export const nonAsciiName = defineDiagnostic({
  code: "non-ascii-name",
  severity: "error",
  message: ({ name }: { name: string }) => `the name ${code(name)} has letters outside ASCII`,
  help: () => "write names with A-Z, a-z, 0-9 and `_`; a tool's unusual name may be quoted",
  page: {
    why: "Letters of different alphabets look alike, so that two names could look equal and be different. Names are ASCII; texts may hold any visible letter.",
    bad: `${header}role gäste\n`,
    good: `${header}role guests\n`,
  },
});

export const unterminatedText = defineDiagnostic({
  code: "unterminated-text",
  severity: "error",
  message: () => "this quoted text is not closed on its line",
  help: () => 'close it with `"`; a line break inside a text is written `\\n`',
  label: () => "opened here",
  page: {
    why: "A quoted text ends on the line on which it starts, so that a forgotten quote cannot swallow the rules below it.",
    bad: gate("deny", 'because "too much'),
    good: gate("deny", 'because "too much"'),
  },
});

export const wrongQuotes = defineDiagnostic({
  code: "wrong-quotes",
  severity: "error",
  message: ({ quoted }: { quoted: string }) => `${code(quoted)} is not quoted with straight double quotes`,
  help: ({ written }: { quoted: string; written: string }) => `write ${code(written)}`,
  page: {
    why: "Texts stand in straight double quotes, with JSON's escapes. Single, curly and back quotes mean nothing here.",
    bad: gate("deny", "because 'too much'"),
    good: gate("deny", 'because "too much"'),
  },
});

export const unquotedText = defineDiagnostic({
  code: "unquoted-text",
  severity: "error",
  message: ({ found }: { found: string; written: string }) => `${code(found)} stands without quotes`,
  help: ({ found, written }: { found: string; written: string }) =>
    found.includes("://") ? `write ${code(written)}; outside quotes \`//\` opens a comment` : `write ${code(written)}`,
  label: () => "needs quotes",
  page: {
    why: "Addresses, reasons and other data stand in double quotes. Outside of them `//` opens a comment, which would swallow the rest of the line.",
    bad: gate("when args.callback == https://example.com/hook", "deny"),
    good: gate('when args.callback == "https://example.com/hook"', "deny"),
  },
});

export const badEscape = defineDiagnostic({
  code: "bad-escape",
  severity: "error",
  message: ({ found }: { found: string }) => `${code(found)} is not an escape of a quoted text`,
  help: () => "the escapes are JSON's: `\\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u0041`; a backslash itself is `\\\\`",
  page: {
    why: "Escapes are JSON's, so that a text means the same here and in the tool's schema. Lone surrogates have no UTF-8 form.",
    bad: gate('when args.path matches "\\d+"', "deny"),
    good: gate('when args.path matches "\\\\d+"', "deny"),
  },
});

export const malformedNumber = defineDiagnostic({
  code: "malformed-number",
  severity: "error",
  message: ({ lexeme, expected }: { lexeme: string; expected: string }) => `${code(lexeme)} is not ${expected}`,
  help: () => "numbers look like `500`, `500.00`, `2_000` or `-5`; with units `500.00 USD`, `90%`, `15m`",
  page: {
    why: "Numbers are exact decimals, written out: no leading zeros, no exponent, `_` only between digits.",
    bad: gate("when args.amount > 0500", "deny"),
    good: gate("when args.amount > 500", "deny"),
  },
});

export const malformedDuration = defineDiagnostic({
  code: "malformed-duration",
  severity: "error",
  message: ({ lexeme }: { lexeme: string }) => `${code(lexeme)} is not a duration`,
  help: ({ near }: { lexeme: string; near?: string }) =>
    near === undefined
      ? "durations look like `30s`, `15m`, `1h30m` or `7d`: units descend, each at most once, and no sign"
      : didYouMean(near),
  page: {
    why: "Durations have the units d, h, m, s and ms, in this order, each at most once; at most 100 years; a clause takes no negative one.",
    bad: gate("require approval by role finance, valid 15min"),
    good: gate("require approval by role finance, valid 15m"),
  },
});

export const malformedTimestamp = defineDiagnostic({
  code: "malformed-timestamp",
  severity: "error",
  message: ({ lexeme }: { lexeme: string }) => `${code(lexeme)} is not a date or a moment that exists`,
  help: () =>
    "write `2027-01-31` for the start of that day in UTC, or a moment with its zone: `2027-01-31T08:00:00Z`, `2027-01-31T08:00:00+02:00`",
  page: {
    why: "A date alone is the start of that day in UTC, everywhere a moment may stand. A moment with a time is RFC 3339 with its zone; without one, the same policy would mean different things on different machines.",
    bad: gate("deny", 'observe until 2027-02-30 owner "security"'),
    good: gate("deny", 'observe until 2027-02-28 owner "security"'),
  },
});

export const notTestData = defineDiagnostic({
  code: "not-test-data",
  severity: "error",
  message: ({ found }: { found: string }) => `${found} is no value of a raw event`,
  help: () => "test data is JSON, as the tool receives it: write the plain number or text",
  page: {
    why: "The arguments in a test are the raw event's, before any typing: that is what the test shows.",
    bad: `${header}test "cap" {\n  call stripe.create_refund { amount: 5 USD }   expect deny\n}\n`,
    good: `${header}test "cap" {\n  call stripe.create_refund { amount: 500, currency: "usd" }   expect deny\n}\n`,
  },
});
