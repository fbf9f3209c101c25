import type { CheckedBands } from "../../ast/checked-gate.ts";
import { example, guarded } from "../example.ts";
import { defineRule, type Finding } from "../rule.ts";

interface Words {
  readonly problem: string;
  readonly help: string;
}

export const bandsDecideNothing = defineRule<Words>({
  code: "bands-decide-nothing",
  severity: "warning",
  why: "Bands are read as a guard against a model that is unsure. Where every row allows, or two rows beside one another say the same, confidence changes nothing there.",
  bad: example(`${guarded}bands confidence on pay { above 90% -> allow  otherwise -> allow }\n`),
  good: example(
    `${guarded}bands confidence on pay { above 90% -> allow  otherwise -> require approval by role finance }\n`,
  ),
  message: ({ problem }) => problem,
  help: ({ help }) => help,
  *find({ policy }) {
    for (const bands of policy.bands) yield* inBands(bands);
  },
});

function* inBands({ span, rows }: CheckedBands): Iterable<Finding<Words>> {
  if (rows.every(({ outcome }) => outcome === "allow")) {
    const args = {
      problem: "every row of these bands allows, so they stop nothing",
      help: "say what a low confidence demands",
    };
    yield { span, args };
    return;
  }
  if (rows.length === 1) {
    const args = {
      problem: "these bands have one row, which acts whatever the confidence is",
      help: "write a row for a higher confidence above it, or a gate instead of bands",
    };
    yield { span, args };
  }
  for (const [index, row] of rows.entries()) {
    const above = rows[index - 1];
    if (above !== undefined && textOf(row.outcome) === textOf(above.outcome)) {
      const args = {
        problem: "this row demands what the row above it demands",
        help: "remove one threshold, or correct one of the two",
      };
      yield { span: row.span, args, details: { related: [{ span: above.span, label: "the row above" }] } };
    }
    // What is recorded is never below 0%.
    if (above?.bound?.kind === "from" && /^-?0(?:\.0*)?$/.test(above.bound.fraction)) {
      const args = {
        problem: "no confidence is left for this row: the one above it begins at `0%`",
        help: "raise that threshold, or write `otherwise` in its place",
      };
      yield { span: row.span, args, details: { related: [{ span: above.span, label: "takes every confidence" }] } };
    }
  }
}

/** Without the places where it is written. */
function textOf(outcome: CheckedBands["rows"][number]["outcome"]): string {
  return typeof outcome === "string" ? outcome : JSON.stringify({ ...outcome, span: undefined });
}
