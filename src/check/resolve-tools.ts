import type { CheckedPattern, CheckedTarget } from "../ast/checked-gate.ts";
import type { Name } from "../ast/name.ts";
import type { GateTarget } from "../ast/parsed-gate.ts";
import {
  effectOnNoTool,
  patternMatchesNothing,
  unknownAgent,
  unknownEffect,
  unknownTool,
} from "../diagnostics/names.ts";
import { nearMiss } from "../diagnostics/near-miss.ts";
import { effects } from "../event/catalogue.ts";
import { assertNever } from "../source/assert-never.ts";
import { matchToolPattern } from "../value/pattern-name.ts";
import { matchingTools } from "./matching-tools.ts";
import type { Checker } from "./scope.ts";

/** The tools a name or pattern stands for, sorted; undefined after an error, because a pattern for nothing is a slip. */
export function resolvePattern(name: Name, checker: Checker): CheckedPattern | undefined {
  const { tools } = checker.names;
  if (!name.text.includes("*")) {
    const tool = resolveTool(name, checker);
    return tool === undefined ? undefined : { span: name.span, pattern: name.text, tools: matchingTools(tool, tools) };
  }
  const matched = matchingTools(name.text, tools);
  if (matched.length > 0) return { span: name.span, pattern: name.text, tools: matched };
  if (!checker.names.toolsComplete) return undefined;
  checker.report.add(
    patternMatchesNothing.at(name.span, { pattern: name.text, near: nearPattern(name.text, tools.keys()) }),
  );
  return undefined;
}

/** Likewise for what a rule covers: in a pack, which is written for many catalogues, that may be nothing. */
export function resolveCovered(name: Name, checker: Checker): CheckedPattern | undefined {
  const { tools, toolsComplete } = checker.names;
  if (checker.pack === undefined || !toolsComplete || matchingTools(name.text, tools).length > 0) {
    return resolvePattern(name, checker);
  }
  return { span: name.span, pattern: name.text, tools: [] };
}

/** One tool by its exact name. */
export function resolveTool(name: Name, checker: Checker): string | undefined {
  const { tools } = checker.names;
  if (tools.has(name.text)) return name.text;
  if (!checker.names.toolsComplete) return undefined;
  checker.report.add(
    unknownTool.at(name.span, {
      name: name.text,
      near: nearTool(name.text, tools.keys()),
      known: [...tools.keys()].sort(),
    }),
  );
  return undefined;
}

/** The near miss of a tool; else the tools that end in this name, whose prefix was forgotten. */
function nearTool(name: string, tools: Iterable<string>): string | undefined {
  const known = [...tools];
  return nearMiss(name, known) ?? known.sort().find((tool) => tool.endsWith(`.${name}`) || tool.endsWith(`/${name}`));
}

/** `stripe.get*` stops at a dot: the same pattern with `**` may be what was meant. */
function nearPattern(pattern: string, tools: Iterable<string>): string | undefined {
  const wider = pattern.replace(/\*+/g, "**");
  const known = [...tools];
  if (wider !== pattern && known.some((tool) => matchToolPattern(wider, tool))) return wider;
  const prefix = pattern.slice(0, pattern.indexOf("*"));
  const near = nearMiss(prefix, new Set(known.map((tool) => tool.slice(0, prefix.length))));
  return near === undefined ? undefined : near + pattern.slice(prefix.length);
}

/** What a rule is `on`; undefined after an error in any of its targets. */
export function resolveTargets(targets: readonly GateTarget[], checker: Checker): readonly CheckedTarget[] | undefined {
  const resolved = targets.map((target) => resolveTarget(target, checker));
  const known = resolved.filter((target) => target !== undefined);
  return known.length === resolved.length ? known : undefined;
}

function resolveTarget(target: GateTarget, checker: Checker): CheckedTarget | undefined {
  const { span } = target;
  switch (target.kind) {
    case "tool":
    case "result": {
      const pattern = resolveCovered(target.pattern, checker);
      if (pattern === undefined) return undefined;
      const kind = target.kind === "tool" ? "call" : "result";
      return { kind, span, written: target.pattern.text, tools: pattern.tools };
    }
    case "effect": {
      const tools = resolveEffects(target.effects, checker, span);
      const written = `effect [${target.effects.map((effect) => effect.text).join(", ")}]`;
      return tools === undefined ? undefined : { kind: "call", span, written, tools };
    }
    case "message": {
      if (target.to === undefined) return { kind: "message", span, to: undefined };
      const to = resolveAgent(target.to, checker);
      return to === undefined ? undefined : { kind: "message", span, to };
    }
    case "prompt":
    case "output":
      return { kind: target.kind, span };
    default:
      return assertNever(target);
  }
}

function resolveEffects(
  names: readonly Name[],
  checker: Checker,
  span: GateTarget["span"],
): readonly string[] | undefined {
  const words = names.map((name) => resolveEffect(name, checker));
  if (words.includes(undefined)) return undefined;
  const tools = [...checker.names.tools.values()]
    .filter((tool) => tool.effects.some((effect) => words.includes(effect)))
    .map((tool) => tool.name)
    .sort();
  if (tools.length > 0) return tools;
  if (!checker.names.toolsComplete) return undefined;
  if (checker.pack !== undefined) return [];
  checker.report.add(effectOnNoTool.at(span, { effects: names.map((name) => name.text) }));
  return undefined;
}

/** An effect by its word. */
export function resolveEffect(name: Name, checker: Pick<Checker, "report">): string | undefined {
  const known: readonly string[] = effects;
  if (known.includes(name.text)) return name.text;
  checker.report.add(unknownEffect.at(name.span, { word: name.text, near: nearMiss(name.text, known), known }));
  return undefined;
}

/** A declared agent by its name. */
export function resolveAgent(name: Name, checker: Checker): string | undefined {
  const { agents } = checker.names;
  const agent = agents.get(name.text);
  if (agent !== undefined) return agent.name.text;
  if (checker.names.unvalued.has(name.text)) return undefined;
  checker.report.add(
    unknownAgent.at(name.span, {
      name: name.text,
      near: nearMiss(name.text, agents.keys()),
      known: [...agents.keys()].sort(),
    }),
  );
  return undefined;
}
