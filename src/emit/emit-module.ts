import { canonicalIr, irDigest } from "../engine/canonical-ir.ts";
import type { IrGate, PolicyIr } from "../engine/ir.ts";
import { slotsFor } from "../engine/slots.ts";
import { layoutOf } from "../event/layout.ts";
import { type CodeLine, createCode, type Place } from "./code.ts";
import { emitTest } from "./emit-condition.ts";
import { emitGrant } from "./emit-grant.ts";
import { emitLevels } from "./emit-levels.ts";
import { jsText } from "./js-text.ts";
import { moduleTypes } from "./module-types.ts";
import { sourceMap } from "./source-map.ts";

export interface EmittedModule {
  /** SHA-256 of the canonical IR, as `compile` prints it. */
  readonly digest: string;
  /** `policy.<the first 16 digits of the digest>`, to which `.mjs`, `.d.mts` and `.mjs.map` are added. */
  readonly name: string;
  readonly module: string;
  readonly types: string;
  readonly map: string;
}

/** Where rules stand in the policy's text, if that is known, and the texts by their names. */
export interface Places {
  readonly of: (rule: "gate" | "grant", name: string) => Place | undefined;
  readonly texts: ReadonlyMap<string, string>;
}

const nowhere: Places = { of: () => undefined, texts: new Map() };

/**
 * A policy as an ES module that needs nothing: the engine's `runtime` (a text made by the build), the IR, and code for
 * every condition, grant and call. The same bytes for the same IR, runtime and places, on every machine.
 */
export function emitModule(ir: PolicyIr, runtime: string, places: Places = nowhere): EmittedModule {
  const digest = irDigest(ir);
  const name = `policy.${digest.slice(0, 16)}`;
  const lines = [
    ...plain(
      `// A policy compiled by Sallyport; sha256 of its canonical form: ${digest}`,
      ...runtime.trimEnd().split("\n"),
      `const { ${runtimeNames.join(", ")} } = runtime;`,
      `const ir = JSON.parse(${jsText(canonicalIr(ir))});`,
    ),
    ...emitRules(ir, places),
    ...plain(...exported(ir, digest), `//# sourceMappingURL=${name}.mjs.map`),
  ];
  return {
    digest,
    name,
    module: `${lines.map(({ text }) => text).join("\n")}\n`,
    types: moduleTypes,
    map: sourceMap(`${name}.mjs`, lines, places.texts),
  };
}

const plain = (...texts: readonly string[]): readonly CodeLine[] => texts.map((text) => ({ text, place: undefined }));

/** Everything the policy decides, and `code`, which lists it by the indexes of the IR. */
function emitRules(ir: PolicyIr, places: Places): readonly CodeLine[] {
  const code = createCode();
  const layout = layoutOf(ir.catalogue);
  const gateTests = new Map<IrGate, string | undefined>();
  const gates = ir.gates.map((gate) => {
    code.from(places.of("gate", gate.name));
    // Only calls have rows.
    const slots = slotsFor(
      layout,
      gate.on.flatMap((target) => (target.kind === "call" ? target.tools : [])),
    );
    const when = gate.when === undefined ? undefined : emitTest(gate.when, slots, code);
    const unless = gate.unless === undefined ? undefined : emitTest(gate.unless, slots, code);
    const fires = gate.unless === undefined ? gate.when : firesWhen(gate.when, gate.unless);
    gateTests.set(gate, fires === undefined ? undefined : emitTest(fires, slots, code));
    return `{ when: ${when ?? "undefined"}, unless: ${unless ?? "undefined"} }`;
  });
  const grantTests = new Map<string, string>();
  const grants = ir.grants.map((grant) => {
    code.from(places.of("grant", grant.name));
    const test = emitGrant(grant, slotsFor(layout, grant.tools), code);
    grantTests.set(grant.name, test);
    return test;
  });
  code.from(undefined);
  const levelOf = emitLevels(
    ir,
    { ofGate: (gate) => gateTests.get(gate), ofGrant: (name) => grantTests.get(name) ?? missing(name) },
    code,
  );
  const table = `const code = { gates: [${gates.join(", ")}], grants: [${grants.join(", ")}], levelOf: ${levelOf} };`;
  return [...code.lines(), ...plain(...table.split("\n"))];
}

/** A gate fires as the `and` of `when` and `not unless`. */
function firesWhen(when: IrGate["when"], unless: NonNullable<IrGate["unless"]>): NonNullable<IrGate["when"]> {
  const spared = { kind: "not", operand: unless } as const;
  return when === undefined ? spared : { kind: "all", operands: [when, spared] };
}

function missing(name: string): never {
  throw new Error(`no code for grant ${name}`);
}

const exported = ({ policy, version, language }: PolicyIr, digest: string): readonly string[] => [
  `export const policy = Object.freeze(${jsText({ name: policy, version, language, digest })});`,
  "export const createEngine = (options) => createEmittedEngine(ir, code, options);",
  "export const { initial, lost, step, decide, explain, level } = createEngine();",
  "export const admit = (raw, options) => admitEvent(raw, ir.catalogue, options);",
  "export { jsonNumber, jsonNumberFrom, readEvent, restoreState, snapshotState };",
];

const runtimeNames = [
  "addFields",
  "admit: admitEvent",
  "boolTruth",
  "compileBoundsTest",
  "compileContains",
  "createEmittedEngine",
  "emptyTruth",
  "hasElement",
  "jsonNumber",
  "jsonNumberFrom",
  "literalField",
  "matcher",
  "oneOfTest",
  "orderTests",
  "originJudge",
  "originTruth",
  "presence",
  "purposeTest",
  "quantifierTest",
  "readEvent",
  "readPath",
  "restoreState",
  "roleTest",
  "sameField",
  "snapshotState",
  "taskTest",
  "textTruthOf",
  "unbound",
  "untilTest",
  "withinTruth",
];
