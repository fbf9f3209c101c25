import type { OriginSource } from "../ast/condition.ts";
import type { Expression } from "../ast/expression.ts";
import type { Name } from "../ast/name.ts";
import { unknownSource } from "../diagnostics/names.ts";
import { nearMiss } from "../diagnostics/near-miss.ts";
import { unknownField } from "../diagnostics/paths.ts";
import { notASource } from "../diagnostics/types-relations.ts";
import type { Span } from "../source/span.ts";
import { matchToolPattern } from "../value/pattern-name.ts";
import { resolvePattern } from "./resolve-tools.ts";
import { type Checker, dotted, type Scope } from "./scope.ts";
import { walkType } from "./walk-type.ts";

/** The right side of `origin(…) contains any [..]`; undefined after an error. */
export function readOriginSources(items: readonly Expression[], scope: Scope): readonly OriginSource[] | undefined {
  const sources = items.map((item) => readSource(item, scope.checker));
  const known = sources.filter((source) => source !== undefined);
  return known.length === sources.length ? known : undefined;
}

function readSource(item: Expression, checker: Checker): OriginSource | undefined {
  switch (item.kind) {
    case "group":
      return readSource(item.inner, checker);
    case "path":
      return readWord(dotted(item.segments), item.span, checker);
    case "text":
      return readWord(item.text, item.span, checker);
    case "path-of":
      return readField(item.segments, item.of, checker);
    default:
      checker.report.add(notASource.at(item.span, {}));
      return undefined;
  }
}

function readWord(word: string, span: Span, checker: Checker): OriginSource | undefined {
  if (word === "user" || word === "system") return { kind: word };
  const tools = [...checker.names.tools.keys()].filter((tool) => matchToolPattern(word, tool)).sort();
  if (tools.length > 0) return { kind: "tool", tools };
  const agent = checker.names.agents.get(word);
  if (agent !== undefined) return { kind: "agent", agent: agent.name.text };
  if (checker.names.unvalued.has(word)) return undefined;
  if (!checker.names.toolsComplete) return undefined;
  const near = nearMiss(word, ["user", "system", ...checker.names.tools.keys(), ...checker.names.agents.keys()]);
  checker.report.add(unknownSource.at(span, { word, near }));
  return undefined;
}

function readField(segments: readonly Name[], of: Name, checker: Checker): OriginSource | undefined {
  const [root, ...below] = segments;
  if (root?.text !== "result") {
    checker.report.add(notASource.at(root?.span ?? of.span, {}));
    return undefined;
  }
  const pattern = resolvePattern(of, checker);
  if (pattern === undefined) return undefined;
  if (below.length === 0) return { kind: "tool", tools: pattern.tools };
  const path = below.map((segment) => segment.text);
  const walks = pattern.tools.map((tool) =>
    walkType(checker.names.tools.get(tool)?.result ?? { kind: "json" }, below, "enter"),
  );
  if (walks.some((walk) => walk.ok)) {
    const tools = pattern.tools.filter((_, index) => walks[index]?.ok === true);
    return { kind: "field", tools, path };
  }
  const worst = walks[0];
  const at = worst === undefined || worst.ok ? 0 : worst.at;
  const candidates = walks.flatMap((walk) => (!walk.ok && walk.at === at ? walk.candidates : []));
  const field = below[at];
  checker.report.add(
    unknownField.at(field?.span ?? of.span, {
      field: field?.text ?? "",
      parent: dotted(segments.slice(0, at + 1)),
      near: nearMiss(field?.text ?? "", candidates),
      known: [...new Set(candidates)].sort(),
      tools: pattern.tools.map((tool) => `result of ${tool}`),
    }),
  );
  return undefined;
}
