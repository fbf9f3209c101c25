import type { Name } from "../ast/name.ts";
import { misplacedThis } from "../diagnostics/history.ts";
import { nearMiss } from "../diagnostics/near-miss.ts";
import { bindingEnded, notARecord, unknownField, unknownRoot } from "../diagnostics/paths.ts";
import type { Span } from "../source/span.ts";
import { eventRoots } from "./roots.ts";
import { dotted, type Scope, type Typed, typedError } from "./scope.ts";
import { typeInWords } from "./type-in-words.ts";
import type { Walk } from "./walk-type.ts";

/** Says that a word is no path, where only a path would do. */
export function reportUnknownRoot(words: readonly Name[], span: Span, scope: Scope): void {
  const first = words[0];
  const known = [
    ...scope.bindings.keys(),
    ...(scope.place.kind === "subject" ? [scope.place.word] : eventRoots),
    ...scope.checker.names.lets.keys(),
  ];
  const word = first?.text ?? "";
  const ended = scope.ended.get(word);
  if (ended !== undefined) {
    const { body, whole } = ended;
    const fix = {
      title: "put the body in parentheses",
      safe: false,
      edits: [
        { file: body.file, start: body.start, end: body.start, text: "(" },
        { file: whole.file, start: whole.end, end: whole.end, text: ")" },
      ],
    };
    const related = [{ span: ended.binding, label: "bound here" }];
    scope.checker.report.add(bindingEnded.at(first?.span ?? span, { word }, { related, fixes: [fix] }));
    return;
  }
  if (word === "this") {
    scope.checker.report.add(misplacedThis.at(first?.span ?? span, {}));
    return;
  }
  const near = nearMiss(word, known);
  scope.checker.report.add(
    unknownRoot.at(first?.span ?? span, {
      word,
      near,
      known: scope.place.kind === "subject" ? [scope.place.word] : eventRoots,
    }),
  );
}

/** `at` of the walk counts below the first `skipped` segments. */
export function reportWalk(
  walk: Extract<Walk, { readonly ok: false }>,
  segments: readonly Name[],
  skipped: number,
  scope: Scope,
  tools: readonly string[] = [],
): Typed {
  const index = walk.at + skipped;
  const segment = segments[index];
  const span = segment?.span ?? segments[0]?.span ?? scope.budget.rule;
  const parent = dotted(segments.slice(0, index));
  const field = segment?.text ?? "";
  if (walk.reason === "field") {
    const near = nearMiss(field, walk.candidates);
    scope.checker.report.add(unknownField.at(span, { field, parent, near, known: walk.candidates, tools }));
  } else {
    scope.checker.report.add(
      notARecord.at(span, { field, parent, type: typeInWords(walk.type), reason: walk.reason, tools }),
    );
  }
  return typedError;
}
