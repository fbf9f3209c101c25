import { example, guarded } from "../example.ts";
import { defineRule } from "../rule.ts";

/** Until claims are proved, each is said to be open: a claim that nobody decided must not look like one that holds. */
export const undecidedClaim = defineRule<{ claim: string }>({
  code: "undecided-claim",
  severity: "info",
  why: "A `prove` claim is typed, and this version does not decide it. Nobody may rest on it yet, so `lint` ends with exit code 5.",
  bad: example(`${guarded}prove always pay requires approval by role finance\n`),
  good: example(guarded),
  message: ({ claim }) => `undecided: \`${claim}\``,
  help: () => "this version types claims and proves none; accept that with --allow-undecided, or with a dated ignore",
  *find({ policy }) {
    for (const { span, text } of policy.claims) yield { span, args: { claim: text } };
  },
});
