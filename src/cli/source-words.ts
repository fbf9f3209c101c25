import type { CheckedPolicy } from "../ast/checked.ts";
import type { Span } from "../source/span.ts";

/** What stands in the policy at a span, on one line. */
export function sourceWords(policy: CheckedPolicy): (span: Span) => string {
  const texts = new Map(policy.files.map(({ file, text }) => [file, text]));
  return ({ file, start, end }) => (texts.get(file) ?? "").slice(start, end).replace(/[ \t\r\n]+/g, " ");
}
