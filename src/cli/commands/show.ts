import type { CheckedPack } from "../../ast/checked.ts";
import { nearMiss } from "../../diagnostics/near-miss.ts";
import { describeGate, describeGrant } from "../../engine/describe-rule.ts";
import { describeBreakGlass, describeKillSwitch } from "../../engine/describe-switch.ts";
import type { IrGate, PolicyIr } from "../../engine/ir.ts";
import { wrap } from "../../report/display-width.ts";
import { escapeJson, visible } from "../../report/escape.ts";
import { count } from "../../report/plural.ts";
import type { Palette, RenderOptions } from "../../report/report.ts";
import { renderTable } from "../../report/table.ts";
import type { CommandModule } from "../command.ts";
import { allPages } from "../diagnostic-catalogue.ts";
import { exitFor } from "../exit-code.ts";
import { makeReport } from "../make-report.ts";
import { prepareOne } from "../one-policy.ts";
import { list, UsageError } from "../options.ts";
import { suggest } from "../suggest.ts";

const views = ["matrix", "gate"] as const;

export const show: CommandModule = {
  usage: "<view> [names...]",
  options: [
    { flags: "--policy <file>", help: "the policy; may be repeated for several of its files", repeatable: true },
  ],
  formats: ["human", "json"],
  examples: [
    ["sallyport show matrix policies/desk", "who may call what, under which condition, and which gates act"],
    ["sallyport show gate large policies/desk", "one gate in English; built-in ones too, such as agent:refund:mtls"],
  ],
  async run(context, [view, ...rest], options) {
    if (view !== "matrix" && view !== "gate") {
      throw new UsageError(`show takes ${views.join(" or ")}, not \`${view ?? ""}\`${suggest(view ?? "", views)}`);
    }
    const name = view === "gate" ? rest[0] : undefined;
    const files = view === "gate" ? rest.slice(1) : rest;
    const { prepared, compiled } = await prepareOne(context, [...list(options, "policy"), ...files]);
    const report = makeReport(context.shell.host, "show", {
      exit: exitFor(prepared.reasons),
      files: prepared.named,
      diagnostics: prepared.diagnostics.filter(({ severity }) => severity === "error"),
      sources: prepared.sources,
      pages: allPages(),
      summary: prepared.summary,
    });
    if (compiled === undefined) return { report, text: "" };
    const { ir, checked } = compiled;
    const { packs } = checked;
    if (context.format === "json")
      return { report, text: view === "matrix" ? matrixJson(ir, packs) : gateJson(ir, name) };
    return {
      report,
      text: (options) => (view === "matrix" ? matrix(ir, packs, options) : gatePage(ir, name, options)),
    };
  },
};

interface Row {
  readonly agent: string;
  readonly tool: string;
  readonly grants: readonly string[];
  readonly gates: readonly { readonly name: string; readonly outcome: string }[];
}

function matrixJson(ir: PolicyIr, used: readonly CheckedPack[]): string {
  const grants = ir.grants.map((grant) => ({ grant: grant.name, words: describeGrant(grant) }));
  const agents = ir.agents.map(({ name, mayMessage, mayDelegate }) => ({ agent: name, mayMessage, mayDelegate }));
  const killSwitches = ir.killSwitches.map((one) => ({ killSwitch: one.name, words: describeKillSwitch(one) }));
  const breakGlasses = ir.breakGlasses.map((one) => ({ breakGlass: one.name, words: describeBreakGlass(one) }));
  const packs = used.map(({ name, version, digest, gates, inert }) => ({
    pack: name,
    version,
    digest,
    gates,
    inert: inert.map(({ kind, name: rule, targets, wholly }) => ({ kind, rule, targets, wholly })),
  }));
  const { policy, version } = ir;
  const [rows, identity] = [matrixRows(ir), provenBy(ir)];
  return `${escapeJson({ policy, version, rows, grants, agents, identity, killSwitches, breakGlasses, packs })}\n`;
}

/** What every action of an agent must prove. */
const provenBy = (ir: PolicyIr) =>
  ir.agents.map(({ name }) => ({
    agent: name,
    gates: ir.gates.filter((gate) => gate.name.startsWith(`agent:${name}:`)).map((gate) => gate.name),
  }));

/** Rows, then what is said once: what each grant demands, and what every action of an agent must prove. */
function matrix(ir: PolicyIr, used: readonly CheckedPack[], { color, width, ascii }: RenderOptions): string {
  const rows = matrixRows(ir);
  const table = renderTable(
    [
      { title: "agent" },
      { title: "tool" },
      { title: "granted by", max: 40 },
      { title: "gates", paint: (text) => paintOutcomes(text, color) },
    ],
    rows.map(({ agent, tool, grants, gates }) =>
      [
        agent,
        tool,
        grants.join(", "),
        gates.length === 0 ? "none" : gates.map(({ name, outcome }) => `${name}: ${outcome}`).join("; "),
      ].map((cell) => visible(cell)),
    ),
    { width, ascii, indent: "", dim: color.dim },
  );
  const reach = ir.agents.flatMap(({ name, mayMessage, mayDelegate }) => [
    ...(mayMessage.length === 0 ? [] : [`${name} may message ${mayMessage.join(", ")}`]),
    ...mayDelegate.map(
      ({ tools, to, depth }) =>
        `${name} may delegate ${tools.join(", ")} to ${to}, ${count(depth, "step")} deep at most`,
    ),
  ]);
  const granted = new Set(rows.map(({ tool }) => tool));
  const never = Object.keys(ir.catalogue.tools).filter((name) => !granted.has(name));
  const paragraph = (text: string): readonly string[] =>
    wrap(visible(text), width - 4).map((line, at) => `${at === 0 ? "  " : "    "}${line}`);
  return [
    `${color.bold(`policy ${ir.policy} version ${ir.version}`)}: what is not listed is denied`,
    "",
    ...table,
    ...(never.length === 0 ? [] : ["", `granted to nobody: ${visible(never.join(", "))}`]),
    "",
    color.bold("grants"),
    ...ir.grants.flatMap((grant) => paragraph(`${grant.name}: ${describeGrant(grant)}`)),
    "",
    ...(reach.length === 0 ? [] : [color.bold("messages and delegation"), ...reach.flatMap(paragraph), ""]),
    ...(ir.killSwitches.length === 0
      ? []
      : [
          color.bold("kill switches"),
          ...ir.killSwitches.flatMap((one) => paragraph(`${one.name}: ${describeKillSwitch(one)}`)),
          "",
        ]),
    ...(ir.breakGlasses.length === 0
      ? []
      : [
          color.bold("break glasses"),
          ...ir.breakGlasses.flatMap((one) => paragraph(`${one.name}: ${describeBreakGlass(one)}`)),
          "",
        ]),
    ...(used.length === 0
      ? []
      : [color.bold("packs"), ...used.flatMap((pack) => packLines(pack).flatMap(paragraph)), ""]),
    color.bold("what an agent proves with every action, or it is denied"),
    ...provenBy(ir).flatMap(({ agent, gates }) =>
      paragraph(`${agent}: ${gates.map((gate) => gate.slice(`agent:${agent}:`.length)).join(", ")}`),
    ),
    "",
  ].join("\n");
}

/** Levels and demands of a cell, which may be a part of one. */
const paintOutcomes = (text: string, color: Palette): string =>
  text
    .replace(/(?<=: |^)deny\b/g, (word) => color.error(word))
    .replace(/(?<=: |\+ |^)(?:approval|confirmation|verification)\b/g, (word) => color.warning(word));
/** What a pack brings, and what of it covers none of the tools. */
function packLines({ name, version, gates, inert }: CheckedPack): readonly string[] {
  const acting = gates.length === 0 ? "no gate of it acts here" : gates.join(", ");
  return [
    `${name} version ${version}: ${acting}`,
    ...inert.map(
      ({ kind, name: rule, targets, wholly }) =>
        `${kind} ${rule} acts ${wholly ? "on nothing here" : "on a part"}: no tool is ${targets.join(" or ")}`,
    ),
  ];
}

function matrixRows(ir: PolicyIr): readonly Row[] {
  return ir.agents.flatMap(({ name: agent }) =>
    Object.keys(ir.catalogue.tools)
      .sort()
      .flatMap((tool): readonly Row[] => {
        const grants = ir.grants.filter((grant) => grant.agents.includes(agent) && grant.tools.includes(tool));
        if (grants.length === 0) return [];
        const gates = ir.gates.filter(
          (gate) =>
            gate.agents === undefined &&
            gate.code !== "killed" &&
            gate.on.some((target) => target.kind === "call" && target.tools.includes(tool)),
        );
        return [
          {
            agent,
            tool,
            grants: grants.map(({ name }) => name),
            gates: gates.map((gate) => ({ name: gate.name, outcome: outcomeWord(gate) })),
          },
        ];
      }),
  );
}

function outcomeWord(gate: IrGate): string {
  const demanded = gate.requirements.map((one) =>
    one.kind === "approval" ? `approval by ${one.count > 1 ? `${one.count} of ` : ""}${one.role}` : one.kind,
  );
  const words = demanded.length === 0 || gate.level === "deny" ? [gate.level, ...demanded] : demanded;
  return `${words.join(" + ")}${gate.observe === undefined ? "" : " (observed only)"}`;
}

const gateJson = (ir: PolicyIr, name: string | undefined): string =>
  `${escapeJson({ gate: name, words: visible(gateWords(ir, name)) })}\n`;

const gatePage = (ir: PolicyIr, name: string | undefined, { width }: RenderOptions): string =>
  `${wrap(visible(gateWords(ir, name)), width).join("\n")}\n`;

function gateWords(ir: PolicyIr, name: string | undefined): string {
  const names = [...ir.gates.map((gate) => gate.name), ...ir.breakGlasses.map((glass) => `break_glass:${glass.name}`)];
  const words = wordsOf(ir, name ?? "");
  if (words === undefined) {
    const near = nearMiss(name ?? "", names);
    const hint = near === undefined ? `there are ${names.join(", ") || "none"}` : `did you mean \`${near}\`?`;
    throw new UsageError(`there is no gate \`${visible(name ?? "")}\` in policy ${ir.policy}; ${hint}`);
  }
  return words;
}

/** A gate with what may lift it; a kill switch and a break glass with who works them. */
function wordsOf(ir: PolicyIr, name: string): string | undefined {
  const killSwitch = ir.killSwitches.find((one) => name === `kill_switch:${one.name}`);
  if (killSwitch !== undefined) return describeKillSwitch(killSwitch);
  const glass = ir.breakGlasses.find((one) => name === `break_glass:${one.name}`);
  if (glass !== undefined) return describeBreakGlass(glass);
  const gate = ir.gates.find((one) => one.name === name);
  if (gate === undefined) return undefined;
  const lifted = ir.breakGlasses.filter(({ gates }) => gates.includes(gate.name)).map((one) => one.name);
  const also = lifted.length === 0 ? "" : ` An open break glass makes a log of it: ${lifted.join(", ")}.`;
  return `${describeGate(gate)}${also}`;
}
