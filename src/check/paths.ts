import type { CheckedOperand } from "../ast/checked-condition.ts";
import type { Root } from "../ast/condition.ts";
import type { Name } from "../ast/name.ts";
import { letHasNoFields } from "../diagnostics/paths.ts";
import type { Span } from "../source/span.ts";
import type { Type } from "../value/type.ts";
import { inlineLet } from "./inline-let.ts";
import { reportWalk } from "./path-mistakes.ts";
import { poisonedType } from "./poisoned-type.ts";
import { envelopeTypes, isEventRoot, rootFields } from "./roots.ts";
import type { Place, Scope, Typed } from "./scope.ts";
import { typedError } from "./scope.ts";
import { type PathUse, typeToolPath } from "./tool-paths.ts";
import { type Walk, walkType } from "./walk-type.ts";

/**
 * What a dotted path means here: a bound name, the subject of a control, a field of the event, or a `let`, in this order.
 * Anything else is a bare word, which only the other side of the relation can read.
 */
export function typePath(segments: readonly Name[], span: Span, scope: Scope, use: PathUse): Typed {
  const first = segments[0];
  const below = segments.slice(1);
  if (first === undefined || first.quoted) return { kind: "word", span, words: segments };
  const binding = scope.bindings.get(first.text);
  if (binding !== undefined) {
    const walk = walkType(binding.type, below);
    if (!walk.ok) return reportWalk(walk, segments, 1, scope);
    const { unique, vocabulary } = binding;
    return operandValue({ kind: "bound", span, binding: unique, segments: texts(below), type: walk.type }, vocabulary);
  }
  if (scope.place.kind === "subject") {
    if (first.text === scope.place.word) return typeBelow("subject", scope.place.type, segments, span, true, scope);
  } else if (isEventRoot(first.text)) {
    return typeRoot(first.text, segments, span, scope, scope.place, use);
  }
  const named = scope.checker.names.lets.get(first.text);
  if (named === undefined) return { kind: "word", span, words: segments };
  if (below.length > 0) {
    scope.checker.report.add(letHasNoFields.at(span, { name: first.text }));
    return typedError;
  }
  return inlineLet(named, span, scope);
}

function typeRoot(
  root: Root,
  segments: readonly Name[],
  span: Span,
  scope: Scope,
  place: Extract<Place, { readonly kind: "event" }>,
  use: PathUse,
): Typed {
  const below = segments.slice(1);
  switch (root) {
    case "args":
    case "result":
      return typeToolPath(root, segments, span, scope, place, use);
    case "text": {
      const types = place.surfaces.map((surface): Type => ({ kind: surface.phase === "call" ? "texts" : "string" }));
      const type: Type = { kind: types.some((one) => one.kind === "texts") ? "texts" : "string" };
      return typeBelow(root, type, segments, span, false, scope);
    }
    case "context":
      return typeBelow(root, scope.checker.names.context, segments, span, false, scope);
    case "token":
      if (below[0]?.text === "claims" && below.length === 2) {
        return operandValue({ kind: "path", span, root, segments: texts(below), type: { kind: "string" } }, false);
      }
      break;
    default:
      break;
  }
  const extra = below.length === 1 ? rootField(root, below[0]?.text ?? "") : undefined;
  if (extra !== undefined) {
    return operandValue({ kind: "path", span, root, segments: texts(below), type: extra }, false);
  }
  return typeBelow(root, envelopeTypes[root] ?? { kind: "json" }, segments, span, root === "egress", scope);
}

function rootField(root: Root, name: string): Type | undefined {
  const fields = rootFields[root];
  return fields !== undefined && Object.hasOwn(fields, name) ? fields[name] : undefined;
}

function typeBelow(
  root: Root,
  type: Type,
  segments: readonly Name[],
  span: Span,
  vocabulary: boolean,
  scope: Scope,
): Typed {
  const below = segments.slice(1);
  const walk = walkType(type, below);
  if (!walk.ok) return reportWalk(withRootFields(walk, root), segments, 1, scope);
  return operandValue({ kind: "path", span, root, segments: texts(below), type: walk.type }, vocabulary);
}

function withRootFields(
  walk: Extract<Walk, { readonly ok: false }>,
  root: Root,
): Extract<Walk, { readonly ok: false }> {
  const extra = walk.at === 0 ? Object.keys(rootFields[root] ?? {}) : [];
  return extra.length === 0 ? walk : { ...walk, reason: "field", candidates: [...walk.candidates, ...extra].sort() };
}

const texts = (names: readonly Name[]): readonly string[] => names.map((name) => name.text);

/** A well-typed operand, unless its declaration is in error. */
function operandValue(
  operand: Extract<CheckedOperand, { readonly kind: "path" | "bound" }>,
  vocabulary: boolean,
): Typed {
  return operand.type === poisonedType ? typedError : { kind: "value", operand, type: operand.type, vocabulary };
}
