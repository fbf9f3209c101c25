import type { CheckedPolicy } from "../../ast/checked.ts";
import type { Span } from "../../source/span.ts";
import { formatDuration } from "../../value/duration.ts";
import { formatTimestamp } from "../../value/timestamp.ts";
import { example, guarded } from "../example.ts";
import { defineRule, type Finding } from "../rule.ts";

interface Words {
  readonly what: string;
  readonly longest: string;
}

const day = 86_400_000;

/** The longest that is still an end, for each clause that has one. */
const longest = {
  observe: 180 * day,
  glass: 30 * day,
  approval: 365 * day,
  task: 365 * day,
  grant: 730 * day,
  token: 30 * day,
  revocation: day,
} as const;

export const farEnd = defineRule<Words>({
  code: "far-end",
  severity: "warning",
  why: "An observation until 2099 is a gate that was switched off, and an emergency of ten years is none. Where the language asks for an end, it wants one that somebody lives to see.",
  bad: example(`${guarded}gate look_on on look { deny  observe until 2099-01-01 owner "ann" }\n`),
  good: example(`${guarded}gate look_on on look { deny  observe until 2026-03-01 owner "ann" }\n`),
  message: ({ what, longest: limit }) => `${what}; an end more than ${limit} off is hardly one`,
  help: () => "set an end that somebody will see, and look at it again then",
  *find({ policy, asOfMs }) {
    yield* endsOfGates(policy, asOfMs);
    yield* endsOfGrants(policy, asOfMs);
    for (const { name, tokenTtl, revocation } of policy.agents) {
      if (tokenTtl !== undefined && tokenTtl.ms > longest.token)
        yield finding(
          tokenTtl.span,
          `a token of agent \`${name}\` lives for ${formatDuration(tokenTtl.ms)}`,
          longest.token,
        );
      if (revocation !== undefined && revocation.ms > longest.revocation)
        yield finding(
          revocation.span,
          `a revocation of agent \`${name}\` may take ${formatDuration(revocation.ms)}`,
          longest.revocation,
        );
    }
    for (const { name, nameSpan, maxMs } of policy.breakGlasses)
      if (maxMs > longest.glass)
        yield finding(nameSpan, `break glass \`${name}\` stays open for ${formatDuration(maxMs)}`, longest.glass);
  },
});

const finding = (span: Span, what: string, limitMs: number): Finding<Words> => ({
  span,
  args: { what, longest: limitMs === day ? "a day" : `${limitMs / day} days` },
});

const dateOf = (ms: number): string => formatTimestamp(ms).slice(0, 10);

function* endsOfGates({ gates }: CheckedPolicy, asOfMs: number): Iterable<Finding<Words>> {
  for (const { name, observe, requirements } of gates) {
    if (observe !== undefined && observe.untilMs - asOfMs > longest.observe)
      yield finding(observe.span, `gate \`${name}\` only observes until ${dateOf(observe.untilMs)}`, longest.observe);
    for (const requirement of requirements) {
      if (requirement.kind !== "approval" || (requirement.validMs ?? 0) <= longest.approval) continue;
      yield finding(
        requirement.span,
        `this approval is valid for ${formatDuration(requirement.validMs ?? 0)}`,
        longest.approval,
      );
    }
  }
}

function* endsOfGrants({ grants }: CheckedPolicy, asOfMs: number): Iterable<Finding<Words>> {
  for (const { name, until, whileTask } of grants) {
    if (until !== undefined && until.ms - asOfMs > longest.grant)
      yield finding(until.span, `grant \`${name}\` ends on ${dateOf(until.ms)}`, longest.grant);
    if (whileTask !== undefined && (whileTask.maxMs ?? 0) > longest.task)
      yield finding(
        whileTask.span,
        `grant \`${name}\` lasts for a task of ${formatDuration(whileTask.maxMs ?? 0)}`,
        longest.task,
      );
  }
}
