import type { CheckedBands, CheckedRequirement } from "../ast/checked-gate.ts";
import { canonicalJson } from "../json/canonical-json.ts";
import { requirementLevel } from "./assemble-decision.ts";
import type { Level, Requirement } from "./decision.ts";
import type { IrCondition, IrGate, IrTarget } from "./ir.ts";

type Row = CheckedBands["rows"][number];
type Bound = Row["bound"];

/** Bands whose targets are lowered. */
export interface Bands {
  readonly on: readonly IrTarget[];
  readonly rows: readonly Row[];
}

/**
 * A row is a gate over its interval: `above x` is more than x, `from x` is x or more, each below the bound of the row
 * before it. Because a gate fires unless its condition is definitely false, a confidence that is unrecorded or invalid
 * joins every row. A row that allows adds nothing and is no gate. Rows are numbered from 1; several declarations are
 * numbered on in the order of their content, which no order of declarations changes.
 */
export function lowerBands(
  bands: readonly Bands[],
  lowerRequirement: (requirement: CheckedRequirement) => Requirement,
): readonly IrGate[] {
  const lowered = bands.map(({ on, rows }) => {
    const bodies = rows.map((row, index) => lowerRow(row, rows[index - 1]?.bound, on, lowerRequirement));
    return { bodies, key: canonicalJson(bodies) };
  });
  lowered.sort((left, right) => (left.key < right.key ? -1 : 1));
  return lowered
    .flatMap(({ bodies }) => bodies)
    .flatMap(({ level, ...body }, index) =>
      level === "allow" ? [] : [{ name: `bands:confidence:${index + 1}`, level, ...body }],
    );
}

type RowBody = Omit<IrGate, "name" | "level"> & { readonly level: Level };

function lowerRow(
  { bound, outcome }: Row,
  above: Bound,
  on: readonly IrTarget[],
  lowerRequirement: (requirement: CheckedRequirement) => Requirement,
): RowBody {
  const parts = [
    ...(bound === undefined ? [] : [compare(bound.kind === "above" ? ">" : ">=", bound.fraction)]),
    ...(above === undefined ? [] : [compare(above.kind === "above" ? "<=" : "<", above.fraction)]),
  ];
  const [first, ...others] = parts;
  const when: IrCondition | undefined = others.length === 0 ? first : { kind: "all", operands: parts };
  const requirement = typeof outcome === "string" ? undefined : lowerRequirement(outcome);
  return {
    builtIn: true,
    on,
    ...(when === undefined ? {} : { when }),
    level: typeof outcome === "string" ? outcome : requirement === undefined ? "log" : requirementLevel(requirement),
    requirements: requirement === undefined ? [] : [requirement],
    obligations: [],
    overridable: false,
    tags: [],
  };
}

const compare = (operator: ">" | ">=" | "<" | "<=", fraction: string): IrCondition => ({
  kind: "compare",
  operator,
  left: { kind: "path", root: "confidence", segments: [], type: { kind: "percent" } },
  right: { kind: "literal", literal: { kind: "number", digits: fraction } },
});
