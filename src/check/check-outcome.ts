import type { CheckedObligation, CheckedRequirement } from "../ast/checked-gate.ts";
import type { ParsedObligation, ParsedOutcome } from "../ast/parsed-gate.ts";
import { countTooSmall } from "../diagnostics/declarations.ts";
import { escalatesToSame, redactRoot } from "../diagnostics/gates.ts";
import { unknownLabel, unknownRule, unknownWord } from "../diagnostics/names.ts";
import { nearMiss } from "../diagnostics/near-miss.ts";
import { checkCondition } from "./expressions.ts";
import { typePath } from "./paths.ts";
import { recognisers } from "./recognisers.ts";
import { resolveRole } from "./resolve-role.ts";
import { resolveAgent } from "./resolve-tools.ts";
import { dotted, qualified, type Scope } from "./scope.ts";

/** A requirement with its agent, rule or roles resolved; undefined for plain levels and after an error. */
export function checkRequirement(outcome: ParsedOutcome, scope: Scope): CheckedRequirement | undefined {
  const { checker } = scope;
  const { span } = outcome;
  switch (outcome.kind) {
    case "allow":
    case "log":
    case "deny":
      return undefined;
    case "confirmation":
      return { kind: "confirmation", span };
    case "verification": {
      const { kind, name } = outcome.by;
      const known = kind === "agent" ? resolveAgent(name, checker) : resolveRule(outcome.by.name, scope);
      return known === undefined ? undefined : { kind: "verification", span, by: { kind, name: known } };
    }
    case "approval": {
      const role = resolveRole(outcome.role, checker);
      const escalation = outcome.escalate;
      const escalatedTo = escalation === undefined ? undefined : resolveRole(escalation.role, checker);
      let sound = true;
      for (const [clause, number, at] of [
        ["count", outcome.count, span],
        ["reusable", outcome.reusable, span],
        ["valid", outcome.valid?.ms, outcome.valid?.span ?? span],
        ["escalate after", escalation?.after.ms, escalation?.after.span ?? span],
      ] as const) {
        if (number === undefined || number >= 1) continue;
        sound = false;
        checker.report.add(countTooSmall.at(at, { clause }));
      }
      if (escalation !== undefined && escalation.role.text === outcome.role.text) {
        sound = false;
        checker.report.add(escalatesToSame.at(escalation.role.span, { role: outcome.role.text }));
      }
      if (role === undefined || !sound || (escalation !== undefined && escalatedTo === undefined)) return undefined;
      return {
        kind: "approval",
        span,
        role,
        count: outcome.count ?? 1,
        validMs: outcome.valid?.ms,
        reusable: outcome.reusable,
        escalate:
          escalation === undefined || escalatedTo === undefined
            ? undefined
            : { afterMs: escalation.after.ms, role: escalatedTo },
      };
    }
  }
}

/** A rule is a `let` that is a condition; it must make sense for the actions it verifies. */
function resolveRule(
  name: Extract<ParsedOutcome, { readonly kind: "verification" }>["by"]["name"],
  scope: Scope,
): string | undefined {
  const { lets } = scope.checker.names;
  if (!lets.has(name.text)) {
    scope.checker.report.add(
      unknownRule.at(name.span, {
        name: name.text,
        near: nearMiss(name.text, lets.keys()),
        known: [...lets.keys()].sort(),
      }),
    );
    return undefined;
  }
  const condition = checkCondition(
    { kind: "path", span: name.span, segments: [{ ...name, quoted: false }] },
    scope,
    "when-true",
  );
  return condition === undefined ? undefined : qualified(scope.checker, name.text);
}

const redactions = ["mask", "hash", "drop"] as const;

/** What the host must do besides; undefined after an error. */
export function checkObligation(obligation: ParsedObligation, scope: Scope): CheckedObligation | undefined {
  const { span } = obligation;
  const { report } = scope.checker;
  switch (obligation.kind) {
    case "record-full":
      return { kind: "record-full", span };
    case "alert":
    case "notify":
      return { kind: obligation.kind, span, target: obligation.target.text };
    case "redact": {
      const words = obligation.recognisers.map((name) => {
        if (recognisers.has(name.text)) return name.text;
        const known = [...recognisers].sort();
        report.add(
          unknownLabel.at(name.span, { kind: "recogniser", word: name.text, near: nearMiss(name.text, known), known }),
        );
        return undefined;
      });
      const { segments } = obligation.path;
      const root = segments[0]?.text ?? "";
      const isRedactable = root === "args" || root === "result" || root === "text";
      if (!isRedactable)
        report.add(redactRoot.at(segments[0]?.span ?? obligation.path.span, { word: dotted(segments) }));
      const typed = isRedactable ? typePath(segments, obligation.path.span, scope, { presence: "asked" }) : undefined;
      const by = redactions.find((word) => word === obligation.by.text);
      if (by === undefined) {
        report.add(
          unknownWord.at(obligation.by.span, {
            word: obligation.by.text,
            near: nearMiss(obligation.by.text, redactions),
            known: redactions,
          }),
        );
      }
      const known = words.filter((word) => word !== undefined);
      if (typed?.kind !== "value" || by === undefined || known.length < words.length) return undefined;
      return { kind: "redact", span, recognisers: known, path: segments.map((segment) => segment.text), by };
    }
  }
}
