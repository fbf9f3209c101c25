import type { Name } from "../ast/name.ts";
import type { Declaration, LetDeclaration, ParamDeclaration, ParsedFile, UsePack, UseTools } from "../ast/parsed.ts";
import type { AgentDeclaration, GrantDeclaration } from "../ast/parsed-authority.ts";
import type { ConnectorDeclaration } from "../ast/parsed-connector.ts";
import type { ControlDeclaration, ProveDeclaration } from "../ast/parsed-control.ts";
import type { DriftDeclaration } from "../ast/parsed-drift.ts";
import type { BandsDeclaration, GateDeclaration } from "../ast/parsed-gate.ts";
import type { BreakGlassDeclaration, KillSwitchDeclaration } from "../ast/parsed-switch.ts";
import type { TestDeclaration } from "../ast/parsed-test.ts";
import type { ContextField, EndorseDeclaration, LabelDeclaration, ToolDeclaration } from "../ast/parsed-tool.ts";
import { duplicateName } from "../diagnostics/declarations.ts";
import type { Span } from "../source/span.ts";
import type { Report } from "./report.ts";

/** What all files of a policy declare together, by kind; of two of one name the first is kept, and both are reported. */
export interface Declarations {
  readonly uses: readonly UseTools[];
  readonly packs: readonly UsePack[];
  readonly params: ReadonlyMap<string, ParamDeclaration>;
  readonly contextFields: readonly ContextField[];
  readonly tools: ReadonlyMap<string, ToolDeclaration>;
  readonly labels: readonly LabelDeclaration[];
  readonly endorsements: readonly EndorseDeclaration[];
  readonly roles: ReadonlyMap<string, Name>;
  readonly agents: ReadonlyMap<string, AgentDeclaration>;
  readonly agentDefaults: AgentDeclaration | undefined;
  readonly grants: ReadonlyMap<string, GrantDeclaration>;
  readonly gates: ReadonlyMap<string, GateDeclaration>;
  readonly connectors: ReadonlyMap<string, ConnectorDeclaration>;
  readonly bands: readonly BandsDeclaration[];
  readonly drifts: ReadonlyMap<string, DriftDeclaration>;
  readonly killSwitches: ReadonlyMap<string, KillSwitchDeclaration>;
  readonly breakGlasses: ReadonlyMap<string, BreakGlassDeclaration>;
  readonly lets: ReadonlyMap<string, LetDeclaration>;
  readonly controls: ReadonlyMap<string, ControlDeclaration>;
  readonly claims: readonly ProveDeclaration[];
  readonly tests: ReadonlyMap<string, TestDeclaration>;
}

/** Files are taken by their name, so that no message depends on the order in which they were read. */
export function collectDeclarations(files: readonly ParsedFile[], report: Report): Declarations {
  const all = inOrder(files).flatMap((file) => file.declarations);
  const byKind = groupByKind(all);
  const ofKind = <K extends Declaration["kind"]>(kind: K): readonly Extract<Declaration, { readonly kind: K }>[] =>
    // The group of a kind holds nothing else.
    (byKind.get(kind) ?? []) as unknown as readonly Extract<Declaration, { readonly kind: K }>[];
  const unique = <D>(
    kind: string,
    declarations: readonly D[],
    nameOf: (declaration: D) => { text: string; span: Span },
  ) => keepFirst(kind, declarations, nameOf, report);
  const byName = <D extends { readonly name: Name }>(kind: string, declarations: readonly D[]) =>
    unique(kind, declarations, (declaration) => declaration.name);
  const agents = new Map(byName("agent", ofKind("agent")));
  const agentDefaults = agents.get("defaults");
  agents.delete("defaults");
  return {
    uses: ofKind("use-tools"),
    packs: ofKind("use-pack"),
    params: byName("parameter", ofKind("param")),
    contextFields: ofKind("context").flatMap((context) => context.fields),
    tools: byName("tool", ofKind("tool")),
    labels: ofKind("label"),
    endorsements: ofKind("endorse"),
    roles: unique(
      "role",
      ofKind("role").flatMap((role) => role.names),
      (name) => name,
    ),
    agents,
    agentDefaults,
    grants: byName("grant", ofKind("grant")),
    gates: byName("gate", ofKind("gate")),
    connectors: byName("connector", ofKind("connector")),
    bands: ofKind("bands"),
    drifts: byName("drift", ofKind("drift")),
    killSwitches: byName("kill switch", ofKind("kill_switch")),
    breakGlasses: byName("break glass", ofKind("break_glass")),
    lets: byName("let", ofKind("let")),
    controls: byName("control", ofKind("control")),
    claims: ofKind("prove"),
    tests: unique("test", ofKind("test"), (test) => test.title),
  };
}

function groupByKind(declarations: readonly Declaration[]): ReadonlyMap<Declaration["kind"], readonly Declaration[]> {
  const groups = new Map<Declaration["kind"], Declaration[]>();
  for (const declaration of declarations) {
    const group = groups.get(declaration.kind);
    if (group === undefined) groups.set(declaration.kind, [declaration]);
    else group.push(declaration);
  }
  return groups;
}

function inOrder(files: readonly ParsedFile[]): readonly ParsedFile[] {
  return [...files].sort((left, right) => (left.file < right.file ? -1 : left.file > right.file ? 1 : 0));
}

function keepFirst<D>(
  kind: string,
  declarations: readonly D[],
  nameOf: (declaration: D) => { readonly text: string; readonly span: Span },
  report: Report,
): ReadonlyMap<string, D> {
  const kept = new Map<string, D>();
  for (const declaration of declarations) {
    const { text, span } = nameOf(declaration);
    const first = kept.get(text);
    if (first === undefined) {
      kept.set(text, declaration);
    } else {
      report.add(
        duplicateName.at(
          span,
          { kind, name: text },
          { related: [{ span: nameOf(first).span, label: "first declared here" }] },
        ),
      );
    }
  }
  return kept;
}
