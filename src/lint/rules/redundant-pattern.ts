import { example, guarded } from "../example.ts";
import { defineRule } from "../rule.ts";

export const redundantPattern = defineRule<{ pattern: string; by: string }>({
  code: "redundant-pattern",
  severity: "warning",
  why: "A pattern that matches nothing another one does not match yet adds nothing. Often one of the two is a slip.",
  bad: example("grant daily { to agent clerk  tools *ook, look }\n"),
  good: example(guarded),
  message: ({ pattern, by }) => `\`${pattern}\` matches nothing that \`${by}\` does not match already`,
  help: ({ pattern }) => `remove \`${pattern}\`, or correct it`,
  *find({ policy }) {
    const lists = [
      ...policy.grants.map(({ patterns }) => patterns.map(({ span, pattern, tools }) => ({ span, pattern, tools }))),
      ...policy.gates.map(({ on }) =>
        on.flatMap((target) =>
          target.kind === "call" ? [{ span: target.span, pattern: target.written, tools: target.tools }] : [],
        ),
      ),
    ];
    for (const list of lists) {
      for (const [index, item] of list.entries()) {
        const covering = list.find(
          (other, position) =>
            position !== index &&
            item.tools.every((tool) => other.tools.includes(tool)) &&
            (other.tools.length > item.tools.length || position < index),
        );
        if (covering !== undefined) yield { span: item.span, args: { pattern: item.pattern, by: covering.pattern } };
      }
    }
  },
});
