import type { CheckedPolicy } from "../ast/checked.ts";
import type { LetDeclaration, ParsedFile } from "../ast/parsed.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { packAlone, paramOutsidePack } from "../diagnostics/packs.ts";
import { subjectTypes } from "../model/subject-types.ts";
import { fail, type Outcome, succeed } from "../source/outcome.ts";
import type { SourceText, Span } from "../source/span.ts";
import type { Type } from "../value/type.ts";
import { builtInGates } from "./built-in-gates.ts";
import { checkAgents } from "./check-agent.ts";
import { checkBands } from "./check-bands.ts";
import { checkBreakGlass } from "./check-break-glass.ts";
import { checkClaim } from "./check-claim.ts";
import { checkConnector } from "./check-connector.ts";
import { checkContext } from "./check-context.ts";
import { checkControl } from "./check-control.ts";
import { checkDrift } from "./check-drift.ts";
import { checkEndorse } from "./check-endorse.ts";
import { checkGate } from "./check-gate.ts";
import { checkGrant } from "./check-grant.ts";
import { checkHeaders } from "./check-headers.ts";
import { checkKillSwitch } from "./check-kill-switch.ts";
import { checkLabel } from "./check-label.ts";
import { checkLet } from "./check-let.ts";
import { checkPacks, type PackParts, packSettings } from "./check-packs.ts";
import { noValue } from "./check-params.ts";
import { checkTest } from "./check-test.ts";
import { collectDeclarations, type Declarations } from "./collect-declarations.ts";
import { withoutConsequences } from "./consequences.ts";
import { dropCopies } from "./drop-copies.ts";
import { loadTools } from "./load-tools.ts";
import type { ReadPack } from "./read-pack.ts";
import { recognisers } from "./recognisers.ts";
import { createReport } from "./report.ts";
import { reportBlankTexts } from "./report-blank-texts.ts";
import { reportHidingLets } from "./report-hiding-lets.ts";
import { builtInLabels } from "./roots.ts";
import type { Checker } from "./scope.ts";

/** What checking needs beside the parsed files; everything was read before. */
export interface CheckResources {
  /** The file that a `use tools`, `baseline` or `require schema` clause names, as `listUses` lists them; undefined if there is none. */
  readonly read: (fromFile: string, path: string) => SourceText | undefined;
  /** The files of the pack that a `use pack` clause names, as `listPacks` lists them; undefined if there are none. */
  readonly readPack?: ReadPack;
  /** The moment for which observation periods are judged, in milliseconds since the epoch; undefined: they are not. */
  readonly asOfMs?: number;
  /** What parsing the files reported, so that its mere consequences are not reported again. */
  readonly syntax?: readonly Diagnostic[];
  /** True: drifts are measured, so no baseline is read and their rows do not act (`CheckedDrift.rows` is empty). */
  readonly measuring?: boolean;
  /** The record types of the deployment model, by subject; by default the model's own. */
  readonly subjectTypes?: Readonly<Record<string, Type>>;
}

/**
 * Resolves names and types of one policy, whose files are given in any order. Succeeds, with the remarks found, unless
 * something is an error; then every independent mistake is reported, sorted by place.
 */
export function checkPolicy(
  given: readonly ParsedFile[],
  resources: CheckResources,
): Outcome<CheckedPolicy, Diagnostic> {
  const report = createReport();
  const header = checkHeaders(given, report);
  const files = dropCopies(given, report);
  const alone = files.find((file) => file.header?.kind === "pack")?.header;
  if (alone !== undefined) return fail([packAlone.at(alone.span, { pack: alone.name.text })]);
  const declared = collectDeclarations(files, report);
  reportBlankTexts(files, report);
  for (const { name } of declared.params.values()) report.add(paramOutsidePack.at(name.span, { param: name.text }));
  const labels = new Set([...recognisers, ...builtInLabels, ...declared.labels.map((rule) => rule.label.text)]);
  const context = checkContext(declared.contextFields, report);
  const { tools, uses, complete } = loadTools(declared.uses, declared.tools, labels, resources.read, report);
  const checker: Checker = {
    names: {
      tools,
      toolsComplete: complete,
      agents: declared.agents,
      roles: new Set(declared.roles.keys()),
      labels,
      lets: new Map([...misplacedParams(declared), ...declared.lets]),
      unvalued: new Set(declared.params.keys()),
      gates: new Set(declared.gates.keys()),
      connectors: new Set(declared.connectors.keys()),
      drifts: declared.drifts,
      inert: new Map(),
      packsComplete: true,
      killSwitches: new Set(declared.killSwitches.keys()),
      breakGlasses: new Set(declared.breakGlasses.keys()),
      controls: new Set(declared.controls.keys()),
      context: context.type,
      subjectTypes: resources.subjectTypes ?? subjectTypes,
    },
    report,
    letUses: { values: new Map() },
    read: resources.read,
    schemas: new Map(),
    terms: new Map(),
    pack: undefined,
  };
  reportHidingLets(declared.lets, declared.controls.size > 0, checker);
  const packs = checkPacks(declared.packs, checker, packSettings(resources.readPack, resources.asOfMs));
  const rules = checkRules(declared, withPacks(checker, packs), files, packs, resources);
  const diagnostics = report.all();
  if (header === undefined || diagnostics.some((diagnostic) => diagnostic.severity === "error")) {
    const read = [...files, ...packs.packs.flatMap((pack) => pack.files)];
    return fail(withoutConsequences(diagnostics, read, resources.syntax ?? []));
  }
  return succeed(
    {
      name: header.name.text,
      version: header.version,
      language: header.language,
      files: [...files].sort((left, right) => (left.file < right.file ? -1 : 1)),
      tools: sorted([...tools.values()], (tool) => tool.name),
      context: context.fields,
      roles: sorted(
        [...declared.roles.values()].map(({ text, span }) => ({ name: text, span })),
        (role) => role.name,
      ),
      ...rules,
      uses,
      packs: sorted(packs.packs, (pack) => pack.name),
      schemas: sorted([...checker.schemas], ([digest]) => digest),
      terms: sorted([...checker.terms.values()], ({ name }) => name),
    },
    diagnostics,
  );
}

/** A parameter of a policy was reported: what rests on it raises nothing more. */
const misplacedParams = ({ params }: Declarations): readonly (readonly [string, LetDeclaration])[] =>
  [...params].map(([name, param]) => [name, { ...param, kind: "let", value: noValue(param) }]);

/** What tests, break glasses and claims may name. */
const withPacks = (checker: Checker, { names, packs, complete }: PackParts): Checker => ({
  ...checker,
  names: {
    ...checker.names,
    gates: new Set([...checker.names.gates, ...names.gates]),
    connectors: new Set([...checker.names.connectors, ...names.connectors]),
    inert: new Map(packs.flatMap(({ inert }) => inert.filter(({ wholly }) => wholly).map((one) => [one.name, one]))),
    packsComplete: complete,
  },
});

/** Lets come last: how they are used says whether they must make sense by themselves. */
function checkRules(
  declared: Declarations,
  checker: Checker,
  files: readonly ParsedFile[],
  packs: PackParts,
  resources: CheckResources,
): Omit<
  CheckedPolicy,
  "name" | "version" | "language" | "files" | "tools" | "context" | "roles" | "uses" | "packs" | "schemas" | "terms"
> {
  const withThose = <C extends { readonly name: string }>(own: readonly C[], theirs: readonly C[]): readonly C[] =>
    sorted([...own, ...theirs], ({ name }) => name);
  const agents = checkAgents(declared.agents, declared.agentDefaults, checker);
  const grants = checkAll(declared.grants, (grant) => checkGrant(grant, checker));
  const ownGates = checkAll(declared.gates, (gate) => checkGate(gate, checker, resources.asOfMs));
  const gates = withThose(ownGates, packs.gates);
  const ownConnectors = checkAll(declared.connectors, (one) => checkConnector(one, checker));
  const connectors = withThose(ownConnectors, packs.connectors);
  const bands = present(declared.bands.map((one) => checkBands(one, checker)));
  const drifts = checkAll(declared.drifts, (one) =>
    checkDrift(one, checker, resources.measuring === true ? undefined : resources.read),
  );
  const killSwitches = checkAll(declared.killSwitches, (one) => checkKillSwitch(one, checker));
  const breakGlasses = checkAll(declared.breakGlasses, (one) => checkBreakGlass(one, gates, checker));
  const labels = [...present(declared.labels.map((rule) => checkLabel(rule, checker))), ...packs.labels];
  const endorsements = present(declared.endorsements.map((one) => checkEndorse(one, labels, checker)));
  const controls = checkAll(declared.controls, (control) => checkControl(control, checker));
  const claims = present(declared.claims.map((claim) => checkClaim(claim, textAt(claim.span, files), checker)));
  const builtIn = builtInGates({ agents, connectors, bands, declaredBands: declared.bands.length }, checker);
  for (const test of declared.tests.values()) checkTest(test, checker, builtIn);
  const ownLets = checkAll(declared.lets, (one) => checkLet(one, checker));
  const lets = withThose(ownLets, packs.lets);
  return {
    agents,
    grants,
    gates,
    connectors,
    bands,
    drifts,
    killSwitches,
    breakGlasses,
    labels,
    endorsements,
    lets,
    controls,
    claims,
    tests: [...declared.tests.values()],
  };
}

const present = <T>(values: readonly (T | undefined)[]): readonly T[] => values.filter((value) => value !== undefined);

function checkAll<D, C extends { readonly name: string }>(
  declarations: ReadonlyMap<string, D>,
  check: (declaration: D) => C | undefined,
): readonly C[] {
  return sorted(present([...declarations.values()].map(check)), (checked) => checked.name);
}

const sorted = <T>(values: readonly T[], key: (value: T) => string): readonly T[] =>
  [...values].sort((left, right) => (key(left) < key(right) ? -1 : key(left) > key(right) ? 1 : 0));

/** The source on one line. */
function textAt(span: Span, files: readonly ParsedFile[]): string {
  const text = files.find((file) => file.file === span.file)?.text.slice(span.start, span.end) ?? "";
  return text.replace(/[ \t\r\n]+/g, " ");
}
