import type { Name } from "../ast/name.ts";
import type { Fix } from "../diagnostics/diagnostic.ts";
import { conflictingTypes, unguardedPath, wrongPhase } from "../diagnostics/paths.ts";
import type { Span } from "../source/span.ts";
import type { Type } from "../value/type.ts";
import { joinTypes } from "./join-types.ts";
import { reportWalk } from "./path-mistakes.ts";
import { poisonedType } from "./poisoned-type.ts";
import { rootPhases } from "./roots.ts";
import {
  dotted,
  type GuardedPath,
  type Phase,
  type Place,
  type Scope,
  type Surface,
  type Typed,
  typedError,
} from "./scope.ts";
import { typeInWords } from "./type-in-words.ts";
import { type Walk, walkType } from "./walk-type.ts";

/** `asked`: the field may be missing on some tools, because what is asked of it (`has`, `nonempty`) is defined there. */
export interface PathUse {
  readonly presence: "demanded" | "asked";
}

/** A path below `args` or `result`: looked up in every tool that the place covers. */
export function typeToolPath(
  root: "args" | "result",
  segments: readonly Name[],
  span: Span,
  scope: Scope,
  place: Extract<Place, { readonly kind: "event" }>,
  use: PathUse,
): Typed {
  const path = dotted(segments);
  const known = scope.guarded.length === 0 ? foundEverywhere.get(place.surfaces)?.get(path) : undefined;
  if (known !== undefined) return operandOf(known, span);
  const below = segments.slice(1);
  const phases = rootPhases[root];
  const live = guardedSurfaces(place.surfaces, scope.guarded);
  const fitting = live.filter((surface) => phases.includes(surface.phase));
  if (fitting.length === 0) {
    scope.checker.report.add(
      wrongPhase.at(segments[0]?.span ?? span, { root, phases: [...new Set(place.surfaces.map(phaseOf))] }),
    );
    return typedError;
  }
  const walks = fitting.map((surface) => ({ surface, walk: walkType(typeOf(surface, root), below) }));
  const found = walks.filter((entry) => entry.walk.ok);
  if (found.length === 0) {
    // The tool in which the path gets farthest tells best where it goes wrong.
    const best = walks.reduce((a, b) => (depthOf(b.walk) > depthOf(a.walk) ? b : a));
    return best.walk.ok
      ? typedError
      : reportWalk(mergeCandidates(best.walk, walks), segments, 1, scope, toolsOf(fitting));
  }
  const missing = [
    ...walks.filter((entry) => !entry.walk.ok).map((entry) => describeSurface(entry.surface)),
    ...live.filter((surface) => !phases.includes(surface.phase)).map(describeSurface),
  ];
  if (missing.length > 0 && use.presence === "demanded" && !place.lenient) {
    scope.checker.report.add(
      unguardedPath.at(
        span,
        { path, missing: [...new Set(missing)].sort() },
        { fixes: [guardFix(scope.relation ?? span, path)] },
      ),
    );
  }
  // A field whose declaration is in error has no type to compare with the others.
  if (found.some(({ walk }) => walk.ok && walk.type === poisonedType)) return typedError;
  let type: Type | undefined;
  let from: Surface | undefined;
  for (const { surface, walk } of found) {
    if (!walk.ok) continue;
    const joined: Type | undefined = type === undefined ? walk.type : joinTypes(type, walk.type);
    if (joined === undefined && type !== undefined) {
      scope.checker.report.add(
        conflictingTypes.at(span, {
          path,
          left: { tool: from === undefined ? "" : describeSurface(from), type: typeInWords(type) },
          right: { tool: describeSurface(surface), type: typeInWords(walk.type) },
        }),
      );
      return typedError;
    }
    type = joined;
    from ??= surface;
  }
  if (type === undefined) return typedError;
  const field: ToolField = { root, segments: texts(below), type };
  if (scope.guarded.length === 0 && missing.length === 0) keepField(place.surfaces, path, field);
  return operandOf(field, span);
}

interface ToolField {
  readonly root: "args" | "result";
  readonly segments: readonly string[];
  readonly type: Type;
}

/** The fields that are there on every surface of a place, by how they are written: rules of one pattern share their surfaces. */
const foundEverywhere = new WeakMap<readonly Surface[], Map<string, ToolField>>();

function keepField(surfaces: readonly Surface[], path: string, field: ToolField): void {
  const byPath = foundEverywhere.get(surfaces);
  if (byPath === undefined) foundEverywhere.set(surfaces, new Map([[path, field]]));
  else byPath.set(path, field);
}

const operandOf = ({ root, segments, type }: ToolField, span: Span): Typed => ({
  kind: "value",
  operand: { kind: "path", span, root, segments, type },
  type,
  vocabulary: false,
});

/** Those surfaces on which every guarded path exists; all of them if none is left. */
function guardedSurfaces(surfaces: readonly Surface[], guarded: readonly GuardedPath[]): readonly Surface[] {
  if (guarded.length === 0) return surfaces;
  const left = surfaces.filter((surface) => guarded.every((path) => existsOn(surface, path)));
  return left.length === 0 ? surfaces : left;
}

function existsOn(surface: Surface, path: GuardedPath): boolean {
  if (!rootPhases[path.root].includes(surface.phase)) return false;
  return walkType(typeOf(surface, path.root), path.segments.map(asName)).ok;
}

const asName = (text: string): Name => ({ text, quoted: false, span: { file: "", start: 0, end: 0 } });

const typeOf = (surface: Surface, root: "args" | "result"): Type =>
  "tool" in surface ? surface.tool[root] : { kind: "record", fields: {}, additional: false };

const phaseOf = (surface: Surface): Phase => surface.phase;
const depthOf = (walk: Walk): number => (walk.ok ? Number.POSITIVE_INFINITY : walk.at);
const toolsOf = (surfaces: readonly Surface[]): readonly string[] => [...new Set(surfaces.map(describeSurface))].sort();
const texts = (names: readonly Name[]): readonly string[] => names.map((name) => name.text);

function describeSurface(surface: Surface): string {
  if ("tool" in surface) return surface.phase === "call" ? surface.tool.name : `result of ${surface.tool.name}`;
  return surface.phase;
}

function mergeCandidates(
  best: Extract<Walk, { readonly ok: false }>,
  walks: readonly { readonly walk: Walk }[],
): Extract<Walk, { readonly ok: false }> {
  const candidates = walks.flatMap(({ walk }) => (!walk.ok && walk.at === best.at ? walk.candidates : []));
  return { ...best, candidates: [...new Set(candidates)].sort() };
}

/** Parentheses around the relation, because `and` may not stand beside an `or` without them. */
const guardFix = (relation: Span, path: string): Fix => ({
  title: `guard it with \`has ${path}\``,
  safe: false,
  edits: [
    { file: relation.file, start: relation.start, end: relation.start, text: `(has ${path} and ` },
    { file: relation.file, start: relation.end, end: relation.end, text: ")" },
  ],
});
