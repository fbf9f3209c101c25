import type { CheckedTarget } from "../ast/checked-gate.ts";
import { assertNever } from "../source/assert-never.ts";
import type { Checker, Place, Surface } from "./scope.ts";

/** The place of conditions that are asked about calls of these tools. */
export function callSurfaces(tools: readonly string[], checker: Checker): Place {
  return { kind: "event", surfaces: surfacesOf("call", tools, checker), lenient: false };
}

/** The place of a gate's conditions: each tool once a phase, however many targets name it. */
export function targetSurfaces(targets: readonly CheckedTarget[], checker: Checker): Place {
  const [only] = targets;
  if (only?.kind === "call" && targets.length === 1) return callSurfaces(only.tools, checker);
  const toolsOf = (kind: "call" | "result"): readonly string[] =>
    targets.flatMap((target) => (target.kind === kind ? target.tools : []));
  const surfaces: Surface[] = [
    ...surfacesOf("call", toolsOf("call"), checker),
    ...surfacesOf("result", toolsOf("result"), checker),
  ];
  const phases = new Set<"message" | "prompt" | "output">();
  for (const target of targets) {
    switch (target.kind) {
      case "call":
      case "result":
        break;
      case "message":
      case "prompt":
      case "output":
        phases.add(target.kind);
        break;
      default:
        assertNever(target);
    }
  }
  return { kind: "event", surfaces: [...surfaces, ...[...phases].sort().map((phase) => ({ phase }))], lenient: false };
}

/** Everywhere a policy can look: what a `let` by itself is checked against. */
export function allSurfaces(checker: Checker): Place {
  const tools = [...checker.names.tools.keys()];
  return {
    kind: "event",
    surfaces: [
      ...surfacesOf("call", tools, checker),
      ...surfacesOf("result", tools, checker),
      { phase: "message" },
      { phase: "output" },
      { phase: "prompt" },
    ],
    lenient: true,
  };
}

/** By the list of tools, which rules of one pattern share; `tools` are those of the policy that was asked. */
const knownSurfaces = {
  call: new WeakMap<readonly string[], KnownSurfaces>(),
  result: new WeakMap<readonly string[], KnownSurfaces>(),
};

interface KnownSurfaces {
  readonly tools: Checker["names"]["tools"];
  readonly surfaces: readonly Surface[];
}

function surfacesOf(phase: "call" | "result", names: readonly string[], checker: Checker): readonly Surface[] {
  const { tools } = checker.names;
  const known = knownSurfaces[phase].get(names);
  if (known?.tools === tools) return known.surfaces;
  const surfaces = [...new Set(names)].sort().flatMap((name): readonly Surface[] => {
    const tool = tools.get(name);
    return tool === undefined ? [] : [{ phase, tool }];
  });
  knownSurfaces[phase].set(names, { tools, surfaces });
  return surfaces;
}
