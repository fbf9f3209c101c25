import type { Expression } from "../ast/expression.ts";
import type { Name } from "../ast/name.ts";
import type { LetDeclaration, ParamDeclaration, UsePack } from "../ast/parsed.ts";
import type { AgentDeclaration } from "../ast/parsed-authority.ts";
import { duplicateName } from "../diagnostics/declarations.ts";
import { unknownCurrency } from "../diagnostics/names.ts";
import { nearMiss } from "../diagnostics/near-miss.ts";
import { missingParam, paramNotLiteral, unknownParam } from "../diagnostics/packs.ts";
import type { Type } from "../value/type.ts";
import { fitParam } from "./fit-param.ts";
import { readType } from "./read-type.ts";
import type { Report } from "./report.ts";
import { resolveLiteral } from "./resolve-literal.ts";
import { resolveRole } from "./resolve-role.ts";
import { resolveAgent } from "./resolve-tools.ts";
import { type Checker, dotted } from "./scope.ts";
import { typeInWords } from "./type-in-words.ts";

/** The parameters of a pack with what they stand for. */
export interface ParamValues {
  /** A parameter is a `let` of the pack whose value was written elsewhere. */
  readonly lets: ReadonlyMap<string, LetDeclaration>;
  /** What parameters of the types `role` and `agent` stand for. */
  readonly roles: ReadonlyMap<string, string>;
  readonly agents: ReadonlyMap<string, AgentDeclaration>;
  /** Parameters that have no value, which was reported or is no mistake: whatever rests on one raises nothing more. */
  readonly unvalued: ReadonlySet<string>;
}

/** A use of a pack, and who gives the values: the checker of the policy, or of the pack around. */
export interface PackUse {
  readonly use: UsePack;
  readonly pack: string;
  readonly giver: Checker;
}

/** Puts values to the parameters of a pack. Without a use, as where a pack is checked by itself, only defaults are values. */
export function checkParams(
  declared: ReadonlyMap<string, ParamDeclaration>,
  used: PackUse | undefined,
  inPack: Checker,
): ParamValues {
  const given = used === undefined ? undefined : collectValues(used, declared);
  const lets = new Map<string, LetDeclaration>();
  const roles = new Map<string, string>();
  const agents = new Map<string, AgentDeclaration>();
  const unvalued = new Set<string>();
  for (const [name, param] of declared) {
    const value = given?.get(name);
    if (value === undefined && param.fallback === undefined && used !== undefined) reportMissing(param, used);
    const kind = nameKind(param);
    if (kind !== undefined) {
      // A default cannot know the names of the policy.
      if (param.fallback !== undefined) refuseName(param.fallback, name, kind, inPack);
      const word = value === undefined || used === undefined ? undefined : readName(value, name, kind, used.giver);
      const role =
        word === undefined || used === undefined || kind !== "role" ? undefined : resolveRole(word, used.giver);
      const agent =
        word === undefined || used === undefined || kind !== "agent" ? undefined : findAgent(word, used.giver);
      if (role !== undefined) roles.set(name, role);
      if (agent !== undefined) agents.set(name, agent);
      if (role === undefined && agent === undefined) unvalued.add(name);
      continue;
    }
    const type = paramType(param, inPack.report);
    const fallback = param.fallback === undefined ? undefined : readValue(param.fallback, param, type, inPack);
    const read = value === undefined || used === undefined ? fallback : readValue(value, param, type, used.giver);
    if (read === undefined) unvalued.add(name);
    lets.set(name, {
      kind: "let",
      span: param.span,
      name: param.name,
      value: read ?? param.fallback ?? noValue(param),
    });
  }
  return { lets, roles, agents, unvalued };
}

type NameKind = "role" | "agent";

/** A parameter that stands for a name of the policy. */
const nameKind = ({ type }: ParamDeclaration): NameKind | undefined =>
  type.kind === "named" && (type.name.text === "role" || type.name.text === "agent") ? type.name.text : undefined;

/** What stands for a parameter that is among the `unvalued`: it is never typed. */
export const noValue = ({ span }: ParamDeclaration): Expression => ({ kind: "bool", span, value: false });

function collectValues(
  { use, pack, giver }: PackUse,
  declared: ReadonlyMap<string, ParamDeclaration>,
): ReadonlyMap<string, Expression> {
  const values = new Map<string, { readonly value: Expression; readonly name: Name }>();
  for (const { name, value } of use.values) {
    const first = values.get(name.text);
    if (first !== undefined) {
      const related = [{ span: first.name.span, label: "first given here" }];
      giver.report.add(duplicateName.at(name.span, { kind: "value of", name: name.text }, { related }));
    } else if (!declared.has(name.text)) {
      const known = [...declared.keys()].sort();
      const near = nearMiss(name.text, known);
      giver.report.add(unknownParam.at(name.span, { pack, param: name.text, near, known }));
    } else values.set(name.text, { value, name });
  }
  return new Map([...values].map(([name, { value }]) => [name, value]));
}

function reportMissing(param: ParamDeclaration, { use, pack, giver }: PackUse): void {
  const kind = nameKind(param);
  const type = kind === undefined ? paramType(param, { add: () => {}, all: () => [] }) : undefined;
  const words = type === undefined ? `the name of ${kind === "agent" ? "an agent" : "a role"}` : typeInWords(type);
  const related = [{ span: param.name.span, label: "declared here, without a default" }];
  giver.report.add(missingParam.at(use.path.span, { pack, param: param.name.text, type: words }, { related }));
}

const paramType = (param: ParamDeclaration, report: Report): Type | undefined =>
  readType(param.type, report, (path) => {
    report.add(unknownCurrency.at(path.span, { code: dotted(path.segments), near: undefined }));
    return undefined;
  });

/** A value as literals; undefined after an error, or where it rests on a parameter that has none. */
function readValue(
  value: Expression,
  { name }: ParamDeclaration,
  type: Type | undefined,
  giver: Checker,
): Expression | undefined {
  const literal = resolveLiteral(value, giver, (span, word) => {
    const near = word === undefined ? undefined : nearMiss(word, giver.names.lets.keys());
    giver.report.add(paramNotLiteral.at(span, { param: name.text, near, kind: undefined }));
  });
  if (literal === undefined || type === undefined) return undefined;
  return fitParam(literal, type, name.text, giver) ? literal : undefined;
}

/** The bare word that stands for a role or an agent. */
function readName(value: Expression, param: string, kind: NameKind, giver: Checker): Name | undefined {
  if (value.kind === "group") return readName(value.inner, param, kind, giver);
  const [word, ...more] = value.kind === "path" ? value.segments : [];
  if (word === undefined || more.length > 0) return refuseName(value, param, kind, giver);
  return word;
}

function findAgent(word: Name, giver: Checker): AgentDeclaration | undefined {
  const known = resolveAgent(word, giver);
  return known === undefined ? undefined : giver.names.agents.get(word.text);
}

function refuseName(value: Expression, param: string, kind: NameKind, { report }: Checker): undefined {
  report.add(paramNotLiteral.at(value.span, { param, near: undefined, kind }));
  return undefined;
}
