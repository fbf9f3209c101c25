import type { CheckedCondition } from "../../ast/checked-condition.ts";
import type { OriginSource } from "../../ast/condition.ts";
import { conditionsOf } from "../../ast/walk-condition.ts";
import { example, guarded } from "../example.ts";
import { defineRule } from "../rule.ts";

export const untrustedOrigin = defineRule<{ owner: string; source: string }>({
  code: "untrusted-origin",
  severity: "warning",
  why: "Whoever writes a tool's free text then chooses the value: a page, a ticket or a file that names a recipient makes it a chosen one.",
  bad: example(`${guarded}gate chosen on pay { unless origin(args.order) contains any [user, look]  deny }\n`),
  good: example(`${guarded}gate chosen on pay { unless origin(args.order) contains any [user]  deny }\n`),
  message: ({ owner, source }) =>
    `${owner} exempts what was seen anywhere in the results of \`${source}\`, and nobody vouches for those`,
  help: ({ source }) =>
    `name the field that may choose it, \`result.FIELD of ${source}\`, or say in its \`tool\` block what of its result is trusted`,
  *find({ policy, tool }) {
    const owned = [
      ...policy.gates.map(({ name, unless }) => ({ owner: `gate \`${name}\``, condition: unless })),
      ...policy.grants.map(({ name, when }) => ({ owner: `grant \`${name}\``, condition: when })),
    ];
    for (const { owner, condition } of owned) {
      for (const { span, source } of originSources(condition)) {
        if (source.kind !== "tool") continue;
        const untrusted = source.tools.find((name) => !(tool(name)?.trusted.includes("") ?? false));
        if (untrusted !== undefined) yield { span, args: { owner, source: untrusted } };
      }
    }
  },
});

function originSources(condition: CheckedCondition | undefined) {
  if (condition === undefined) return [];
  return [...conditionsOf(condition)].flatMap((inner) =>
    inner.kind === "origin" ? inner.sources.map((source: OriginSource) => ({ span: inner.span, source })) : [],
  );
}
