import type { Span } from "../../source/span.ts";
import { example, guarded } from "../example.ts";
import { positionsOf } from "../positions.ts";
import { defineRule, type Finding } from "../rule.ts";

interface Words {
  readonly pattern: string;
  readonly holds: string;
}

const open = (text: string): string =>
  `tool open { args.url is url  effect reads }\ngrant web { to agent clerk  tools open }\n${text}`;

export const widePattern = defineRule<Words>({
  code: "wide-pattern",
  severity: "warning",
  why: "`*.com` is every company there is, and `0.0.0.0/0` every address. A list that should name the few known ones lets everybody in with such an entry.",
  bad: example(guarded + open('gate known on open { unless args.url in domain ["*.com"]  deny }\n')),
  good: example(guarded + open('gate known on open { unless args.url in domain ["*.example.com"]  deny }\n')),
  message: ({ pattern, holds }) => `${JSON.stringify(pattern)} holds ${holds}`,
  help: () => "name the domains or ranges that are meant",
  *find({ policy }) {
    // To stop all that ends in `.zip` is nobody's slip.
    for (const { condition, opens } of positionsOf(policy))
      if (opens && condition.kind === "within") yield* inPatterns(condition.patterns, condition.span);
    for (const { egress } of policy.connectors) if (egress !== undefined) yield* inPatterns(egress.hosts, egress.span);
  },
});

function* inPatterns(patterns: readonly string[], span: Span): Iterable<Finding<Words>> {
  for (const pattern of patterns) {
    const holds = wideness(pattern);
    if (holds !== undefined) yield { span, args: { pattern, holds } };
  }
}

/** What a pattern holds that is far more than anybody's own; it may miss one. */
function wideness(pattern: string): string | undefined {
  const prefix = /^[0-9a-f.:]+\/([01])$/.exec(pattern)?.[1];
  if (prefix !== undefined)
    return `${prefix === "0" ? "every" : "every second"} ${pattern.includes(":") ? "IPv6" : "IPv4"} address`;
  return publicEnding.test(pattern) ? `every domain that ends so` : undefined;
}

/** Endings below which strangers register their names: those of countries, with or without a second one, and the usual others. */
const publicEnding =
  /^\*\.(?:(?:(?:ac|co|com|edu|gov|gob|mil|ne|net|nom|or|org)\.)?[a-z]{2}|com|net|org|info|biz|edu|gov|mil|app|dev|cloud|online|site|store|shop|tech|xyz|top|club|page|live|agency|email|website)$/;
