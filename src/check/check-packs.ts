import type { CheckedLabelRule, CheckedLet, CheckedPack } from "../ast/checked.ts";
import type { CheckedConnector } from "../ast/checked-connector.ts";
import type { CheckedGate } from "../ast/checked-gate.ts";
import type { UsePack } from "../ast/parsed.ts";
import { duplicateName } from "../diagnostics/declarations.ts";
import { builtInLabelInPack, packNameTaken, packOverLimit } from "../diagnostics/packs.ts";
import { checkConnector } from "./check-connector.ts";
import { checkGate } from "./check-gate.ts";
import { checkLabel } from "./check-label.ts";
import { checkLet } from "./check-let.ts";
import { checkParams, type PackUse } from "./check-params.ts";
import { type Pack, type ReadPack, readPack, withUse } from "./read-pack.ts";
import { recognisers } from "./recognisers.ts";
import { createReport } from "./report.ts";
import { builtInLabels } from "./roots.ts";
import { type Checker, qualified } from "./scope.ts";

/** What the packs of a policy add to it, each under the name of its pack. */
export interface PackParts {
  readonly packs: readonly CheckedPack[];
  readonly gates: readonly CheckedGate[];
  readonly connectors: readonly CheckedConnector[];
  readonly labels: readonly CheckedLabelRule[];
  readonly lets: readonly CheckedLet[];
  /** Gates and connectors by the names they go by, also those in error: a reference to one is no second mistake. */
  readonly names: { readonly gates: readonly string[]; readonly connectors: readonly string[] };
  /** False when some pack could not be read, which was reported. */
  readonly complete: boolean;
}

export interface PackSettings {
  readonly read: ReadPack;
  /** The moment for which observation periods are judged. */
  readonly asOfMs: number | undefined;
  /** How many packs may still be checked: one that several packs use is checked for each. */
  readonly budget: { left: number };
}

/** Packs in one policy, each as often as it is used. */
const mostUses = 64;

export const packSettings = (read: ReadPack | undefined, asOfMs: number | undefined): PackSettings => ({
  read: read ?? (() => undefined),
  asOfMs,
  budget: { left: mostUses },
});

/** Checks every pack that is used, with its values, as a part of the policy that `giver` checks. `around`: the packs in which the uses stand. */
export function checkPacks(
  uses: readonly UsePack[],
  giver: Checker,
  settings: PackSettings,
  around: readonly Pack[] = [],
): PackParts {
  const taken = new Map<string, UsePack>();
  const parts: PackParts[] = [];
  for (const use of uses) {
    const pack = readPack(use, around, settings.read, giver.report);
    if (pack === undefined) {
      parts.push({ ...nothing, complete: false });
      continue;
    }
    settings.budget.left -= 1;
    if (settings.budget.left < 0) {
      giver.report.add(packOverLimit.at(use.path.span, { problem: `a policy uses packs at most ${mostUses} times` }));
      parts.push({ ...nothing, complete: false });
    } else if (isNameFree(use, pack, taken, giver)) {
      parts.push(checkPack(pack, { use, pack: pack.header.name.text, giver }, giver, settings, around));
    }
  }
  return join(parts);
}

/** Checks one pack; without a use by itself, where its parameters have no values. */
export function checkPack(
  pack: Pack,
  used: PackUse | undefined,
  giver: Checker,
  settings: PackSettings,
  around: readonly Pack[],
): PackParts {
  const { declared, header } = pack;
  const checker = packChecker(pack, used, giver);
  const all = <D, C>(map: Iterable<D>, check: (one: D) => C | undefined): readonly C[] =>
    [...map].map(check).filter((one) => one !== undefined);
  const gates = all(declared.gates.values(), (gate) => checkGate(gate, checker, settings.asOfMs));
  const connectors = all(declared.connectors.values(), (one) => checkConnector(one, checker));
  const labels = all(declared.labels, (rule) => checkLabel(rule, checker));
  const inner = checkPacks(declared.packs, checker, settings, [...around, pack]);
  // A `let` that only inert rules use means nothing here: its mistakes are those of its uses.
  const lets = all(declared.lets.values(), (one) => checkLet(one, { ...checker, report: createReport() }));
  const inert = checker.pack?.inert ?? [];
  const acts = (kind: "gate" | "connector", name: string): boolean =>
    !inert.some((one) => one.kind === kind && one.wholly && one.name === qualified(checker, name));
  const namesOf = (kind: "gate" | "connector", names: Iterable<string>): readonly string[] =>
    [...names].filter((name) => acts(kind, name)).map((name) => qualified(checker, name));
  const own: PackParts = {
    packs:
      used === undefined
        ? []
        : [
            {
              name: checker.pack?.prefix ?? header.name.text,
              version: header.version,
              span: used.use.path.span,
              path: used.use.path.text,
              digest: pack.digest,
              files: pack.files,
              gates: [...namesOf("gate", declared.gates.keys())].sort(),
              inert,
            },
          ],
    gates,
    connectors,
    labels,
    lets,
    names: {
      gates: namesOf("gate", declared.gates.keys()),
      connectors: namesOf("connector", declared.connectors.keys()),
    },
    complete: true,
  };
  return join([own, inner]);
}

/** Names that open the names of built-in gates. */
const reserved: ReadonlySet<string> = new Set([
  "agent",
  "connector",
  "bands",
  "kill_switch",
  "break_glass",
  "confidence",
]);

function isNameFree(use: UsePack, { header }: Pack, taken: Map<string, UsePack>, { report }: Checker): boolean {
  const { text } = header.name;
  const first = taken.get(text);
  taken.set(text, first ?? use);
  if (first !== undefined) {
    const related = [{ span: first.path.span, label: "also used here" }];
    report.add(packNameTaken.at(use.path.span, { pack: text, reserved: false }, { related }));
    return false;
  }
  if (!reserved.has(text) && /^[A-Za-z_][\w-]*$/.test(text)) return true;
  withUse(report, use).add(packNameTaken.at(header.name.span, { pack: text, reserved: true }));
  return false;
}

/** A pack sees the tools and fields of the policy; of everything else only what it declares or is given. */
function packChecker({ header, declared }: Pack, used: PackUse | undefined, giver: Checker): Checker {
  const { names } = giver;
  const outer = giver.pack?.prefix;
  const labels = new Set(declared.labels.map(({ label }) => label.text));
  const report = used === undefined ? giver.report : withUse(giver.report, used.use);
  for (const { label } of declared.labels) {
    // It would reach what the policy exempts by that label.
    if (isBuiltInLabel(label.text)) report.add(builtInLabelInPack.at(label.span, { label: label.text }));
  }
  const bare: Checker = {
    names: {
      ...names,
      agents: new Map(),
      roles: new Set(),
      labels: new Set([...recognisers, ...builtInLabels, ...labels]),
      lets: new Map(),
      unvalued: new Set(),
      gates: new Set(declared.gates.keys()),
      connectors: new Set(declared.connectors.keys()),
      drifts: new Map(),
      killSwitches: new Set(),
      breakGlasses: new Set(),
      controls: new Set(),
    },
    report,
    letUses: { values: new Map() },
    read: () => undefined,
    schemas: giver.schemas,
    terms: giver.terms,
    pack: {
      prefix: outer === undefined ? header.name.text : `${outer}:${header.name.text}`,
      labels,
      roles: new Map(),
      inert: [],
    },
  };
  for (const [name, param] of declared.params) {
    const other = declared.lets.get(name);
    if (other === undefined) continue;
    const related = [{ span: param.name.span, label: "a parameter has this name" }];
    report.add(duplicateName.at(other.name.span, { kind: "name", name }, { related }));
  }
  const values = checkParams(declared.params, used, bare);
  return {
    ...bare,
    names: {
      ...bare.names,
      agents: values.agents,
      roles: new Set(values.roles.keys()),
      lets: new Map([...declared.lets, ...values.lets]),
      unvalued: values.unvalued,
    },
    pack: bare.pack === undefined ? undefined : { ...bare.pack, roles: values.roles },
  };
}

const isBuiltInLabel = (label: string): boolean => recognisers.has(label) || builtInLabels.includes(label);

const nothing: PackParts = {
  packs: [],
  gates: [],
  connectors: [],
  labels: [],
  lets: [],
  names: { gates: [], connectors: [] },
  complete: true,
};

const join = (parts: readonly PackParts[]): PackParts => ({
  packs: parts.flatMap((part) => part.packs),
  gates: parts.flatMap((part) => part.gates),
  connectors: parts.flatMap((part) => part.connectors),
  labels: parts.flatMap((part) => part.labels),
  lets: parts.flatMap((part) => part.lets),
  names: {
    gates: parts.flatMap(({ names }) => names.gates),
    connectors: parts.flatMap(({ names }) => names.connectors),
  },
  complete: parts.every((part) => part.complete),
});
