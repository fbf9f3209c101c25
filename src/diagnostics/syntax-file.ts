import { defineDiagnostic } from "./diagnostic.ts";
import { code } from "./policy-page.ts";
import { gate, header } from "./syntax-page.ts";

/** What reading a `.gate` file can find in the file as a whole: its size, its characters, its depth. */

export const fileTooLarge = defineDiagnostic({
  code: "file-too-large",
  severity: "error",
  message: ({ characters, limit }: { characters: number; limit: number }) =>
    `this file has ${characters} characters; a policy file has at most ${limit}`,
  help: () => "split the policy into several files: all files of one policy merge",
  page: {
    why: "A policy is read by people. A file of this size is generated or not a policy, and nothing of it was read.",
    bad: "// a file of more than 4 MiB (4194304 characters)\n",
    good: header,
  },
});

export const forbiddenCharacter = defineDiagnostic({
  code: "forbidden-character",
  severity: "error",
  message: ({ character, name }: { character: string; name: string }) =>
    `${character} (${name}) may not stand in a policy`,
  help: ({ written }: { character: string; name: string; written: string }) =>
    `remove it; in a quoted text write the escape ${code(written)}`,
  label: () => "invisible here",
  page: {
    why: "Control characters, bidirectional controls and invisible characters make a policy look different from what it says (the Trojan Source attacks), so they are refused everywhere, comments and texts included.",
    bad: gate("deny", 'because "amount\u202e above the limit"'),
    good: gate("deny", 'because "amount\\u202e above the limit"'),
  },
});

export const nestingTooDeep = defineDiagnostic({
  code: "nesting-too-deep",
  severity: "error",
  message: ({ limit }: { limit: number }) => `this nests deeper than ${limit} levels`,
  help: () => "name parts of the condition with `let` and use the names",
  label: () => "too deep",
  page: {
    why: "Nesting is bounded so that no policy can exhaust the compiler. The declaration was not read.",
    bad: gate(`when ${"(".repeat(65)}args.amount > 5${")".repeat(65)}`, "deny"),
    good: gate("when ((args.amount > 5))", "deny"),
  },
});

export const tooManyMistakes = defineDiagnostic({
  code: "too-many-mistakes",
  severity: "error",
  message: ({ shown }: { shown: number }) => `${shown} mistakes are shown; from here on the file was not read`,
  help: () => "repair the ones above and run again",
  page: {
    why: "After this many mistakes the file is most likely not a policy, and more messages help nobody.",
    bad: `${header}${"; ".repeat(101)}\n`,
    good: header,
  },
});
