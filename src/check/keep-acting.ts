import type { InertRule } from "../ast/checked.ts";
import type { Name } from "../ast/name.ts";
import type { Span } from "../source/span.ts";
import { type Checker, qualified } from "./scope.ts";

/** What a target or pattern covers; undefined for one that covers no tools, as `output`. */
type Covers<T> = (one: T) => { readonly written: string; readonly tools: readonly string[] } | undefined;

/**
 * The targets of a rule that cover something. Only in a pack, which is written for many catalogues, one may cover nothing; it is
 * left out and noted, so that it can be told what does not act.
 */
export function keepActing<T>(
  kind: InertRule["kind"],
  name: Name,
  targets: readonly T[],
  covers: Covers<T>,
  checker: Checker,
): readonly T[] {
  const isInert = (one: T): boolean => covers(one)?.tools.length === 0;
  const acting = targets.filter((one) => !isInert(one));
  if (acting.length < targets.length) {
    checker.pack?.inert.push({
      kind,
      name: qualified(checker, name.text),
      span: name.span,
      targets: targets.flatMap((one) => (isInert(one) ? [covers(one)?.written ?? ""] : [])),
      wholly: acting.length === 0,
    });
  }
  return acting;
}

/** Why no gate is called so, where a pack declares it and it covers none of the tools. */
export function inertRelated(
  name: string,
  checker: Checker,
): readonly { readonly span: Span; readonly label: string }[] {
  const rule = checker.names.inert.get(name);
  return rule === undefined
    ? []
    : [{ span: rule.span, label: `the pack declares it for ${rule.targets.join(", ")}, and no tool here is one` }];
}
