import type { CheckedTool } from "../ast/checked.ts";
import type { ParsedPath } from "../ast/name.ts";
import type { ToolClause, ToolDeclaration } from "../ast/parsed-tool.ts";
import { unknownLabel, unknownWord } from "../diagnostics/names.ts";
import { nearMiss } from "../diagnostics/near-miss.ts";
import { unknownField } from "../diagnostics/paths.ts";
import { clauseClash, duplicateRefinement, toolPathRoot } from "../diagnostics/tools.ts";
import { canonicalJson } from "../json/canonical-json.ts";
import { sha256 } from "../json/sha256.ts";
import type { Span } from "../source/span.ts";
import type { MoneyCurrency, Type } from "../value/type.ts";
import type { ImportedTool } from "./import-catalogue.ts";
import { fieldOf } from "./join-types.ts";
import { poisonedType } from "./poisoned-type.ts";
import { readType } from "./read-type.ts";
import { refineType } from "./refine-type.ts";
import type { Report } from "./report.ts";
import { resolveEffect } from "./resolve-tools.ts";
import { dotted } from "./scope.ts";
import { walkType } from "./walk-type.ts";

/** A tool that no `tool` block refines. */
export const plainTool = (imported: ImportedTool, use: Span): CheckedTool => ({
  name: imported.name,
  span: use,
  args: imported.args,
  result: imported.result,
  resultFormat: undefined,
  effects: imported.effects,
  effectsFrom: imported.effectsFrom,
  hinted: imported.effects,
  returns: [],
  trusted: [],
  untrusted: [],
  undo: undefined,
  irreversible: false,
  get schemaDigest() {
    return imported.schemaDigest;
  },
  refined: unitlessIntegers(imported.args, []),
});

/**
 * A `tool` block over what the catalogue says, or alone where no catalogue has the tool: then its arguments are those it
 * types, and no others. `undo` is resolved later, when all tools are known.
 */
export function checkTool(
  declaration: ToolDeclaration,
  imported: ImportedTool | undefined,
  labels: ReadonlySet<string>,
  report: Report,
): CheckedTool {
  const repeated = reportRepeated(declaration.clauses, report);
  const clauses = declaration.clauses.filter((clause) => !repeated.has(clause));
  const policy = imported === undefined ? "may-add" : "known-only";
  let args: Type = imported?.args ?? { kind: "record", fields: {}, additional: false };
  let result: Type = imported?.result ?? { kind: "json" };
  const stated: string[] = [];
  const trusted: string[] = [];
  const untrusted: string[] = [];

  // Currencies stand in other arguments, so those are typed first, in whatever order the clauses are written.
  const typeClauses = clauses.filter((clause) => clause.kind === "type").sort((a, b) => rank(a) - rank(b));
  for (const clause of typeClauses) {
    const root = rootOf(clause.path, report);
    const type = readType(clause.type, report, (path) => currencyIn(path, args, report)) ?? poisonedType;
    if (root === undefined) continue;
    stated.push(dotted(clause.path.segments.slice(1)));
    if (root === "args") args = refineType(args, clause.path, type, policy, report) ?? args;
    else
      result =
        refineType(result, clause.path, type, imported?.result.kind === "record" ? "known-only" : "may-add", report) ??
        result;
  }
  for (const clause of clauses) {
    if (clause.kind !== "trust") continue;
    const path = trustPath(clause.path, result, report);
    if (path === undefined) continue;
    result = path.result;
    if (clause.trust.text === "trusted") trusted.push(path.text);
    else if (clause.trust.text === "untrusted") untrusted.push(path.text);
    else report.add(unknownWord.at(clause.trust.span, unknownOf(clause.trust.text, ["trusted", "untrusted"])));
  }

  const effectClause = clauses.find((clause) => clause.kind === "effect");
  const effects = effectClause?.effects
    .map((effect) => resolveEffect(effect, { report }))
    .filter((effect) => effect !== undefined);
  return {
    name: declaration.name.text,
    span: declaration.name.span,
    args,
    result,
    resultFormat: resultFormat(clauses, report),
    effects: [...new Set(effects ?? imported?.effects ?? [])].sort(),
    effectsFrom: effects === undefined ? (imported?.effectsFrom ?? "none") : "declared",
    hinted: imported?.effects ?? [],
    returns: resolveReturns(clauses, labels, report),
    trusted: trusted.sort(),
    untrusted: untrusted.sort(),
    undo: clauses.find((clause) => clause.kind === "undo")?.by.text,
    irreversible: clauses.some((clause) => clause.kind === "irreversible"),
    get schemaDigest() {
      return imported?.schemaDigest ?? sha256(canonicalJson({ args, result }));
    },
    refined: unitlessIntegers(args, []).filter((path) => !stated.includes(path)),
  };
}

/** Clauses without a path first, then plain types, then money whose currency is another argument. */
const rank = (clause: Extract<ToolClause, { readonly kind: "type" }>): number =>
  clause.type.kind === "money" && "segments" in clause.type.currency ? 1 : 0;

/** Paths that are refined twice; clauses of which there may be one only are the parser's to report. */
function reportRepeated(clauses: readonly ToolClause[], report: Report): ReadonlySet<ToolClause> {
  const repeated = new Set<ToolClause>();
  const first = new Map<string, Span>();
  for (const clause of clauses) {
    if (clause.kind !== "type" && clause.kind !== "trust") continue;
    const path = dotted(clause.path.segments);
    const key = `${clause.kind} ${path}`;
    const earlier = first.get(key);
    if (earlier === undefined) {
      first.set(key, clause.span);
      continue;
    }
    repeated.add(clause);
    report.add(
      duplicateRefinement.at(clause.span, { path }, { related: [{ span: earlier, label: "first stated here" }] }),
    );
  }
  const undo = clauses.find((clause) => clause.kind === "undo");
  const irreversible = clauses.find((clause) => clause.kind === "irreversible");
  if (undo !== undefined && irreversible !== undefined) {
    report.add(clauseClash.at(irreversible.span, {}, { related: [{ span: undo.span, label: "but this undoes it" }] }));
  }
  return repeated;
}

function rootOf(path: ParsedPath, report: Report): "args" | "result" | undefined {
  const root = path.segments[0]?.text;
  if (root === "args" || root === "result") return root;
  report.add(toolPathRoot.at(path.segments[0]?.span ?? path.span, { word: root ?? "" }));
  return undefined;
}

function currencyIn(path: ParsedPath, args: Type, report: Report): MoneyCurrency | undefined {
  const [root, ...below] = path.segments;
  if (root?.text !== "args") {
    report.add(toolPathRoot.at(root?.span ?? path.span, { word: root?.text ?? "" }));
    return undefined;
  }
  const walk = walkType(args, below);
  if (walk.ok) {
    if (walk.type.kind === "string" || walk.type.kind === "json")
      return { kind: "argument", path: below.map((segment) => segment.text) };
    report.add(toolPathRoot.at(path.span, { word: dotted(path.segments) }));
    return undefined;
  }
  const segment = below[walk.at];
  report.add(
    unknownField.at(segment?.span ?? path.span, {
      field: segment?.text ?? "",
      parent: dotted(path.segments.slice(0, walk.at + 1)),
      near: nearMiss(segment?.text ?? "", walk.candidates),
      known: walk.candidates,
      tools: [],
    }),
  );
  return undefined;
}

/** `result` or a path below it; where nothing states the result's fields, naming one here declares it. */
function trustPath(
  path: ParsedPath,
  result: Type,
  report: Report,
): { readonly text: string; readonly result: Type } | undefined {
  const [root, ...below] = path.segments;
  if (root?.text !== "result") {
    report.add(toolPathRoot.at(root?.span ?? path.span, { word: root?.text ?? "" }));
    return undefined;
  }
  const text = dotted(below);
  const walk = walkType(result, below);
  if (walk.ok) return { text, result };
  const extended = refineType(result, path, { kind: "json" }, "known-only", report);
  return extended === undefined ? undefined : { text, result: extended };
}

function resultFormat(clauses: readonly ToolClause[], report: Report): "json" | "yaml" | undefined {
  const clause = clauses.find((one) => one.kind === "result-format");
  if (clause === undefined) return undefined;
  const { text, span } = clause.format;
  if (text === "json" || text === "yaml") return text;
  report.add(unknownWord.at(span, unknownOf(text, ["json", "yaml"])));
  return undefined;
}

function resolveReturns(
  clauses: readonly ToolClause[],
  labels: ReadonlySet<string>,
  report: Report,
): readonly string[] {
  const names = clauses.flatMap((clause) => (clause.kind === "returns" ? clause.labels : []));
  for (const name of names) {
    if (labels.has(name.text)) continue;
    report.add(
      unknownLabel.at(name.span, {
        kind: "label",
        word: name.text,
        near: nearMiss(name.text, labels),
        known: [...labels].sort(),
      }),
    );
  }
  return [...new Set(names.map((name) => name.text))].filter((name) => labels.has(name)).sort();
}

const unknownOf = (word: string, known: readonly string[]) => ({ word, near: nearMiss(word, known), known });

/** Integers an amount of money could hide in: nobody said what they count. Dotted paths, sorted. */
function unitlessIntegers(type: Type, path: readonly string[]): readonly string[] {
  switch (type.kind) {
    case "int":
      return [path.join(".")];
    case "list":
      return unitlessIntegers(type.element, path);
    case "record":
      return Object.keys(type.fields)
        .sort()
        .flatMap((name) => unitlessIntegers(fieldOf(type, name)?.type ?? { kind: "json" }, [...path, name]));
    default:
      return [];
  }
}
