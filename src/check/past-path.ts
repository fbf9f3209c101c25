import type { HistoryPath, PastEvent } from "../ast/history.ts";
import type { Name } from "../ast/name.ts";
import { historyType } from "../diagnostics/history.ts";
import type { Span } from "../source/span.ts";
import type { Type } from "../value/type.ts";
import { reportUnknownRoot } from "./path-mistakes.ts";
import { typePath } from "./paths.ts";
import { dotted, type Scope, type Surface } from "./scope.ts";

/**
 * A field of past events: of their call, and below `result` of the result that they executed. It must exist on every tool
 * that the pattern matches. Undefined after an error.
 */
export function typePastPath(
  segments: readonly Name[],
  span: Span,
  event: PastEvent,
  scope: Scope,
): (HistoryPath & { readonly type: Type }) | undefined {
  // An executed event has the arguments of its call and its result.
  const phase = event.phase === "executed" && segments[0]?.text === "result" ? "result" : "call";
  const surfaces = event.tools.flatMap((name): readonly Surface[] => {
    const tool = scope.checker.names.tools.get(name);
    return tool === undefined ? [] : [{ phase, tool }];
  });
  return typeField(segments, span, {
    ...scope,
    place: { kind: "event", surfaces, lenient: false },
    bindings: new Map(),
    guarded: [],
    relation: undefined,
  });
}

/** A plain field at this place; undefined after an error. */
export function typeField(
  segments: readonly Name[],
  span: Span,
  scope: Scope,
): (HistoryPath & { readonly type: Type }) | undefined {
  const typed = typePath(segments, span, scope, { presence: "demanded" });
  if (typed.kind === "word") reportUnknownRoot(typed.words, typed.span, scope);
  else if (typed.kind === "value" && typed.operand.kind === "path") {
    const { root, segments: below, type } = typed.operand;
    return { root, segments: below, type };
  } else if (typed.kind !== "error") {
    const args = { word: "with", written: dotted(segments), type: "no field of an event" };
    scope.checker.report.add(historyType.at(span, args));
  }
  return undefined;
}

/** One value that a register can hold or be found by. */
export function isKeptValue(type: Type): boolean {
  switch (type.kind) {
    case "list":
    case "record":
    case "labels":
    case "texts":
    case "json":
      return false;
    default:
      return true;
  }
}
