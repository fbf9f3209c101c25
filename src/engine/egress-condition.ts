import type { CheckedTool } from "../ast/checked.ts";
import type { CheckedEgress } from "../ast/checked-connector.ts";
import type { Operand } from "../ast/condition.ts";
import { canonicalJson } from "../json/canonical-json.ts";
import type { Type } from "../value/type.ts";
import type { Confinement } from "./decision.ts";
import type { IrCondition } from "./ir.ts";

type Place = Extract<Operand<unknown>, { readonly kind: "path" | "bound" }>;
type Limits = Omit<CheckedEgress, "span">;
type Called = Pick<CheckedTool, "name" | "args">;

/**
 * Every `url` and `domain` argument that a tool has, also in lists and records, lies inside the limits, and so does what
 * the envelope says of the connection, where it says something. An unrecorded one may lie outside: then it is unknown.
 */
export function egressHolds(tools: readonly Called[], limits: Limits): IrCondition {
  const url: Place = { kind: "path", root: "egress", segments: ["url"], type: { kind: "url" } };
  const word = (name: string): Place => ({ kind: "path", root: "egress", segments: [name], type: { kind: "string" } });
  return allOf([
    absentOr(url, isInside(url, limits)),
    ...(limits.methods === undefined ? [] : [absentOr(word("method"), isOneOf(word("method"), limits.methods))]),
    ...(limits.types === undefined ? [] : [absentOr(word("type"), isOneOf(word("type"), limits.types))]),
    ...ofTools(tools, (place) => destinations(place, 0, (one) => isInside(one, limits), "every")).map((one) =>
      one.tools.length === tools.length
        ? one.condition
        : anyOf([{ kind: "not", operand: isOneOf(toolName, one.tools) }, one.condition]),
    ),
  ]);
}

/** The envelope or an argument says where the call goes. */
export function isSeen(tools: readonly Called[]): IrCondition {
  const url: Place = { kind: "path", root: "egress", segments: ["url"], type: { kind: "url" } };
  return anyOf([
    { kind: "has", operand: url },
    ...ofTools(tools, (place) => destinations(place, 0, (one) => ({ kind: "has", operand: one }), "any")).map((one) =>
      one.tools.length === tools.length ? one.condition : allOf([isOneOf(toolName, one.tools), one.condition]),
    ),
  ]);
}

/** Of these tools no call is without a destination: the schema demands one, and a call without it is denied. */
export const isAlwaysSeen = ({ args }: Called): boolean => demandsDestination(args);

const demandsDestination = (type: Type): boolean =>
  isDestination(type) ||
  (type.kind === "record" &&
    Object.values(type.fields).some((field) => field.required && demandsDestination(field.type)));

/** What the host is obliged to where nothing is seen. */
export const confinementOf = ({ hosts, methods, ports, types }: Limits): Confinement => ({
  kind: "confine",
  hosts,
  ...(methods === undefined ? {} : { methods }),
  ...(ports === undefined ? {} : { ports }),
  ...(types === undefined ? {} : { types }),
});

const isDestination = ({ kind }: Type): boolean => kind === "url" || kind === "domain";

const toolName: Place = { kind: "path", root: "tool", segments: [], type: { kind: "string" } };

interface OfTools {
  readonly condition: IrCondition;
  readonly tools: readonly string[];
}

/** The conditions on the arguments of each tool, each once, with the tools that it is about. */
function ofTools(tools: readonly Called[], conditionsOf: (args: Place) => readonly IrCondition[]): readonly OfTools[] {
  const found = new Map<string, { readonly condition: IrCondition; readonly tools: string[] }>();
  for (const { name, args } of tools) {
    for (const condition of conditionsOf({ kind: "path", root: "args", segments: [], type: args })) {
      const key = canonicalJson(condition);
      const known = found.get(key);
      if (known === undefined) found.set(key, { condition, tools: [name] });
      else known.tools.push(name);
    }
  }
  return [...found]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([, { condition, tools: names }]) => ({ condition, tools: names.sort() }));
}

/**
 * `about` of each destination at this place or below it. `every` spares what is absent; of `any`, what is absent is none.
 * Lists are quantified over, under a name that no list around it has.
 */
function destinations(
  place: Place,
  depth: number,
  about: (place: Place) => IrCondition,
  quantifier: "every" | "any",
): readonly IrCondition[] {
  const { type } = place;
  const guarded = (condition: IrCondition): IrCondition =>
    quantifier === "every" ? absentOr(place, condition) : allOf([{ kind: "has", operand: place }, condition]);
  if (isDestination(type)) return [quantifier === "every" ? guarded(about(place)) : about(place)];
  if (type.kind === "record") {
    return Object.entries(type.fields).flatMap(([name, field]) =>
      destinations({ ...place, segments: [...place.segments, name], type: field.type }, depth, about, quantifier),
    );
  }
  if (type.kind !== "list") return [];
  const binding = `destination${depth + 1}`;
  const element: Place = { kind: "bound", binding, segments: [], type: type.element };
  const bodies = destinations(element, depth + 1, about, quantifier);
  if (bodies.length === 0) return [];
  const body = quantifier === "every" ? allOf(bodies) : anyOf(bodies);
  return [guarded({ kind: "quantified", quantifier, nonempty: false, binding, list: place, body })];
}

/** Bound elements that are missing are no destination; they may be null where the schema says so. */
const absentOr = (place: Place, condition: IrCondition): IrCondition =>
  anyOf([{ kind: "not", operand: { kind: "has", operand: place } }, condition]);

/** `in domain`, and the port of a URL, which is that of its scheme where it states none. A domain alone has no port. */
function isInside(place: Place, { hosts, ports }: Limits): IrCondition {
  const within: IrCondition = { kind: "within", space: "domain", operand: place, patterns: hosts };
  if (ports === undefined || place.type.kind !== "url") return within;
  const port: Place = { ...place, segments: [...place.segments, "port"], type: { kind: "int" } };
  const values = ports.map(
    (value): Operand<unknown> => ({
      kind: "literal",
      literal: { kind: "number", digits: String(value) },
    }),
  );
  return allOf([within, { kind: "one-of", operand: port, values }]);
}

const isOneOf = (operand: Operand<unknown>, texts: readonly string[]): IrCondition => ({
  kind: "one-of",
  operand,
  values: texts.map((text) => ({ kind: "literal", literal: { kind: "text", text } })),
});

function allOf(operands: readonly IrCondition[]): IrCondition {
  const [first, ...others] = operands;
  return first !== undefined && others.length === 0 ? first : { kind: "all", operands };
}

function anyOf(operands: readonly IrCondition[]): IrCondition {
  const [first, ...others] = operands;
  return first !== undefined && others.length === 0 ? first : { kind: "any", operands };
}
