import type { ParsedFile } from "../../ast/parsed.ts";
import { example, guarded } from "../example.ts";
import { defineRule, type Finding } from "../rule.ts";

export const commentedRule = defineRule<{ word: string }>({
  code: "commented-rule",
  severity: "warning",
  why: "A rule behind `//` reads like a rule and is none. Where the `//` came in by a slip, or by somebody who hoped that nobody looks twice, half of a condition or a whole gate is gone.",
  bad: example(`${guarded}gate sums on pay {\n  when args.total > 500 USD  // or args.order == "gift"\n  deny\n}\n`),
  good: example(
    `${guarded}gate sums on pay {\n  when args.total > 500 USD or args.order == "gift"  // gifts too\n  deny\n}\n`,
  ),
  message: ({ word }) => `this comment reads as a rule (\`${word} …\`), and a comment does nothing`,
  help: () => "remove the `//`, or the comment",
  *find({ policy }) {
    for (const file of policy.files) yield* inFile(file);
  },
});

function* inFile({ comments }: ParsedFile): Iterable<Finding<{ word: string }>> {
  for (const { text, span } of comments) {
    const word = /^\/\/+\s*(\w+)/.exec(text)?.[1];
    if (word === undefined || !words.has(word) || !forms.some((form) => form.test(text))) continue;
    yield { span, args: { word } };
  }
}

const words: ReadonlySet<string> = new Set(
  "gate connector bands drift kill_switch label control prove test deny require also rate quota egress when unless and or".split(
    " ",
  ),
);

/** Only what restricts or tests: with a grant that is behind `//` less is allowed. */
const declaration =
  /^\/\/+\s*(?:(?:gate \S+ on|connector \S+ for|bands confidence on|drift \S+ per) [^{]*\{|kill_switch \S+ \{|label \S+ from \S+ when|control \S+ "|test "[^"]*" \{|prove (?:never|always) \S+ (?:with|requires) )/;

const outcome =
  /^\/\/+\s*(?:deny\s*\}?\s*$|require (?:approval|confirmation|verification|schema) |also (?:alert|notify) "|also (?:record full|redact \[)|rate [0-9]|quota [0-9]|egress to \[)/;

/** Such a word and then what a condition begins with: people begin sentences with those words too. */
const condition =
  /^\/\/+\s*(?:when|unless|and|or)\s+\(?\s*(?:not )?(?:has )?(?:(?:args|result|context|token|peer|egress|at)\.\w|(?:labels|text|chain|origin\(|agent|purpose|confidence|cost)\S* ?(?:contains|==|!=|<|>|is |not in|in )|(?:any|every) \w+ in |(?:count|sum|distinct|previously|never|last|since)\()/;

const forms = [declaration, outcome, condition];
